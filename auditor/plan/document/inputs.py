"""What the document is assembled from."""

import datetime
from collections.abc import Mapping
from functools import cached_property

from auditor.model.readiness import SystemReadiness
from auditor.model.vocab.moves import Disposition
from auditor.plan.movement.shape import SystemMovement
from auditor.plan.shared.lookups import Lookups
from auditor.plan.shared.notice import notice_day
from auditor.plan.waves.shape import PlannedWave


class DocumentInput(Lookups):
    """One run with what the document looks up in its parts."""

    @property
    def proposed(self) -> bool:
        """Whether the waves are a proposal and not adopted ones."""
        return self.run.choices.proposal is not None

    @cached_property
    def states(self) -> Mapping[str, SystemReadiness]:
        """Readiness by system."""
        return {item.id: item for item in self.run.readiness.systems}

    @cached_property
    def moves(self) -> Mapping[str, SystemMovement]:
        """How far each system has moved."""
        return {item.system: item for item in self.run.movement.systems}

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
