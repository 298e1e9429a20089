"""Which systems hold up the migration, from the readiness that was worked out for the run."""

import datetime
from dataclasses import dataclass

from auditor.model.population import State
from auditor.model.readiness import Blocker, SystemReadiness
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both
from auditor.pages.population import systems_line
from auditor.text.vocabulary import DECISION, READINESS, word
from auditor.text.words import Bilingual, say

STATES: tuple[State, ...] = ("blocked", "unknown", "conditional", "ready")


@dataclass(frozen=True, slots=True)
class Move:
    """One system that is to move and has not. `withheld` says that its readiness is told in the labelled run only."""

    id: str
    name: Bilingual
    owner: Bilingual
    operator: Bilingual
    decision: Bilingual
    state: str
    state_words: Bilingual
    wave: Bilingual | None
    wave_date: datetime.date | None
    blockers: tuple[Blocker, ...]
    gates: int
    passed: int
    withheld: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """Systems still to move, worst state and nearest wave first, and how many of them are in each state.

    `population` says of how many systems these are, and what becomes of the others.
    """

    systems: tuple[Move, ...]
    counts: tuple[tuple[str, Bilingual, int], ...]
    population: Bilingual


def moves_of(report: ReportInput, names: Names) -> Moves:
    """The systems to move that have not moved, as the run's population has them."""
    population = report.population
    left = set(population.left)
    moves = sorted((_move(item, names) for item in report.readiness.systems if item.id in left), key=_rank)
    return Moves(
        systems=tuple(moves),
        counts=tuple((state, word(READINESS, state), population.states[state]) for state in STATES),
        population=systems_line(population),
    )


def _move(item: SystemReadiness, names: Names) -> Move:
    system = names.estate.systems.get(item.id)
    wave = next((wave for wave in names.estate.inventory.waves if item.id in wave.systems), None)
    return Move(
        id=item.id,
        name=names.system(item.id),
        owner=names.organisation(system.owner if system else ""),
        operator=names.organisation((system.operator or system.owner) if system else ""),
        decision=word(DECISION, item.decision) if item.decision else say("No decision yet"),
        state=item.state,
        state_words=word(READINESS, item.state),
        wave=both(wave.name) if wave else None,
        wave_date=wave.date if wave else None,
        blockers=item.blockers,
        gates=item.gates,
        passed=item.passed,
        withheld=item.withheld,
    )


def _rank(move: Move) -> tuple[int, datetime.date, int, str]:
    return STATES.index(move.state), move.wave_date or datetime.date.max, -len(move.blockers), move.id
