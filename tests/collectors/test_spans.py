"""Sets of addresses as spans are sets: whatever is done with them is held against sets of single numbers."""

import ipaddress
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auditor.collectors.spans import (
    PUBLIC,
    Span,
    Spans,
    common,
    everything,
    joined,
    of_network,
    of_prefixes,
    share,
    size,
    told,
    without,
)

_LAST = 40
numbers = st.frozensets(st.integers(0, _LAST))
spans = st.lists(st.tuples(st.integers(0, _LAST), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))))


def single(made: Spans) -> set[int]:
    """The numbers one by one."""
    return {number for first, last in made for number in range(first, last + 1)}


def of(some: frozenset[int]) -> Spans:
    """A set of numbers as spans."""
    return joined((number, number) for number in some)


def is_in_order(made: Spans) -> bool:
    """Nothing empty, nothing that touches what comes next."""
    return all(first <= last for first, last in made) and all(one[1] + 1 < other[0] for one, other in pairwise(made))


@given(spans)
def test_joined_keeps_each_number(made: list[Span]) -> None:
    """In whatever order they are given, and whether they overlap, touch or lie apart."""
    found = joined(made)

    assert single(tuple(made)) == single(found)
    assert is_in_order(found)
    assert len(single(found)) == size(found)


@given(numbers, numbers)
def test_what_is_in_both_and_in_one_alone(one: frozenset[int], other: frozenset[int]) -> None:
    """Together they are the first set, and they share nothing."""
    both, rest = common(of(one), of(other)), without(of(one), of(other))

    assert (set(one & other), set(one - other)) == (single(both), single(rest))
    assert is_in_order(both)
    assert is_in_order(rest)
    assert of(one) == joined([*both, *rest])


@given(st.integers(0, (1 << 32) - 1), st.integers(0, 28))
def test_a_prefix_has_its_first_and_its_last_address(address: int, length: int) -> None:
    """Both ends belong to a span, and it is told as the prefix it was made of."""
    network = ipaddress.ip_network((address, length), strict=False)
    first, last = of_network(network)

    assert (network[0], network[-1]) == (ipaddress.ip_address(first), ipaddress.ip_address(last))
    assert network.num_addresses == size(((first, last),))
    assert str(network) == told(of_prefixes([str(network)], "ipv4"), "ipv4")


@given(st.lists(st.tuples(st.integers(0, (1 << 32) - 1), st.integers(0, 32)), max_size=6))
def test_shares_of_a_set_and_of_the_rest_are_all(prefixes: list[tuple[int, int]]) -> None:
    """What some prefixes cover and what they leave are the public addresses together."""
    some = joined(of_network(ipaddress.ip_network(each, strict=False)) for each in prefixes)

    assert share("ipv4", some) + share("ipv4", without(everything("ipv4"), some)) == 1


def test_shares_of_the_public_addresses() -> None:
    """Private addresses are no part of them; all of a version is one."""
    half = of_prefixes(["0.0.0.0/1"], "ipv4")

    assert share("ipv4", of_prefixes(["0.0.0.0/1", "128.0.0.0/1"], "ipv4")) == 1
    assert 0 < share("ipv4", half) < 1
    assert share("ipv4", of_prefixes(["10.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4"], "ipv4")) == 0
    assert share("ipv6", of_prefixes(["2000::/3"], "ipv6")) == 1
    assert share("ipv6", of_prefixes(["fd00::/8"], "ipv6")) == 0
    assert ipaddress.ip_address("223.255.255.255") == ipaddress.ip_address(PUBLIC["ipv4"][-1][1])


def test_few_addresses_are_told_one_by_one() -> None:
    """Two machines beside each other are no prefix that anybody wrote."""
    some = of_prefixes(["10.0.0.4/31", "10.0.0.16/28", "10.0.1.0/24", "10.0.9.9"], "ipv4")

    assert "10.0.0.4 10.0.0.5 10.0.0.16/28 10.0.1.0/24 …" == told(some, "ipv4")
