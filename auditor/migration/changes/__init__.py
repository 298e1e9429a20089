"""What firewalls and names must change for each wave, from declared flows and links beside what was seen."""

from auditor.errors import NotFoundError
from auditor.migration.changes.waves import changes
from auditor.model.plan.changes import Changes
from auditor.plan.run import PlanRun

__all__ = ["changes", "make"]


def make(run: PlanRun) -> Changes:
    """The changes of the chosen waves, or of the one asked for. Raises NotFoundError for a wave that is not there."""
    found = changes(run, run.nights)
    wave = run.choices.wave
    if not wave:
        return found
    if wave not in {one.id for one in run.nights}:
        there = ", ".join(one.id for one in run.nights)
        raise NotFoundError(f"there is no wave {wave!r}", remedy=f"There are: {there}.")
    return found.model_copy(
        update={
            key: tuple(one for one in getattr(found, key) if one.wave == wave)
            for key in ("rules", "addresses", "questions")
        }
    )
