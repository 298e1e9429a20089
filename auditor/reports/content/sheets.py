"""Pre-migration sheets: for each system to move, what gates the move, filled with evidence, one line per control."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.model.control import ControlMeta
from auditor.model.inventory import System
from auditor.model.verdict import Verdict
from auditor.model.vocab import Status
from auditor.pages.names import host_of
from auditor.reports.content.moves import Move
from auditor.reports.content.whole import Content
from auditor.text.harmless import for_page
from auditor.text.values import observed_of
from auditor.text.vocabulary import BASIS, KIND, STATUS, word
from auditor.text.words import Bilingual, instant, joined, number, same, say

# Texts are cut so that a sheet fits on A4.
MOST_BLOCKERS = 4
LONGEST = 84
LONGEST_VALUE = 40
LONGEST_FINDING = 64
LONGEST_REMEDY = 96

# Heights in millimetres of rows as the style sheet draws them; how many
# characters a column takes on one row. Estimates: paper is measured, the screen has no end.
_ROW, _RULE, _HEADING = 3.55, 1.3, 9.0
_NOTICE_COLUMN = 105
_FACT_COLUMN = 40
_HOLD_COLUMNS = (18, 20, 28, 74)
_LINE_COLUMNS = (54, 18, 20, 34)


@dataclass(frozen=True, slots=True)
class Line:
    """One control on one sheet: the worst verdict, how many subjects met it, and how that is known."""

    control: str
    title: Bilingual
    status: Status
    met: int
    subjects: int
    observed: Bilingual
    known: Bilingual


@dataclass(frozen=True, slots=True)
class Hold:
    """One control that holds the system up, with who can act."""

    control: str
    status: Status
    subjects: int
    owner: Bilingual
    remedy: Bilingual
    due: datetime.date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One system's sheet."""

    move: Move
    level: Bilingual
    lines: tuple[Line, ...]
    lines_left_out: int
    holds: tuple[Hold, ...]
    holds_left_out: int


def sheets_of(content: Content) -> tuple[Sheet, ...]:
    """A sheet with every line for each system to move or undecided, in the order of the moves."""
    gates = {control.id: control for control in content.source.catalogue.controls if "migration" in control.gates}
    gated = [verdict for verdict in content.source.result.verdicts if verdict.control in gates]
    return tuple(_sheet(move, gated, gates, content) for move in content.moves.systems)


def _sheet(move: Move, gated: Sequence[Verdict], gates: dict[str, ControlMeta], content: Content) -> Sheet:
    system = content.estate.systems.get(move.id)
    shared = set(system.runs_on) if system else set()
    own = [v for v in gated if v.subject.system == move.id or host_of(v.subject) in shared]
    by_control: dict[str, list[Verdict]] = {}
    for verdict in own:
        by_control.setdefault(verdict.control, []).append(verdict)
    lines = [_line(gates[name], members, content) for name, members in by_control.items()]
    lines.sort(key=lambda line: (line.status.rank, line.control))
    holds = _holds(move, content)
    return Sheet(
        move=move,
        level=_level(system),
        lines=tuple(lines),
        lines_left_out=0,
        holds=tuple(holds[:MOST_BLOCKERS]),
        holds_left_out=max(0, len(holds) - MOST_BLOCKERS),
    )


def shortened(sheet: Sheet, most: int) -> Sheet:
    """The sheet with at most so many lines, the worst ones; the others are counted."""
    return replace(sheet, lines=sheet.lines[:most], lines_left_out=max(0, len(sheet.lines) - most))


def lines_that_fit(sheet: Sheet, room: float, notices: Sequence[Bilingual] = ()) -> int:
    """How many of its lines will probably fit into `room` millimetres beside what holds the system up; at least one."""
    room -= _HEADING if sheet.holds else 0.0
    move = sheet.move
    facts = ((move.owner, move.operator), (move.wave or same(""),))
    room -= sum(_height([text.vi for text in row], [_FACT_COLUMN] * len(row)) - _ROW - _RULE for row in facts)
    if notices:
        room -= _height(["".join(notice.vi for notice in notices)], [_NOTICE_COLUMN])
    for hold in sheet.holds:
        room -= _height((hold.control, word(STATUS, hold.status).vi, hold.owner.vi, hold.remedy.vi), _HOLD_COLUMNS)
    for place, line in enumerate(sheet.lines):
        status = f"{word(STATUS, line.status).vi} ({line.met}/{line.subjects})"
        room -= _height((line.title.vi, status, line.observed.vi, line.known.vi), _LINE_COLUMNS)
        if room < 0:
            return max(1, place)
    return len(sheet.lines)


def _height(cells: Sequence[str], columns: Sequence[int]) -> float:
    rows = max(-(-len(cell) // width) or 1 for cell, width in zip(cells, columns, strict=True))
    return rows * _ROW + _RULE


def _level(system: System | None) -> Bilingual:
    return say("level {n}", n=number(system.level)) if system and system.level else say("no level declared")


def _line(control: ControlMeta, verdicts: Sequence[Verdict], content: Content) -> Line:
    worst = min(verdicts, key=lambda v: (v.status.rank, v.subject.id))
    seen = observed_of(worst, control.observed)
    # Words of ours may take two rows; what only a target sent must not push other lines off the sheet.
    longest = LONGEST_VALUE if seen.vi == seen.en else LONGEST_FINDING
    return Line(
        control=control.id,
        title=Bilingual(for_page(control.title_vi, LONGEST), for_page(control.title, LONGEST)),
        status=worst.status,
        met=sum(v.status is Status.PASS for v in verdicts),
        subjects=len(verdicts),
        observed=Bilingual(for_page(seen.vi, longest), for_page(seen.en, longest)),
        known=_known(worst, content),
    )


def _known(verdict: Verdict, content: Content) -> Bilingual:
    """When, how and from where the oldest piece of evidence comes; a dash when nothing was named."""
    dated = [piece for piece in verdict.evidence if piece.observed_at]
    if not verdict.evidence:
        return same("–")
    piece = min(dated, key=lambda p: p.observed_at or datetime.datetime.max.replace(tzinfo=datetime.UTC), default=None)
    if piece is None:
        first = verdict.evidence[0]
        return joined([word(BASIS, first.basis), word(KIND, first.kind)], ": ")
    place = content.estate.zone(piece.zone) if piece.zone else same(for_page(piece.vantage, 80))
    return joined([instant(piece.observed_at), word(BASIS, piece.basis), place])


def _holds(move: Move, content: Content) -> list[Hold]:
    grouped: dict[tuple[str, Status], list[int]] = {}
    for place, blocker in enumerate(move.blockers):
        grouped.setdefault((blocker.control, blocker.status), []).append(place)
    holds = [_hold(control, status, places, move, content) for (control, status), places in grouped.items()]
    return sorted(holds, key=lambda hold: (hold.status.rank, hold.control))


def _hold(control: str, status: Status, places: Iterable[int], move: Move, content: Content) -> Hold:
    blockers = [move.blockers[place] for place in places]
    first = blockers[0]
    owner = content.estate.organisation(first.owner) if first.owner else same("–")
    return Hold(
        control=control,
        status=status,
        subjects=len(blockers),
        owner=owner,
        remedy=Bilingual(for_page(first.remedy_vi, LONGEST_REMEDY), for_page(first.remedy, LONGEST_REMEDY)),
        due=min((b.due for b in blockers if b.due), default=None),
    )
