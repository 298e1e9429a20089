"""Generated `input/1` documents: the base system with more hosts, many ports and seeded faults; the base estate with
more systems, links and data sets.
"""

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from auditor.model.base import VIETNAM
from auditor.policy.cases import read_base
from auditor.policy.documents import Clocks

AS_OF = datetime.date(2026, 11, 22)
CLOCKS = Clocks(AS_OF, datetime.datetime.combine(AS_OF, datetime.time(12), tzinfo=VIETNAM))

SWEPT_PER_HOST = 84
OPEN_PER_HOST = 21
OLDEST_DAYS = 45
"""Looks have any age up to this, so that about half of what they carry is too old and every reason has to be told."""

_HOSTS = ("web-1", "db-1")
_PARTIAL_SHARE = 0.05
_FAULT_SHARE = 0.03
_FAULTS = ("tcp/23", "tcp/21", "tcp/6379", "udp/161")


def systems(policies: Path, count: int, seed: int, *, hosts: int = 4) -> Iterator[tuple[str, bytes]]:
    """Name and document of each system, every one with so many hosts; the same seed gives the same bytes."""
    template = _template(policies, hosts)
    for number in range(count):
        name = f"system-{number:05}"
        yield name, _document(template, name, random.Random(f"{seed}/{number}"))


def system(policies: Path, name: str, seed: int, *, hosts: int, oldest_days: int = OLDEST_DAYS) -> bytes:
    """The document of one system of so many hosts, no look older than so many days."""
    return _document(_template(policies, hosts), name, random.Random(seed), oldest_days)


def _template(policies: Path, hosts: int) -> dict[str, Any]:
    """The base system's two hosts as often as it takes, the last one alone where their number is odd."""
    base = read_base(policies, "system", AS_OF)
    template = _renamed(base, "1")
    for number in range(2, (hosts + 1) // 2 + 1):
        _merge(template, _renamed(base, str(number)))
    if hosts % 2:
        _without_host(template, template["inventory"]["hosts"][-1]["id"])
    return template


def _renamed(base: dict[str, Any], suffix: str) -> dict[str, Any]:
    text = orjson.dumps(base).decode()
    for host in _HOSTS:
        text = text.replace(host, f"{host.split('-')[0]}-{suffix}")
    renamed: dict[str, Any] = orjson.loads(text)
    return renamed


def _merge(into: dict[str, Any], other: dict[str, Any]) -> None:
    for room in ("inventory", "observations"):
        for name, rows in other[room].items():
            known = {row["id"] for row in into[room][name]}
            into[room][name] += [row for row in rows if row["id"] not in known]


def _without_host(template: dict[str, Any], host: str) -> None:
    endpoints = {row["id"] for row in template["inventory"]["endpoints"] if row["host"] == host}
    gone = {host, *endpoints}
    for name in ("hosts", "endpoints"):
        template["inventory"][name] = [row for row in template["inventory"][name] if row["id"] not in gone]
    for name, rows in template["observations"].items():
        template["observations"][name] = [row for row in rows if row["subject"] not in gone]


def _document(template: dict[str, Any], name: str, chance: random.Random, oldest_days: int = OLDEST_DAYS) -> bytes:
    document = orjson.loads(orjson.dumps(template).replace(b"tthc", name.encode()))
    system = document["inventory"]["systems"][0]
    system["kind"] = "tthc"
    system["level"] = chance.choice((1, 2, 3, 3, 4))
    for host in document["inventory"]["hosts"]:
        host["level"] = system["level"]
        _add_ports(document, host, chance)
    for kind, rows in document["observations"].items():
        for row in rows:
            row["age_seconds"] = _age(chance, oldest_days)
            if chance.random() < _PARTIAL_SHARE:
                row["state"] = "partial"
            if kind == "interfaces":  # no fresh reading would doubt whatever else was seen of the machine
                row |= {"age_seconds": 0, "state": "ok"}
    return orjson.dumps(document | {"context": CLOCKS.context()})


def _add_ports(document: dict[str, Any], host: dict[str, Any], chance: random.Random) -> None:
    ports = [f"tcp/{number}" for number in range(20_000, 20_000 + SWEPT_PER_HOST)]
    mine = [row for row in document["observations"]["ports"] if row["subject"] == host["id"]]
    known = {row["port"] for row in document["inventory"]["endpoints"] if row["host"] == host["id"]}
    extra = ports[: OPEN_PER_HOST - len(known)] + [fault for fault in _FAULTS if chance.random() < _FAULT_SHARE]
    for row in mine:
        swept = row["data"]["swept"]
        row["data"]["swept"] = swept + ports[: SWEPT_PER_HOST - len(swept)]
        row["data"]["open"] = row["data"]["open"] + extra
    for row in document["observations"]["services"]:
        if row["subject"] == host["id"]:
            row["data"]["services"] = row["data"]["services"] + [_service(port) for port in extra]
    document["inventory"]["endpoints"] += [_endpoint(host, port) for port in extra]


def _service(port: str) -> dict[str, Any]:
    """What a look at services tells of a port behind which it recognised nothing, as collectors do of each open one."""
    return {"port": port, "name": "", "product": "", "version": "", "tls": False}


def _endpoint(host: dict[str, Any], port: str) -> dict[str, Any]:
    return {
        "id": f"{host['id']}/{port}",
        "declared": True,
        "host": host["id"],
        "port": port,
        "zones": host["zones"],
        "system": host["system"],
        "purpose": "other",
        "names": [],
        "path": "/",
        "tls": False,
        "services": [],
    }


_CHANNELS = ("direct", "lgsp", "ndxp", "file", "ldop_to_ndop")
_AUTHENTICATION = ("mtls", "token", "password", "none")


def estate(policies: Path, seed: int, *, systems: int, links: int, data_sets: int | None = None) -> bytes:
    """The base estate with so many systems and links more, and data sets with their exports: two and a half a system
    where no number is given. Each system stands on two machines, of which it shares one with its nine neighbours, and
    has its decision on the level; every ten have an owner of their own and every twenty move in one night.
    """
    chance = random.Random(f"estate/{seed}")
    document = read_base(policies, "estate", AS_OF)
    inventory = document["inventory"]
    names = [f"system-{number:05}" for number in range(systems)]
    bodies = dict.fromkeys(_owner(name) for name in names)
    known, paper, wave = inventory["systems"][0], inventory["evidence"][0], inventory["waves"][0]
    inventory["organisations"] += [
        inventory["organisations"][1] | {"id": body, "code": f"H49.{number + 100}"}
        for number, body in enumerate(bodies)
    ]
    inventory["systems"] += [_system(known, number, name, chance) for number, name in enumerate(names)]
    inventory["evidence"] += [_level_approval(paper, name, chance) for name in names]
    inventory["waves"] += [
        wave | {"id": f"wave-{first:05}", "date_day": wave["date_day"] + first, "systems": names[first : first + 20]}
        for first in range(0, systems, 20)
    ]
    inventory["links"] += [_link(inventory["links"][0], number, names, chance) for number in range(links)]
    _add_data_sets(document, names, systems * 5 // 2 if data_sets is None else data_sets, chance)
    return orjson.dumps(document | {"context": CLOCKS.context()})


def _system(known: dict[str, Any], number: int, name: str, chance: random.Random) -> dict[str, Any]:
    machines = [
        known["machines"][0] | {"id": f"web-{number:05}"},
        known["machines"][-1] | {"id": f"db-{number // 10:05}"},
    ]
    people = {"kind": chance.choice(("none", "basic", "sensitive")), "subjects": chance.randrange(200_000)}
    level = {"level": chance.randrange(1, 5), "domains": [f"{name}.example.vn"]}
    return known | level | {"owner": _owner(name)} | {"id": name, "machines": machines, "personal_data": people}


def _owner(system: str) -> str:
    """The body that owns a generated system, and the nine beside it."""
    return f"body-{system[-5:-1]}"


def _level_approval(paper: dict[str, Any], system: str, chance: random.Random) -> dict[str, Any]:
    subject = {"kind": "system", "id": system}
    day = AS_OF.toordinal() - chance.randrange(30, 1000)
    return paper | {
        "id": f"ev-level-{system}",
        "kind": "level_approval",
        "subject": subject,
        "date_day": day,
        "result": "none",
    }


def _add_data_sets(document: dict[str, Any], names: list[str], count: int, chance: random.Random) -> None:
    row, export = document["inventory"]["data_sets"][0], document["observations"]["exports"][0]
    for number in range(count):
        known = {"id": f"ds-{number:06}", "system": names[number % len(names)], "entity": f"entity-{number // 3}"}
        copies = (
            {"role": "system_of_record", "writable": True} if number % 3 == 0 else {"role": "copy", "writable": False}
        )
        document["inventory"]["data_sets"].append(row | known | copies)
        look = {"id": f"exports/{known['id']}", "subject": known["id"], "age_seconds": _age(chance)}
        document["observations"]["exports"].append(export | look)


def _link(base: dict[str, Any], number: int, names: list[str], chance: random.Random) -> dict[str, Any]:
    source, target = chance.sample(names, 2)
    ends = {"source": source, "target": target, "source_owner": _owner(source), "target_owner": _owner(target)}
    how = {"channel": chance.choice(_CHANNELS), "authentication": chance.choice(_AUTHENTICATION)}
    kept = {key: value for key, value in base.items() if key != "external"}
    return kept | {"id": f"link-{number:06}"} | ends | how


def _age(chance: random.Random, oldest_days: int = OLDEST_DAYS) -> int:
    return chance.randrange(3600, oldest_days * 86_400)
