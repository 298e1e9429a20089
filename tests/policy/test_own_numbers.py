"""A number of ours never makes a hard fail: where a text names none, what exceeds the one we chose is a warning."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from auditor.model.control import ControlMeta
from auditor.policy.cases import read_case
from auditor.policy.compiled import load
from auditor.policy.engines import open_local
from auditor.policy.engines.interface import ReloadableEngine
from auditor.policy.run_cases import case_data, case_files
from auditor.resources import policies_dir

ROOT = policies_dir()
POLICIES = load()
RECKONED = {
    ("LG-01", "days_per_month"),
    ("MG-19", "days_apart"),
    ("IR-01", "log_months"),
    ("SY-30", "longest_silence_days"),
    ("SY-28", "least_days"),
    ("SY-28", "newest_days"),
    ("CN-37", "cycle_minutes"),
}
"""How long a month is reckoned, whose number the text has; how far apart two counts are compared at all, beyond which
nothing is known; and how old a log may be that says that there was nothing to report, which is no pass. How old a
session may be that shows a database connected, beyond which nothing is known either. How long a log of calls is, and
how new its newest call, before its traces show anything; and how often a ministry's system is looked for in one, beyond
which it is asked.
"""
OURS = [
    (control, name)
    for control in POLICIES.catalogue.controls
    for name, parameter in control.params.items()
    if (parameter.type, parameter.origin) == ("integer", "ours") and (control.id, name) not in RECKONED
]


@pytest.fixture(scope="module")
def engine() -> Iterator[ReloadableEngine]:
    control = POLICIES.catalogue.controls[0]
    case = read_case(ROOT, control, case_files(ROOT, control)[0])
    with closing(open_local("wasm", POLICIES, case_data(POLICIES.catalogue, case))) as opened:
        yield opened


@pytest.mark.parametrize(("control", "name"), OURS, ids=[f"{control.id}-{name}" for control, name in OURS])
def test_a_number_of_ours_only_warns(engine: ReloadableEngine, control: ControlMeta, name: str) -> None:
    """What passes is never failed by the number, however strict it is made, and the strictest one is noticed."""
    found: set[str] = set()
    for path in case_files(ROOT, control):
        if not path.name.startswith("pass_"):
            continue
        case = read_case(ROOT, control, path)
        engine.replace_data(case_data(POLICIES.catalogue, case))
        before = {row["subject"]: row["status"] for row in engine.evaluate(case.input_bytes())}
        for value in (0, 1, 10**6):
            strict = replace(case, params={control.id: {**case.params.get(control.id, {}), name: value}})
            engine.replace_data(case_data(POLICIES.catalogue, strict))
            after = {row["subject"]: row["status"] for row in engine.evaluate(strict.input_bytes())}
            found |= {after[subject] for subject, status in before.items() if after[subject] != status}

    assert "warn" in found
    assert "fail" not in found
