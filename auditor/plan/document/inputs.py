"""What the document is assembled from."""

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property

from auditor.model.details import SystemMove
from auditor.model.inventory import System
from auditor.model.readiness import SystemReadiness
from auditor.model.vocab import Disposition
from auditor.plan.decisions.shape import Proposal
from auditor.plan.movement.shape import SystemMovement
from auditor.plan.run import PlanRun
from auditor.plan.shared.notice import notice_day
from auditor.plan.shared.parallel import parallel_days, rollback_days
from auditor.plan.waves.shape import PlannedWave


class DocumentInput:
    """One run with what the document looks up in its parts."""

    def __init__(self, run: PlanRun) -> None:
        self.run = run
        self.waves = run.nights
        self.upgrades = run.upgrades
        self.population = run.population

    @property
    def proposed(self) -> bool:
        """Whether the waves are a proposal and not adopted ones."""
        return self.run.choices.proposal is not None

    @cached_property
    def systems(self) -> Mapping[str, System]:
        """Systems of the run by id."""
        return self.run.estate.systems

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        """Decisions about systems, by id."""
        return {item.id: item for item in self.run.decisions.items if item.kind == "system"}

    @cached_property
    def states(self) -> dict[str, SystemReadiness]:
        """Readiness by system."""
        return {item.id: item for item in self.run.readiness.systems}

    @cached_property
    def moves(self) -> dict[str, SystemMovement]:
        """How far each system has moved."""
        return {item.system: item for item in self.run.movement.systems}

    @cached_property
    def wave_of(self) -> dict[str, PlannedWave]:
        """The wave of each system that is in one; of several, the last."""
        return {name: wave for wave in self.waves for name in wave.systems}

    def moving(self) -> tuple[str, ...]:
        """Systems that move, in ordinary waves or otherwise, by id."""
        return self.population.those(Disposition.TO_MOVE, Disposition.OTHER_WAY)

    def others(self) -> tuple[str, ...]:
        """All other systems, by id."""
        gone = set(self.moving())
        return tuple(name for name in sorted(self.systems) if name not in gone)

    def ordinary(self) -> tuple[str, ...]:
        """Systems that are to move in an ordinary wave and have not, by id."""
        return self.population.left

    def notice_by(self, wave: PlannedWave) -> datetime.date:
        """The last day to give notice of a wave."""
        return notice_day(self.run, wave.date)

    def parallel_days(self, names: Iterable[str]) -> int:
        """Days of running old and new side by side, of the slowest of the systems."""
        return max((parallel_days(self.run.planning, self._move(name)) for name in names), default=0)

    def rollback_days(self, names: Iterable[str]) -> int:
        """Days in which the way back stays open, of the slowest of the systems."""
        return max((rollback_days(self.run.planning, self._move(name)) for name in names), default=0)

    def _move(self, name: str) -> SystemMove | None:
        return self.systems[name].move if name in self.systems else None
