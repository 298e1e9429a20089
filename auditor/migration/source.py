"""What every part of the plan is made from: one stored run and the province's way of moving."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.verdict import RunResult
from auditor.policy.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class PlanSource:
    """One run with everything a plan may use; nothing else is read.

    `inventory` holds the run's own systems: unlabelled ones, or the labelled ones of a restricted run with what
    surrounds them. `places` says where each line of inventory and planning file stood when the run was made,
    `parameters` the run's merged values by control and name; where they are missing, those of the catalogue hold.
    """

    result: RunResult
    inventory: Inventory
    planning: Planning
    catalogue: Catalogue
    observations: Mapping[str, Observation]
    matrix: Matrix
    places: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def place(self, pointer: str) -> str:
        """`file:line` of the pointer or of the nearest thing around it; the pointer itself when nothing is known."""
        steps = pointer.split("/")
        for length in range(len(steps), 0, -1):
            if found := self.places.get("/".join(steps[:length])):
                return found
        return pointer
