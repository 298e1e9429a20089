"""Estates for waves: small ones made by hypothesis, each one that the readers of the files would let through."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue

AS_OF = datetime.date(2026, 11, 23)
_TEAMS = ("t0", "t1")
_ZONES = ("z0", "z1")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Row = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """An estate as plain data, so that a test can take one demand out of it."""

    inventory: Row = field(default_factory=dict)
    planning: Row = field(default_factory=dict)

    def source(self) -> PlanRun:
        """The estate as a plan takes it; nothing was judged and nothing measured."""
        head = RunHead(
            id="run-1",
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
            inventory=Inventory.model_validate(self.inventory),
            planning=Planning.model_validate(self.planning),
            catalogue=Catalogue((), {}, {}),
            observations={},
            matrix=Matrix(entries=()),
        )


def day(offset: int) -> str:
    """A date so many days after the day of planning."""
    return (AS_OF + datetime.timedelta(days=offset)).isoformat()


def system(name: str, **more: Any) -> Row:
    """A system that migrates."""
    row = {"id": name, "name": {"vi": name}, "kind": "application", "owner": "o", "decision": "migrate"}
    return row | more


def link(name: str, source: str, target: str, **more: Any) -> Row:
    """A soft link between two systems."""
    return {"id": name, "source": source, "target": target, "channel": "lgsp", "network": "tslcd"} | more


def bridge_test(name: str, result: str, until: str | None = None) -> Row:
    """A record of a bridge's test."""
    row = {"id": name, "kind": "bridge_test", "subject": {"kind": "link", "id": "l"}, "date": "2026-11-01"}
    return row | {"result": result, "until": until, "number": "4/BB", "issuer": "Sở"}


BRIDGES = [
    bridge_test("bridge-ok", "passed"),
    bridge_test("bridge-bad", "failed"),
    bridge_test("bridge-old", "passed", "2026-11-20"),
    bridge_test("bridge-new", "passed", "2026-11-23"),
    bridge_test("paper", "passed") | {"kind": "acceptance"},
]


KINDS = (
    "bandwidth",
    "counts",
    "data",
    "freezes",
    "hard",
    "labels",
    "mixing",
    "nights",
    "pairs",
    "pins",
    "teams",
    "waves",
    "windows",
    "zones",
)
"""Kinds of demand. An estate has a few of them: with all at once hardly any has a plan."""


@dataclass(frozen=True)
class Dice:
    """Draws what an estate has, of the kinds of demand chosen for it."""

    draw: st.DrawFn
    kinds: frozenset[str]

    def one(self, values: st.SearchStrategy[Any]) -> Any:
        """A value, whatever the kinds."""
        return self.draw(values)

    def seldom(self, kind: str, odds: int) -> bool:
        """True once in so many times where the kind is chosen; shrinks to False."""
        return kind in self.kinds and self.draw(st.integers(1, odds)) == odds

    def some(self, kind: str, odds: int, values: st.SearchStrategy[Any]) -> Any:
        """A value once in so many times where the kind is chosen, else None."""
        return self.draw(values) if self.seldom(kind, odds) else None


def kept(**values: Any) -> Row:
    """The entries that have a value."""
    return {key: value for key, value in values.items() if value is not None}


@st.composite
def drafts(draw: st.DrawFn, most: int = 7) -> Draft:
    """An estate of up to so many systems, with some of the demands that a plan must hold."""
    dice = Dice(draw, frozenset(kind for kind in KINDS if draw(st.integers(1, 10)) > 7))
    names = [f"s{n}" for n in range(draw(st.sampled_from(sorted({1, 2, most // 2 + 1, most - 1, most}))))]
    zones = draw(st.lists(st.sampled_from(_ZONES), unique=True)) if "zones" in dice.kinds else []
    teams = draw(st.lists(st.sampled_from(_TEAMS), unique=True)) if "teams" in dice.kinds else []
    waves = _waves(dice, names)
    return Draft(
        {
            "systems": [_system(dice, name, names, teams, zones) for name in names],
            "links": _links(dice, names),
            "data_sets": [row for name in names for row in _data(dice, name)],
            "circuits": _circuits(dice),
            "evidence": [*BRIDGES, *_notices(dice, waves)],
            "waves": waves,
        },
        _planning(dice, names, teams, zones),
    )


def _system(dice: Dice, name: str, names: list[str], teams: list[str], zones: list[str]) -> Row:
    decisions = st.sampled_from(("retain_idc", "special_zone", "modernise_first", "consolidate", "retire", None))
    amounts = st.fixed_dictionaries(
        {"vcpu": st.integers(0, 8), "ram_gb": st.integers(0, 32), "storage_gb": st.integers(0, 2)}
    )
    return system(
        name,
        decision=dice.one(decisions) if dice.seldom("labels", 6) else "migrate",
        label="mat" if dice.seldom("labels", 12) else "none",
        declares_secrets=dice.seldom("labels", 12),
        level=dice.one(st.one_of(st.none(), st.integers(1, 4))),
        move=_move(dice, [other for other in names if other != name], teams, zones),
        technology=dice.some("zones", 2, amounts),
    )


def _move(dice: Dice, others: list[str], teams: list[str], zones: list[str]) -> Row:
    together = dice.some("pairs", 4, st.sampled_from(others)) if others else None
    return kept(
        team=dice.some("teams", 3, st.sampled_from(teams)) if teams else None,
        target=dice.some("zones", 3, st.sampled_from(zones)) if zones else None,
        priority=dice.one(st.integers(1, 5)),
        volume_gb=dice.some("bandwidth", 2, st.integers(0, 200)),
        parallel_days=dice.some("teams", 2, st.sampled_from((0, 6, 7, 8, 14, 20))),
        rollback_days=dice.one(st.sampled_from((None, 0, 3, 6, 7, 8))),
        earliest=dice.some("windows", 3, st.integers(10, 40).map(day)),
        latest=dice.some("windows", 3, st.integers(30, 60).map(day)),
        together=[together] if together else None,
        apart=[other for other in others if other != together and dice.seldom("pairs", 5)],
    )


def _links(dice: Dice, names: list[str]) -> list[Row]:
    if len(names) < 2:
        return []
    ends = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
    bridges = st.sampled_from([record["id"] for record in BRIDGES])
    return [
        link(
            f"l{n}",
            *pair,
            hard=dice.seldom("hard", 2),
            weight=dice.one(st.integers(1, 6)),
            bridge=dice.some("hard", 4, bridges),
        )
        for n, pair in enumerate(dice.one(st.lists(ends, max_size=2 * len(names))))
    ]


def _data(dice: Dice, name: str) -> list[Row]:
    states = st.sampled_from(("not_started", "copying", "parallel", "cut_over", "old_silent"))
    return [
        {
            "id": f"{name}-d{n}",
            "name": {"vi": "Dữ liệu"},
            "system": name,
            "entity": "e",
            "label": "mat" if dice.seldom("labels", 12) else "none",
            "move": dice.some("data", 2, st.fixed_dictionaries({"state": states})),
        }
        for n in range(dice.one(st.integers(0, 2)))
    ]


def _circuits(dice: Dice) -> list[Row]:
    base = {"site": "idc", "medium": "fibre", "route": "r"}
    return [{"id": f"c{n}", "capacity_mbps": dice.some("bandwidth", 2, st.integers(4, 40))} | base for n in range(2)]


def _waves(dice: Dice, names: list[str]) -> list[Row]:
    offsets = (
        dice.one(st.lists(st.sampled_from((14, 20, 26, 32, 38, 12, 5, -4)), min_size=1, max_size=3, unique=True))
        if "waves" in dice.kinds
        else []
    )
    rows: list[Row] = [
        {
            "id": f"w{n}",
            "name": {"vi": "Đợt"},
            "date": day(offset),
            "systems": [],
            "status": "done" if dice.seldom("waves", 6) else "adopted",
        }
        for n, offset in enumerate(offsets)
    ]
    for name in names:
        if rows and dice.seldom("waves", 2):
            dice.one(st.sampled_from(rows))["systems"].append(name)
    return rows


def _notices(dice: Dice, waves: list[Row]) -> Iterator[Row]:
    """Papers that announce nights, in time or not, for a wave or for some of its systems."""
    for wave in waves:
        if not dice.seldom("waves", 2):
            continue
        whole = dice.one(st.booleans())
        named = [("wave", wave["id"])] if whole else [("system", name) for name in wave["systems"]]
        for n, (kind, name) in enumerate(named):
            yield bridge_test(f"notice-{wave['id']}-{n}", "none") | {
                "kind": "outage_notice",
                "subject": {"kind": kind, "id": name},
                "date": day(dice.one(st.sampled_from((-6, -3, -10, -100, 2)))),
            }


def _planning(dice: Dice, names: list[str], teams: list[str], zones: list[str]) -> Row:
    return kept(
        nights=_nights(dice),
        systems_per_night=dice.some("counts", 1, st.sampled_from((2, 1, 3, 4, 0))),
        teams=[_team(dice, name) for name in teams],
        freezes=[_freeze(dice, n) for n in range(2) if dice.seldom("freezes", 2)],
        days_off=[{"date": day(dice.one(st.integers(1, 20))), "worked": dice.one(st.booleans())}]
        if dice.seldom("nights", 2)
        else [],
        notice_working_days=dice.one(st.sampled_from((7, 10))),
        parallel_days=dice.one(st.sampled_from((6, 7, 13, 14))),
        rollback_days=dice.one(st.sampled_from((0, 2, 6, 7))),
        bandwidth=dice.some("bandwidth", 1, _bandwidths()),
        target={"zones": [_zone(dice, name) for name in zones]},
        mixing=kept(
            level_spread=dice.some("mixing", 2, st.sampled_from((2, 1, 3, 0))),
            most_per_level=dice.some(
                "mixing", 2, st.dictionaries(st.sampled_from("1234"), st.sampled_from((2, 1, 3, 0)))
            ),
        ),
        pins=[_pin(dice, name) for name in names if dice.seldom("pins", 5)],
    )


def _team(dice: Dice, name: str) -> Row:
    in_parallel = dice.some("teams", 2, st.sampled_from((3, 2, 1, 0)))
    return {"id": name, "name": {"vi": name}, "per_night": dice.one(st.sampled_from((2, 1, 3, 0)))} | kept(
        in_parallel=in_parallel
    )


def _nights(dice: Dice) -> Row | None:
    if dice.seldom("nights", 12):
        return None
    start, length = dice.one(st.integers(5, 25)), dice.one(st.integers(21, 34))
    row: Row = {"start": day(start), "end": day(start + length), "weekdays": [dice.one(st.sampled_from(_WEEKDAYS))]}
    if dice.seldom("nights", 3):
        offsets = st.integers(start, start + length)
        row["dates"] = [day(offset) for offset in dice.one(st.lists(offsets, min_size=1, max_size=5))]
    every, most = dice.some("nights", 4, st.integers(1, 3)), dice.some("counts", 3, st.integers(1, 3))
    return row | kept(every_weeks=every, most_waves=most)


def _freeze(dice: Dice, n: int) -> Row:
    start = dice.one(st.integers(10, 60))
    covers, length = dice.one(st.sampled_from(("cut_over", "rollback"))), dice.one(st.integers(0, 9))
    return {
        "id": f"f{n}",
        "name": {"vi": "Nghỉ"},
        "start": day(start),
        "end": day(start + length),
        "covers": covers,
    }


def _zone(dice: Dice, name: str) -> Row:
    row = {
        "id": name,
        "name": {"vi": name},
        "kind": "special" if dice.seldom("zones", 8) else "ordinary",
        "levels": [1, 2, 3] if dice.seldom("zones", 5) else [1, 2, 3, 4],
    }
    return row | kept(
        ready_from=dice.some("zones", 3, st.integers(10, 35).map(day)),
        slots_per_night=dice.some("zones", 2, st.sampled_from((2, 1, 3, 0))),
        systems=dice.some("zones", 3, st.integers(0, 7)),
        vcpu=dice.some("zones", 3, st.integers(0, 40)),
        ram_gb=dice.some("zones", 4, st.integers(0, 160)),
        storage_gb=dice.some("zones", 5, st.integers(0, 9)),
    )


def _bandwidths() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {"circuits": st.lists(st.sampled_from(("c0", "c1")), unique=True)},
        optional={
            "reserved_permille": st.integers(0, 1000),
            "hours_per_day": st.integers(1, 24),
            "start": st.integers(0, 15).map(day),
        },
    )


def _pin(dice: Dice, name: str) -> Row:
    first, middle, last = sorted(dice.one(st.lists(st.integers(14, 50), min_size=3, max_size=3)))
    keys = dice.one(st.sampled_from((("on",), ("not_before",), ("not_after",), ("not_before", "not_after"))))
    dates = {"on": middle, "not_before": first, "not_after": last}
    return {"system": name} | {key: day(dates[key]) for key in keys}
