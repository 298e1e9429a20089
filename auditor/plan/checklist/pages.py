"""Checklists for terminals, for paper, and as a workbook to fill in."""

from collections.abc import Mapping

from auditor.plan.checklist.grid import Stamp
from auditor.plan.checklist.shape import Sheet
from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.plan.verbs import Screen
from auditor.text.words import Language, Voice

_MOST_NAMED = 3


def screen(run: PlanRun, language: Language) -> Screen:
    """A row for each sheet."""
    shown, voice, made = Screen(), Voice(language), run.checklist
    rules = {"go": voice.t("Go"), "no_go": voice.t("No-go"), "open": voice.t("Open")}
    kinds = {"wave": voice.t("Wave"), "system": voice.t("System")}
    headings = (voice.t("Rule"), voice.t("Sheet"), "ID", voice.t("Night"), voice.t("Met"), voice.t("Answered"))
    rows = [
        (rules[sheet.go], kinds[sheet.kind], sheet.id, str(sheet.date or "–"), *_counts(sheet)) for sheet in made.sheets
    ]
    if rows:
        shown.table((*headings, voice.t("Open lines that stop")), rows)
    else:
        shown.show(voice.t("no wave was adopted; --system ID makes one system's sheet"))
    shown.note(voice.t("to fill in: --format xlsx; to print: --format html; to read back: --import FILE --by NAME"))
    return shown


def _counts(sheet: Sheet) -> tuple[str, str, str]:
    stopping = [line for line in sheet.lines if line.stops]
    met = sum(line.state == "met" for line in stopping)
    answered = sum(line.tick is not None for line in sheet.lines)
    names = [line.item for line in stopping if line.id in sheet.stopped_by]
    more = f" +{len(names) - _MOST_NAMED}" if len(names) > _MOST_NAMED else ""
    return f"{met}/{len(stopping)}", f"{answered}/{len(sheet.lines)}", ", ".join(names[:_MOST_NAMED]) + more


def html(run: PlanRun, language: Language) -> bytes:
    """Pages to print. Raises ReportError."""
    from auditor.plan.checklist.html import checklist_page

    return checklist_page(run.checklist, run.report, language)


def pdf(run: PlanRun, language: Language) -> bytes:
    """The same on A4. Raises ReportError."""
    from auditor.plan.checklist.pdf import checklist_pdf

    return checklist_pdf(run.checklist, run.report, language)


def docx(run: PlanRun, language: Language) -> bytes:
    """An editable document. Raises ReportError."""
    from auditor.plan.checklist.docx import checklist_document

    return checklist_document(run.checklist, run.report, language)


def xlsx(run: PlanRun, language: Language) -> bytes:
    """A workbook that can be read back. Raises ReportError."""
    from auditor.plan.checklist.xlsx import checklist_workbook

    chosen = run.choices
    stamp = Stamp(run.result.run.id, language, chosen.wave, chosen.systems, run.entries)
    return checklist_workbook(run.checklist, run.report, stamp, language)


FORMATS: Mapping[str, Maker] = {"table": screen, "html": html, "pdf": pdf, "docx": docx, "xlsx": xlsx}
