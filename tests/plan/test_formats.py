"""Every part of the plan in every format and language, from stored runs that are empty and all unknown; what
`tests/wide` makes from a large one must agree here too.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from auditor.inventory import load
from auditor.inventory.planning import planning_of
from auditor.model.base import canonical
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.reason import Reason
from auditor.model.verdict import RunResult, Subject, Verdict, totals_of
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.pages.formats import FORMATS
from auditor.plan.deliver import Made, made
from auditor.plan.parts import PARTS
from auditor.plan.run import PlanRun, open_run
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.verbs import Screen, Verb
from auditor.policy.compiled import load as load_policies
from auditor.store.runs import RunStore
from auditor.text.words import Language
from tests.plan.scene import result
from tests.plan.test_run import CATALOGUE

ROOT = Path(__file__).parents[2] / "inventories"
LANGUAGES: tuple[Language, ...] = ("vi", "en")
VERBS: dict[str, Verb] = {
    name: import_module(f"auditor.plan.{name}.verb").VERB for name, row in PARTS.items() if row.verb
}
ASKED = [(name, format_) for name, verb in VERBS.items() for format_ in verb.formats]
RUNS = ("empty", "unknown", "large")
STARTS = {"html": b"<!doctype html", "pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "nft": b""}


def _judged(inventory: Inventory, name: str, status: Status | None) -> RunResult:
    """One verdict of each gating control about each system, in turn of every status where none is named."""
    gates = [one for one in load_policies().catalogue.controls if "migration" in one.gates and one.subject == "system"]
    turns = [Status.PASS, Status.FAIL, Status.WARN, Status.UNKNOWN, Status.MANUAL]
    verdicts = tuple(
        Verdict(
            control=gate.id,
            control_version=gate.version,
            subject=Subject(kind=SubjectKind.SYSTEM, id=system.id, system=system.id),
            status=status or turns[(place + turn) % len(turns)],
            severity=gate.severity,
        )
        for place, system in enumerate(inventory.systems)
        for turn, gate in enumerate(gates)
    )
    plain = result(*verdicts, name=name)
    return plain.model_copy(update={"totals": totals_of(verdicts)})


def _kept(store: RunStore, name: str, inventory: Inventory, planning: Planning, status: Status | None) -> PlanRun:
    parts = {
        "inventory": canonical(inventory),
        "planning": canonical(planning.model_copy(update={"work_limit": 1})),
        "facts": b"[]",
        "catalogue": canonical(CATALOGUE),
        "params": b"{}",
    }
    return open_run(store, store.add(_judged(inventory, name, status), parts))


@contextmanager
def kept_runs(folder: Path) -> Iterator[dict[str, PlanRun]]:
    """The three runs, each opened once, in one store."""
    store = RunStore(f"sqlite:///{folder / 'runs.db'}")
    lab, province = load(ROOT / "lab"), load(ROOT / "quang-ninh")
    yield {
        "empty": _kept(store, "empty", Inventory(), Planning(), None),
        "unknown": _kept(store, "unknown", _open(lab), planning_of(ROOT / "lab", lab), Status.UNKNOWN),
        "large": _kept(store, "large", _open(province), planning_of(ROOT / "quang-ninh", province), None),
    }
    store.close()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, PlanRun]]:
    with kept_runs(tmp_path_factory.mktemp("formats")) as runs:
        yield runs


def _open(inventory: Inventory) -> Inventory:
    """Without what carries a label, as an open run keeps it."""
    open_ = tuple(one for one in inventory.systems if one.label == "none")
    names = {one.id for one in open_}
    held = tuple(one for one in inventory.data_sets if one.system in names and one.label == "none")
    return inventory.model_copy(update={"systems": open_, "data_sets": held})


def _asked(run: PlanRun, part: str) -> PlanRun:
    """Parity needs a run before; the others are asked as they stand."""
    return run.asked(before=_earlier(run)) if part == "parity" else run


def _first_wave(run: PlanRun) -> PlanRun:
    """The same with the first wave only, where there is one."""
    return run.asked(wave=run.inventory.waves[0].id) if run.inventory.waves else run


def _earlier(run: PlanRun) -> PlanRun:
    head = run.result.run.model_copy(update={"evaluated_at": run.result.run.evaluated_at - datetime.timedelta(days=1)})
    return replace(run, result=run.result.model_copy(update={"run": head}))


def _reasons(value: Any) -> Iterator[Reason]:
    """Every reason anywhere in a document."""
    if isinstance(value, Reason):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _reasons(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _reasons(item)


def _fault(found: Made, format_: str) -> str:
    """What is wrong with what was made; empty when nothing is."""
    if isinstance(found, Screen):
        return "" if format_ == "table" and found.shown else "shows nothing"
    if isinstance(found, bytes):
        return "" if format_ in FORMATS and found.lower().startswith(STARTS[format_].lower()) else f"is no {format_}"
    return "" if format_ == "json" else "is a document"


def faults(run: PlanRun, language: Language, *, every_sheet: bool) -> dict[tuple[str, str], str]:
    """What is wrong with each part in each format. Sheets of checklists of other waves than the first are laid out on
    A4 only when told to: that takes a second for three.
    """
    asked = {(part, format_): _asked(run, part) for part, format_ in ASKED}
    if not every_sheet:
        asked["checklist", "pdf"] = _first_wave(run)
    return {
        (part, format_): fault
        for (part, format_), one in asked.items()
        if (fault := _fault(made(one, part, format_, language), format_))
    }


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), [("empty", "vi"), ("empty", "en"), ("unknown", "vi")])
def test_every_part_in_every_format(runs: dict[str, PlanRun], name: str, language: Language) -> None:
    """Each can be made, and is what it is called."""
    assert {} == faults(runs[name], language, every_sheet=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_every_code_has_a_sentence(runs: dict[str, PlanRun], name: str) -> None:
    """No part of any run gives a reason that nobody has words for."""
    codes = {reason.code for part in VERBS for reason in _reasons(_asked(runs[name], part).part(part))}
    assert codes <= set(SENTENCES)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_totals_are_equal(runs: dict[str, PlanRun], name: str) -> None:
    """Systems to move, and those that have moved, are as many in each part that counts them."""
    run = runs[name]
    held, standing, last = run.population, run.portfolio.standing, run.history.points[-1]
    moving = [row for row in run.document.moving if row.system in held.to_move]

    assert {len(held.to_move)} == {standing.to_move, last.systems, len(moving)}
    assert {len(held.to_move) - len(held.left)} == {standing.moved, last.moved}
    assert len(held.members) == standing.systems == len(run.document.moving) + len(run.document.staying)
