"""Which systems hold up the migration, from the readiness that was worked out for the run."""

import datetime
from collections import Counter
from dataclasses import dataclass

from auditor.model.readiness import Blocker, SystemReadiness
from auditor.model.vocab import Decision
from auditor.reports.content.estate import Estate, both
from auditor.reports.content.vocabulary import DECISION, READINESS, word
from auditor.reports.content.words import Both, say
from auditor.reports.interface import ReportInput

STAYING = (Decision.RETAIN_IDC, Decision.RETAIN_ISOLATED, Decision.REPLACE_NATIONAL, Decision.RETIRE)
STATES = ("blocked", "unknown", "conditional", "ready")


@dataclass(frozen=True, slots=True)
class Move:
    """One system that is to move, or about which nothing was decided."""

    id: str
    name: Both
    owner: Both
    operator: Both
    decision: Both
    state: str
    state_words: Both
    wave: Both | None
    wave_date: datetime.date | None
    blockers: tuple[Blocker, ...]
    gates: int
    passed: int


@dataclass(frozen=True, slots=True)
class Moves:
    """Systems to move, worst state and nearest wave first, and how many stay."""

    systems: tuple[Move, ...]
    counts: tuple[tuple[str, Both, int], ...]
    staying: int
    undecided: int


def moves_of(source: ReportInput, estate: Estate) -> Moves:
    """Every system of the readiness whose decision is not to stay, be replaced or retire."""
    moving = [item for item in source.readiness.systems if item.decision not in STAYING]
    moves = sorted((_move(item, estate) for item in moving), key=_rank)
    tally: Counter[str] = Counter(item.state for item in moving)
    return Moves(
        systems=tuple(moves),
        counts=tuple((state, word(READINESS, state), tally[state]) for state in STATES),
        staying=len(source.readiness.systems) - len(moving),
        undecided=sum(item.decision is None for item in moving),
    )


def _move(item: SystemReadiness, estate: Estate) -> Move:
    system = estate.systems.get(item.id)
    wave = next((wave for wave in estate.inventory.waves if item.id in wave.systems), None)
    return Move(
        id=item.id,
        name=estate.system(item.id),
        owner=estate.organisation(system.owner if system else ""),
        operator=estate.organisation((system.operator or system.owner) if system else ""),
        decision=word(DECISION, item.decision) if item.decision else say("No decision yet"),
        state=item.state,
        state_words=word(READINESS, item.state),
        wave=both(wave.name) if wave else None,
        wave_date=wave.date if wave else None,
        blockers=item.blockers,
        gates=item.gates,
        passed=item.passed,
    )


def _rank(move: Move) -> tuple[int, datetime.date, int, str]:
    return STATES.index(move.state), move.wave_date or datetime.date.max, -len(move.blockers), move.id
