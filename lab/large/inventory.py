"""The inventory of the large lab: lines that follow from how its scenes are built, the scope and the settings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from lab.declared import plain_yaml, roles, service_ports
from lab.large import flows
from lab.large.frame import FIRST_OCTET, FIXED, JOINED, KINDS, NEIGHBOUR_OCTET, ROUTER, Machine
from lab.large.scenes import Variant, lans, variants
from lab.large.wires import probes, standpoints
from lab.model import Page, Plain, Site, Ssh
from lab.namespaces import namespace
from lab.paths import PROJECT, RUN
from lab.permission import PORTS
from lab.services.dns import resolver_address
from lab.zones import PROBE_OCTET, Zone

Row = dict[str, Any]
FOLDER = RUN / "inventory"
BASE = Path(__file__).parent / "base.yaml"
EXTRA_PORTS = tuple(f"tcp/{port}" for port in (143, 2121, 2222, 2323, 5433, 5901, 8023, 9443))
"""Odd ports on which scenes put what belongs elsewhere."""

_BACKED_UP_FROM = 3
"""Level from which a system has three copies, unless its scene says otherwise."""

_PAPERS = {
    "regulation": ("QC", "2026-08-25", "Ủy ban nhân dân tỉnh"),
    "level_approval": ("QĐ", "2026-09-10", "Ủy ban nhân dân tỉnh"),
    "go_live": ("BB", "2026-09-25", "Trung tâm Công nghệ thông tin và Truyền thông"),
    "restore_test": ("BBKP", "2026-10-12", "Trung tâm Công nghệ thông tin và Truyền thông"),
}


def _domain(zone: Zone) -> str:
    return "province" if zone.joined else zone.id


def _zone_rows() -> tuple[list[Row], list[Row]]:
    zones, networks = [], []
    for zone in (*JOINED, *lans()):
        kind, network, site = KINDS.get(zone.id, ("independent_lan", "independent_lan", "tinh-uy"))
        mark = {} if zone.joined else {"label": "mat"}
        name = {"vi": zone.title_vi, "en": zone.title}
        zones.append({"id": zone.id, "name": name, "kind": kind, "site": site, "domain": _domain(zone)} | mark)
        row: Row = {"id": f"net-{zone.id}", "zone": zone.id, "kind": network}
        row["prefixes"] = [str(prefix) for prefix in (zone.v4, zone.v6) if prefix]
        networks.append(row | ({"gateway": ROUTER} if network == "tslcd" else {}) | mark)
    return zones, networks


def _interfaces(machine: Machine) -> list[Row]:
    legs = [(machine.net, machine.octet, True)]
    if machine.name == ROUTER:
        legs += [(zone, 1, True) for zone in JOINED if zone.id != machine.zone]
    if not machine.hidden_legs:
        legs += [(zone, octet, True) for zone, octet in machine.cables]
        legs += [(machine.net, octet, False) for octet in machine.more]
    v6 = machine.v6 or machine.name == ROUTER
    rows = []
    for zone, octet, both in legs:
        addresses = [zone.address4(octet), zone.address6(octet) if v6 and both else None]
        rows += [{"network": f"net-{zone.id}", "address": str(address)} for address in addresses if address]
    return rows


def _host_row(machine: Machine, system: str) -> Row:
    configuration = "ssh" if machine.ssh is not Ssh.NONE else "local" if machine.stand else "none"
    return {
        "id": machine.name,
        "system": system,
        "interfaces": _interfaces(machine),
        "roles": list(machine.roles) or roles(machine) or ["app"],
        "os": "Debian 12",
        "configuration": "none" if machine.unread else configuration,
    }


def _site_rows(machine: Machine, site: Site) -> list[Row]:
    several = [other.port for other in machine.sites].count(site.port) > 1
    suffix = f"/{site.name.split('.')[0]}" if several else ""
    rows: list[Row] = []
    if site.port:
        purpose = "api" if site.pages[0][1] in {Page.API_MTLS, Page.API_401, Page.API_OPEN} else "web"
        rows.append(
            {"id": f"{machine.name}/tcp/{site.port}{suffix}", "purpose": purpose, "tls": True, "names": [site.name]}
        )
    if site.plain is not Plain.CLOSED:
        rows.append({"id": f"{machine.name}/tcp/80{suffix}", "purpose": "web", "tls": False, "names": [site.name]})
    return rows


def _endpoint_rows(machine: Machine) -> list[Row]:
    rows = [row for site in machine.sites for row in _site_rows(machine, site)]
    ports = service_ports(machine)
    rows += [{"id": f"{machine.name}/{port}", "purpose": purpose} for port, purpose in ports.items()]
    rows += [
        {"id": f"{machine.name}/{extra['port']}"} | {k: v for k, v in extra.items() if k != "port"}
        for extra in machine.extra
    ]
    return [row for row in rows if row["id"].split("/", 1)[1] not in machine.hidden]


def _system_row(variant: Variant) -> Row:
    level = (variant.system or {}).get("level", 3)
    copies = [
        {"id": f"{variant.name}-1", "media": "disk", "site": "idc"},
        {"id": f"{variant.name}-2", "media": "tape", "site": "dr", "offline": True},
        {"id": f"{variant.name}-3", "media": "object", "site": "dr", "immutable": True, "offline": True},
    ]
    row: Row = {
        "id": variant.name,
        "name": {"vi": f"Hệ thống mẫu {variant.name}", "en": f"Sample system {variant.name}"},
        "kind": "application",
        "owner": "so-khcn",
        "operator": "tt-cntt",
        "data_steward": "so-khcn",
        "monitor": "ca-tinh",
        "checker": "to-chuc-danh-gia",
        "compliance_lead": "ca-tinh",
        "site": "tinh-uy" if variant.lan else "idc",
        "scope": "department",
        "level": level,
        "levelled_under": "nd331",
        "plan": {"done": 40, "total": 40},
        "monitoring": {"feed": "provincial", "endpoint": "idc-log"},
        "decision": "retain_idc",
        "decision_reason": "kế hoạch chuyển đổi mẫu",
    }
    row |= {"backups": copies} if (level or 0) >= _BACKED_UP_FROM else {}
    return {key: value for key, value in (row | (variant.system or {})).items() if value is not None}


def _paper_rows(variant: Variant, number: int) -> list[Row]:
    rows = []
    for kind, (sign, date, issuer) in _PAPERS.items():
        patch = variant.papers.get(kind, {})
        if patch is None:
            continue
        row: Row = {"id": f"ev-{variant.name}-{kind.replace('_', '-')}", "kind": kind}
        row |= {"subject": {"kind": "system", "id": variant.name}, "number": f"{number}/{sign}-MAU", "date": date}
        row |= {"issuer": issuer} | ({"result": "passed"} if kind == "restore_test" else {})
        rows.append(row | patch)
    return rows


def lists() -> dict[str, list[Row]]:
    """Every list of the inventory."""
    found: dict[str, list[Row]] = yaml.safe_load(BASE.read_text(encoding="utf-8"))
    zones, networks = _zone_rows()
    found |= {"zones": zones, "networks": networks, "flows": flows.rows(), "hosts": [], "endpoints": []}
    fixed = [(machine, "idc") for machine in FIXED if machine.declared]
    scenic = [(one, variant.name) for variant in variants() for one in variant.machines if one.declared and one.system]
    for machine, system in (*fixed, *scenic):
        found["hosts"].append(_host_row(machine, system))
        found["endpoints"] += _endpoint_rows(machine)
    for number, variant in enumerate(variants(), 100):
        if variant.system is not None:
            found["systems"].append(_system_row(variant))
            found["evidence"] += _paper_rows(variant, number)
        for name, rows in variant.rows.items():
            found.setdefault(name, []).extend(rows)
    return found


def _authorisations(owners: set[str]) -> list[Row]:
    """One paper per owner of a system, for the whole estate: whose a machine is changes nothing in this lab."""
    areas = [{"domain": "province", "prefixes": [str(p) for zone in JOINED for p in (zone.v4, zone.v6) if p]}]
    areas += [{"domain": zone.id, "prefixes": [str(zone.v4)]} for zone in lans()]
    spared = {str(address) for zone in JOINED for address in (zone.address4(PROBE_OCTET), zone.address6(PROBE_OCTET))}
    spared.add(str(lans()[0].address4(PROBE_OCTET)) if lans() else str(JOINED[0].address4(PROBE_OCTET)))
    return [
        {
            "id": f"phep-{owner}",
            "owner": owner,
            "document": f"{number}/GP-MAU",
            "allowed_by": "Người có thẩm quyền (mẫu)",
            "valid_from": "2026-01-01",
            "valid_until": "2035-12-31",
            "areas": areas,
            "ports": [*PORTS, *EXTRA_PORTS],
            "rate": {"packets_per_second": 8000 * len(standpoints()), "parallel_hosts": 48},
            "do_not_touch": sorted(spared),
        }
        for number, owner in enumerate(sorted(owners), 1)
    ]


_PUBLIC = {machine.name: machine for machine in FIXED}


def _neighbour(name: str) -> int:
    """Who answers a measuring place of an independent LAN: its workstation, and the workstation its first machine."""
    return FIRST_OCTET if name.endswith("-pc") else NEIGHBOUR_OCTET


def _vantage(name: str, zone: str, place: str) -> Row:
    point = _PUBLIC["pub-web"]
    row: Row = {"id": name, "zone": zone, "kind": "netns", "namespace": place}
    row |= {} if name in probes() else {"host": name, "sweep": False}
    joined = zone in KINDS
    row |= {"resolver": resolver_address(zone, joined=True)} if joined else {}
    if zone != "internet" and name != ROUTER:
        row["egress_targets"] = [f"{point.v4_address}:443", f"{point.v4_address}:80", f"[{point.v6_address}]:443"]
    row["control_target"] = f"{_PUBLIC['idc-dns'].v4_address}:53" if joined else f"192.168.1.{_neighbour(name)}:443"
    if zone == "internet":
        row["control_target"] = f"{point.v4_address}:443"
    if name == "probe-management":
        row["ssh"] = {"user": "auditor", "key_file": "keys/auditor", "known_hosts_file": "keys/known_hosts"}
    return row


def settings(pids: Mapping[str, int]) -> Row:
    """The settings of an auditor that stands in the running lab; paths are seen from `lab/.run`."""
    places = {name: namespace(name) if name in probes() else f"pid:{pids[name]}" for name in standpoints()}
    store = "../../reports/lab-large"
    return {
        "store": f"sqlite:///{store}/auditor.sqlite",
        "restricted_store": f"sqlite:///{store}/restricted/auditor.sqlite",
        "vantages": [_vantage(name, zone, places[name]) for name, zone in standpoints().items()],
        "trust_anchors": ["keys/ca.pem", "keys/large-ca.pem"],
        "snmp_file": "keys/snmp.yaml",
        "imports": ["exports"],
        "params": {"SY-03": {"allowed_sources": [str(_PUBLIC[name].v4_address) for name in ("pub-time", "idc-ntp")]}},
        "params_reason": "Nguồn thời gian được công bố của phòng thí nghiệm",
    }


def write(folder: Path = FOLDER) -> Path:
    """Writes the inventory and its scope."""
    found = lists()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inventory.yaml").write_text(plain_yaml(found), encoding="utf-8")
    owners = {system["owner"] for system in found["systems"]}
    (folder / "scope.yaml").write_text(plain_yaml({"authorisations": _authorisations(owners)}), encoding="utf-8")
    planning = PROJECT / "inventories" / "lab" / "planning.yaml"
    (folder / "planning.yaml").write_text(planning.read_text(encoding="utf-8"), encoding="utf-8")
    return folder
