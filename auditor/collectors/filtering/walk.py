"""One base chain walked for all packets at once: what it surely or possibly accepts, drops and translates.

A packet that two rules accept is told for both. Only drops are taken off what later rules accept, which makes the order
of rules count (nft(8), iptables(8)).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from auditor.collectors.filtering.boxes import Box, Budget, apart, met
from auditor.collectors.filtering.rules import Branch, Chain, Compiled, Does, To, anything
from auditor.collectors.spans import joined

NFT_DEPTH = 16
"""Jumps that nftables nests at most (NFT_JUMP_STACK_SIZE of the kernel)."""

_DEEPEST = 64
"""Legacy tables nest as deep as they have chains; deeper than this is not followed."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some packets on their way. `sure`: everything that decided about them was understood; `why` says what was not."""

    box: Box
    sure: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """Packets that a rule lets through, but those that one of the first `drops` drops took away before. A permission
    by default names no rule. `to`: what they are translated to.
    """

    parts: tuple[Part, ...]
    drops: int
    where: str = ""
    to: To | None = None


@dataclass
class Walked:
    """What one base chain does. `untracked`: packets that it leaves out of the tracking of connections.
    `accepts_the_rest`: what no rule decides passes.
    """

    permits: list[Permit] = field(default_factory=list)
    drops: list[Part] = field(default_factory=list)
    untracked: list[Permit] = field(default_factory=list)
    accepts_the_rest: bool = False

    @property
    def decides(self) -> bool:
        """It may keep a packet back."""
        return bool(self.drops) or not self.accepts_the_rest

    def through(self, parts: Iterable[Part], budget: Budget) -> Iterator[tuple[Part, Permit]]:
        """Of some packets those that get through, each with the permission that lets it."""
        return self._met(self.permits, parts, budget)

    def left_alone(self, parts: Iterable[Part], budget: Budget) -> Iterator[Part]:
        """Of some packets those that it leaves out of the tracking of connections."""
        return (part for part, _ in self._met(self.untracked, parts, budget))

    def _met(self, permits: list[Permit], parts: Iterable[Part], budget: Budget) -> Iterator[tuple[Part, Permit]]:
        given = list(parts)
        for permit in permits:
            for mine in permit.parts:
                for part in given:
                    budget.spend()
                    box = met(part.box, mine.box)
                    if box is not None:
                        both = Part(box, part.sure and mine.sure, part.why or mine.why)
                        for left in self._undropped(both, permit.drops, budget):
                            yield left, permit

    def _undropped(self, part: Part, drops: int, budget: Budget) -> list[Part]:
        left = [part]
        for drop in self.drops[:drops]:
            budget.spend(1 + (len(part.box.source) + len(drop.box.source)) // 32)
            if met(part.box, drop.box) is None:
                continue
            left = [piece for each in left for piece in less(each, drop)]
            budget.spend(len(left) + 1)
            if not left:
                break
        return left


def less(part: Part, taken: Part) -> list[Part]:
    """What is left of some packets; those of which it is not sure stay, but no longer as sure."""
    both = met(part.box, taken.box)
    if both is None:
        return [part]
    rest = [Part(box, part.sure, part.why) for box in apart(part.box, taken.box)]
    return rest if taken.sure else [*rest, Part(both, sure=False, why=part.why or taken.why)]


def together(parts: Iterable[Part], name: str) -> list[Part]:
    """The same packets in fewer parts: those that differ in one field of addresses alone become one."""
    found: dict[Part, list[tuple[int, int]]] = {}
    for part in parts:
        rest = Part(part.box._replace(**{name: ()}), part.sure, part.why)  # type: ignore[arg-type]
        found.setdefault(rest, []).extend(getattr(part.box, name))
    return [
        Part(rest.box._replace(**{name: joined(spans)}), rest.sure, rest.why)  # type: ignore[arg-type]
        for rest, spans in found.items()
    ]


def walk(compiled: Compiled, chain: Chain, budget: Budget) -> Walked:
    """Walks a chain of type filter with all that is jumped to from it. Raises TooManyError."""
    return _Walk(compiled, budget, translating=False).base(chain)


def walk_translation(compiled: Compiled, chain: Chain, budget: Budget) -> Walked:
    """Walks a chain of type nat: what is permitted is what it translates. Raises TooManyError."""
    return _Walk(compiled, budget, translating=True).base(chain)


class _Walk:
    def __init__(self, compiled: Compiled, budget: Budget, *, translating: bool) -> None:
        self._compiled = compiled
        self._budget = budget
        self._translating = translating
        self._found = Walked()
        self._sealed = 0
        self._does: dict[Does, Callable[[Branch, list[Part], str, bool], None]] = {
            Does.ACCEPT: self._accept,
            Does.DROP: self._drop,
            Does.ASK: self._ask,
            Does.TRANSLATE: self._translate,
            Does.UNTRACK: self._untrack,
        }

    def base(self, chain: Chain) -> Walked:
        whole = Part(anything(self._compiled.family, self._compiled.names))
        self._chain(chain, [whole], 0, at_times=False)
        self._found.accepts_the_rest = not chain.drops and not self._translating
        self._seal()
        if self._found.accepts_the_rest:
            self._found.permits.append(Permit((whole,), len(self._found.drops)))
        if chain.doubtful and not self._translating:
            self._found.permits.append(Permit((Part(whole.box, sure=False, why="a table that may be dormant"),), 0))
        return self._found

    def _chain(self, chain: Chain, guard: list[Part], depth: int, *, at_times: bool) -> None:
        """`guard`: packets that come here; `at_times`: each of them only sometimes."""
        for rule in chain.rules:
            arriving = guard
            for branch in rule.branches:
                parts = self._met(arriving, branch)
                if not parts:
                    continue
                sometimes = at_times or branch.match.sometimes
                if branch.does in self._does:
                    self._does[branch.does](branch, parts, rule.where, sometimes)
                elif branch.does is not Does.RETURN:
                    self._go(branch, parts, depth + 1, sometimes)
                if branch.does in {Does.RETURN, Does.GOTO} and not branch.match.sometimes:
                    guard = self._without(guard, parts)
            if not guard:
                return

    def _met(self, guard: list[Part], branch: Branch) -> list[Part]:
        match = branch.match
        self._budget.spend(len(guard) * len(match.boxes) // 4 + 1)
        found = []
        for part in guard:
            for box in match.boxes:
                both = met(part.box, box)
                if both is not None:
                    found.append(Part(both, part.sure and match.sure, part.why or match.why))
        return found

    def _without(self, guard: list[Part], parts: list[Part]) -> list[Part]:
        for taken in parts:
            guard = [piece for part in guard for piece in less(part, taken)]
            self._budget.spend(len(guard))
        return guard

    def _go(self, branch: Branch, parts: list[Part], depth: int, at_times: bool) -> None:  # noqa: FBT001  # as in _does
        target = self._compiled.chains.get(branch.target)
        if target is None or depth > (NFT_DEPTH if target.key.startswith("nft ") else _DEEPEST):
            self._ask(branch, [Part(part.box, sure=False, why="a jump too deep") for part in parts], "", at_times)
            return
        self._chain(target, parts, depth, at_times=at_times)

    def _accept(self, _: Branch, parts: list[Part], where: str, at_times: bool) -> None:  # noqa: FBT001
        if self._translating:
            self._drop(_, parts, where, at_times)
        else:
            self._found.permits.append(Permit(tuple(parts), self._seal(), where))

    def _seal(self) -> int:
        """How many drops there are by now. Those since the last count, between which nothing was permitted, are put
        together where they differ in their sources or targets alone: a list of barred addresses is one drop.
        """
        drops = self._found.drops
        if len(drops) - self._sealed > 1:
            drops[self._sealed :] = together(together(drops[self._sealed :], "source"), "target")
        self._sealed = len(drops)
        return self._sealed

    def _drop(self, _: Branch, parts: list[Part], __: str, at_times: bool) -> None:  # noqa: FBT001
        if not at_times:
            self._found.drops += parts

    def _ask(self, branch: Branch, parts: list[Part], where: str, _: bool) -> None:  # noqa: FBT001
        unsure = [Part(part.box, sure=False, why=part.why or branch.match.why) for part in parts]
        self._found.permits.append(Permit(tuple(unsure), self._seal(), where))
        self._found.drops += unsure

    def _untrack(self, _: Branch, parts: list[Part], where: str, at_times: bool) -> None:  # noqa: FBT001
        told = tuple(Part(part.box, part.sure and not at_times, part.why) for part in parts)
        self._found.untracked.append(Permit(told, self._seal(), where))

    def _translate(self, branch: Branch, parts: list[Part], where: str, at_times: bool) -> None:  # noqa: FBT001
        known = branch.to is not None
        told = tuple(parts if known else [Part(part.box, sure=False, why="an unknown translation") for part in parts])
        self._found.permits.append(Permit(told, self._seal(), where, branch.to or To()))
        self._drop(branch, parts, where, at_times)
