"""Everything in the lab that a control can judge, with the attributes the truth table asks about.

Declared lists come from the inventory's files; what is measured of a machine comes from how the machine is built.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lab.declared import FOLDER, KINDS, UNDECLARED_PORTS, domain, roles
from lab.hosts import HOSTS
from lab.model import Host, Ssh
from lab.permission import DO_NOT_TOUCH
from lab.zones import ZONES

Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """One thing of one kind. `about` holds its attributes by name."""

    kind: str
    id: str
    about: Mapping[str, Any]


def inventory(folder: Path = FOLDER) -> dict[str, list[Row]]:
    """The inventory's lists, merged from its files."""
    merged: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in {"scope.yaml", "auditor.yaml", "planning.yaml"}:
            continue
        for name, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            merged.setdefault(name, []).extend(rows)
    return merged


def _system_about(row: Row, connected: set[str]) -> Row:
    return {
        "system": row["id"],
        "system_kind": row["kind"],
        "level": row.get("level", 0),
        "label": row.get("label", "none"),
        "scope": row.get("scope", "department"),
        "levelled_under": row.get("levelled_under", "none"),
        "connected": row["id"] in connected,
    }


def _reading(host: Host) -> str:
    """How the machine's own settings can be read: `ssh`, `local`, `denied` or `excluded` (on the do-not-touch list)."""
    if host.name in DO_NOT_TOUCH:
        return "excluded"
    if host.ssh is Ssh.DENIED:
        return "denied"
    return "local" if host.ssh is Ssh.NONE else "ssh"


def _host_about(host: Host) -> Row:
    return {
        "zone": host.zone,
        "zone_kind": KINDS[host.zone][0],
        "roles": roles(host),
        "reading": _reading(host),
        "ssh": host.ssh.value,
        "clock": host.clock.value,
        "log": host.log.value,
    }


def _hosts(systems: Mapping[str, Row]) -> list[Subject]:
    return [
        Subject("host", host.name, systems[host.system] | _host_about(host))
        for host in HOSTS.values()
        if host.declared and host.system
    ]


def undeclared_hosts() -> list[Subject]:
    """Machines of independent LANs that no dossier lists, named by routing domain and address."""
    return [
        Subject("host", f"{domain(ZONES[host.zone])}/{host.v4_address}", {"undeclared": True})
        for host in HOSTS.values()
        if not host.declared and not ZONES[host.zone].joined
    ]


def _endpoints(rows: list[Row], systems: Mapping[str, Row]) -> list[Subject]:
    found = []
    for row in rows:
        host = HOSTS[row["id"].split("/")[0]]
        about = systems[str(row.get("system", host.system))] | {"reading": _reading(host), "purpose": row["purpose"]}
        found.append(Subject("endpoint", row["id"], about | {"tls": row.get("tls", False)}))
    for name, ports in UNDECLARED_PORTS.items():
        about = systems[HOSTS[name].system or ""] | {"purpose": "unknown", "tls": False}
        found += [Subject("endpoint", f"{name}/{port}", about) for port in sorted(ports)]
    return found


def _plain(kind: str, rows: list[Row], keys: tuple[str, ...]) -> list[Subject]:
    return [Subject(kind, row["id"], {kind: row["id"]} | {key: row.get(key) for key in keys}) for row in rows]


def subjects() -> tuple[Subject, ...]:
    """Every subject of the lab."""
    lists = inventory()
    connected = {row[end] for row in lists["links"] for end in ("source", "target") if row.get(end)}
    systems = {row["id"]: _system_about(row, connected) for row in lists["systems"]}
    return (
        *(Subject("system", name, about) for name, about in systems.items()),
        *_hosts(systems),
        *_endpoints(lists["endpoints"], systems),
        *_plain("organisation", lists["organisations"], ("kind", "status")),
        *_plain("site", lists["sites"], ("kind",)),
        *_plain("zone", lists["zones"], ("kind",)),
        *_plain("network", lists["networks"], ("kind",)),
        *_plain("link", lists["links"], ("channel", "network", "label", "mandatory")),
        *_plain("data_set", lists["data_sets"], ("role", "shared", "update_cycle_days")),
        *_plain("wave", lists["waves"], ()),
        *_plain("reported_figure", lists["reported"], ("figure",)),
    )
