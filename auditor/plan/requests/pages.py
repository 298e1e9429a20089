"""Requests for terminals, and as letters."""

from collections.abc import Mapping

from auditor.pages.asks import requests_line, shown_asks
from auditor.pages.names import Names
from auditor.plan.deliver import Maker
from auditor.plan.requests.letter import letter_of
from auditor.plan.run import PlanRun
from auditor.plan.shared.document_form import document_form
from auditor.plan.verbs import Screen
from auditor.text.words import Language, Voice, number, say


def screen(run: PlanRun, language: Language) -> Screen:
    """Each ask with who can give it and what it is for, then what falls to each body."""
    shown, names, found = Screen(), Names.of(run.inventory), run.requests
    for position, ask in enumerate(shown_asks(found, names), 1):
        shown.show(f"{position}. {ask.text.of(language)}", "   ")
        owner = say("asked of: {0}", ask.owner)
        shown.show(f"   {owner.of(language)}", "   ")
        shown.show(f"   {ask.purpose.of(language)}", "   ")
        if ask.hindered:
            shown.show(f"   {ask.hindered.of(language)}", "   ")
    shown.show(requests_line(found).of(language), "  ")
    if not found.owner:
        _owners(shown, run, language)
    return shown


def _owners(shown: Screen, run: PlanRun, language: Language) -> None:
    voice, names = Voice(language), Names.of(run.inventory)
    rows = [
        (
            names.organisation(one.owner).of(language) if one.owner else voice.t("nobody is named"),
            one.owner or "–",
            number(one.asks).of(language),
            number(one.serves).of(language),
        )
        for one in run.requests.owners
    ]
    if rows:
        shown.table((voice.t("Organisation"), "id", voice.t("asks"), voice.t("verdicts")), rows)
        shown.note(voice.t("a letter to one of them: --owner ID -o letter.docx"))


def docx(run: PlanRun, language: Language) -> bytes:
    """The letter to the chosen body, or to all that are asked, to edit. Raises ReportError."""
    from auditor.pages.papers.word import paper_docx

    return paper_docx(letter_of(run, document_form()), language, run.result.run.evaluated_at)


def html(run: PlanRun, language: Language) -> bytes:
    """The letter as a page. Raises as `docx`."""
    from auditor.pages.papers.page import paper_html

    return paper_html(letter_of(run, document_form()), language)


FORMATS: Mapping[str, Maker] = {"table": screen, "docx": docx, "html": html}
