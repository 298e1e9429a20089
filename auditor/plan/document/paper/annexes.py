"""The annexes of the plan: one table or a few each."""

from collections.abc import Iterable

from auditor.model.reason import Reason
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both
from auditor.pages.papers.blocks import BLANK, LINE, Annex, Block, Column, Heading, Paragraph, Table
from auditor.pages.sentences import reason_in_words
from auditor.plan.document.paper.duties import safety_annex, tasks_annex
from auditor.plan.document.paper.wording import wave_in_words, with_id
from auditor.plan.document.shape import PlanDocument, SystemRow
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.shared.upgrade_words import (
    ACTION,
    URGENCY,
    basis_in_words,
    item_in_words,
    reasons_in_words,
    site_in_words,
)
from auditor.text.vocabulary import DECISION, MOVE_STATE, READINESS, STANDING, word
from auditor.text.words import Bilingual, day, first_names, joined, mark, number, same, say

_REASONS = 2
"""Reasons of a decision that fit a row; `plan decisions` gives them all."""


def annexes(plan: PlanDocument, report: ReportInput, names: Names) -> tuple[Annex, ...]:
    """Annexes I to VII, in their order."""
    made: tuple[tuple[str, Bilingual, Iterable[Block]], ...] = (
        ("I", say("Systems and databases to move"), _moving(plan, names)),
        ("II", say("Systems that stay, end, or are not decided"), _staying(plan, names)),
        ("III", say("Infrastructure to upgrade, replace or add"), _upgrades(plan, report, names)),
        ("IV", say("Roadmap"), _stages(plan, names)),
        ("V", say("Assignment of tasks (the six clear points)"), tasks_annex(plan, report, names)),
        ("VI", say("Safety and stable operation after the move"), safety_annex(plan, names)),
        ("VII", say("Matters to raise with the National Data Center"), _questions(plan, names)),
    )
    return tuple(Annex(number, say("ANNEX {0}", same(number)), title, tuple(blocks)) for number, title, blocks in made)


def _moving(plan: PlanDocument, names: Names) -> Iterable[Block]:
    columns = _columns(
        (mark("No."), 40),
        (mark("System"), 190),
        (mark("Owner and operator"), 170),
        (mark("Level"), 50),
        (mark("Decision and reason"), 230),
        (mark("Wave and night"), 110),
        (mark("State of the move"), 90),
        (mark("Readiness"), 120),
    )
    rows = tuple(
        (
            number(place),
            _system(row.system, names),
            _units(row, names),
            _level(row),
            _decision(row, names),
            _night(row, plan, names),
            word(MOVE_STATE, row.state) if row.state else BLANK,
            _readiness(row),
        )
        for place, row in enumerate(plan.moving, 1)
    )
    yield Heading(say("Systems"), 2)
    yield Table(columns, rows, say("No system has a decision to move."))
    yield Heading(say("Databases and data sets"), 2)
    yield from _data(plan, names)


def _data(plan: PlanDocument, names: Names) -> Iterable[Block]:
    known = names.estate.data_sets
    rows = tuple(
        (
            number(place),
            with_id(both(known[row.data_set].name) if row.data_set in known else same(""), row.data_set),
            _system(row.system, names),
            word(DECISION, row.decision) if row.decision else BLANK,
            word(MOVE_STATE, row.state),
            _progress(row.progress.rows_done, row.progress.rows),
            _progress(row.progress.bytes_done, row.progress.bytes),
            _agreement(row.agrees),
        )
        for place, row in enumerate(plan.data, 1)
    )
    columns = _columns(
        (mark("No."), 40),
        (mark("Data set"), 220),
        (mark("System"), 200),
        (mark("Decision"), 140),
        (mark("State of the move"), 110),
        (mark("Rows done of all"), 110),
        (mark("Bytes done of all"), 110),
        (mark("Declared and measured"), 70),
    )
    yield Table(columns, rows, say("No data set moves or has moved."))


def _staying(plan: PlanDocument, names: Names) -> Iterable[Block]:
    columns = _columns(
        (mark("No."), 40),
        (mark("System"), 230),
        (mark("Owner and operator"), 210),
        (mark("Level"), 60),
        (mark("Decision and reason"), 300),
        (mark("Readiness"), 160),
    )
    rows = tuple(
        (
            number(place),
            _system(row.system, names),
            _units(row, names),
            _level(row),
            _decision(row, names),
            _readiness(row) if row.proposal.final is None else BLANK,
        )
        for place, row in enumerate(plan.staying, 1)
    )
    yield Table(columns, rows, say("Every system moves."))


def _upgrades(plan: PlanDocument, report: ReportInput, names: Names) -> Iterable[Block]:
    columns = _columns(
        (mark("No."), 40),
        (mark("Item"), 180),
        (mark("Action"), 70),
        (mark("Site"), 100),
        (mark("Reason"), 220),
        (mark("Legal basis"), 130),
        (mark("Urgency"), 100),
        (mark("Million VND"), 70),
        (mark("Keeper"), 100),
    )
    rows = tuple(
        (
            number(place),
            with_id(item_in_words(item, names), item.asset) if item.asset else item_in_words(item, names),
            word(ACTION, item.action),
            site_in_words(item.site, names),
            _control(reasons_in_words(item, names), item.control),
            _confidence(basis_in_words(item, report), item.confidence),
            _due(word(URGENCY, item.urgency), day(item.due) if item.due else None),
            number(item.million_vnd) if item.million_vnd is not None else BLANK,
            names.organisation(item.owner) if item.owner else BLANK,
        )
        for place, item in enumerate(plan.upgrades.items, 1)
    )
    yield Table(columns, rows, say("Nothing to upgrade, replace or add was found."))
    if plan.upgrades.unjudged:
        yield Heading(say("What could not be judged for want of data"), 2)
        for reason in plan.upgrades.unjudged:
            yield Paragraph(reason_in_words(reason, names, SENTENCES))


def _stages(plan: PlanDocument, names: Names) -> Iterable[Block]:
    if plan.waves_from == "proposal":
        yield Paragraph(say("The waves are a proposal; none of them is adopted by being listed here."), "note")
    columns = _columns(
        (mark("Wave"), 130),
        (mark("Night of the cut-over"), 90),
        (mark("Systems"), 330),
        (mark("Notice at the latest on"), 90),
        (mark("Old and new run side by side until"), 100),
        (mark("Way back open until"), 90),
        (mark("Readiness on the day of review"), 170),
    )
    rows = tuple(
        (
            wave_in_words(row.wave, plan, names),
            day(row.date),
            joined([_system(name, names) for name in row.systems], LINE),
            day(row.notice_by),
            day(row.parallel_until),
            day(row.rollback_until),
            say(
                "ready {0}, with conditions {1}, not yet fit {2}, not enough evidence {3}",
                number(row.ready),
                number(row.conditional),
                number(row.blocked),
                number(row.unknown),
            ),
        )
        for row in plan.stages
    )
    yield Table(columns, rows, say("No wave is adopted or proposed."))


def _questions(plan: PlanDocument, names: Names) -> Iterable[Block]:
    rows = []
    for place, one in enumerate(plan.questions, 1):
        text = both(one.words) if one.words else _reason(one.why, names)
        whole = joined([both(one.zone), text], ": ") if one.zone else text
        rows.append((number(place), whole, BLANK, BLANK))
    columns = _columns((mark("No."), 50), (mark("Matter"), 550), (mark("Answer"), 250), (mark("Document, date"), 150))
    yield Table(columns, tuple(rows), say("No matter was entered or found."))


def _columns(*titles: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(say(title), share) for title, share in titles)


def _system(name: str, names: Names) -> Bilingual:
    return with_id(names.system(name), name)


def _units(row: SystemRow, names: Names) -> Bilingual:
    units = list(dict.fromkeys(name for name in (row.owner, row.operator) if name))
    return joined([names.organisation(name) for name in units], LINE)


def _level(row: SystemRow) -> Bilingual:
    return number(row.level) if row.level is not None else BLANK


def _decision(row: SystemRow, names: Names) -> Bilingual:
    """The decision planning works with, else how things stand; then the reasons of the proposal."""
    proposal = row.proposal
    first = word(DECISION, proposal.final) if proposal.final else word(STANDING, proposal.standing)
    parts = [first]
    if proposal.standing == "undecided" and proposal.proposed:
        parts.append(say("proposed: {0}", word(DECISION, proposal.proposed)))
    if proposal.standing == "differs" and proposal.proposed:
        parts.append(say("the rules would propose: {0}", word(DECISION, proposal.proposed)))
    shown = len(proposal.why) if proposal.standing == "forbidden" else _REASONS
    reasons = first_names([_reason(reason, names) for reason in proposal.why], shown, "; ")
    return joined([*parts, *([reasons] if proposal.why else [])], LINE)


def _night(row: SystemRow, plan: PlanDocument, names: Names) -> Bilingual:
    return joined([wave_in_words(row.wave, plan, names), day(row.date)], LINE) if row.wave else BLANK


def _readiness(row: SystemRow) -> Bilingual:
    state = word(READINESS, row.readiness)
    return joined([state, say("open conditions: {0}", number(row.open_gates))], LINE) if row.open_gates else state


def _progress(done: int | None, whole: int | None) -> Bilingual:
    if done is None and whole is None:
        return BLANK
    return joined([number(part) if part is not None else same("?") for part in (done, whole)], " / ")


def _agreement(agrees: bool | None) -> Bilingual:  # noqa: FBT001 - it is what the row says
    return BLANK if agrees is None else say("agree") if agrees else say("differ")


def _control(text: Bilingual, control: str) -> Bilingual:
    return Bilingual(f"{text.vi} [{control}]", f"{text.en} [{control}]") if control else text


def _confidence(text: Bilingual, confidence: str | None) -> Bilingual:
    return joined([text, say("confidence {0}", same(confidence))], LINE) if confidence else text


def _due(text: Bilingual, date: Bilingual | None) -> Bilingual:
    return joined([text, date], LINE) if date else text


def _reason(reason: Reason | None, names: Names) -> Bilingual:
    return reason_in_words(reason, names, SENTENCES) if reason else same("")
