"""Generated systems as `input/1` documents: the base system with four hosts, many ports and seeded faults."""

import copy
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
_HOSTS = ("web-1", "db-1")
_PARTIAL_SHARE = 0.05
_FAULT_SHARE = 0.03
_FAULTS = ("tcp/23", "tcp/21", "tcp/6379", "udp/161")


def systems(policies: Path, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and document of each system; the same seed gives the same bytes."""
    base = read_base(policies, "system", AS_OF)
    template = _merged(_renamed(base, "1"), _renamed(base, "2"))
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        name = f"system-{number:05}"
        yield name, _document(template, name, chance)


def _renamed(base: dict[str, Any], suffix: str) -> dict[str, Any]:
    text = orjson.dumps(base).decode()
    for host in _HOSTS:
        text = text.replace(host, f"{host.split('-')[0]}-{suffix}")
    renamed: dict[str, Any] = orjson.loads(text)
    return renamed


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    merged = copy.deepcopy(one)
    for room in ("inventory", "observations"):
        for name, rows in other[room].items():
            known = {row["id"] for row in merged[room][name]}
            merged[room][name] += [row for row in rows if row["id"] not in known]
    return merged


def _document(template: dict[str, Any], name: str, chance: random.Random) -> bytes:
    document = orjson.loads(orjson.dumps(template).replace(b"tthc", name.encode()))
    system = document["inventory"]["systems"][0]
    system["kind"] = "tthc"
    system["level"] = chance.choice((1, 2, 3, 3, 4))
    for host in document["inventory"]["hosts"]:
        _add_ports(document, host, chance)
    for rows in document["observations"].values():
        for row in rows:
            row["age_seconds"] = chance.randrange(3600, 45 * 86_400)
            if chance.random() < _PARTIAL_SHARE:
                row["state"] = "partial"
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
    document["inventory"]["endpoints"] += [_endpoint(host, port) for port in extra]


def _endpoint(host: dict[str, Any], port: str) -> dict[str, Any]:
    return {
        "id": f"{host['id']}/{port}",
        "declared": True,
        "host": host["id"],
        "port": port,
        "zone": host["zone"],
        "system": host["system"],
        "purpose": "other",
        "names": [],
        "path": "/",
        "tls": False,
        "services": [],
    }
