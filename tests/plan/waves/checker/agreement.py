"""What a plan of waves is held against: the checker, and the best of all plans found by trying each."""

from tests.plan.waves.checker.brute import best
from tests.plan.waves.checker.checker import faults
from tests.plan.waves.checker.estates import Draft


def is_sound(draft: Draft, *, replan: bool) -> None:
    """The plan of an estate passes the checker."""
    run = draft.source()

    assert [] == faults(run, run.asked(replan=replan).waves, replan=replan)


def is_sound_and_best(draft: Draft, *, replan: bool) -> None:
    """The plan of an estate passes the checker and costs what the best of all plans costs."""
    run = draft.source()
    plan = run.asked(replan=replan).waves
    least = best(run, replan=replan)

    assert [] == faults(run, plan, replan=replan)
    assert ("infeasible" if least is None else "optimal", least) == (plan.status, plan.objective)
