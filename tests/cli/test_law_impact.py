"""`auditor law impact`: which controls a change touches, how many systems, and what a stored run would say then."""

import datetime
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from auditor.audit import open_store
from auditor.audit.again import Kept, judge_again
from auditor.audit.impact import Change, on_run
from auditor.inventory import load_settings
from auditor.model.vocab.verdicts import Status
from auditor.store.runs import RunStore
from tests.cli.command import auditor
from tests.cli.test_law_confirm import a_province, own_policies

pytestmark = pytest.mark.needs_opa


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A control that finds fault with every machine by a decision that was read."""
    return own_policies(tmp_path_factory.mktemp("own"), "A")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory, own: Path) -> Path:
    """A province with one stored run of the law of 22 November 2026."""
    folder = a_province(tmp_path_factory.mktemp("province"))
    words = ("--as-of", "2026-11-22", "--at", "2026-11-22T08:00:00+07:00")
    done = auditor("evaluate", "facts", "-i", "province", "--policies", own, *words, cwd=folder)
    assert 0 == done.code, done.err
    return folder


def impact(folder: Path, own: Path, *words: str) -> Any:
    done = auditor("law", "impact", *words, "--policies", own, "--format", "json", cwd=folder)
    assert 0 == done.code, done.err
    return json.loads(done.out)


RUN = ("--run", "latest", "--config", "province/auditor.yaml")


def test_a_text_that_ends(province: Path, own: Path) -> None:
    """Its controls lose their duty, the systems they concerned, and the verdicts of the run that rested on it."""
    found = impact(province, own, "1/2026/QĐ-UBND", "--from", "2027-01-01", "-i", "province", *RUN)
    (mine,) = [row for row in found["controls"] if row["control"] == "ABC-01"]
    moved = [row for row in found["run"]["verdicts"] if row["control"] == "ABC-01"]

    assert ("own-decision", None, True) == (found["ends"], found["replaced_by"], found["run"]["judged_anew"])
    assert [("own-decision", "2027-01-01")] == [(row["instrument"], row["to"]) for row in mine["ends"]]
    assert [] == mine["duties_left"]
    assert mine["systems"]["before"] > mine["systems"]["after"] == 0
    assert {("fail", "not_in_force")} == {(row["now"], row["then"]) for row in moved}
    assert moved == found["run"]["verdicts"]


def test_two_days(province: Path, own: Path) -> None:
    """Between the day before a decree and the day it took effect, verdicts of the run leave *not in force*."""
    found = impact(province, own, "--from", "2026-08-18", "--to", "2026-08-19", *RUN)
    begun = {row["control"] for row in found["controls"] if row["begins"]}
    woken = {row["control"] for row in found["run"]["verdicts"] if row["now"] == "not_in_force"}

    assert "NW-05" in woken
    assert woken <= begun


def test_a_table_for_a_person(province: Path, own: Path) -> None:
    """The same in words: what is left, systems, and each verdict that changes."""
    done = auditor("law", "impact", "own-decision", "--from", "2027-01-01", "--replaced-by", "nd-331-2026-nd-cp",
                   "--policies", own, "-i", "province", *RUN, cwd=province)  # fmt: skip

    assert 0 == done.code, done.err
    for words in ("ABC-01: no duty is left, so it judges nobody", "systems before", "would stand otherwise"):
        assert words in done.out


def test_the_same_law_changes_nothing(province: Path) -> None:
    """Judged by its own day and its own law, a run says what it said."""
    with closing(open_store(load_settings(province / "province/auditor.yaml"))) as store:
        stored = store.get("latest")
        kept = Kept.of(store, stored)

        assert kept.result.verdicts == kept.judged(kept.head.as_of, kept.policies.catalogue).verdicts
        assert kept.result.verdicts == judge_again(store, stored).verdicts


def test_a_run_that_kept_no_policies(province: Path, tmp_path: Path) -> None:
    """It cannot be judged anew: verdicts that rest on the text are listed, without what becomes of them."""
    with closing(open_store(load_settings(province / "province/auditor.yaml"))) as store:
        result = store.result(store.get("latest"))
    change = Change(datetime.date(2026, 12, 31), datetime.date(2027, 1, 1), "own-decision")
    with closing(RunStore(f"sqlite:///{tmp_path}/old.sqlite")) as old:
        found = on_run(old, old.add(result, {}), change, ["ABC-01"])
    resting = [verdict for verdict in result.verdicts if verdict.control == "ABC-01"]

    assert not found.anew
    assert [(one.subject.id, Status.FAIL, None) for one in resting] == [
        (one.subject, one.before, one.after) for one in found.moved
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "two days or a text are needed"),
        (("--from", "2026-08-18"), "two days or a text are needed"),
        (("own-decision", "--from", "2027-01-01", "--to", "2027-02-01"), "--to goes with two days"),
        (("own-decision", "--from", "2026-01-01"), "took effect on 2026-01-01 and cannot end on 2026-01-01"),
        (("no-such-law",), "there is no instrument 'no-such-law'"),
        (("own-decision", "--from", "2027-01-01", "--replaced-by", "nothing"), "there is no instrument 'nothing'"),
        (("--from", "2026-08-18", "--to", "2026-08-19", "--run", "nothing"), "nothing"),
    ],
)
def test_wrong_words(province: Path, own: Path, words: tuple[str, ...], told: str) -> None:
    """Each is one clear error with exit code 2."""
    done = auditor("law", "impact", *words, "--policies", own, "--config", "province/auditor.yaml", cwd=province)

    assert 2 == done.code
    assert told in done.err
