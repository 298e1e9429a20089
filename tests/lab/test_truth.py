"""The truth table and the planted faults agree, and cover every control and subject."""

import dataclasses
from collections import Counter
from pathlib import Path

import pytest
import yaml

from lab import truth
from lab.errors import LabError
from lab.shares import unknowns
from lab.subjects import Subject, subjects, undeclared_hosts

ROOT = Path(__file__).resolve().parents[2]
PAIRS = truth.planted()
EXPECTED = {(row.control, row.kind, row.subject): row for row in truth.table()}


def metadata(policy: Path) -> dict[str, str]:
    """`id` and `subject` from the metadata comment of a policy."""
    found: dict[str, str] = {}
    for line in policy.read_text(encoding="utf-8").splitlines():
        key, _, value = line.removeprefix("#   ").partition(": ")
        if line.startswith("#   ") and key in {"id", "subject"}:
            found[key] = value.strip()
    return found


def test_every_control_has_a_truth_of_its_own_kind_of_subject() -> None:
    """No control is judged without the table, and the table speaks of the things the control judges."""
    policies = [metadata(policy) for policy in sorted((ROOT / "policies" / "controls").glob("*/*/policy.rego"))]
    table = truth.controls()

    assert policies
    assert [] == [one for one in policies if one["subject"] != table.get(one["id"], {}).get("subject")]


def test_a_rule_asks_about_what_its_subjects_have() -> None:
    """A rule about an attribute that no subject of the kind has would never apply, and its rows be the default's."""
    known: dict[str, set[str]] = {}
    for subject in (*subjects(), *undeclared_hosts()):
        known.setdefault(subject.kind, set()).update(subject.about)
    asked = {
        (control, entry["subject"], key)
        for control, entry in truth.controls().items()
        for rule in entry.get("rules", [])
        for key in rule["when"]
    }

    assert [] == sorted(one for one in asked if one[2] not in known[one[1]])


def test_every_control_and_subject_has_one_row() -> None:
    """The table is the whole product of controls and subjects of their kind."""
    sizes = Counter(subject.kind for subject in subjects())
    rows = Counter(row.control for row in truth.table())
    expected = {
        control: sizes[entry["subject"]] + (1 if entry.get("undeclared") else 0)
        for control, entry in truth.controls().items()
    }

    assert expected == dict(rows)
    assert len(EXPECTED) == sum(rows.values())


def test_what_is_not_sound_has_a_reason() -> None:
    """Whoever disagrees with a warn, fail, unknown or manual can read why it is expected."""
    silent = [row for row in truth.table() if row.status not in {"pass", "not_applicable"} and not row.reason]

    assert [] == silent


def test_there_are_enough_faults_and_twins() -> None:
    """At least 40 faults are planted, each with a twin that passes."""
    assert len(PAIRS) >= 40
    assert {"pass"} == {twin.status for _, twin in PAIRS}
    assert {"warn", "fail", "manual"} == {fault.status for fault, _ in PAIRS}
    assert len(PAIRS) == len({fault.id for fault, _ in PAIRS})


@pytest.mark.parametrize("entry", [one for pair in PAIRS for one in pair], ids=lambda entry: entry.id)
def test_a_planted_thing_is_what_the_table_says(entry: truth.Planted) -> None:
    """Fault and twin have the status of the table, and the file they are built in exists."""
    assert entry.status == EXPECTED[entry.control, entry.kind, entry.subject].status
    assert (ROOT / entry.built_in).is_file()


def test_every_control_has_a_fault_and_a_twin() -> None:
    """No control could pass by always saying the same; where the lab holds no pair, the table says why."""
    told = {control: entry.get("unplanted", "") for control, entry in truth.controls().items()}

    assert {control for control, why in told.items() if not why} == {fault.control for fault, _ in PAIRS}


WAITING = truth.waiting()


def test_a_row_that_waits_for_a_look_is_unknown() -> None:
    """Once the look is built the row is judged, and leaves the list."""
    judged = [row for row in WAITING if EXPECTED[row.control, row.kind, row.subject].status != "unknown"]

    assert [] == judged
    assert all(row.why for row in WAITING)


def test_rows_wait_once() -> None:
    """One look each, so that the list is not longer than it is."""
    assert len(WAITING) == len({(row.control, row.kind, row.subject) for row in WAITING})


def test_few_rows_are_unknown_for_other_reasons() -> None:
    """Unknown is not the way out: beside what waits for a look, at most 8 % of the rows that apply are unknown."""
    found = unknowns(([row.status], row.status) for row in truth.table())

    assert dataclasses.replace(found, unknown=found.unknown - len(WAITING)).few


def test_an_exception_for_nothing_is_refused(tmp_path: Path) -> None:
    """A misspelt subject in the table is an error and not a lost expectation."""
    (tmp_path / "one.yaml").write_text(
        yaml.safe_dump({"XX-01": {"subject": "host", "default": "pass", "except": {"nobody": {"status": "fail"}}}})
    )

    with pytest.raises(LabError, match="nobody"):
        truth.table(tmp_path)


def test_an_unknown_status_is_refused(tmp_path: Path) -> None:
    """A status outside the eight words is an error."""
    (tmp_path / "one.yaml").write_text(yaml.safe_dump({"XX-01": {"subject": "host", "default": "fine"}}))

    with pytest.raises(LabError, match="fine"):
        truth.table(tmp_path)


def test_an_exception_outranks_a_rule_and_the_first_rule_wins() -> None:
    """The order of precedence is exception, rules from the top, default."""
    entry = {
        "subject": "host",
        "default": "pass",
        "rules": [{"when": {"level": [1, 2]}, "status": "warn"}, {"when": {"roles": "web"}, "status": "fail"}],
        "except": {"a": {"status": "manual"}},
    }
    about = {"level": 2, "roles": ["web", "mail"]}
    cases = {"a": about, "b": about, "c": {"level": 3, "roles": ["web"]}, "d": {"level": 3, "roles": []}}

    assert {"a": "manual", "b": "warn", "c": "fail", "d": "pass"} == {
        name: truth.verdict("XX-01", entry, Subject("host", name, given)).status for name, given in cases.items()
    }
