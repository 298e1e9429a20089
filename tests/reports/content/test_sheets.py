"""Pre-migration sheets."""

from dataclasses import replace

from auditor.model.vocab import Decision, Status
from auditor.pages.interface import ReportInput
from auditor.reports.content.sheets import lines_that_fit, sheets_of, shortened
from auditor.reports.content.whole import Content
from auditor.text.words import same
from tests.reports.builder import counted


def test_one_line_per_control_worst_first(content: Content) -> None:
    """A control with several subjects is one line that shows the worst and how many met it."""
    sheet = next(sheet for sheet in sheets_of(content) if sheet.move.id == "dat-dai")
    assert [(line.control, line.status, line.met, line.subjects) for line in sheet.lines[:4]] == [
        ("CN-05", Status.FAIL, 0, 1),
        ("CN-08", Status.FAIL, 0, 1),
        ("NW-05", Status.FAIL, 1, 2),
        ("CN-07", Status.WARN, 0, 1),
    ]
    assert (sheet.lines[1].known.en, sheet.lines[0].known.en) == (
        "02:40 22 Nov 2026, Measured, DMZ",
        "Documented: approval of the security level",
    )


def test_a_line_without_evidence_says_so(source: ReportInput) -> None:
    """What nobody measured is neither met nor known."""
    systems = tuple(
        s.model_copy(update={"decision": Decision.MIGRATE}) if s.id == "mot-cua-xa" else s
        for s in source.inventory.systems
    )
    decided = counted(replace(source, inventory=source.inventory.model_copy(update={"systems": systems})))
    sheet = next(sheet for sheet in sheets_of(Content.of(decided)) if sheet.move.id == "mot-cua-xa")
    line = next(line for line in sheet.lines if line.control == "LG-01")
    assert (line.status, line.met, line.known.vi, line.observed.vi) == (Status.UNKNOWN, 0, "–", "–")


def test_shared_hosts_stand_on_both_sheets(source: ReportInput) -> None:
    """A system that runs on another's host answers for what was found there."""
    systems = tuple(
        s.model_copy(update={"runs_on": ("dat-dai-db",)}) if s.id == "bao-cao" else s for s in source.inventory.systems
    )
    shared = replace(source, inventory=source.inventory.model_copy(update={"systems": systems}))
    sheet = next(sheet for sheet in sheets_of(Content.of(shared)) if sheet.move.id == "bao-cao")
    line = next(line for line in sheet.lines if line.control == "NW-05")
    assert (line.status, line.subjects) == (Status.FAIL, 2)


def test_shortening_counts_what_is_left_out(content: Content) -> None:
    """Nothing disappears without being counted, and the worst stays."""
    whole = next(sheet for sheet in sheets_of(content) if sheet.move.id == "dat-dai")
    short = shortened(whole, 2)
    assert (short.lines, short.lines_left_out) == (whole.lines[:2], len(whole.lines) - 2)


def test_the_estimate_leaves_room(content: Content) -> None:
    """A sheet takes as many lines as paper has room for, at least one, and fewer beside long notices."""
    sheet = next(sheet for sheet in sheets_of(content) if sheet.move.id == "dat-dai")
    crowded = replace(sheet, lines=sheet.lines * 5)
    free, noticed = lines_that_fit(crowded, 120.0), lines_that_fit(crowded, 120.0, [same("x" * 400)])
    assert (1 <= noticed < free < len(crowded.lines), lines_that_fit(replace(crowded, lines=()), 120.0)) == (True, 0)
