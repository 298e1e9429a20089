"""Plans of waves, judged by a checker that knows the rules and not the solver, and by trying every plan."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model.base import canonical
from tests.plan.waves.checker.agreement import is_sound, is_sound_and_best
from tests.plan.waves.checker.brute import possible
from tests.plan.waves.checker.estates import Draft, drafts

pytestmark = pytest.mark.slow

quick = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)

replans = st.booleans()


@quick
@given(drafts(), replans)
def test_small_plans_are_sound_and_best(draft: Draft, replan: bool) -> None:  # noqa: FBT001
    """On estates of up to 7 systems the plan passes the checker and costs what the best of all plans costs, and there
    is none exactly where trying every one finds none.
    """
    is_sound_and_best(draft, replan=replan)


@settings(quick, max_examples=20)
@given(drafts(most=16), replans)
def test_larger_plans_are_sound(draft: Draft, replan: bool) -> None:  # noqa: FBT001
    """Plans of estates too large to try every one pass the checker."""
    is_sound(draft, replan=replan)


@quick
@given(drafts(most=5), replans)
def test_contradictions_are_true_and_small(draft: Draft, replan: bool) -> None:  # noqa: FBT001
    """The demands named where there is no plan cannot be met by themselves; without any one of them they can."""
    run = draft.source()
    named = [conflict.constraint for conflict in run.asked(replan=replan).waves.conflicts]
    without = {left: [name for name in named if name != left] for left in named}

    assert not named or not possible(run, named, replan=replan, roomy=False)
    assert dict.fromkeys(named, True) == {left: possible(run, rest, replan=replan) for left, rest in without.items()}


@settings(quick, max_examples=40)
@given(drafts())
def test_equal_input_gives_equal_bytes(draft: Draft) -> None:
    """A plan is decided by its input alone, to the byte."""
    assert canonical(draft.source().waves) == canonical(draft.source().waves)
