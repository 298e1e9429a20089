"""What the page is made from, and each system's place and state looked up once."""

import datetime
from functools import cached_property

from auditor.model.population import State
from auditor.model.vocab.moves import Decision, Disposition
from auditor.plan.run import PlanRun
from auditor.plan.shared.lookups import Lookups
from auditor.plan.shared.notice import announced
from auditor.plan.waves.shape import PlannedWave

NEAR = datetime.timedelta(days=60)
"""How long before its night a system that is not ready is pressing. Ours: no text says it."""


class PortfolioInput(Lookups):
    """One run with what the page looks up in its parts. `waves` are the adopted ones or those of `proposal`."""

    def __init__(self, run: PlanRun) -> None:
        super().__init__(run)
        self.proposal = run.choices.proposal
        self.burn_up = run.history

    @property
    def as_of(self) -> datetime.date:
        """The day of the plan."""
        return self.run.result.run.as_of

    @cached_property
    def announced(self) -> frozenset[str]:
        """Ids of the waves whose public notice was given in time."""
        return announced(self.run, self.waves)

    def final(self, name: str) -> Decision | None:
        """The decision planning works with; None where nobody decided, or only against the law."""
        return self.population.by_id[name].decision if name in self.population.by_id else None

    def goes_on_apart(self, name: str) -> bool:
        """Whether the system is lawfully decided to stay or to end, so that it never stands at the new place."""
        held = self.population.by_id.get(name)
        return held is not None and held.disposition in (Disposition.STAYS, Disposition.ENDS)

    def state(self, name: str) -> State:
        """How a system stands; one nobody judged is unknown."""
        return self.population.by_id[name].state if name in self.population.by_id else "unknown"

    def upcoming(self) -> tuple[PlannedWave, ...]:
        """Waves whose night has not passed and that hold systems that have not moved."""
        return tuple(wave for wave in self.waves if wave.date >= self.as_of and self.left(wave))

    def left(self, wave: PlannedWave) -> tuple[str, ...]:
        """Systems of the wave that have not moved."""
        return tuple(name for name in wave.systems if name not in self.population.moved)
