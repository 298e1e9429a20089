"""A system's sheet shows every control that gates its move, with evidence, and what is open with who can act."""

from dataclasses import replace

from auditor.model.vocab.moves import Decision
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.plan.checklist.conditions import conditions_of
from tests.reports.builder import counted


def test_one_row_per_control_worst_first(report: ReportInput, names: Names) -> None:
    """A control with several subjects is one row that shows the worst and how many met it."""
    rows = conditions_of("dat-dai", report, names)

    assert [(row.control, row.status, row.standing.en) for row in rows[:4]] == [
        ("CN-05", Status.FAIL, "Not met"),
        ("CN-08", Status.FAIL, "Not met"),
        ("NW-05", Status.FAIL, "Not met; met by 1 of 2"),
        ("CN-07", Status.WARN, "Needs attention"),
    ]
    assert (rows[1].known.en, rows[0].known.en) == (
        "02:40 22 Nov 2026, Measured, DMZ",
        "Documented: approval of the security level",
    )
    assert [row.control for row in rows if row.status is Status.FAIL and not (row.owner.vi and row.remedy.vi)] == []
    assert [row.control for row in rows if row.status is Status.PASS and (row.owner.vi or row.remedy.vi)] == []


def test_what_does_not_apply_is_in_no_count(report: ReportInput, names: Names) -> None:
    """Of four verdicts with two that do not apply, those that passed are two of two; where none applies, no row is."""
    whole = [one for one in report.result.verdicts if one.control == "NW-05" and one.subject.system == "dat-dai"]

    def standing(*statuses: Status) -> list[str]:
        made = tuple(one.model_copy(update={"status": status}) for one, status in zip(whole * 2, statuses, strict=True))
        result = report.result.model_copy(update={"verdicts": made})
        return [row.standing.en for row in conditions_of("dat-dai", replace(report, result=result), names)]

    away = Status.NOT_APPLICABLE
    assert ["Met; met by 2 of 2"] == standing(Status.PASS, Status.PASS, away, away)
    assert ["Not met; met by 1 of 2"] == standing(Status.PASS, Status.FAIL, away, Status.NOT_IN_FORCE)
    assert [] == standing(away, away, away, away)


def test_a_row_without_evidence_says_so(report: ReportInput) -> None:
    """What nobody measured is neither met nor known."""
    systems = tuple(
        one.model_copy(update={"decision": Decision.MIGRATE}) if one.id == "mot-cua-xa" else one
        for one in report.inventory.systems
    )
    decided = counted(replace(report, inventory=report.inventory.model_copy(update={"systems": systems})))
    rows = conditions_of("mot-cua-xa", decided, Names.of(decided.inventory))
    row = next(row for row in rows if row.control == "LG-01")

    assert (row.status, row.known.vi, row.observed.vi) == (Status.UNKNOWN, "–", "–")


def test_shared_machines_stand_on_both_sheets(report: ReportInput) -> None:
    """A system that runs on another's machine answers for what was found there."""
    systems = tuple(
        one.model_copy(update={"runs_on": ("dat-dai-db",)}) if one.id == "bao-cao" else one
        for one in report.inventory.systems
    )
    shared = replace(report, inventory=report.inventory.model_copy(update={"systems": systems}))
    rows = conditions_of("bao-cao", shared, Names.of(shared.inventory))
    row = next(row for row in rows if row.control == "NW-05")

    assert (row.status, row.standing.en) == (Status.FAIL, "Not met; met by 1 of 2")
