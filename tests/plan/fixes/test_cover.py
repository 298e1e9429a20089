"""The least set of acts, held against trying every set."""

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.plan.fixes.cover import Cover, Price, least_cover
from auditor.plan.shared.acts import Act, Want

ACTS = tuple(Act("mend", f"NW-{n:02}", "", f"h-{n}", "subject") for n in range(7))
WANTS = st.lists(st.frozensets(st.sampled_from(ACTS), min_size=1, max_size=4), max_size=7)
AMOUNTS = st.one_of(st.none(), st.integers(0, 4))
PRICES = st.dictionaries(st.sampled_from(ACTS), st.builds(Price, AMOUNTS, st.integers(0, 3)))


def meets(acts: tuple[Act, ...], wants: list[Want]) -> bool:
    return all(want & set(acts) for want in wants)


def measure_of(acts: Iterable[Act], prices: dict[Act, Price]) -> tuple[int, int, int, int]:
    """Acts without a price, million VND, days, number of acts: what is made small, in this order."""
    chosen = list(acts)
    known = [prices.get(act, Price()) for act in chosen]
    return (
        sum(price.million_vnd is None for price in known),
        sum(price.million_vnd or 0 for price in known),
        sum(price.days or 0 for price in known),
        len(chosen),
    )


def by_trying(wants: list[Want], prices: dict[Act, Price]) -> tuple[int, int, int, int]:
    every = (chosen for size in range(len(ACTS) + 1) for chosen in combinations(ACTS, size))
    return min(measure_of(chosen, prices) for chosen in every if meets(chosen, wants))


@settings(max_examples=150, deadline=None)
@given(WANTS, PRICES)
def test_nothing_smaller_meets_the_wants(wants: list[Want], prices: dict[Act, Price]) -> None:
    """The set meets every want, no other set measures less, and the search says that it has shown so."""
    found = least_cover(wants, prices)

    assert (True, by_trying(wants, prices), True) == (
        meets(found.acts, wants),
        measure_of(found.acts, prices),
        found.proven,
    )


@settings(max_examples=30, deadline=None)
@given(WANTS, PRICES, st.randoms(use_true_random=False))
def test_the_order_of_the_wants_does_not_matter(wants: list[Want], prices: dict[Act, Price], random: object) -> None:
    """Equal questions have equal answers, in whatever order and however often they are asked."""
    shuffled = sorted(wants * 2, key=lambda _: random.random())  # type: ignore[attr-defined]

    assert least_cover(wants, prices) == least_cover(shuffled, prices)


def test_cost_goes_before_days_before_number() -> None:
    """One dear act loses to two cheap ones, a slow one to two fast ones, and two to one that costs the same."""
    one, two, three = ACTS[:3]
    wants = [frozenset({one, three}), frozenset({two, three})]

    def chosen(*prices: Price) -> tuple[Act, ...]:
        return least_cover(wants, dict(zip((one, two, three), prices, strict=True))).acts

    assert ((one, two), (one, two), (three,), (three,)) == (
        chosen(Price(1, 9), Price(1, 9), Price(3, 0)),
        chosen(Price(1, 1), Price(1, 1), Price(2, 3)),
        chosen(Price(1, 1), Price(1, 1), Price(2, 2)),
        chosen(Price(0, 0), Price(0, 0), Price(0, 0)),
    )


def test_what_nobody_priced_is_not_free() -> None:
    """An act without a price is taken only where no priced one does."""
    known, unknown = ACTS[:2]

    assert (known,) == least_cover([frozenset({known, unknown})], {known: Price(1000, 300)}).acts


def test_an_unfinished_search_says_so() -> None:
    """When the work limit ends the search at once, the set still meets every want and is not called the smallest."""
    wants = [frozenset(chosen) for chosen in combinations(ACTS, 3)]
    found = least_cover(wants, {}, work_limit=0.0)

    assert (True, False) == (meets(found.acts, wants), found.proven)


def test_no_wants_ask_for_nothing() -> None:
    """Nothing to do is shown to be the smallest set."""
    assert Cover((), proven=True) == least_cover([], {})
