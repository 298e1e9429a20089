"""Readiness of one run after the other: how many of the systems that are to move were how far."""

from collections.abc import Sequence

from auditor.errors import IntegrityError, NotFoundError
from auditor.model.population import Population
from auditor.model.reason import because
from auditor.model.verdict import RunHead
from auditor.plan.history.shape import BurnUp, BurnUpPoint, Unreadable
from auditor.plan.run import PlanRun, open_run
from auditor.store.runs import StoredRun


def make(run: PlanRun) -> BurnUp:
    """The last runs of the store up to this one. A past run that cannot be read is named with the reason."""
    latest = point(run.result.run, run.population)
    points, unreadable = [], []
    for other in run.earlier():
        try:
            past = _opened(run, other)
            points.append(point(past.result.run, past.population))
        except IntegrityError:
            unreadable.append(Unreadable(run=other.id, why=because("history_changed")))
        except NotFoundError:
            unreadable.append(Unreadable(run=other.id, why=because("history_lacks")))
        except (ValueError, KeyError, TypeError):  # stored by a version whose shapes this one does not read
            unreadable.append(Unreadable(run=other.id, why=because("history_shape")))
    return burn_up([*points, latest], unreadable)


def _opened(run: PlanRun, other: StoredRun) -> PlanRun:
    if run.store is None:
        raise NotFoundError("the run lies in no store", remedy="Open it from one.")
    return open_run(run.store, other)


def point(run: RunHead, population: Population) -> BurnUpPoint:
    """One run's counts over its systems to move; who has moved is counted as moved and in no state of readiness."""
    return BurnUpPoint(
        run=run.id,
        as_of=run.as_of,
        evaluated_at=run.evaluated_at,
        systems=len(population.to_move),
        **population.states,
    )


def burn_up(points: Sequence[BurnUpPoint], unreadable: Sequence[Unreadable] = ()) -> BurnUp:
    """The points, oldest first, as the history of the last one."""
    return BurnUp(run=points[-1].run, points=tuple(points), unreadable=tuple(unreadable))
