"""A night to prepare: one system that is fit to move but for what a test takes away or adds."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from auditor.model.facts import Observation
from auditor.model.planning import Planning
from auditor.model.tick import Tick
from auditor.model.verdict import RunResult, Verdict, totals_of
from auditor.plan.checklist.data import ChecklistData, load_checklist
from auditor.plan.checklist.shape import Checklists, Line, Sheet
from auditor.plan.run import Choices, PlanRun
from auditor.policy.catalogue import Catalogue
from tests.plan.scene import CONTROLS
from tests.plan.sources import HEAD, look, source_of

NIGHT = datetime.date(2026, 11, 28)
SEVEN_DAYS = datetime.timedelta(days=7)
NOW = datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC)

_PAPERS = (
    ("safety_plan", "2026-10-01", "none"),
    ("risk_report", "2026-10-02", "none"),
    ("readiness_minutes", "2026-11-20", "passed"),
    ("trial_run", "2026-11-10", "passed"),
    ("restore_test", "2026-11-12", "passed"),
    ("rollback_rehearsal", "2026-11-14", "passed"),
    ("outage_notice", "2026-11-05", "none"),
    ("vulnerability_scan", "2026-11-01", "passed"),
    ("hosting_agreement", "2026-09-01", "none"),
)
BY_HAND = ("duty", "rules_tried")
"""The items that stop the night and that only people know."""


def paper(kind: str, date: str, result: str = "none", **keys: Any) -> dict[str, Any]:
    base = {"id": f"p-{kind}", "kind": kind, "subject": {"kind": "system", "id": "app"}, "number": f"1/{kind}"}
    return base | {"issuer": "Sở", "date": date, "result": result} | keys


def papers(**changes: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Every paper the night asks for; a change by kind replaces keys of one, None takes it away."""
    made = {kind: paper(kind, date, result) for kind, date, result in _PAPERS}
    for kind, change in changes.items():
        if change is None:
            del made[kind]
        else:
            made[kind] = made.get(kind, paper(kind, "2026-11-01")) | change
    return list(made.values())


def inventory(system: Mapping[str, Any] | None = None, **lists: Any) -> dict[str, Any]:
    base = {
        "id": "app",
        "name": {"vi": "Ứng dụng", "en": "The app"},
        "kind": "application",
        "owner": "so",
        "operator": "tt",
        "level": 3,
        "decision": "migrate",
        "move": {"target": "vung-1", "team": "to-1", "outage_minutes": 90},
    }
    return {
        "organisations": [{"id": "so", "name": {"vi": "Sở", "en": "The department"}, "kind": "department"}],
        "systems": [base | dict(system or {})],
        "evidence": papers(),
        "waves": [{"id": "dot-1", "name": {"vi": "Đợt 1", "en": "Wave 1"}, "date": NIGHT, "systems": ["app"]}],
    } | lists


def verdict(control: str, status: str, kind: str = "system", subject: str = "app", **keys: Any) -> Verdict:
    return Verdict.model_validate(
        {
            "control": control,
            "control_version": 1,
            "subject": {"kind": kind, "id": subject, "system": "app" if kind != "wave" else ""},
            "status": status,
            "severity": "high",
        }
        | keys
    )


SOUND = (
    verdict("MG-28", "pass"),
    verdict("MG-08", "pass"),
    verdict("SY-22", "pass"),
    verdict("NW-05", "pass", "host", "h"),
    verdict("MG-12", "pass", "wave", "dot-1"),
)

PLANNING = {
    "freezes": [{"id": "tet", "name": {"vi": "Tết"}, "start": "2027-02-01", "end": "2027-02-14"}],
    "target": {"contact": "Nguyễn Văn B", "agreement": "p-agreement"},
}
AGREEMENT = paper("other", "2026-08-01", id="p-agreement")


def world(
    system: Mapping[str, Any] | None = None,
    verdicts: Iterable[Verdict] = SOUND,
    planning: Mapping[str, Any] | None = None,
    looks: Iterable[Observation] = (),
    head: Mapping[str, Any] | None = None,
    **lists: Any,
) -> PlanRun:
    """The source, with changes of the system, other verdicts, planning, looks, lists or head of the run."""
    declared = inventory(system, **lists)
    declared["evidence"] = [*declared["evidence"], AGREEMENT]
    made = tuple(verdicts)
    return replace(
        source_of(declared, looks),
        result=RunResult(run=HEAD.model_copy(update=dict(head or {})), totals=totals_of(made), verdicts=made),
        planning=Planning.model_validate(PLANNING | dict(planning or {})),
        catalogue=Catalogue(CONTROLS, {}, {}),
    )


def made(run: PlanRun, ticks: Mapping[str, Tick] | None = None, wave: str = "", system: str = "") -> Checklists:
    chosen = Choices(wave, (system,) if system else ())
    return replace(run, given={"ticks": ticks or {}}, choices=chosen).checklist


def sheet(run: PlanRun, ticks: Mapping[str, Tick] | None = None) -> Sheet:
    """The system's sheet."""
    return next(item for item in made(run, ticks).sheets if item.kind == "system")


def line(sheet_: Sheet, item: str) -> Line:
    return next(line for line in sheet_.lines if line.item == item)


def says(sheet_: Sheet, item: str) -> tuple[str, str]:
    """State of a line and the code of what fills it."""
    found = line(sheet_, item)
    return found.state, found.filled.value.code if found.filled else ""


def tick(answer: str = "yes", **keys: Any) -> Tick:
    return Tick.model_validate({"answer": answer, "who": "Nguyễn Văn A", "at": NOW} | keys)


def name(item: str, kind: str = "system", subject: str = "app") -> str:
    return f"{kind}/{subject}@{NIGHT}/{item}"


def ticked(*items: str, answer: str = "yes") -> dict[str, Tick]:
    """Answers to items of the system's sheet; those only people know are answered yes."""
    return {name(item): tick() for item in BY_HAND} | {name(item): tick(answer) for item in items}


def data() -> ChecklistData:
    return load_checklist()


def manifest(side: str, rows: int | None = 100, **changes: Any) -> Observation:
    counted = {"side": side, "rows": rows, "bytes": 5000, "sha256": "a" * 64, "complete": True}
    counted |= changes.pop("counted", {})
    return look("data_manifest", "ho-so", counted, vantage=f"may-{side}", **changes)
