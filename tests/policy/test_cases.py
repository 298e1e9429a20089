"""Every case of every control, on both engines."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from auditor.policy.cases import Case, cases_of
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines import open_local
from auditor.policy.engines.ordering import ordered
from auditor.policy.run_cases import case_data, case_files, chosen_policies, compare, run_cases
from auditor.resources import policies_dir

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]


@pytest.fixture(scope="module")
def shipped() -> Iterator[tuple[Path, CompiledPolicies]]:
    with chosen_policies(policies_dir(), []) as chosen:
        yield chosen


def test_every_control_has_cases(shipped: tuple[Path, CompiledPolicies]) -> None:
    """A control without a case is not shipped."""
    root, compiled = shipped

    assert [] == [control.id for control in compiled.catalogue.controls if not case_files(root, control)]


@pytest.mark.parametrize("engine", ["wasm", "opa"])
def test_every_case_gives_exactly_the_expected_verdicts(shipped: tuple[Path, CompiledPolicies], engine: str) -> None:
    """Whole lists of verdicts are compared; what differs is shown."""
    root, compiled = shipped
    results = list(run_cases(root, compiled, "wasm" if engine == "wasm" else "opa"))

    assert results
    assert [] == [f"{result.path.relative_to(root)}\n{result.difference}" for result in results if not result.passed]


def test_both_engines_answer_every_case_alike(shipped: tuple[Path, CompiledPolicies]) -> None:
    """The raw answers are equal, verdict by verdict and key by key; of each control's last case, for all controls."""
    root, compiled = shipped
    controls = [list(cases_of(root, control)) for control in compiled.catalogue.controls]
    asked = [(case_data(compiled, case), case, case.input_bytes()) for cases in controls for case in cases]
    asked += [(case_data(compiled, cases[-1]), cases[-1], _for_all_controls(cases[-1])) for cases in controls]
    asked.sort(key=lambda one: one[0])
    data = asked[0][0]
    differing = []
    with closing(open_local("wasm", compiled, data)) as wasm, closing(open_local("opa", compiled, data)) as opa:
        for wanted, case, body in asked:
            if wanted != data:
                data = wanted
                wasm.replace_data(data)
                opa.replace_data(data)
            if ordered(wasm.evaluate(body)) != ordered(opa.evaluate(body)):
                differing.append(str(case.path.relative_to(root)))

    assert [] == differing


def _for_all_controls(case: Case) -> bytes:
    return orjson.dumps(dict(case.document) | {"context": case.clocks.context()})


def test_a_case_with_a_wrong_expectation_differs(shipped: tuple[Path, CompiledPolicies]) -> None:
    """A comparison that lost one verdict, or one evidence of it, is seen."""
    root, compiled = shipped
    control = compiled.catalogue.find("NW-05")
    case = next(case for case in cases_of(root, control) if case.path.name.startswith("fail_"))
    with closing(open_local("wasm", compiled, case_data(compiled, case))) as engine:
        verdicts = engine.evaluate(case.input_bytes())
    without_evidence = [
        verdict | {"findings": [finding | {"evidence": []} for finding in verdict["findings"]]} for verdict in verdicts
    ]

    assert "" == compare(case, verdicts)
    assert "" != compare(case, verdicts[1:])
    assert "" != compare(case, without_evidence)
    assert "" != compare(case, [*verdicts, verdicts[0]])
