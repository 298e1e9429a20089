"""Plans of waves on many more estates than the tests of every change try, new ones at each run."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plan.waves.checker.agreement import is_sound, is_sound_and_best
from tests.plan.waves.checker.estates import Draft, drafts


@settings(
    max_examples=1200, deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(drafts(), st.booleans())
def test_small_plans_are_sound_and_best(draft: Draft, replan: bool) -> None:  # noqa: FBT001
    """On 1,200 estates of up to 7 systems the plan passes the checker and is the best of all plans."""
    is_sound_and_best(draft, replan=replan)


@settings(max_examples=300, deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
@given(drafts(most=16), st.booleans())
def test_larger_plans_are_sound(draft: Draft, replan: bool) -> None:  # noqa: FBT001
    """Plans of 300 estates of up to 16 systems pass the checker."""
    is_sound(draft, replan=replan)
