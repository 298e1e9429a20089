"""What the sheets of a checklist say in both languages, before they are laid out on paper, as text or in cells."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.model.tick import Tick
from auditor.model.verdict import CitedClause, RunHead
from auditor.model.vocab import Label
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
from auditor.text.words import Bilingual, instant, joined, mark, same, say

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
ANSWER: Mapping[str, str] = {"yes": mark("yes"), "no": mark("no"), "not_applicable": mark("not applicable")}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line in words. `filled` and `known` are empty where only people know; `law` where no text asks for it."""

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
    """One sheet in words. `stopped_by` are the numbers of the lines that keep it from going."""

    kind: str
    id: str
    name: Bilingual
    owner: Bilingual
    wave: Bilingual
    date: datetime.date | None
    go: str
    go_words: Bilingual
    stopped_by: tuple[str, ...]
    phases: tuple[ShownPhase, ...]
    conditions: tuple[Condition, ...]
    rollback: tuple[Bilingual, ...]
    signatures: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class ShownChecklists:
    """Every sheet, and what must be said about the file as a whole."""

    run: RunHead
    province: Bilingual
    sheets: tuple[ShownSheet, ...]
    notices: tuple[Bilingual, ...]
    label: Label
    unread: tuple[Bilingual, ...]


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
    )


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
    return ShownSheet(
        kind=sheet.kind,
        id=sheet.id,
        name=names.system(sheet.id) if sheet.kind == "system" else _wave(sheet.id, names),
        owner=names.organisation(system.owner) if system else names.title(),
        wave=_wave(sheet.wave, names) if sheet.wave else same("–"),
        date=sheet.date,
        go=sheet.go,
        go_words=say(GO[sheet.go]),
        stopped_by=tuple(numbers[name] for name in sheet.stopped_by if name in numbers),
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
        state_words=say(STATE[line.state]),
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
