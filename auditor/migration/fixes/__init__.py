"""The least that has to be put right, measured or entered before systems are ready."""

from auditor.migration.fixes.build import fixes
from auditor.migration.fixes.rules import load_rules
from auditor.model.plan.fixes import FixSet
from auditor.plan.run import PlanRun

__all__ = ["fixes", "make"]


def make(run: PlanRun) -> FixSet:
    """For the chosen systems, or all. Raises NotFoundError for one that is not there, PlanningError for bad rules."""
    chosen = run.choices
    systems = chosen.systems or tuple(sorted(item.id for item in run.inventory.systems))
    return fixes(run, systems, chosen.to, wave=chosen.wave, rules=load_rules(chosen.fix_rules, run.catalogue))
