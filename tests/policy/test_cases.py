"""Every case of every control on the engine of its own, and of each control one case a status on OPA's.

`scripts/accuracy` runs every case on both.
"""

from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from auditor.policy.cases import Case, read_case
from auditor.policy.compiled import CompiledPolicies, load
from auditor.policy.engines import EngineName, open_local
from auditor.policy.engines.interface import ReloadableEngine
from auditor.policy.engines.ordering import ordered
from auditor.policy.run_cases import case_data, case_files, compare, stated_status
from auditor.resources import policies_dir

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]

Verdicts = list[dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What the engines say of one case: of its own control, or of all of them when `whole`."""

    case: Case
    whole: bool
    wasm: Verdicts
    opa: Verdicts | None
    """None where OPA itself was not asked."""

    @property
    def name(self) -> str:
        """Which case it is, for whoever reads that it differs."""
        return f"{self.case.control.id} {self.case.path.name}{' for all controls' if self.whole else ''}"


@pytest.fixture(scope="module")
def shipped() -> tuple[Path, CompiledPolicies]:
    """The policies as they are compiled; stale ones are refused."""
    return policies_dir(), load()


@pytest.fixture(scope="module")
def answers(shipped: tuple[Path, CompiledPolicies]) -> list[Answer]:
    """The answers to every case, and to each control's last case for all controls; OPA's to one a status."""
    root, compiled = shipped
    files = [(control, case_files(root, control)) for control in compiled.catalogue.controls]
    both = _one_a_status(path for _, paths in files for path in paths)
    found: list[Answer] = []
    with ExitStack() as stack:
        here, there = Loaded("wasm", compiled, stack), Loaded("opa", compiled, stack)
        for control, paths in files:
            for path in paths:
                case = read_case(root, control, path)
                data, body = case_data(compiled.catalogue, case), case.input_bytes()
                said = there.evaluate(data, body) if path in both else None
                found.append(Answer(_read(case), whole=False, wasm=here.evaluate(data, body), opa=said))
                if path == paths[-1]:
                    body = _for_all_controls(case)
                    said = there.evaluate(data, body)
                    found.append(Answer(_read(case), whole=True, wasm=here.evaluate(data, body), opa=said))
    return found


def _read(case: Case) -> Case:
    """A case without its document: nobody reads it again, and together they fill a gigabyte."""
    return replace(case, document={})


class Loaded:
    """One engine, which is given other data only when it is asked under them: reading them takes it longer than most
    documents do.
    """

    def __init__(self, name: EngineName, compiled: CompiledPolicies, stack: ExitStack) -> None:
        self._open = partial(open_local, name, compiled)
        self._stack = stack
        self._engine: ReloadableEngine | None = None
        self._data = b""

    def evaluate(self, data: bytes, body: bytes) -> Verdicts:
        """What it answers to a document under these data."""
        if self._engine is None:
            self._engine = self._open(data)
            self._stack.callback(self._engine.close)
        elif data != self._data:
            self._engine.replace_data(data)
        self._data = data
        found: Verdicts = self._engine.evaluate(body)
        return found


def _one_a_status(paths: Iterable[Path]) -> frozenset[Path]:
    """The first case, by name, of each control and status that a file's name states."""
    ordered_paths = sorted(paths, reverse=True)
    return frozenset({(path.parent, stated_status(path)): path for path in ordered_paths}.values())


def _for_all_controls(case: Case) -> bytes:
    return orjson.dumps(dict(case.document) | {"context": case.clocks.context()})


def test_every_control_has_cases(shipped: tuple[Path, CompiledPolicies]) -> None:
    """A control without a case is not shipped."""
    root, compiled = shipped

    assert [] == [control.id for control in compiled.catalogue.controls if not case_files(root, control)]


def test_every_case_was_asked(shipped: tuple[Path, CompiledPolicies], answers: list[Answer]) -> None:
    """What the tests below compare is every file of every control, and each control once beside all others."""
    root, compiled = shipped
    files = [path for control in compiled.catalogue.controls for path in case_files(root, control)]

    assert sorted(files) == sorted(answer.case.path for answer in answers if not answer.whole)
    assert len(compiled.catalogue.controls) == len([answer for answer in answers if answer.whole])


def test_both_engines_answer_alike(answers: list[Answer]) -> None:
    """The raw answers are equal, verdict by verdict and key by key; of each control's last case, for all controls."""
    both = [(answer, answer.opa) for answer in answers if answer.opa is not None]

    assert [] == [answer.name for answer, opa in both if ordered(answer.wasm) != ordered(opa)]
    assert {answer.case.control.id for answer in answers} == {answer.case.control.id for answer, _ in both}
    assert {stated_status(answer.case.path) for answer in answers} == {stated_status(one.case.path) for one, _ in both}


def test_every_case_gives_exactly_the_expected_verdicts(answers: list[Answer]) -> None:
    """Whole lists of verdicts are compared; what differs is shown."""
    differing = [(answer.name, compare(answer.case, answer.wasm)) for answer in answers if not answer.whole]

    assert [] == [f"{name}\n{difference}" for name, difference in differing if difference]


def test_a_case_with_a_wrong_expectation_differs(shipped: tuple[Path, CompiledPolicies]) -> None:
    """A comparison that lost one verdict, or one evidence of it, is seen."""
    root, compiled = shipped
    control = compiled.catalogue.find("NW-05")
    path = next(path for path in case_files(root, control) if path.name.startswith("fail_"))
    case = read_case(root, control, path)
    with closing(open_local("wasm", compiled, case_data(compiled.catalogue, case))) as engine:
        verdicts = engine.evaluate(case.input_bytes())
    without_evidence = [
        verdict | {"findings": [finding | {"evidence": []} for finding in verdict["findings"]]} for verdict in verdicts
    ]

    assert "" == compare(case, verdicts)
    assert "" != compare(case, verdicts[1:])
    assert "" != compare(case, without_evidence)
    assert "" != compare(case, [*verdicts, verdicts[0]])
