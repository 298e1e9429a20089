"""Which packets get past a machine's filter: one question, with the hook as a parameter.

    wall = Wall(filter_, "forward", "ipv4", names)
    answer = wall.answer(Packets(iifs=names.bit("eth1"), oifs=names.bit("eth2"), sources=..., targets=...))

A packet must pass every base chain of its way: those of the hook, and those before and behind it that drop anything.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auditor.collectors.filtering import ports
from auditor.collectors.filtering.boxes import (
    DIRECT,
    MOST_PIECES,
    NEW,
    TRANSLATED,
    UNTRACKED,
    Box,
    Budget,
    TooManyError,
    met,
)
from auditor.collectors.filtering.rules import Chain, Compiled, Hook, Names, To, anything
from auditor.collectors.filtering.ruleset import Filter
from auditor.collectors.filtering.walk import Part, Walked, less, walk, walk_translation
from auditor.collectors.spans import Spans, everything
from auditor.model.facts.addressed import Family

_WAY: Mapping[Hook, tuple[Hook, ...]] = {
    "prerouting": ("prerouting",),
    "input": ("prerouting", "input"),
    "forward": ("prerouting", "forward", "postrouting"),
    "postrouting": ("postrouting",),
}
TOO_MANY = "more combinations of rules than are worked out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packets:
    """New packets that are asked about. `oifs` has no meaning for the hook `input`."""

    iifs: int
    sources: Spans
    targets: Spans
    oifs: int = -1


@dataclass(frozen=True, slots=True)
class Passing:
    """Packets that get through, or may (`part.sure`), and the rules that let them; none where only defaults do."""

    part: Part
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What gets through. `sure` has no packet that the machine drops; what is `unsure` may get through beside it, each
    part with what was not understood. Everything in neither is dropped for sure.
    """

    sure: tuple[Passing, ...] = ()
    unsure: tuple[Passing, ...] = ()

    @property
    def closed(self) -> bool:
        """Nothing gets through, for sure."""
        return not self.sure and not self.unsure

    @property
    def doubts(self) -> tuple[Passing, ...]:
        """Unsure parts that would open a protocol or port which nothing sure opens."""
        opened = ports.of(passing.part.box for passing in self.sure)
        return tuple(each for each in self.unsure if ports.beyond(ports.of([each.part.box]), opened))

    def rules_for(self, *, transport: int, port: int) -> tuple[Passing, ...]:
        """Sure parts that open one port of a protocol (6 for TCP)."""
        return tuple(
            each for each in self.sure if each.part.box.protocol >> transport & 1 and each.part.box.dport >> port & 1
        )


class Wall:
    """The filter of one machine for one IP version on the way of one hook. Its rules are walked once. `own`: addresses
    of the machine itself, where they are known.
    """

    def __init__(  # what a question is about
        self, rules: Filter, hook: Hook, family: Family, names: Names, own: Spans | None = None
    ) -> None:
        self._family = family
        self._names = names
        self._hook = hook
        self._states = rules.states()
        self._overrun = False
        self._budget = Budget(6 * MOST_PIECES)
        try:
            budget = Budget()
            self._compiled = rules.compiled(family, names, budget, own)
            walked = {at: self._walked(at, budget) for at in _WAY[hook]}
            self._untracking = [each for _, each in walked.get("prerouting", []) if each.untracked]
            self._stages = {at: [each for each in found if each[1].decides] for at, found in walked.items()}
            chains = self._at("prerouting", translating=True) if hook in {"input", "forward"} else []
            self._translations = [(chain.priority, walk_translation(self._compiled, chain, budget)) for chain in chains]
        except TooManyError:
            self._overrun = True

    def answer(self, asked: Packets) -> Answer:
        """What of some packets gets through."""
        whole = anything(self._family, self._names)._replace(
            iif=asked.iifs & self._names.everything,
            oif=asked.oifs & self._names.everything,
            source=asked.sources,
            state=self._states,
        )
        aimed = whole._replace(target=asked.targets)
        if not all(aimed):
            return Answer()
        if self._overrun:
            return Answer(unsure=(Passing(Part(aimed, sure=False, why=TOO_MANY)),))
        budget = self._budget
        try:
            found = list(self._through(self._starting(whole, aimed, budget), budget))
        except TooManyError:
            return Answer(unsure=(Passing(Part(aimed, sure=False, why=TOO_MANY)),))
        if self._compiled.unread:
            why = self._compiled.unread[0]
            found = [Passing(Part(each.part.box, sure=False, why=each.part.why or why), each.rules) for each in found]
        return Answer(
            tuple(each for each in found if each.part.sure), tuple(each for each in found if not each.part.sure)
        )

    def _at(self, hook: Hook, *, translating: bool) -> list[Chain]:
        chains = [chain for chain in self._compiled.chains.values() if chain.hook == hook]
        wanted = [chain for chain in chains if (chain.type == "nat") == translating]
        return sorted(wanted, key=lambda chain: (chain.priority, chain.key))

    def _walked(self, hook: Hook, budget: Budget) -> "list[_Stage]":
        return [(chain.priority, walk(self._compiled, chain, budget)) for chain in self._at(hook, translating=False)]

    def _starting(self, whole: Box, aimed: Box, budget: Budget) -> list[Passing]:
        """Packets before the hook's own way: with their own address, or with one that they are translated to."""
        direct = Part(aimed._replace(nat=DIRECT))
        found = [Passing(part) for part in self._untranslated(self._tracked(direct, budget), budget)]
        if self._compiled.unread:
            found.append(Passing(Part(aimed._replace(nat=TRANSLATED), sure=False, why=self._compiled.unread[0])))
        if not self._translations:
            return found
        anywhere = Part(whole._replace(target=everything(self._family), nat=DIRECT))
        tracked = [part for each in self._tracked(anywhere, budget) for part in _of_states(each, NEW)]
        for priority, walked in self._translations:
            found += self._by_way_of(priority, walked, tracked, aimed, budget)
        return found

    def _by_way_of(
        self, priority: int, walked: Walked, tracked: Iterable[Part], aimed: Box, budget: Budget
    ) -> list[Passing]:
        """What a chain translates, past chains before it with the old address and past those behind it with the new.
        Of those of its own priority nobody knows which comes first.
        """
        stages = self._stages["prerouting"]
        before, behind = ([each for at, each in stages if (at - priority) * way > 0] for way in (-1, 1))
        beside = any(at == priority for at, _ in stages)
        found = []
        early = _past(before, map(Passing, tracked), budget)
        for part, permit in walked.through((each.part for each in early), budget):
            box = self._translated(part.box, permit.to, aimed)
            if box is not None:
                why = "chains of one priority" if beside else ""
                found.append(Passing(Part(box, part.sure and not beside, part.why or why), (permit.where,)))
        return _past(behind, found, budget)

    def _tracked(self, part: Part, budget: Budget) -> list[Part]:
        """What is left out of the tracking of connections is in no other state."""
        left = [part]
        found: list[Part] = []
        for walked in self._untracking:
            taken = [each for each in walked.left_alone([part], budget) if each.sure]
            found += [Part(each.box._replace(state=UNTRACKED), each.sure, each.why) for each in taken]
            left = [piece for one in left for piece in _without(one, taken)]
        return [*found, *left]

    def _untranslated(self, parts: list[Part], budget: Budget) -> list[Part]:
        """Packets that keep the address they have: those of no tracked connection always do."""
        kept = [part for each in parts for part in _of_states(each, ~NEW)]
        parts = [part for each in parts for part in _of_states(each, NEW)]
        for _, walked in self._translations:
            taken = [part for part, _ in walked.through(parts, budget)]
            parts = [piece for part in parts for piece in _without(part, taken)]
            budget.spend(len(parts) * (len(taken) + 1))
        return [*kept, *parts]

    def _translated(self, box: Box, to: To | None, aimed: Box) -> Box | None:
        if to is None or (to.local and self._hook != "input"):
            return None
        changed = box._replace(nat=TRANSLATED)
        if to.local or to.target is None:
            changed = changed._replace(target=aimed.target if to.local else changed.target)
        else:
            changed = changed._replace(target=to.target)
        if to.dport is not None:
            changed = changed._replace(dport=to.dport)
        return met(changed, aimed._replace(nat=TRANSLATED))

    def _through(self, start: Iterable[Passing], budget: Budget) -> Iterator[Passing]:
        given = list(start)
        direct = [each for each in given if each.part.box.nat == DIRECT]
        later = [each for each in given if each.part.box.nat != DIRECT]
        given = [*self._past("prerouting", direct, budget), *later]
        for hook in _WAY[self._hook]:
            if hook != "prerouting":
                given = list(self._past(hook, given, budget))
        yield from given

    def _past(self, hook: Hook, given: Iterable[Passing], budget: Budget) -> list[Passing]:
        return _past([each for _, each in self._stages.get(hook, ())], given, budget)


_Stage = tuple[int, Walked]
"""A base chain of type filter with its priority."""


def _past(stages: Iterable[Walked], given: Iterable[Passing], budget: Budget) -> list[Passing]:
    passing = list(given)
    for walked in stages:
        passing = [
            Passing(part, (*each.rules, permit.where) if permit.where else each.rules)
            for each in passing
            for part, permit in walked.through([each.part], budget)
        ]
    return passing


def _of_states(part: Part, states: int) -> list[Part]:
    """Of some packets those in some states of connections."""
    box = part.box._replace(state=part.box.state & states)
    return [Part(box, part.sure, part.why)] if box.state else []


def _without(part: Part, taken: Iterable[Part]) -> list[Part]:
    left = [part]
    for each in taken:
        left = [piece for one in left for piece in less(one, each)]
    return left


__all__ = ["Answer", "Compiled", "Packets", "Passing", "Wall"]
