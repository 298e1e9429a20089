"""Which systems a question is about: named ones, those of a wave, or all."""

from collections.abc import Iterable, Sequence

from auditor.errors import NotFoundError, UsageError
from auditor.inventory.explain import nearest
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import PlannedWave


def selected_systems(run: PlanRun, *, wave: str = "", systems: Sequence[str] = ()) -> tuple[str, ...]:
    """Ids in order: the named systems, else those of the wave (adopted, or of the proposal), else every system.

    Raises NotFoundError with the nearest names for a system or wave that is not there, UsageError for both at once.
    """
    if wave and systems:
        raise UsageError("a wave and systems are named together", remedy="Give --wave or --system, not both.")
    if wave:
        (chosen,) = selected_waves(run, wave)
        return chosen.systems
    return known_systems(run, systems) if systems else tuple(sorted(run.estate.systems))


def known_systems(run: PlanRun, names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once. Raises NotFoundError for the first that the run does not have."""
    known = run.estate.systems
    chosen = tuple(dict.fromkeys(names))
    for name in chosen:
        if name not in known:
            raise NotFoundError(f"there is no system {name!r} in this run", remedy=nearest(name, known))
    return chosen


def selected_waves(run: PlanRun, name: str = "") -> tuple[PlannedWave, ...]:
    """The one wave of that name, adopted or of the proposal; without a name every wave, in order of date.

    Raises NotFoundError with the nearest name for a wave that is not there.
    """
    known = {wave.id: wave for wave in run.nights}
    if not name:
        return run.nights
    if name in known:
        return (known[name],)
    remedy = nearest(name, known) if known else "No wave is adopted; `auditor plan waves` proposes some."
    raise NotFoundError(f"there is no wave {name!r}", remedy=remedy)
