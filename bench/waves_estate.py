"""A generated province to plan waves for: seeded, as large as asked, with the demands such a plan meets in practice."""

import datetime
import random
from typing import Any

from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue

AS_OF = datetime.date(2026, 11, 23)
_BODIES = 20
_TEAMS = 5
_HARD_SHARE = 0.15
_HOME_SHARE = 0.6
_SHARED_SHARE = 0.4
_UPWARD_SHARE = 0.02
_SHARED = 6
"""Systems that everybody leans on: sign-on, sharing platform, store."""

Row = dict[str, Any]


def estate(systems: int, links: int, seed: int) -> PlanRun:
    """Systems of some twenty bodies, all of them moving, on the Saturdays of a year; the same seed, the same estate.

    Hard links lead from applications to what they rest on, with a few rings; six in ten soft links stay in one body.
    """
    chance = random.Random(seed)
    rows = [_system(chance, number, systems) for number in range(systems)]
    inventory = {
        "systems": rows,
        "links": _links(chance, systems, links),
        "circuits": [
            {"id": f"c{n}", "site": "idc", "medium": "fibre", "route": f"r{n}", "capacity_mbps": 200} for n in range(2)
        ],
    }
    _wish(chance, rows)
    return _source(inventory, _planning(rows))


def _name(number: int) -> str:
    return f"s{number:03}"


def _system(chance: random.Random, number: int, systems: int) -> Row:
    first = number < _SHARED
    move = {
        "team": f"t{chance.randrange(_TEAMS)}",
        "target": chance.choice(("z0", "z0", "z1")),
        "priority": 1 if first else chance.choice((2, 3, 3, 3, 4, 5)),
        "volume_gb": min(4000, int(chance.lognormvariate(4.2, 1.4))),
        "parallel_days": chance.choice((7, 14, 14, 30)),
        "rollback_days": chance.choice((3, 6, 6, 7)),
    }
    amounts = {"vcpu": chance.choice((4, 8, 16)), "ram_gb": chance.choice((16, 32, 64)), "storage_gb": 500}
    return {
        "id": _name(number),
        "name": {"vi": f"Hệ thống {number} trên {systems}"},
        "kind": "application",
        "owner": f"o{number % _BODIES}",
        "decision": "migrate",
        "level": chance.choice((1, 2, 2, 2, 3, 3, 4)),
        "technology": amounts,
        "move": move,
    }


def _links(chance: random.Random, systems: int, count: int) -> list[Row]:
    found: dict[tuple[int, int], Row] = {}
    while len(found) < count:
        hard = chance.random() < _HARD_SHARE
        source, target = _hard_ends(chance, systems) if hard else _soft_ends(chance, systems)
        if source != target and (source, target) not in found:
            found[source, target] = _link(len(found), source, target, hard=hard, weight=chance.randint(1, 8))
    return list(found.values())


def _hard_ends(chance: random.Random, systems: int) -> tuple[int, int]:
    """Down to a shared system or to an older one of the same body; one in fifty the other way, which closes a ring."""
    source = chance.randrange(systems)
    target = (
        chance.randrange(_SHARED)
        if chance.random() < _SHARED_SHARE
        else source % _BODIES + _BODIES * chance.randrange(3)
    )
    low, high = sorted((source, min(target, systems - 1)))
    return (low, high) if chance.random() < _UPWARD_SHARE and low >= _SHARED else (high, low)


def _soft_ends(chance: random.Random, systems: int) -> tuple[int, int]:
    source = chance.randrange(systems)
    if chance.random() < _HOME_SHARE:
        return source, min(systems - 1, source % _BODIES + _BODIES * chance.randrange(max(1, systems // _BODIES)))
    return source, chance.randrange(systems)


def _link(number: int, source: int, target: int, *, hard: bool, weight: int) -> Row:
    ends = {"source": _name(source), "target": _name(target)}
    return {"id": f"l{number}", "channel": "lgsp", "network": "tslcd", "hard": hard, "weight": weight} | ends


def _wish(chance: random.Random, rows: list[Row]) -> None:
    """A tenth of the systems have a window, and a few pairs want to move apart."""
    later = rows[_SHARED:]
    for row in chance.sample(later, len(later) // 10):
        row["move"]["earliest"] = f"2027-0{chance.randint(1, 5)}-01"
    for row in chance.sample(later, len(later) // 20):
        row["move"]["latest"] = f"2027-{chance.choice((10, 11))}-30"
    for row in chance.sample(later, len(later) // 40):
        row["move"]["apart"] = [chance.choice([other["id"] for other in later if other is not row])]


def _planning(rows: list[Row]) -> Row:
    per_night = max(2, len(rows) // 24)
    zones = [_zone(name, rows, per_night) for name in ("z0", "z1")]
    freezes = (
        ("tet", "02-01", "02-14"),
        ("le", "04-24", "05-03"),
        ("thi", "06-05", "06-13"),
        ("quy", "12-15", "12-31"),
    )
    return {
        "nights": {"start": "2027-01-02", "end": "2027-12-25", "weekdays": ["sat"]},
        "systems_per_night": per_night,
        "teams": [
            {"id": f"t{n}", "name": {"vi": f"Đội {n}"}, "per_night": max(1, per_night // 3), "in_parallel": per_night}
            for n in range(_TEAMS)
        ],
        "freezes": [
            {"id": name, "name": {"vi": name}, "start": f"2027-{start}", "end": f"2027-{end}"}
            for name, start, end in freezes
        ],
        "bandwidth": {"circuits": ["c0", "c1"], "start": "2027-01-01"},
        "target": {"zones": zones},
        "mixing": {"level_spread": 2, "most_per_level": {"4": max(2, per_night // 4)}},
    }


def _zone(name: str, rows: list[Row], per_night: int) -> Row:
    here = [row for row in rows if row["move"]["target"] == name]
    return {
        "id": name,
        "name": {"vi": f"Vùng {name}"},
        "slots_per_night": max(1, per_night * 3 // 4),
        "systems": len(here),
        "vcpu": sum(row["technology"]["vcpu"] for row in here) + 100,
        "ready_from": "2027-01-09" if name == "z0" else "2027-03-01",
    }


def _source(inventory: Row, planning: Row) -> PlanRun:
    head = RunHead(
        id="bench",
        as_of=AS_OF,
        evaluated_at=datetime.datetime.combine(AS_OF, datetime.time(5), datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return PlanRun(
        result=RunResult(run=head, totals=totals_of(()), verdicts=()),
        inventory=Inventory.model_validate(inventory),
        planning=Planning.model_validate(planning),
        catalogue=Catalogue((), {}, {}),
        observations={},
        matrix=Matrix(entries=()),
    )
