"""Small plan sources: an inventory as a person would write it, and a few looks."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue

NOW = datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC)
HEAD = RunHead(
    id="run-1",
    as_of=datetime.date(2026, 11, 22),
    evaluated_at=NOW,
    engine="wasm",
    tool_version="0",
    inventory_digest="i",
    facts_digest="f",
    policy_digest="p",
    params_digest="q",
)


def source_of(
    inventory: Mapping[str, Any], looks: Iterable[Observation] = (), places: Mapping[str, str] | None = None
) -> PlanRun:
    """A source of an inventory and looks, without verdicts."""
    return PlanRun(
        result=RunResult(run=HEAD, totals=totals_of(()), verdicts=()),
        inventory=Inventory.model_validate(inventory),
        planning=Planning(),
        catalogue=Catalogue((), {}, {}),
        observations={look.id: look for look in looks},
        matrix=Matrix(entries=()),
        places=places or {},
    )


def look(kind: str, subject: str, data: Mapping[str, Any] | None, **changes: Any) -> Observation:
    """A finished look of one day ago from another machine of the zone `dc`, unless changed."""
    detail = changes.pop("detail", "")
    days = changes.pop("days", 1)
    vantage = changes.get("vantage", "probe")
    return Observation.model_validate(
        {
            "id": f"{kind}/{subject}/{vantage}{detail and '/' + detail}",
            "kind": kind,
            "subject": subject,
            "vantage": vantage,
            "zone": "dc",
            "state": "ok",
            "basis": "measured",
            "observed_at": NOW - datetime.timedelta(days=days),
            "data": data,
        }
        | changes
    )
