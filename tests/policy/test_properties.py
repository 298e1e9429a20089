"""Worse evidence never makes a better verdict: the real controls on the base documents and on every case's document."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from auditor.model.control import ControlMeta
from auditor.policy.cases import Case, read_case
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import load
from auditor.policy.engines import open_local
from auditor.policy.engines.interface import ReloadableEngine
from auditor.policy.run_cases import case_data, case_files
from auditor.resources import policies_dir

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]

AGES = 10**9

Row = dict[str, Any]
Verdicts = dict[tuple[str, str, str], str]
Harm = Callable[[Row], Row | None]
Place = tuple[str, str]
"""An observation, by kind and id."""


def _removed(_row: Row) -> Row | None:
    return None


def _aged(row: Row) -> Row:
    return row | {"age_seconds": AGES}


def _post_dated(row: Row) -> Row:
    return row | {"age_seconds": -60}


def _unfinished(row: Row) -> Row:
    return row | {"state": "partial"}


def _timed_out(row: Row) -> Row:
    return row | {"state": "timeout"}


def _emptied(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "data"} | {"state": "timeout"}


def _halved(row: Row) -> Row:
    return row | {"state": "partial", "data": _half(row.get("data", {}))}


def _half(value: Any) -> Any:
    if isinstance(value, list):
        return [_half(item) for item in value[: len(value) // 2]]
    return {key: _half(item) for key, item in value.items()} if isinstance(value, dict) else value


def _moved(row: Row) -> Row:
    return row | {"zone": "nowhere", "vantage": "nobody"}


HARM: dict[str, Harm] = {
    "removed": _removed,
    "aged": _aged,
    "post-dated": _post_dated,
    "unfinished": _unfinished,
    "timed out": _timed_out,
    "emptied": _emptied,
    "halved": _halved,
    "moved": _moved,
}


SINGLY = ("removed", "halved", "post-dated")
"""Harms that are tried on one observation alone too: the others of its kind stay as they were."""


def without(field: str) -> Harm:
    """Leaves one field out of what a look told."""
    return lambda row: row | {"data": {key: value for key, value in row.get("data", {}).items() if key != field}}


@dataclass
class World:
    """One engine, and every document a property is tried on. Of the cases, thousands of which are long, those are read
    that are tried.
    """

    engine: ReloadableEngine
    root: Path
    catalogue: Catalogue
    cases: tuple[tuple[ControlMeta, Path], ...]
    bases: tuple[Case, ...]
    needed: dict[str, set[str]]
    """Kinds that a pass of each control must rest on."""
    loaded: bytes = b""
    """The data that the engine has."""

    def case(self, which: tuple[ControlMeta, Path]) -> Case:
        """One of the cases."""
        return read_case(self.root, *which)

    def verdicts(self, document: Row, case: Case, only: str | None) -> list[Row]:
        """Raw verdicts of one control, or of all, on a document with the clocks and parameters of a case."""
        if (data := case_data(self.catalogue, case)) != self.loaded:  # parsing it takes longer than most documents
            self.engine.replace_data(data)
            self.loaded = data
        found: list[Row] = self.engine.evaluate(orjson.dumps(document | {"context": case.clocks.context(only)}))
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ExitStack() as stack:
        root, compiled = policies_dir(), load()
        controls = compiled.catalogue.controls
        cases = tuple((control, path) for control in controls for path in case_files(root, control))
        folder = tmp_path_factory.mktemp("bases")
        bases = tuple(
            read_case(root, controls[0], _base_case(folder, path)) for path in sorted((root / "base").glob("*.yaml"))
        )
        engine = open_local("wasm", compiled, case_data(compiled.catalogue, bases[0]))
        stack.callback(engine.close)
        yield World(
            engine,
            root,
            compiled.catalogue,
            cases,
            bases,
            {control.id: {need.kind for need in control.needs if not need.optional} for control in controls},
        )


def _base_case(folder: Path, base: Path) -> Path:
    path = folder / f"pass_{base.name}"
    path.write_text(f"base: {base.stem}\nexpect: []\n", encoding="utf-8")
    return path


def statuses(verdicts: list[Row]) -> Verdicts:
    return {(verdict["control"], verdict["kind"], verdict["subject"]): verdict["status"] for verdict in verdicts}


def pieces(verdicts: list[Row]) -> dict[tuple[str, str, str], set[str]]:
    """Everything each verdict was made of: evidence of its findings, and what contradicted it."""
    return {
        (verdict["control"], verdict["kind"], verdict["subject"]): {
            piece for finding in verdict["findings"] for piece in finding["evidence"]
        }
        | {argument for cause in verdict["causes"] for argument in cause["args"]}
        for verdict in verdicts
    }


def rows_of(document: Row) -> list[Place]:
    return [(kind, row["id"]) for kind, rows in document["observations"].items() for row in rows]


def harmed(document: Row, harms: dict[Place, Harm]) -> Row:
    """The document with some observations worse."""
    observations = {
        kind: [
            worse
            for row in rows
            if (worse := harms[kind, row["id"]](row) if (kind, row["id"]) in harms else row) is not None
        ]
        for kind, rows in document["observations"].items()
    }
    return document | {"observations": observations}


@dataclass(frozen=True)
class Before:
    """What was said before a loss: the statuses, and what each verdict was made of."""

    statuses: Verdicts
    pieces: dict[tuple[str, str, str], set[str]]

    @classmethod
    def of(cls, verdicts: list[Row]) -> "Before":
        """Of these verdicts."""
        return cls(statuses(verdicts), pieces(verdicts))


def gains(
    before: Before, after: list[Row], lost: set[Place], needed: dict[str, set[str]], *, moved: bool = False
) -> list[str]:
    """What losing facts gained (the laws of losing facts, P1): a pass or not_applicable of what was none, or a fail.

    A control that lost counter-evidence of a kind it does not need cannot know; one that needs the kind has no excuse.
    A look that is said to come from another place (`moved`) shows a door open to that place: that it fails is no gain.
    """
    found = []
    for key, then in statuses(after).items():
        status = before.statuses.get(key, "absent")
        if then == status or then not in {"pass", "not_applicable", "fail"}:
            continue
        unneeded = {row for kind, row in lost if kind not in needed[key[0]]}
        if then == "fail" and moved:
            continue
        if then == "fail" or not before.pieces.get(key, set()) & unneeded:
            found.append(f"{' '.join(key)}: {status} became {then} without {sorted(lost)}")
    return found


def fields_of(document: Row) -> list[tuple[Place, str]]:
    """Every field that some observation of the document tells."""
    return [
        ((kind, row["id"]), field)
        for kind, rows in document["observations"].items()
        for row in rows
        for field in row.get("data", {})
    ]


def test_no_loss_gains_in_a_base_document(world: World) -> None:
    """Each observation of each base document lost in turn, and each kind of look harmed in each way and without each
    of its fields, under all controls at once.
    """
    found = []
    for case in world.bases:
        document = dict(case.document)
        before = Before.of(world.verdicts(document, case, None))
        kinds = {kind: {row for row in rows_of(document) if row[0] == kind} for kind, _ in rows_of(document)}
        several = [row for row in rows_of(document) if len(kinds[row[0]]) > 1]
        losses = [({row}, harm, name) for row in several for name, harm in HARM.items() if name in SINGLY]
        losses += [(rows, harm, name) for rows in kinds.values() for name, harm in HARM.items()]
        losses += [(kinds[of], without(field), field) for of, field in {(row[0], f) for row, f in fields_of(document)}]
        for rows, harm, name in losses:
            after = world.verdicts(harmed(document, dict.fromkeys(rows, harm)), case, None)
            found += [f"{name}: {gain}" for gain in gains(before, after, rows, world.needed, moved=name == "moved")]

    assert [] == found


_PICK = st.integers(0, 8191)
"""A place in a list of whatever length, told by its remainder: what is drawn must not depend on the cases there are."""


@settings(max_examples=200, database=None, suppress_health_check=list(HealthCheck))
@given(which=_PICK, picks=st.lists(_PICK, max_size=4))
def test_no_losses_gain_in_any_case(world: World, which: int, picks: list[int]) -> None:
    """Losing, ageing, post-dating, cutting, moving or leaving fields out of any observations of any case."""
    case = world.case(world.cases[which % len(world.cases)])
    note(str(case.path))
    document = dict(case.document)
    ways = [(row, harm) for row in rows_of(document) for harm in HARM.values()]
    ways += [(row, without(field)) for row, field in fields_of(document)]
    harms = dict([ways[pick % len(ways)] for pick in picks if ways])
    before = Before.of(world.verdicts(document, case, case.control.id))
    after = world.verdicts(harmed(document, harms), case, case.control.id)

    moved = _moved in harms.values()
    assert [] == gains(before, after, set(harms), world.needed, moved=moved)


def test_age_takes_no_fault_away(world: World) -> None:
    """A fault seen once stands, however long ago (rule 2)."""
    found = []
    tried = 0
    for which in world.cases:
        if "fail" not in which[1].read_text(encoding="utf-8"):
            continue
        case = world.case(which)
        if not any(verdict["status"] == "fail" for verdict in case.expect):
            continue
        tried += 1
        document = dict(case.document)
        before = statuses(world.verdicts(document, case, case.control.id))
        aged = harmed(document, dict.fromkeys(rows_of(document), _aged))
        after = statuses(world.verdicts(aged, case, case.control.id))
        found += [
            (case.path.name, key, after.get(key)) for key, was in before.items() if was == "fail" != after.get(key)
        ]

    assert [] == found
    assert tried >= len([path for _, path in world.cases if path.name.startswith("fail_")]) > 0


def test_the_law_can_be_broken(world: World) -> None:
    """A verdict that did gain is seen: the test has teeth."""
    of_control = [which for which in world.cases if which[0].id == "NW-05"]
    case = world.case(next(which for which in of_control if which[1].name == "fail_telnet_open.yaml"))
    sound = world.case(next(which for which in of_control if which[1].name.startswith("pass_")))
    before = Before.of(world.verdicts(dict(case.document), case, "NW-05"))
    after = world.verdicts(dict(sound.document), case, "NW-05")
    lost = {("ports", "ports/web-1/probe-dmz")}

    assert [f"NW-05 host web-1: fail became pass without {sorted(lost)}"] == gains(before, after, lost, world.needed)
