"""Small estates to plan waves for: a run without verdicts, an inventory and a planning file in one call."""

import datetime
import random
from collections.abc import Mapping
from typing import Any

from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue

AS_OF = datetime.date(2026, 11, 23)
SATURDAYS = ("2026-12-12", "2026-12-19", "2026-12-26", "2027-01-02", "2027-01-09", "2027-01-16")
"""Nights that a notice on `AS_OF` reaches in time."""


def night(index: int) -> datetime.date:
    return datetime.date.fromisoformat(SATURDAYS[index])


def system(name: str, **more: Any) -> dict[str, Any]:
    """A mover by default; keys of its `move` may be given beside the others."""
    keys = {"team", "target", "priority", "volume_gb", "parallel_days", "rollback_days", "earliest", "latest"}
    keys |= {"together", "apart"}
    move = {key: value for key, value in more.items() if key in keys}
    rest = {key: value for key, value in more.items() if key not in keys}
    made = {"id": name, "name": {"vi": name.upper()}, "kind": "application", "owner": "a", "decision": "migrate"}
    return made | rest | ({"move": move} if move else {})


def link(source: str, target: str, *, hard: bool = False, **more: Any) -> dict[str, Any]:
    made = {"id": f"{source}-{target}", "source": source, "target": target, "channel": "lgsp", "network": "tslcd"}
    return made | {"hard": hard} | more


def planning(**more: Any) -> dict[str, Any]:
    """Six Saturdays and three days in which the way back stays open."""
    nights = {"start": SATURDAYS[0], "end": SATURDAYS[-1], "dates": SATURDAYS}
    return {"nights": nights, "rollback_days": 3} | more


def source(
    systems: list[dict[str, Any]],
    plan: Mapping[str, Any] | None = None,
    places: Mapping[str, str] | None = None,
    **lists: Any,
) -> PlanRun:
    """A run of these systems; `lists` are other lists of the inventory."""
    head = RunHead(
        id="run-1",
        as_of=AS_OF,
        evaluated_at=datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return PlanRun(
        result=RunResult(run=head, totals=totals_of(()), verdicts=()),
        inventory=Inventory.model_validate({"systems": systems} | lists),
        planning=Planning.model_validate(planning() if plan is None else plan),
        catalogue=Catalogue((), {}, {}),
        observations={},
        matrix=Matrix(entries=()),
        places=places or {},
    )


def puzzle(systems: int = 150, wishes: int = 900) -> list[dict[str, Any]]:
    """Systems that so many wishes keep apart that five nights are not filled by hand, nor soon by a solver."""
    chance = random.Random(1)
    names = [f"s{number:03}" for number in range(systems)]
    apart: dict[str, set[str]] = {name: set() for name in names}
    for _ in range(wishes):
        one, other = chance.sample(names, 2)
        apart[one].add(other)
    return [system(name, apart=sorted(apart[name])) for name in names]
