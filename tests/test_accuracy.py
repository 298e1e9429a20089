"""The page on how accurate the controls are, and the record that its figures of mutants are kept in."""

import datetime
from dataclasses import replace
from pathlib import Path

from auditor.policy.compiled import load
from auditor.policy.mutants.basis import Basis, basis_of
from auditor.resources import policies_dir
from tools.accuracy import COUNTS, PAGE, Measured, due, keep, kept, page, summed, total

TODAY = datetime.date(2026, 11, 30)
_COUNTS = dict(zip(COUNTS, (20, 17, 1, 2, 4), strict=True))


def basis(name: str) -> Basis:
    return basis_of(policies_dir(), load().catalogue.find(name))


def test_the_page_says_what_is_so() -> None:
    """Cases, lab rows, matters, needs and limits stand there as they are; to write it: `python -m tools.accuracy`."""
    assert page(kept()) == PAGE.read_text(encoding="utf-8")


def test_figures_of_mutants_are_told_where_they_were_measured() -> None:
    """A control without figures says so, and does not pass for one without survivors."""
    figures = {"NW-05": Measured(_COUNTS, "2026-11-30", basis("NW-05"))}
    made = page(figures)

    told = "- Mutants: 20, of which 17 caught, 1 excused, 2 survived; 4 more do not compile. Measured: 2026-11-30.\n"
    assert told in made
    assert made.count("- Mutants: not measured yet.") == made.count("\n## ") - 1
    assert "20 mutants: 17 caught, 1 excused, 2 survived" == summed(figures)


def test_the_page_says_what_changed_since_a_control_was_measured() -> None:
    """Figures of other cases are not passed off as those of today's; of figures without a basis nothing is said."""
    now = basis("NW-05")
    figures = {
        "NW-05": Measured(_COUNTS, "2026-11-29", replace(now, cases="other", library="other")),
        "NW-04": Measured(_COUNTS),
    }
    made = page(figures)

    assert "Measured: 2026-11-29, since then changed: cases, library.\n" in made
    assert "Measured: no day is recorded.\n" in made


def test_a_partial_run_replaces_what_it_judged_and_nothing_else(tmp_path: Path) -> None:
    """Figures of other controls stay with their own day; those of a control that is no more go."""
    record = tmp_path / "records" / "accuracy.json"
    parts = {"policy": "p", "cases": "c", "library": "l"}
    first = {"controls": [{"control": name, **_COUNTS, "basis": parts} for name in ("NW-04", "NW-05", "XX-99")]}
    second = {"controls": [{"control": "NW-05", **_COUNTS, "survived": 0, "basis": parts}]}
    keep(first, ["NW-04", "NW-05", "XX-99"], TODAY - datetime.timedelta(days=1), record)
    keep(second, ["NW-04", "NW-05"], TODAY, record)

    old, new = Measured(_COUNTS, "2026-11-29", Basis(**parts)), Measured(_COUNTS, "2026-11-30", Basis(**parts))
    assert {"NW-04": old, "NW-05": replace(new, counts=_COUNTS | {"survived": 0})} == kept(record)


def test_controls_are_due_by_their_policy_and_cases() -> None:
    """One that was never measured, or has another policy or other cases by now; a change of the library alone is told
    on the page and asks for no run.
    """
    measured = {name: Measured(_COUNTS, "2026-11-30", basis(name)) for name in ("NW-01", "NW-02", "NW-03", "NW-04")}
    measured["NW-02"] = replace(measured["NW-02"], basis=replace(basis("NW-02"), policy="other"))
    measured["NW-03"] = replace(measured["NW-03"], basis=replace(basis("NW-03"), cases="other"))
    measured["NW-04"] = replace(measured["NW-04"], basis=replace(basis("NW-04"), library="other"))
    asked = due(measured)

    assert {"NW-02", "NW-03", "NW-05"} <= set(asked)
    assert {"NW-01", "NW-04"}.isdisjoint(asked)


def test_enough_is_asked_of_all_controls_together() -> None:
    """One control may have more to excuse than the whole may."""
    many = Measured(_COUNTS | {"mutants": 100, "caught": 100, "excused": 0, "survived": 0})
    some = Measured(_COUNTS | {"mutants": 10, "caught": 8, "excused": 2, "survived": 0})

    assert not total({"NW-05": some}).enough
    assert total({"NW-04": many, "NW-05": some}).enough
