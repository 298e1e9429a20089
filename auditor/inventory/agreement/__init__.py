"""Compares an inventory with itself: what should agree, and does not.

Two declarations that cannot both be true are an error. What could be true, but hardly is or may not lawfully be, is a
question: an inventory has to be able to say what is wrong in the province, so nothing is refused for being unlawful.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import Problem
from auditor.estate import Cover, Estate
from auditor.inventory.agreement.doubt import Doubt, grouped, problem_at
from auditor.inventory.agreement.flows import compare_flows
from auditor.inventory.agreement.labels import compare_labels
from auditor.inventory.agreement.letters import compare_letters
from auditor.inventory.agreement.levels import compare_levels
from auditor.inventory.agreement.links import compare_links
from auditor.inventory.agreement.names import compare_names
from auditor.inventory.agreement.papers import compare_papers
from auditor.inventory.agreement.programme import compare_programme
from auditor.inventory.agreement.ranges import compare_ranges
from auditor.inventory.agreement.roles import compare_roles
from auditor.inventory.agreement.rules import LEVELS_DECREE, OLD_APPROVALS, Declarations, Rules
from auditor.inventory.agreement.texts import compare_texts
from auditor.inventory.agreement.zones import compare_zones
from auditor.inventory.places import places
from auditor.model.inventory import Inventory

__all__ = ["LEVELS_DECREE", "OLD_APPROVALS", "Agreement", "Rules", "agreement"]

_COMPARISONS: tuple[Callable[[Declarations], Iterator[Doubt]], ...] = (
    compare_labels,
    compare_levels,
    compare_roles,
    compare_links,
    compare_ranges,
    compare_zones,
    compare_flows,
    compare_papers,
    compare_programme,
    compare_names,
    compare_letters,
    compare_texts,
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Contradictions, which are errors, and questions, each once for all entries it is asked of."""

    errors: tuple[Problem, ...]
    questions: tuple[Problem, ...]


def agreement(folder: Path, inventory: Inventory, rules: Rules) -> Agreement:
    """Everything in the inventory of a folder that does not agree with something else in it, by file and line."""
    estate = Estate(inventory)
    told = Declarations(estate, Cover(estate), rules)
    doubts = [doubt for compare in _COMPARISONS for doubt in compare(told)]
    where = places(folder) if doubts else {}
    errors = [problem_at(folder, where, doubt) for doubt in doubts if doubt.impossible]
    questions = [problem_at(folder, where, doubt) for doubt in grouped(one for one in doubts if not one.impossible)]
    return Agreement(tuple(sorted(errors, key=_order)), tuple(sorted(questions, key=_order)))


def _order(problem: Problem) -> tuple[str, int, str, str]:
    return str(problem.file or ""), problem.line or 0, problem.key, problem.message
