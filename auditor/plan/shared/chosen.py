"""The waves that lists, sheets and documents are made for: the adopted ones, or a proposal somebody chose."""

from auditor.errors import PlanningError, Problem
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import PlannedWave, WavePlan


def chosen_waves(run: PlanRun, proposal: WavePlan | None = None) -> tuple[PlannedWave, ...]:
    """Waves in order of date: those of the proposal, else the adopted and finished ones of the inventory.

    A system that is labelled, declares secrets or holds a labelled data set is in none of them, whatever anyone wrote.
    Raises PlanningError for a proposal of another run, or
    one that names a system the run does not have.
    """
    known = {system.id for system in run.inventory.systems}
    secret = _secret(run)
    if proposal is None:
        waves = [
            PlannedWave(id=wave.id, date=wave.date, systems=wave.systems, fixed=True) for wave in run.inventory.waves
        ]
    else:
        _check(run, proposal, known)
        waves = list(proposal.waves)
    shown = [
        wave.model_copy(
            update={"systems": tuple(name for name in wave.systems if name in known and name not in secret)}
        )
        for wave in waves
    ]
    return tuple(sorted(shown, key=lambda wave: (wave.date, wave.id)))


def _check(run: PlanRun, proposal: WavePlan, known: set[str]) -> None:
    made_from = run.result.run.id
    if proposal.run != made_from:
        raise PlanningError(
            [Problem(None, None, "run", f"the proposal was made for another run than {made_from}", proposal.run)],
            remedy="Make it anew with `auditor plan waves`.",
        )
    strangers = sorted({name for wave in proposal.waves for name in wave.systems} - known)
    if strangers:
        raise PlanningError(
            [Problem(None, None, "waves", "names a system the run does not have", ", ".join(strangers))],
            remedy="Make it anew with `auditor plan waves`.",
        )


def _secret(run: PlanRun) -> frozenset[str]:
    return frozenset(one.id for one in run.inventory.systems if run.cover.holds_secrets(one))
