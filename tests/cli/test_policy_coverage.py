"""`auditor policy coverage`: rows of law with their controls, alone and held against an inventory."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import auditor

INVENTORY = Path(__file__).resolve().parents[2] / "inventories" / "lab"


def document(*words: str) -> dict[str, Any]:
    done = auditor("policy", "coverage", *words, "--format", "json", cwd=INVENTORY)
    assert 0 == done.code, done.err
    return dict(json.loads(done.out))


def test_every_row_is_accounted_for() -> None:
    """Figures are those of the rows, each control judges a row, and what is uncovered is shown alone on demand."""
    told = document()
    law = told["law"]

    assert len(law) == sum(told["rows"].values()) >= 187
    assert told["rows_covered"] == sum(bool(one["controls"]) for one in law)
    assert {one["control"] for one in told["clauses"]} == {name for one in law for name in one["controls"]}
    assert [one["id"] for one in law if not one["controls"]] == [one["id"] for one in document("--uncovered")["law"]]


def test_whom_controls_concern_in_an_inventory() -> None:
    """Counted before any look: what is labelled only where it is asked for, and then it alone."""
    shown = document(str(INVENTORY), "--as-of", "2026-11-22")
    covered = document(str(INVENTORY), "--as-of", "2026-11-22", "--labelled")

    def concerned(told: dict[str, Any], name: str) -> dict[str, Any]:
        return dict(next(one for one in told["law"] if one["id"] == name)["concerns"][name])

    assert {"facts": concerned(shown, "NW-05")["subjects"]} == concerned(shown, "NW-05")["by"]
    assert 0 < concerned(covered, "NW-05")["systems"] < concerned(shown, "NW-05")["systems"]


def test_the_page_fits_a_terminal() -> None:
    """No line is longer than 80 columns, and a person is told what is not counted."""
    done = auditor("policy", "coverage", str(INVENTORY), cwd=INVENTORY)

    assert 0 == done.code
    assert 80 >= max(map(len, done.out.splitlines()))
    assert "labelled things are not counted" in done.err


@pytest.mark.parametrize(("words", "told"), [(("--labelled",), "none is named"), (("nowhere",), "nowhere")])
def test_what_cannot_be_shown(words: tuple[str, ...], told: str) -> None:
    """One line and exit code 2."""
    done = auditor("policy", "coverage", *words, cwd=INVENTORY)

    assert 2 == done.code
    assert told in done.err
