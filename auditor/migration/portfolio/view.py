"""What the page is made from, and each system's place and state looked up once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from auditor.migration.parallel import parallel_days, rollback_days
from auditor.migration.source import PlanSource
from auditor.model.inventory import System
from auditor.model.plan.decisions import Decisions, Proposal
from auditor.model.plan.history import BurnUp
from auditor.model.plan.movement import Movement
from auditor.model.plan.portfolio import State
from auditor.model.plan.upgrades import Upgrades
from auditor.model.plan.waves import PlannedWave, WavePlan
from auditor.model.readiness import Readiness
from auditor.model.vocab import Decision, MoveState

STAYING = frozenset({Decision.RETAIN_IDC, Decision.RETAIN_ISOLATED, Decision.REPLACE_NATIONAL, Decision.RETIRE})
SETTLED = frozenset({MoveState.CUT_OVER, MoveState.OLD_SILENT})
NEAR = datetime.timedelta(days=60)
"""How long before its night a system that is not ready is pressing. Ours: no text says it."""


@dataclass(frozen=True)
class Parts:
    """Everything the page says, as the other parts of the plan worked it out for one run.

    `waves` are the adopted ones or those of `proposal`.
    """

    source: PlanSource
    waves: tuple[PlannedWave, ...]
    decisions: Decisions
    movement: Movement
    readiness: Readiness
    upgrades: Upgrades
    burn_up: BurnUp
    proposal: WavePlan | None = None

    @property
    def as_of(self) -> datetime.date:
        """The day of the plan."""
        return self.source.result.run.as_of

    @cached_property
    def systems(self) -> Mapping[str, System]:
        """The run's systems by id."""
        return {system.id: system for system in self.source.inventory.systems}

    @cached_property
    def proposals(self) -> Mapping[str, Proposal]:
        """What was decided and proposed for each system."""
        return {item.id: item for item in self.decisions.items if item.kind == "system"}

    @cached_property
    def moved(self) -> frozenset[str]:
        """Systems whose every data set is over, by the more cautious of what is declared and measured."""
        return frozenset(item.system for item in self.movement.systems if item.state in SETTLED)

    @cached_property
    def to_move(self) -> tuple[str, ...]:
        """Systems that a person decided to move and the law lets move, and those that have moved undecided."""
        return tuple(name for name in sorted(self.systems) if self._moves(name))

    @cached_property
    def wave_of(self) -> Mapping[str, PlannedWave]:
        """The wave of each system that one holds; the latest where it stands in more than one."""
        return {name: wave for wave in self.waves for name in wave.systems}

    @cached_property
    def readiness_of(self) -> Mapping[str, State]:
        """Today's readiness of each system."""
        return {item.id: item.state for item in self.readiness.systems}

    def _moves(self, name: str) -> bool:
        proposal = self.proposals.get(name)
        if proposal and proposal.standing == "forbidden":
            return False
        final = self.final(name)
        return final is Decision.MIGRATE or (final is None and name in self.moved)

    def final(self, name: str) -> Decision | None:
        """The decision planning works with; None where nobody decided, or only against the law."""
        proposal = self.proposals.get(name)
        return proposal.final if proposal else None

    def forbidden(self, name: str) -> bool:
        """Whether what was decided for the system is against the law."""
        proposal = self.proposals.get(name)
        return proposal is not None and proposal.standing == "forbidden"

    def state(self, name: str) -> State:
        """How a system that is to move stands; one nobody judged is unknown."""
        return "moved" if name in self.moved else self.readiness_of.get(name, "unknown")

    def parallel_days(self, name: str) -> int:
        """Days the system's old and new instance run side by side."""
        return parallel_days(self.source.planning, self.systems[name].move)

    def rollback_days(self, name: str) -> int:
        """Days the system's way back stays open."""
        return rollback_days(self.source.planning, self.systems[name].move)

    def upcoming(self) -> tuple[PlannedWave, ...]:
        """Waves whose night has not passed and that hold systems that have not moved."""
        return tuple(wave for wave in self.waves if wave.date >= self.as_of and self.left(wave))

    def left(self, wave: PlannedWave) -> tuple[str, ...]:
        """Systems of the wave that have not moved."""
        return tuple(name for name in wave.systems if name not in self.moved)
