"""The parts of a plan: what each is for, which others it is made from, and its verb on the command line.

A part is a folder of this one, by its name: `make` makes it, `shape` is what comes out, `words` says it, `pages` writes
it, `verb` is its verb as data. `PlanRun` reaches a part by its name here, and the command line builds its verbs from
here; nothing is imported before somebody asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `needs` are the parts that it asks the run for; `verb` is empty for one that others are made from."""

    name: str
    verb: str
    summary: str
    needs: tuple[str, ...] = ()


def _table(*rows: Part) -> Mapping[str, Part]:
    return MappingProxyType({row.name: row for row in rows})


PARTS = _table(
    Part("readiness", "readiness", "Which systems may move, and what holds the others up."),
    Part(
        "waves",
        "waves",
        "Who moves in which night, and why; or the demands that leave no plan.",
        ("population", "readiness"),
    ),
    Part("fixes", "fixes", "The least that has to be done before systems are ready.", ("readiness",)),
    Part("requests", "requests", "What to ask of whom, so that most of what is unknown can be concluded."),
    Part("upgrades", "upgrades", "What the provincial data centre must upgrade, replace or add.", ("population",)),
    Part("movement", "state", "How far each system and its data have moved."),
    Part("changes", "firewall", "What firewalls and names must change for each wave."),
    Part("parity", "parity", "Whether moved systems are as good as they were."),
    Part("decisions", "decisions", "What is to become of each system and data set."),
    Part(
        "document",
        "document",
        "The plan as an editable paper, or as a page.",
        ("decisions", "movement", "population", "readiness", "upgrades"),
    ),
    Part("checklist", "checklist", "What must be true before, during and after the move.", ("movement", "readiness")),
    Part(
        "portfolio",
        "portfolio",
        "One page for leaders.",
        ("decisions", "history", "movement", "population", "upgrades"),
    ),
    Part("tasks", "tasks", "How tasks and milestones stand: late, due, done by their papers."),
    Part("population", "", "Each system's one disposition and state.", ("decisions", "movement", "readiness")),
    Part("history", "", "Readiness of one run after the other.", ("population",)),
)
"""Every part by its name."""
