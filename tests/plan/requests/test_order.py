"""The order in which to ask: what is concluded is counted right, and what concludes most comes first."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from auditor.plan.requests.order import in_order

ASKS = tuple("abcdefg")
WANTED = st.dictionaries(st.frozensets(st.sampled_from(ASKS), max_size=6), st.integers(1, 9), max_size=12)


def concluded(wanted: Mapping[frozenset[str], int], had: frozenset[str]) -> int:
    """By the definition: all verdicts that want nothing else."""
    return sum(count for one, count in wanted.items() if one <= had)


@given(WANTED, st.integers(0, 8))
def test_what_is_concluded_is_counted_by_its_definition(wanted: dict[frozenset[str], int], most: int) -> None:
    """After the last ask of each step; in between no more is promised than is there."""
    chosen = in_order(wanted, ASKS, most)
    asks = [ask for ask, _ in chosen]

    assert max(Counter(asks).values(), default=1) == 1
    assert not most or len(chosen) <= most
    for place, (_, judged) in enumerate(chosen, 1):
        assert judged <= concluded(wanted, frozenset(asks[:place]))
    if chosen:
        assert chosen[-1][1] == concluded(wanted, frozenset(asks))


@given(WANTED)
def test_all_asks_conclude_everything(wanted: dict[frozenset[str], int]) -> None:
    """Without a bound everything that some verdict wants is asked for, and all is concluded."""
    chosen = in_order(wanted, ASKS, 0)

    assert {ask for ask, _ in chosen} == set().union(*wanted)
    if chosen:
        assert chosen[-1][1] == sum(wanted.values())


def test_what_concludes_most_for_each_ask_comes_first() -> None:
    """Two asks that conclude twelve together come before one that concludes five."""
    wanted = {frozenset("ab"): 10, frozenset("a"): 1, frozenset("b"): 1, frozenset("c"): 5, frozenset("d"): 1}

    assert in_order(wanted, ASKS, 0) == [("a", 0), ("b", 12), ("c", 17), ("d", 18)]


def test_a_set_that_does_not_fit_is_passed_over() -> None:
    """With room for one ask the best single one is taken, not half of a pair."""
    assert in_order({frozenset("ab"): 10, frozenset("c"): 2}, ASKS, 1) == [("c", 2)]


def test_a_large_set_counts_its_parts_too_low_and_never_too_high() -> None:
    """Six asks for sixty verdicts are taken as one step, with what single ones of them conclude."""
    wanted = {frozenset("abcdef"): 60, frozenset("a"): 1, frozenset("ab"): 1, frozenset("g"): 9}

    assert in_order(wanted, ASKS, 0)[-1] == ("g", 71)
    assert [ask for ask, _ in in_order(wanted, ASKS, 6)] == list("abcdef")


def test_among_equals_the_earlier_ask_comes_first() -> None:
    """The order of the asks decides, so that the same run gives the same list."""
    wanted = {frozenset("b"): 3, frozenset("a"): 3}

    assert in_order(wanted, ASKS, 0) == [("a", 3), ("b", 6)]
    assert in_order(wanted, ASKS[::-1], 0) == [("b", 3), ("a", 6)]
