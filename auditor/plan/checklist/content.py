"""What the sheets of a checklist say in both languages, before they are laid out on paper, as text or in cells."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.model.tick import Tick
from auditor.model.verdict import CitedClause, RunHead
from auditor.model.vocab.secrecy import Label
from auditor.pages.clauses import UNREAD, clause_in_words, instrument_name, place_in_words
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both
from auditor.pages.notices import notices_of, shown_label
from auditor.pages.population import systems_line
from auditor.pages.sentences import reason_in_words
from auditor.plan.checklist.conditions import Condition, conditions_of
from auditor.plan.checklist.shape import Checklists, Line, Sheet
from auditor.plan.shared.sentences import SENTENCES
from auditor.text.harmless import for_page
from auditor.text.vocabulary import CONFIDENCE, word
from auditor.text.words import Bilingual, day, instant, joined, mark, same, say

PHASE: Mapping[str, str] = {
    "before": mark("Before the night"),
    "during": mark("During the night"),
    "after": mark("After the move"),
}
STATE: Mapping[str, str] = {
    "met": mark("Met"),
    "not_met": mark("Not met"),
    "unknown": mark("Not enough evidence to conclude"),
    "by_hand": mark("Answered by people"),
}
GO: Mapping[str, str] = {
    "go": mark("Go: everything that stops the night is met or answered yes"),
    "no_go": mark("No-go: something that stops the night is not met"),
    "open": mark("Open: something that stops the night is neither met nor answered yes"),
}
WORDS: Mapping[str, str] = {
    "title": mark("Checklists of the move"),
    "wave": mark("Checklist of a wave"),
    "system": mark("Checklist of a system's move"),
    "grade": mark("Secrecy grade: ........ (set by the competent person)"),
    "label": mark("Highest label declared for what this file shows"),
    "self_check": mark(
        "Self-check carried out by the operating organisation; it replaces no inspection or appraisal by the competent "
        "authority."
    ),
    "conditions": mark("Conditions reviewed for the move"),
    "stops": mark(
        "stops the night: without it met by evidence or answered yes, the move does not take place; an answer never "
        "outweighs evidence to the contrary."
    ),
    "without_clause": mark("A line without a clause is good practice; no text asks for it."),
    "contradicted": mark("The evidence says otherwise"),
    "taken_back": mark("The old instance is taken back when"),
    "decided": mark("Decided at"),
    "hours": mark("hours"),
    "go_on": mark("go on"),
    "go_back": mark("go back"),
    "remarks": mark("Other remarks"),
    "dated": mark("........, day .... month .... year ........"),
    "signed": mark("(signature, full name)"),
    "nothing": mark("No wave was adopted, so there is no night to prepare."),
    "to_compare": mark("Texts to be compared with the original"),
}
"""What every sheet says besides its own lines, the same in each format."""

BOX = "☐"
ANSWER: Mapping[str, str] = {"yes": mark("yes"), "no": mark("no"), "not_applicable": mark("not applicable")}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line in words. `filled` and `known` are empty where only people know, `state_words` where nothing was looked
    at; `law` where no text asks for it.
    """

    id: str
    number: str
    words: Bilingual
    law: tuple[Bilingual, ...]
    state: str
    state_words: Bilingual
    filled: Bilingual
    known: Bilingual
    owner: Bilingual
    due: datetime.date | None
    stops: bool
    tick: Tick | None
    answer: Bilingual
    contradicted: bool


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """The lines of one phase."""

    title: Bilingual
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One sheet in words. `about` names its subject, wave and night; `stopped_by` are the numbers of the lines that
    keep it from going, `stopped` the same as a sentence.
    """

    kind: str
    id: str
    name: Bilingual
    owner: Bilingual
    wave: Bilingual
    date: datetime.date | None
    about: Bilingual
    go: str
    go_words: Bilingual
    stopped_by: tuple[str, ...]
    stopped: Bilingual
    phases: tuple[ShownPhase, ...]
    conditions: tuple[Condition, ...]
    rollback: tuple[Bilingual, ...]
    signatures: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class ShownChecklists:
    """Every sheet, and what must be said about the file as a whole. `words` are `WORDS` in both languages; `made_from`
    names the run and its two clocks, `digests` what it read.
    """

    run: RunHead
    province: Bilingual
    sheets: tuple[ShownSheet, ...]
    notices: tuple[Bilingual, ...]
    label: Label
    unread: tuple[Bilingual, ...]
    words: Mapping[str, Bilingual]
    made_from: Bilingual
    digests: Bilingual


def shown(checklists: Checklists, report: ReportInput) -> ShownChecklists:
    """Puts the sheets into words. Raises ReportError when a message lacks its Vietnamese."""
    names = Names.of(report.inventory)
    return ShownChecklists(
        run=report.result.run,
        province=names.title(),
        sheets=tuple(_sheet(sheet, names, report) for sheet in checklists.sheets),
        notices=(*notices_of(report, names), systems_line(report.population)),
        label=shown_label(report, names),
        unread=tuple(dict.fromkeys(_unread(checklists, report))),
        words={name: say(message) for name, message in WORDS.items()},
        made_from=_made_from(report.result.run),
        digests=_digests(report.result.run),
    )


def decision(words: Mapping[str, Bilingual]) -> tuple[Bilingual, ...]:
    """Where people write on the night what they decided, as lines to fill in by hand."""
    at = joined([words["decided"], same("........"), words["hours"]], " ")
    choice = [joined([same(BOX), words[name]], " ") for name in ("go_on", "go_back")]
    return joined([at, *choice], "    "), joined([words["remarks"], same("........")], ": ")


def _made_from(run: RunHead) -> Bilingual:
    return say(
        "Run {run}; law as of {day}; evaluated at {instant}",
        run=run.id,
        day=day(run.as_of),
        instant=instant(run.evaluated_at),
    )


def _digests(run: RunHead) -> Bilingual:
    named = (
        (say("inventory"), run.inventory_digest),
        (say("facts"), run.facts_digest),
        (say("policies"), run.policy_digest),
        (say("parameters"), run.params_digest),
    )
    each = joined([joined([name, same(text[:12])], " ") for name, text in named], " · ")
    return joined([same("SHA-256"), each], ": ")


def _sheet(sheet: Sheet, names: Names, report: ReportInput) -> ShownSheet:
    numbers = {line.id: str(n) for n, line in enumerate(sheet.lines, start=1)}
    lines = [_line(line, numbers[line.id], names, report) for line in sheet.lines]
    phases = (
        ShownPhase(
            say(title), tuple(shown for line, shown in zip(sheet.lines, lines, strict=True) if line.phase == phase)
        )
        for phase, title in PHASE.items()
    )
    system = names.estate.systems.get(sheet.id) if sheet.kind == "system" else None
    wave = _wave(sheet.wave, names) if sheet.wave else same("–")
    stopped_by = tuple(numbers[name] for name in sheet.stopped_by if name in numbers)
    return ShownSheet(
        kind=sheet.kind,
        id=sheet.id,
        name=names.system(sheet.id) if sheet.kind == "system" else _wave(sheet.id, names),
        owner=names.organisation(system.owner) if system else names.title(),
        wave=wave,
        date=sheet.date,
        about=say("Id {id}; wave {wave}; night of {day}", id=sheet.id, wave=wave, day=day(sheet.date)),
        go=sheet.go,
        go_words=say(GO[sheet.go]),
        stopped_by=stopped_by,
        stopped=say("lines: {numbers}", numbers=", ".join(stopped_by)) if stopped_by else same(""),
        phases=tuple(phase for phase in phases if phase.lines),
        conditions=conditions_of(sheet.id, report, names) if sheet.kind == "system" else (),
        rollback=_pairs(sheet.rollback_vi, sheet.rollback_en),
        signatures=_pairs(sheet.signatures_vi, sheet.signatures_en),
    )


def _wave(name: str, names: Names) -> Bilingual:
    found = names.estate.waves.get(name)
    return both(found.name) if found else same(for_page(name))


def _pairs(vi: tuple[str, ...], en: tuple[str, ...]) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(for_page(one), for_page(other)) for one, other in zip(vi, en, strict=True))


def _line(line: Line, number: str, names: Names, report: ReportInput) -> ShownLine:
    yes = line.tick is not None and line.tick.answer == "yes"
    return ShownLine(
        id=line.id,
        number=number,
        words=Bilingual(for_page(line.words_vi), for_page(line.words_en)),
        law=tuple(
            clause_in_words(
                report.catalogue,
                CitedClause(instrument=law.instrument, clause=law.clause, force=law.force, confidence=law.confidence),
            )
            for law in line.law
        ),
        state=line.state,
        state_words=say(STATE[line.state]) if line.state != "by_hand" or line.filled else same(""),
        filled=reason_in_words(line.filled.value, names, SENTENCES) if line.filled else same(""),
        known=_known(line, names),
        owner=names.organisation(line.owner) if line.owner else same(""),
        due=line.due,
        stops=line.stops,
        tick=_plain(line.tick),
        answer=say(ANSWER[line.tick.answer]) if line.tick else same(""),
        contradicted=yes and line.state == "not_met",
    )


def _plain(tick: Tick | None) -> Tick | None:
    return tick and tick.model_copy(update={"who": for_page(tick.who), "note": for_page(tick.note)})


def _known(line: Line, names: Names) -> Bilingual:
    """When and from where something is known; a paper's day stands in its sentence already."""
    if line.filled is None or all(name.startswith("inv:") for name in line.filled.evidence):
        return same("")
    place = names.zone(line.filled.vantage) if line.filled.vantage else same("")
    parts = [instant(line.filled.at) if line.filled.at else same(""), place]
    return joined([part for part in parts if part.vi], " · ")


def _unread(checklists: Checklists, report: ReportInput) -> Iterator[Bilingual]:
    for sheet in checklists.sheets:
        for line in sheet.lines:
            for law in line.law:
                if law.confidence in UNREAD:
                    name, place = instrument_name(report.catalogue, law.instrument), place_in_words(law.clause)
                    how = word(CONFIDENCE, law.confidence)
                    yield Bilingual(f"{name.vi}, {place.vi} ({how.vi})", f"{name.en}, {place.en} ({how.en})")
