"""The lab's written permission to probe and the settings that tell the auditor where it may stand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from lab.declared import FOLDER, declared_hosts, domain, plain_yaml
from lab.hosts import HOSTS
from lab.model import Host
from lab.namespaces import namespace
from lab.paths import RUN
from lab.services.dns import resolver_address
from lab.services.updates import SERVER
from lab.wiring import FILTERED, PROBES, ROUTER, STANDPOINTS
from lab.zones import JOINED, PROBE_OCTET, PROVINCIAL, ROUTER_OCTET, ZONES, Zone

Row = dict[str, Any]

PORTS = (
    *(f"tcp/{port}" for port in (21, 22, 23, 25, 53, 80, 443, 445, 512, 513, 514, 1433, 1514, 1521, 3306, 3389)),
    *(f"tcp/{port}" for port in (5432, 5900, 6379, 8080, 8443, 27017)),
    *(f"udp/{port}" for port in (53, 69, 123, 161)),
)
"""Every port the lab's controls speak of, and a few neighbours."""

DO_NOT_TOUCH = ("lgsp-cache", "nat-ndop")
"""Machines the owner excluded: a cache that must not be disturbed, and a machine that is the Nation's."""

_OPERATOR = "so-khcn"
_PAPER = {"valid_from": "2026-01-01", "valid_until": "2035-12-31"}
_MEASURING_POINT = "pub-web"
_PUBLIC_RESOLVER = "pub-dns"
"""Asked for the province's names as a citizen would; asking it is a probe like any other."""

_OPERATED = tuple(zone for zone in PROVINCIAL if zone != "party_wan")
"""Zones the operator runs; the Party WAN is the Party's."""


def _stakes() -> list[tuple[str, str]]:
    """Owner and machine, for every machine an owner's system has or runs on."""
    systems = yaml.safe_load((FOLDER / "systems.yaml").read_text(encoding="utf-8"))["systems"]
    owners = {system["id"]: system["owner"] for system in systems}
    found = [(owners[host.system], host.name) for host in declared_hosts() if host.system]
    return found + [(system["owner"], name) for system in systems for name in system.get("runs_on", [])]


def _addresses(host: Host) -> list[Row]:
    """Host prefixes by routing domain."""
    found: dict[str, list[str]] = {}
    for zone_id, octet in ((host.zone, host.octet), *((leg.zone, leg.octet) for leg in host.legs)):
        zone = ZONES[zone_id]
        found.setdefault(domain(zone), []).append(f"{zone.address4(octet)}/32")
    if host.v6_address:
        found.setdefault("province", []).append(f"{host.v6_address}/128")
    return [{"domain": name, "prefixes": prefixes} for name, prefixes in found.items()]


def _merge(areas: list[Row]) -> list[Row]:
    found: dict[str, list[str]] = {}
    for area in areas:
        found.setdefault(area["domain"], []).extend(area["prefixes"])
    return [{"domain": name, "prefixes": prefixes} for name, prefixes in found.items()]


def _operator_areas() -> list[Row]:
    outside = [f"{HOSTS[name].v4_address}/32" for name in (_MEASURING_POINT, _PUBLIC_RESOLVER)]
    # The firewall is the operator's in every network it joins, also where the network is somebody else's.
    beyond = [zone for zone in JOINED if zone.id not in _OPERATED]
    outside += [f"{zone.address4(ROUTER_OCTET)}/32" for zone in beyond]
    outside += [f"{address}/128" for zone in beyond if (address := zone.address6(ROUTER_OCTET))]
    prefixes = [str(prefix) for zone in JOINED if zone.id in _OPERATED for prefix in (zone.v4, zone.v6) if prefix]
    return [{"domain": "province", "prefixes": [*prefixes, *outside, f"{HOSTS[_MEASURING_POINT].v6_address}/128"]}]


def _isolated_area(zone: Zone) -> Row:
    return {"domain": domain(zone), "prefixes": [str(zone.v4)]}


def _untouchable() -> list[str]:
    probes = [str(zone.address4(PROBE_OCTET)) for zone in ZONES.values() if zone.joined and zone.provincial]
    probes += [str(zone.address6(PROBE_OCTET)) for zone in ZONES.values() if zone.v6 and zone.provincial]
    return [*(str(HOSTS[name].v4_address) for name in DO_NOT_TOUCH), *probes]


def authorisations() -> list[Row]:
    """One paper per owner; the operator's also covers looking for machines nobody declared."""
    areas: dict[str, list[Row]] = {}
    for owner, name in dict.fromkeys(_stakes()):
        areas.setdefault(owner, []).extend(_addresses(HOSTS[name]))
    areas[_OPERATOR] = _operator_areas()
    areas["vp-tinhuy"].append(_isolated_area(ZONES["lan_a"]))
    areas["vp-ubnd"].append(_isolated_area(ZONES["lan_b"]))
    rows = []
    for number, (owner, found) in enumerate(sorted(areas.items()), start=1):
        row: Row = {
            "id": f"phep-{owner}",
            "owner": owner,
            "document": f"{number}/GP-MAU",
            "allowed_by": "Người có thẩm quyền (mẫu)",
            **_PAPER,
            "areas": _merge(found),
            "ports": list(PORTS),
            "rate": {"packets_per_second": 4000 * len(STANDPOINTS), "parallel_hosts": 24},
        }
        if owner == _OPERATOR:
            row["do_not_touch"] = _untouchable()
        if owner in {"vp-tinhuy", "vp-ubnd"}:
            row["do_not_touch"] = [str(ZONES["lan_a"].address4(PROBE_OCTET))]
        rows.append(row)
    return rows


def _control(name: str, zone: Zone) -> str:
    """Something that must answer from there: the province's resolver, or a neighbour where there is no way to it."""
    lan = {"sdoc-a": "192.168.1.12:443", "sdoc-b": "192.168.1.9:23"}
    if zone.id == "internet":
        return f"{HOSTS[_MEASURING_POINT].v4_address}:443"
    if zone.joined:
        return f"{HOSTS['idc-dns'].v4_address}:53"
    return lan.get(name, "192.168.1.11:443")


def _vantage(name: str, zone: Zone, keys: str, place: str) -> Row:
    point = HOSTS[_MEASURING_POINT]
    row: Row = {"id": name, "zone": zone.id, "kind": "netns", "namespace": place}
    row |= {} if name in PROBES else {"host": name, "sweep": False}
    row |= {"resolver": resolver_address(zone.id, joined=True)} if zone.joined else {}
    if zone.id != "internet" and name not in {ROUTER, FILTERED}:
        row["egress_targets"] = [f"{point.v4_address}:443", f"{point.v4_address}:80", f"[{point.v6_address}]:443"]
    row["control_target"] = _control(name, zone)
    if name == "probe-management":
        row["ssh"] = {"user": "auditor", "key_file": f"{keys}/auditor", "known_hosts_file": f"{keys}/known_hosts"}
    return row


def settings(run: str, reports: str, pids: Mapping[str, int] | None = None) -> Row:
    """The settings of an auditor that stands inside the lab; `run` and `reports` are folders as seen from the file.

    With `pids`, machines of the province are entered by process, which shows their own files; by the name of a network
    namespace only their network is theirs.
    """
    places = {name: namespace(name) for name in STANDPOINTS}
    places |= {name: f"pid:{pid}" for name, pid in (pids or {}).items() if name not in PROBES}
    return {
        "store": f"sqlite:///{reports}/lab/auditor.sqlite",
        "restricted_store": f"sqlite:///{reports}/lab/restricted/auditor.sqlite",
        "vantages": [_vantage(name, ZONES[zone], f"{run}/keys", places[name]) for name, zone in STANDPOINTS.items()],
        "trust_anchors": [f"{run}/keys/ca.pem"],
        "snmp_file": f"{run}/keys/snmp.yaml",
        "imports": [f"{run}/exports"],
        "exchange_logs": [{"files": [f"{run}/calls"]}],
        "params": {
            "SY-03": {"allowed_sources": [str(HOSTS[name].v4_address) for name in ("pub-time", "idc-ntp")]},
            "VM-03": {"central_servers": [SERVER]},
        },
        "params_reason": "Nguồn thời gian được công bố và máy chủ vá của phòng thí nghiệm",
    }


_HEADER = (
    "# Follows from how the lab is built; written by `python -m lab declare`. Every paper and number is an example.\n"
)


def files() -> dict[str, str]:
    """Name and text of both files."""
    parts: dict[str, Row] = {
        "scope.yaml": {"authorisations": authorisations()},
        "auditor.yaml": settings("../../lab/.run", "../../reports"),
    }
    return {name: _HEADER + plain_yaml(part) for name, part in parts.items()}


def write(folder: Path = FOLDER) -> tuple[str, ...]:
    """Writes both files and returns their names."""
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(files())


def write_live(pids: Mapping[str, int]) -> Path:
    """Writes the settings that fit the machines now running, and returns the file."""
    target = RUN / "auditor.yaml"
    target.write_text(_HEADER + plain_yaml(settings(".", "../../reports", pids)), encoding="utf-8")
    return target
