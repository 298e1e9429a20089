"""The parts of a plan: where each is made, what it says of itself, and which other parts it is made from.

`PlanRun` reaches a part by its name here, and the command line builds its verbs from here; nothing is imported before
somebody asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `module` makes it by its function `make`; `needs` are the parts that it asks the run for."""

    name: str
    module: str
    summary: str
    needs: tuple[str, ...] = ()


def _table(*rows: Part) -> Mapping[str, Part]:
    return MappingProxyType({row.name: row for row in rows})


PARTS = _table(
    Part("readiness", "auditor.plan.readiness.make", "Which systems may move, and what holds the others up."),
    Part("movement", "auditor.plan.movement.make", "How far each system and its data have moved."),
    Part("decisions", "auditor.plan.decisions.make", "What is to become of each system and data set."),
    Part(
        "population",
        "auditor.plan.population.make",
        "Each system's one disposition and state.",
        ("decisions", "movement", "readiness"),
    ),
    Part(
        "waves",
        "auditor.plan.waves.make",
        "Who moves in which night, and why; or the demands that leave no plan.",
        ("population", "readiness"),
    ),
    Part("changes", "auditor.plan.changes.make", "What firewalls and names must change for each wave."),
    Part("parity", "auditor.plan.parity.make", "Whether moved systems are as good as they were."),
    Part(
        "upgrades",
        "auditor.plan.upgrades.make",
        "What the provincial data centre must upgrade, replace or add.",
        ("population",),
    ),
    Part("fixes", "auditor.plan.fixes.make", "The least that has to be done before systems are ready.", ("readiness",)),
    Part(
        "checklist",
        "auditor.plan.checklist.make",
        "What must be true before, during and after the move.",
        ("movement", "readiness"),
    ),
    Part(
        "document",
        "auditor.plan.document.make",
        "The plan as an editable paper, or as a page.",
        ("decisions", "movement", "population", "readiness", "upgrades"),
    ),
    Part("history", "auditor.plan.history.make", "Readiness of one run after the other.", ("population",)),
    Part(
        "portfolio",
        "auditor.plan.portfolio.make",
        "One page for leaders.",
        ("decisions", "history", "movement", "population", "upgrades"),
    ),
)
"""Every part by its name."""
