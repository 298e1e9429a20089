"""Which TLS versions one port offers under each of its names: one hello for each version, none of them finished.

A version counts as tried where the server accepted it or refused it. One that it met by hanging up or by silence
counts as refused only if that happens twice while a version it does offer is answered before and after: who answers
one connection of three refuses nothing.
"""

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.collectors.network.hello import NUMBERS, SSL2, WITHOUT_NAME, How, Said

VERSIONS = (SSL2, *NUMBERS)
"""Every version that is tried, the oldest first."""

MOST_SECONDS = 120.0
"""For all names of one address together; what is not answered by then was not tried."""

_TIMES = 2
"""How often one version is offered at most, where the way to the server breaks before it could hear of it."""

_OPEN = frozenset({How.BROKEN, How.SILENT})

Ask = Callable[[str, str], Said]
"""Offers one version under one name."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What one name was answered. `steady` is False where the same question was answered in two ways."""

    offered: frozenset[str]
    tried: frozenset[str]
    steady: bool = True


def offers(ask: Ask, names: Sequence[str]) -> dict[str, Offered]:
    """What each name offers, in order. Versions that know no name are asked for once, with the first."""
    until = time.monotonic() + MOST_SECONDS
    return {name: _under(ask, name, _wanted(at), until) for at, name in enumerate(names)}


def _wanted(at: int) -> tuple[str, ...]:
    return VERSIONS if not at else tuple(version for version in VERSIONS if version not in WITHOUT_NAME)


def _under(ask: Ask, name: str, versions: Iterable[str], until: float) -> Offered:
    said = {version: _asked(ask, version, name, until) for version in versions}
    offered = {one.version for one in said.values() if one.how is How.ACCEPTED}
    tried = {version for version, one in said.items() if _decided(version, one)} | offered
    doubtful = [version for version, one in said.items() if one.how in _OPEN]
    known = next((v for v in reversed(VERSIONS) if v in said and said[v] == Said(How.ACCEPTED, v)), None)
    if not doubtful or known is None:
        return Offered(frozenset(offered), frozenset(tried))
    again = _again(ask, name, doubtful, known, until)
    if again is None:
        return Offered(frozenset(offered), frozenset(tried), steady=False)
    return Offered(frozenset(offered), frozenset(tried | again))


def _decided(version: str, said: Said) -> bool:
    """A server that wants a name refuses every version that knows none."""
    return said.how in {How.ACCEPTED, How.REFUSED} or (said.how is How.UNNAMED and version in WITHOUT_NAME)


def _again(ask: Ask, name: str, doubtful: Iterable[str], known: str, until: float) -> set[str] | None:
    """Those of some versions that meet the same again; None where what is known to be offered is not each time."""
    same = set[str]()
    for version in doubtful:
        before, one, after = (_asked(ask, which, name, until) for which in (known, version, known))
        if time.monotonic() > until:
            return same
        if {before.how, after.how} != {How.ACCEPTED} or one.how is How.ACCEPTED:
            return None
        if one.how in _OPEN or one.how is How.REFUSED:
            same.add(version)
    return same


def _asked(ask: Ask, version: str, name: str, until: float) -> Said:
    """One answer; a fault of the way is no answer, and is met twice before it counts as one."""
    for _ in range(_TIMES):
        if time.monotonic() > until:
            return Said(How.SILENT)
        with contextlib.suppress(OSError):
            return ask(version, name)
    return Said(How.BROKEN)


def together(found: Mapping[str, Offered]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that any name offers, and what was tried under every name; sorted as text, as facts are."""
    offered = frozenset[str]().union(*(one.offered for one in found.values()))
    untried = frozenset[str]().union(*(_untried(at, one) for at, one in enumerate(found.values())))
    return tuple(sorted(offered)), tuple(version for version in VERSIONS if version not in untried)


def _untried(at: int, one: Offered) -> frozenset[str]:
    return frozenset(_wanted(at)) - one.tried
