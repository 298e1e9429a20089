"""What every report is made from, and what a report format promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.population import Population
from auditor.model.readiness import Readiness
from auditor.model.requests import Requests
from auditor.model.verdict import RunResult
from auditor.policy.catalogue import Catalogue
from auditor.text.words import Language


@dataclass(frozen=True, slots=True)
class ReportInput:
    """One stored run with everything a report may show; nothing else is read while rendering.

    `population` gives every system its one disposition and state; figures about systems to move come from nowhere else.
    `requests` are the asks that would conclude most of what is unknown.
    `parameters` are the run's merged values by control and name; where they are missing, a report shows defaults.
    """

    result: RunResult
    inventory: Inventory
    catalogue: Catalogue
    observations: Mapping[str, Observation]
    matrix: Matrix
    readiness: Readiness
    population: Population
    requests: Requests | None = field(default=None)
    previous: RunResult | None = field(default=None)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class ReportFormat(Protocol):
    """Renders one edition to bytes, deterministically: equal input gives equal bytes."""

    def render(self, report: ReportInput, language: Language) -> bytes:
        """The whole file. Raises ReportError."""
