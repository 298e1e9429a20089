"""The part of the lab's inventory that follows from how the lab is built: zones, networks, flows, hosts and endpoints.

`python -m lab declare` writes it. What is planted as undeclared (a service, a host, a rule of the router) stays out.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from lab.flows import FLOWS
from lab.hosts import HOSTS
from lab.model import Clock, Flow, Host, Log, Page, Plain, Site, Ssh
from lab.paths import PROJECT
from lab.wiring import ROUTER
from lab.zones import JOINED, PROVINCIAL, ZONES, Zone

FOLDER = PROJECT / "inventories" / "lab"
Row = dict[str, Any]

KINDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "internet": ("internet", "internet", "outside"),
        "border": ("border", "lan", "idc"),
        "dmz": ("dmz", "lan", "idc"),
        "servers": ("servers", "lan", "idc"),
        "database": ("database", "lan", "idc"),
        "management": ("management", "management", "idc"),
        "office": ("internal", "lan", "xa-halong"),
        "wireless": ("wireless", "lan", "xa-halong"),
        "tslcd": ("tslcd", "tslcd", "idc"),
        "tslcd_xa": ("tslcd", "tslcd", "xa-halong"),
        "party_wan": ("party_wan", "party_wan", "tinh-uy"),
        "lan_a": ("independent_lan", "independent_lan", "tinh-uy"),
        "lan_b": ("independent_lan", "independent_lan", "ubnd"),
    }
)
"""Zone kind, network kind and site of each zone."""

UNDECLARED_PORTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"backup-srv": frozenset({"tcp/21"}), "xa-cpe": frozenset({"tcp/23"})}
)
"""Services that run although the dossier does not list them."""

SITE_SYSTEMS: Mapping[str, str] = MappingProxyType({"xavandon.quangninh.gov.vn": "portal-vandon"})
"""Sites that belong to another system than their machine does."""

ALLOCATED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"tslcd": ("10.99.0.0/23", "2001:db8:990::/63"), "tslcd_xa": ("10.99.0.0/23",)}
)
"""Addresses of the dedicated network that were allocated for its parts; the commune's IPv6 prefix is out of none."""

_EXTRA_ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "core-fw": ("gateway", "network_device"),
        "edge-ips": ("network_device",),
        "idc-ntp": ("time_server",),
        "idc-jump": ("other",),
        "idc-nms": ("other",),
        "ioc-app": ("app", "time_server"),
        "archive-db": ("database", "time_server"),
        "tslcd-mcu": ("other",),
        "xa-edge": ("network_device", "tslcd_terminal"),
        "xa-cpe": ("network_device", "tslcd_terminal"),
        "backup-srv": ("backup",),
        "mail-gw": ("mail", "web"),
        "ndop-node": ("agent_node",),
        "sdoc-a": ("secret_docs",),
        "sdoc-a-pc": ("secret_docs", "workstation", "secret_copy"),
        "sdoc-b": ("secret_docs",),
        "sdoc-b-pc": ("secret_docs", "workstation", "secret_copy"),
    }
)


def domain(zone: Zone) -> str:
    """Routing domain of a zone: each independent LAN is one of its own."""
    return "province" if zone.joined else zone.id.replace("_", "-")


def _label(zone: str) -> dict[str, str]:
    return {"label": "mat"} if zone in {"lan_a", "lan_b"} else {}


def zones() -> list[Row]:
    """Every zone."""
    return [
        {
            "id": zone.id,
            "name": {"vi": zone.title_vi, "en": zone.title},
            "kind": KINDS[zone.id][0],
            "site": KINDS[zone.id][2],
            "domain": domain(zone),
        }
        | _label(zone.id)
        for zone in ZONES.values()
    ]


def networks() -> list[Row]:
    """One network per zone; the dedicated network is entered through the central firewall."""
    return [
        {
            "id": f"net-{zone.id}",
            "zone": zone.id,
            "kind": KINDS[zone.id][1],
            "prefixes": [str(prefix) for prefix in (zone.v4, zone.v6) if prefix],
        }
        | (_dedicated(zone) if KINDS[zone.id][1] == "tslcd" else {})
        | _label(zone.id)
        for zone in ZONES.values()
    ]


def _dedicated(zone: Zone) -> Row:
    """What a part of the dedicated network is entered through, what it is used for, and what it was allocated."""
    allocated = [{"prefix": prefix, "service": "vpn", "owner": "ubnd"} for prefix in ALLOCATED[zone.id]]
    return {"gateway": ROUTER, "service": "vpn", "allocated": allocated}


def _ends(end: str) -> list[tuple[str, list[str]]]:
    """Zone and hosts of one end of a flow; hosts nobody declares are named by their zone alone."""
    if end == "provincial":
        return [(zone, []) for zone in PROVINCIAL]
    if not end.startswith("host:"):
        return [(end, [])]
    host = HOSTS[end.removeprefix("host:")]
    return [(host.zone, [host.name] if host.declared else [])]


def matrix_row(name: str, source: tuple[str, list[str]], target: tuple[str, list[str]], ports: Iterable[str]) -> Row:
    """One line of the matrix; each end is a zone and the machines in it that it is for, none for all."""
    row: Row = {"id": name, "from_zone": source[0], "to_zone": target[0]}
    row |= {"from_hosts": source[1]} if source[1] else {}
    row |= {"to_hosts": target[1]} if target[1] else {}
    return row | {"ports": list(ports)}


def _flow_rows(flow: Flow) -> list[Row]:
    rows = []
    for source, source_hosts in _ends(flow.source):
        for target, target_hosts in _ends(flow.target):
            if source == target:
                continue
            name = f"{flow.id}-{source}-{target}" if "provincial" in {flow.source, flow.target} else flow.id
            ports = [f"{flow.proto}/{port}" for port in flow.ports]
            rows.append(matrix_row(name, (source, source_hosts), (target, target_hosts), ports))
    return rows


def flows() -> list[Row]:
    """The declared matrix: what the router permits and a paper lists."""
    return [row for flow in FLOWS if flow.declared for row in _flow_rows(flow)]


def _interfaces(host: Host) -> list[Row]:
    legs = [(host.zone, host.octet), *((leg.zone, leg.octet) for leg in host.legs)]
    if host.name == ROUTER:
        legs += [(zone.id, 1) for zone in JOINED if zone.id != host.zone]
    rows = []
    over_v6 = host.v6 or host.name == ROUTER
    for zone_id, octet in legs:
        addresses = [ZONES[zone_id].address4(octet), *([ZONES[zone_id].address6(octet)] if over_v6 else [])]
        rows += [{"network": f"net-{zone_id}", "address": str(address)} for address in addresses if address]
    return rows


def roles(host: Host) -> list[str]:
    """Roles of a machine in the dossier."""
    if host.name in _EXTRA_ROLES:
        return list(_EXTRA_ROLES[host.name])
    found = {
        "web": bool(host.sites) and host.zone == "dmz",
        "app": bool(host.sites) and host.zone != "dmz",
        "database": bool(host.postgres),
        "cache": host.redis,
        "dns": host.resolver,
        "log_collector": host.log is Log.COLLECTOR,
    }
    return [role for role, holds in found.items() if holds]


def _configuration(host: Host) -> str:
    if not ZONES[host.zone].joined or host.name == "sdoc-b-pc":
        return "local"
    return "none" if host.ssh is Ssh.NONE else "ssh"


def declared_hosts() -> list[Host]:
    """The machines the inventory lists."""
    return [host for host in HOSTS.values() if host.declared]


def hosts() -> list[Row]:
    """Every declared machine with all its addresses."""
    return [
        {
            "id": host.name,
            "system": host.system,
            "interfaces": _interfaces(host),
            "roles": roles(host),
            "os": "Debian 12",
            "configuration": _configuration(host),
        }
        for host in declared_hosts()
    ]


def _site_label(site: Site) -> str:
    return site.name.split(".")[0]


def _web_rows(host: Host, site: Site) -> list[Row]:
    shared_ports = [other.port for other in host.sites]
    suffix = f"/{_site_label(site)}" if shared_ports.count(site.port) > 1 else ""
    base: Row = {"names": [site.name]}
    base |= {"system": SITE_SYSTEMS[site.name]} if site.name in SITE_SYSTEMS else {}
    rows = []
    home = site.pages[0][1]
    if site.port:
        purpose = "api" if home is Page.API_MTLS else "web"
        rows.append({"id": f"{host.name}/tcp/{site.port}{suffix}", "purpose": purpose, "tls": True} | base)
        for path, page in site.pages[1:]:
            if page.value.startswith("api"):
                name = path.strip("/").replace("/", "-")
                row = {"id": f"{host.name}/tcp/{site.port}/{name}", "purpose": "api", "path": path, "tls": True}
                rows.append(row | base)
    if site.plain is not Plain.CLOSED:
        rows.append({"id": f"{host.name}/tcp/80{suffix}", "purpose": "web", "tls": False} | base)
    return rows


def service_ports(host: Host) -> dict[str, str]:
    """Port and purpose of everything but web sites that runs on a machine."""
    found = {
        "tcp/22": ("ssh", host.ssh is not Ssh.NONE),
        "tcp/21": ("file", host.ftp),
        "tcp/23": ("admin", host.telnet),
        "tcp/53": ("dns", host.resolver),
        "udp/53": ("dns", host.resolver),
        "udp/123": ("ntp", host.serves_time or host.clock in {Clock.SOURCE, Clock.PUBLIC}),
        "udp/161": ("snmp", bool(host.snmp)),
        "tcp/1514": ("syslog", host.log is Log.COLLECTOR),
        "tcp/5432": ("database", bool(host.postgres)),
        "tcp/6379": ("cache", host.redis),
    }
    return {port: purpose for port, (purpose, runs) in found.items() if runs}


def endpoints() -> list[Row]:
    """Every declared service address."""
    rows: list[Row] = []
    for host in declared_hosts():
        for site in host.sites:
            rows += _web_rows(host, site)
        hidden = UNDECLARED_PORTS.get(host.name, frozenset())
        rows += [
            {"id": f"{host.name}/{port}", "purpose": purpose}
            for port, purpose in service_ports(host).items()
            if port not in hidden
        ]
    return rows


class _Plain(yaml.SafeDumper):
    """Writes every value out: the auditor refuses aliases, as they can blow up."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # the base class asks about one value
        return True


def plain_yaml(value: Row) -> str:
    """YAML without anchors and aliases, in the order of the keys."""
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=140)


_HEADER = (
    "# Follows from how the lab is built; written by `python -m lab declare`. All names and numbers are examples.\n"
)


def files() -> dict[str, str]:
    """Name and text of each generated file."""
    parts = {
        "network.yaml": {"zones": zones(), "networks": networks(), "flows": flows()},
        "hosts.yaml": {"hosts": hosts(), "endpoints": endpoints()},
    }
    dump = {name: plain_yaml(part) for name, part in parts.items()}
    return {name: _HEADER + text for name, text in dump.items()}


def write(folder: Path = FOLDER) -> tuple[str, ...]:
    """Writes the generated files and returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(files())
