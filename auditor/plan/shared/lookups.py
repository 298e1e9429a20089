"""One run with what its papers and pages look up by system."""

from collections.abc import Mapping
from functools import cached_property

from auditor.model.details import SystemMove
from auditor.model.inventory import System
from auditor.plan.decisions.shape import Proposal
from auditor.plan.run import PlanRun
from auditor.plan.shared.parallel import parallel_days, rollback_days
from auditor.plan.waves.shape import PlannedWave


class Lookups:
    """Of a run: its waves, the adopted ones or those of a proposal, and what was decided about each system."""

    def __init__(self, run: PlanRun) -> None:
        self.run = run
        self.waves = run.nights
        self.upgrades = run.upgrades
        self.population = run.population

    @property
    def systems(self) -> Mapping[str, System]:
        """The run's systems by id."""
        return self.run.estate.systems

    @cached_property
    def proposals(self) -> Mapping[str, Proposal]:
        """What was decided and proposed for each system."""
        return {item.id: item for item in self.run.decisions.items if item.kind == "system"}

    @cached_property
    def wave_of(self) -> Mapping[str, PlannedWave]:
        """The wave of each system that one holds; the latest where it stands in more than one."""
        return {name: wave for wave in self.waves for name in wave.systems}

    def parallel_days(self, *names: str) -> int:
        """Days of running old and new side by side, of the slowest of the systems."""
        return max((parallel_days(self.run.planning, self._move(name)) for name in names), default=0)

    def rollback_days(self, *names: str) -> int:
        """Days in which the way back stays open, of the slowest of the systems."""
        return max((rollback_days(self.run.planning, self._move(name)) for name in names), default=0)

    def _move(self, name: str) -> SystemMove | None:
        return self.systems[name].move if name in self.systems else None
