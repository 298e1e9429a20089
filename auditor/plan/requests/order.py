"""In which order to ask, so that most can be concluded early.

A verdict can be concluded once everything it wants is there. To conclude most with few asks is the problem of the
densest part of a hypergraph with a bound on its size, which nobody solves fast; here each step takes the set of asks,
all that some verdict still wants, that concludes most verdicts for each ask in it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

_SMALL = 4
"""Sets of up to this many asks are judged by all their parts (2^4 of them), larger ones by their single asks and
themselves: what they conclude is then told too low, so that they come later, never too early.
"""

_Ask = TypeVar("_Ask", bound=Hashable)


def in_order(wanted: Mapping[frozenset[_Ask], int], asks: Sequence[_Ask], most: int) -> list[tuple[_Ask, int]]:
    """At most `most` asks (0: all that some verdict wants), each with how many verdicts are concluded up to it.

    `wanted` are sets of asks with how many verdicts want just these; `asks` all of them, of which an earlier one comes
    first among equals.
    """
    place = {ask: n for n, ask in enumerate(asks)}
    open_ = {_mask(place[ask] for ask in one): count for one, count in wanted.items() if one}
    chosen: list[tuple[_Ask, int]] = []
    concluded = sum(count for one, count in wanted.items() if not one)
    room = most or len(asks)
    while picked := _best(open_, room - len(chosen)):
        open_, gained = _without(open_, picked)
        numbers = [n for n in range(picked.bit_length()) if picked >> n & 1]
        chosen += [(asks[n], concluded) for n in numbers[:-1]]
        concluded += gained
        chosen.append((asks[numbers[-1]], concluded))
    return chosen


def _mask(numbers: Iterable[int]) -> int:
    found = 0
    for n in numbers:
        found |= 1 << n
    return found


def _best(open_: Mapping[int, int], room: int) -> int:
    """The set that concludes most for each of its asks, of no more than `room`; 0 where none fits. Among equals the
    one with the fewest, then the earliest, asks.
    """
    best, best_gain, best_size = 0, 0, 1
    for one in open_:
        size = one.bit_count()
        if size > room:
            continue
        gain = _gain(open_, one, size)
        left, right = gain * best_size, best_gain * size
        if left > right or (left == right and best and (size, one) < (best_size, best)):
            best, best_gain, best_size = one, gain, size
    return best


def _gain(open_: Mapping[int, int], one: int, size: int) -> int:
    if size > _SMALL:
        rest, gain = one, open_[one]
        while rest:
            single = rest & -rest
            gain += open_.get(single, 0)
            rest ^= single
        return gain
    gain, part = 0, one
    while part:
        gain += open_.get(part, 0)
        part = (part - 1) & one
    return gain


def _without(open_: Mapping[int, int], picked: int) -> tuple[dict[int, int], int]:
    """What is still wanted once the picked ones are there, and how many verdicts that concludes."""
    left: dict[int, int] = {}
    gained = 0
    for one, count in open_.items():
        rest = one & ~picked
        if rest:
            left[rest] = left.get(rest, 0) + count
        else:
            gained += count
    return left, gained
