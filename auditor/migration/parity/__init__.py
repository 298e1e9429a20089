"""Whether moved systems are as good as they were: one run before the move beside one after it."""

from auditor.errors import UsageError
from auditor.migration.parity.systems import parity
from auditor.model.plan.parity import Parity
from auditor.plan.run import PlanRun

__all__ = ["make", "parity"]


def make(run: PlanRun) -> Parity:
    """The run beside the one before the move. Raises UsageError without one, and as `parity`."""
    if run.choices.before is None:
        raise UsageError("parity compares two runs", remedy="Name a run from before the move.")
    return parity(run.choices.before, run, *run.choices.systems[:1])
