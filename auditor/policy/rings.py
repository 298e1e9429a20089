"""Rings among things of which each follows at most one other."""

from collections.abc import Mapping


def rings(follows: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each thing whose way ends in a ring, those of the ring, sorted; a thing whose way leads out has none.

    One that follows itself is a ring of one. Each is walked over once, so that cost is linear.
    """
    known: dict[str, tuple[str, ...]] = {}
    for start in follows:
        path: dict[str, None] = {}
        one = start
        while one and one not in known and one not in path:
            path[one] = None
            one = follows.get(one, "")
        way = list(path)
        ring = tuple(sorted(way[way.index(one) :])) if one in path else known.get(one, ())
        known |= dict.fromkeys(path, ring)
    return {name: ring for name, ring in known.items() if ring}
