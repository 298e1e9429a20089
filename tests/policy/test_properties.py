"""Worse evidence never makes a better verdict: the real controls on the base documents and on every case's document."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.policy.cases import Case, read_case
from auditor.policy.engines import open_local
from auditor.policy.engines.interface import ReloadableEngine
from auditor.policy.run_cases import case_data, case_files, chosen_policies
from auditor.resources import policies_dir

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]

AGES = 10**9

FAULTS_BY_ABSENCE = {"CN-13": "an unfinished answer cannot show that a name has no IPv6 address"}
"""Controls whose fault is a missing thing: an unfinished observation cannot show it, so it becomes unknown."""

ANSWERED_BY_THE_REST = {
    "NW-02": "a try whose own control failed holds back a pass; without it other tries and the firewall answer",
    "NW-05": "an SNMP answer without its list holds back a pass; without it the sweep answers",
}
"""Controls where a broken observation holds back a pass that other, complete evidence would carry."""

Row = dict[str, Any]
Verdicts = dict[tuple[str, str, str], str]


def _removed(_row: Row) -> Row | None:
    return None


def _aged(row: Row) -> Row:
    return row | {"age_seconds": AGES}


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


KEEPING: dict[str, Callable[[Row], Row | None]] = {"aged": _aged, "unfinished": _unfinished, "timed out": _timed_out}
LOSING: dict[str, Callable[[Row], Row | None]] = {"removed": _removed, "emptied": _emptied, "halved": _halved}
HARM = KEEPING | LOSING


@dataclass(frozen=True)
class World:
    """One engine, and every document a property is tried on."""

    engine: ReloadableEngine
    cases: tuple[tuple[bytes, Case], ...]
    bases: tuple[tuple[bytes, Case], ...]

    def verdicts(self, data: bytes, document: Row, case: Case, only: str | None) -> list[Row]:
        """Raw verdicts of one control, or of all, on a document with the clocks of a case."""
        self.engine.replace_data(data)
        found: list[Row] = self.engine.evaluate(orjson.dumps(document | {"context": case.clocks.context(only)}))
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ExitStack() as stack:
        root, compiled = stack.enter_context(chosen_policies(policies_dir(), []))
        controls = compiled.catalogue.controls
        cases = [read_case(root, control, path) for control in controls for path in case_files(root, control)]
        folder = tmp_path_factory.mktemp("bases")
        bases = [
            read_case(root, controls[0], _base_case(folder, path)) for path in sorted((root / "base").glob("*.yaml"))
        ]
        engine = open_local("wasm", compiled, case_data(compiled, cases[0]))
        stack.callback(engine.close)
        yield World(
            engine,
            tuple((case_data(compiled, case), case) for case in cases),
            tuple((case_data(compiled, case), case) for case in bases),
        )


def _base_case(folder: Path, base: Path) -> Path:
    path = folder / f"pass_{base.name}"
    path.write_text(f"base: {base.stem}\nexpect: []\n", encoding="utf-8")
    return path


def statuses(verdicts: list[Row]) -> Verdicts:
    return {(verdict["control"], verdict["kind"], verdict["subject"]): verdict["status"] for verdict in verdicts}


def proofs(verdicts: list[Row]) -> dict[tuple[str, str, str], set[str]]:
    """Observation ids on which each fail or warning rests."""
    return {
        (verdict["control"], verdict["kind"], verdict["subject"]): {
            piece for finding in verdict["findings"] for piece in finding["evidence"]
        }
        for verdict in verdicts
        if verdict["status"] in {"fail", "warn"}
    }


def rows_of(document: Row) -> list[tuple[str, str]]:
    return [(kind, row["id"]) for kind, rows in document["observations"].items() for row in rows]


def harmed(document: Row, harms: dict[tuple[str, str], str]) -> Row:
    """The document with some observations worse, by kind and id."""
    observations = {
        kind: [
            worse
            for row in rows
            if (worse := HARM[harms[kind, row["id"]]](row) if (kind, row["id"]) in harms else row) is not None
        ]
        for kind, rows in document["observations"].items()
    }
    return document | {"observations": observations}


def improvements(before: list[Row], after: list[Row], harms: dict[tuple[str, str], str]) -> list[str]:
    """What got better although evidence got worse. A fault may go only with the loss of what proved it."""
    lost = {row for (_, row), harm in harms.items() if harm in LOSING}
    unfinished = {row for (_, row), harm in harms.items() if harm != "aged"}
    proof, now = proofs(before), statuses(after)
    found = []
    for key, status in statuses(before).items():
        then = now.get(key, "gone")
        proven_by = proof.get(key, set())
        if status in {"fail", "warn"} and proven_by & lost:
            continue
        if status == "fail" and then == "unknown" and key[0] in FAULTS_BY_ABSENCE and proven_by & unfinished:
            continue
        if status == "unknown" and key[0] in ANSWERED_BY_THE_REST:
            continue
        if (status == "fail" and then != "fail") or (status != "pass" and then == "pass"):
            found.append(f"{' '.join(key)}: {status} became {then} when {harms}")
    return found


def test_no_single_harm_improves_a_base_document(world: World) -> None:
    """Each observation of each base document, harmed in each way, under every control: nothing gets better."""
    found = []
    for data, case in world.bases:
        document = dict(case.document)
        before = world.verdicts(data, document, case, None)
        for row in rows_of(document):
            for harm in HARM:
                after = world.verdicts(data, harmed(document, {row: harm}), case, None)
                found += improvements(before, after, {row: harm})

    assert [] == found


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(choice=st.data())
def test_no_harm_improves_any_verdict(world: World, choice: st.DataObject) -> None:
    """Removing, ageing, degrading or cutting any observations of any case makes no pass and removes no fail."""
    data, case = choice.draw(st.sampled_from(world.cases), label="case")
    document = dict(case.document)
    rows = rows_of(document)
    harms = choice.draw(
        st.dictionaries(st.sampled_from(rows), st.sampled_from(sorted(HARM)), max_size=4) if rows else st.just({}),
        label="harms",
    )
    before = world.verdicts(data, document, case, case.control.id)
    after = world.verdicts(data, harmed(document, harms), case, case.control.id)

    assert [] == improvements(before, after, harms)


def test_the_property_can_fail(world: World) -> None:
    """A verdict that did get better is seen: the test has teeth."""
    data, case = next((data, case) for data, case in world.cases if case.path.name == "fail_telnet_open.yaml")
    sound = next(case for _, case in world.cases if case.control.id == "NW-05" and case.path.name.startswith("pass_"))
    before = world.verdicts(data, dict(case.document), case, "NW-05")
    after = world.verdicts(data, dict(sound.document), case, "NW-05")

    assert ["NW-05 host web-1: fail became pass when {}"] == improvements(before, after, {})
