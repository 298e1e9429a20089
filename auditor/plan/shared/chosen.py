"""The waves that lists, sheets and documents are made for: the adopted ones, or a proposal somebody chose.

A run asks this, so that nothing here knows a run.
"""

from auditor.errors import PlanningError, Problem
from auditor.estate import Cover
from auditor.plan.waves.shape import PlannedWave, WavePlan


def chosen_waves(run: str, cover: Cover, proposal: WavePlan | None = None) -> tuple[PlannedWave, ...]:
    """Waves in order of date: those of the proposal, else the adopted and finished ones of the covered inventory.

    A system that is labelled, declares secrets or holds a labelled data set is in none of them, whatever anyone wrote.
    `run` is the run's id. Raises PlanningError for a proposal of another run, or one that names a system the run does
    not have.
    """
    inventory = cover.estate.inventory
    waves = (
        [PlannedWave(id=one.id, date=one.date, systems=one.systems, fixed=True) for one in inventory.waves]
        if proposal is None
        else _checked(run, cover, proposal)
    )
    placed = {system.id for system in inventory.systems if not cover.holds_secrets(system)}
    shown = (wave.model_copy(update={"systems": tuple(n for n in wave.systems if n in placed)}) for wave in waves)
    return tuple(sorted(shown, key=lambda wave: (wave.date, wave.id)))


def _checked(run: str, cover: Cover, proposal: WavePlan) -> list[PlannedWave]:
    if proposal.run != run:
        raise PlanningError(
            [Problem(None, None, "run", f"the proposal was made for another run than {run}", proposal.run)],
            remedy="Make it anew with `auditor plan waves`.",
        )
    strangers = sorted({name for wave in proposal.waves for name in wave.systems} - set(cover.estate.systems))
    if strangers:
        raise PlanningError(
            [Problem(None, None, "waves", "names a system the run does not have", ", ".join(strangers))],
            remedy="Make it anew with `auditor plan waves`.",
        )
    return list(proposal.waves)
