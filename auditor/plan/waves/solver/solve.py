"""The wave problem as a CP-SAT model under a limit of deterministic work: equal input has equal answers."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model

from auditor.plan.waves.solver.problem import (
    CUT,
    Apart,
    Bar,
    Carry,
    Follows,
    MostNights,
    Parallel,
    PerNight,
    Problem,
    Rule,
    Solution,
    Spread,
    Together,
    Total,
    price,
)

_SEED = 20261122
_ROUNDING = 1e-6
_STATUS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


class WaveModel:
    """One model of the problem under the `active` demands: a variable says that a ring moves on a night.

    With `guarded`, every demand has a literal that switches its rules on, rings are not merged and no night is left
    out; that is how contradictions are looked for. `choices` narrows the nights of some systems.
    """

    def __init__(
        self,
        problem: Problem,
        active: frozenset[str],
        *,
        guarded: bool = False,
        choices: Mapping[str, Iterable[int]] | None = None,
    ) -> None:
        self.problem = problem
        self.spent = 0.0
        """Deterministic work the last `solve` took."""
        self._narrowed = choices or {}
        self.model = cp_model.CpModel()
        self._active = active
        self._guards = {name: self.model.new_bool_var("") for name in sorted(active)} if guarded else {}
        merged = not guarded and active >= problem.demands.keys()
        self._unit = {name: unit[0] if merged else name for unit in problem.units for name in unit}
        self._x = self._choices(guarded=guarded)
        self._prefixes: dict[str, list[cp_model.IntVar]] = {}
        self._used: dict[int, cp_model.IntVar] = {}
        held = [rule for rule in problem.rules if rule.demand in active or (not rule.demand and not guarded)]
        for rule in held:
            self._add(rule)
        self._count(held)

    def _count(self, held: Sequence[Rule]) -> None:
        """So many nights of so many systems hold only so many: it follows from the two demands, and says it at once."""
        limits = [rule for rule in held if isinstance(rule, PerNight)]
        for most in [rule for rule in held if isinstance(rule, MostNights)]:
            for limit in limits:
                guards = [self._guards[name] for name in {most.demand, limit.demand} if name in self._guards]
                for night in range(len(self.problem.nights)):
                    choices = self._there(sorted(limit.systems), night)
                    if choices and (used := self._night_used(night)) is not None:
                        full = self.model.add(sum(choices) <= limit.most * used)
                        if guards:
                            full.only_enforce_if(guards)

    def _choices(self, *, guarded: bool) -> dict[str, dict[int, cp_model.IntVar]]:
        left = self.problem.open_under(frozenset() if guarded else self._active)
        common: dict[str, set[int]] = {}
        for name, unit in self._unit.items():
            nights = set(left[name]) & set(self._narrowed.get(name, left[name]))
            common[unit] = common.get(unit, nights) & nights
        found = {
            unit: {night: self.model.new_bool_var("") for night in sorted(nights)} for unit, nights in common.items()
        }
        for choices in found.values():
            self.model.add_exactly_one(choices.values())
        return found

    def _at(self, name: str, night: int) -> cp_model.IntVar | None:
        return self._x[self._unit[name]].get(night)

    def _guard(self, constraint: cp_model.Constraint, demand: str) -> None:
        if demand in self._guards:
            constraint.only_enforce_if(self._guards[demand])

    def _add(self, rule: Rule) -> None:
        adders: dict[type[Rule], Callable[[Any], None]] = {
            Bar: self._bar,
            Together: self._pair,
            Apart: self._pair,
            Follows: self._follows,
            PerNight: self._per_night,
            Parallel: self._parallel,
            Total: self._total,
            Carry: self._carry,
            MostNights: self._most_nights,
            Spread: self._spread,
        }
        adders[type(rule)](rule)

    def _per_night(self, rule: PerNight) -> None:
        for night in range(len(self.problem.nights)):
            self._limit(rule.demand, self._there(sorted(rule.systems), night), rule.most)

    def _total(self, rule: Total) -> None:
        if rule.asked > rule.most:
            self._guard(self.model.add_bool_or([]), rule.demand)

    def _most_nights(self, rule: MostNights) -> None:
        used = [self._night_used(night) for night in range(len(self.problem.nights))]
        self._limit(rule.demand, [one for one in used if one is not None], rule.most)

    def _bar(self, rule: Bar) -> None:
        if rule.demand not in self._guards:
            return
        for name in sorted(rule.systems):
            for night in sorted(rule.nights):
                if (choice := self._at(name, night)) is not None:
                    self._guard(self.model.add_bool_or([~choice]), rule.demand)

    def _there(self, names: Iterable[str], night: int) -> list[cp_model.IntVar]:
        return [choice for name in names if (choice := self._at(name, night)) is not None]

    def _limit(self, demand: str, choices: Sequence[cp_model.IntVar], most: int) -> None:
        if len(choices) > most:
            self._guard(self.model.add(sum(choices) <= most), demand)

    def _pair(self, rule: Together | Apart) -> None:
        if self._unit[rule.one] == self._unit[rule.other]:
            if isinstance(rule, Apart):
                self._guard(self.model.add_bool_or([]), rule.demand)
            return
        for night in range(len(self.problem.nights)):
            one, other = self._at(rule.one, night), self._at(rule.other, night)
            if isinstance(rule, Apart):
                if one is not None and other is not None:
                    self._guard(self.model.add_bool_or([~one, ~other]), rule.demand)
            elif one is not None:
                self._guard(self.model.add_bool_or([~one] if other is None else [~one, other]), rule.demand)

    def _follows(self, rule: Follows) -> None:
        after, before = self._unit[rule.after], self._unit[rule.before]
        if after == before:
            return
        days, back = self.problem.nights, self.problem.movers[rule.before].rollback_days
        last = -1
        for night, choice in self._x[after].items():
            while last + 1 < night and days[last + 1] + back < days[night]:
                last += 1
            ways = [one for one in (self._x[before].get(night), self._by(before, last)) if one is not None]
            self._guard(self.model.add_bool_or([~choice, *ways]), rule.demand)

    def _by(self, unit: str, night: int) -> cp_model.IntVar | None:
        """Whether the ring has moved by the end of this night; None where it cannot have."""
        if unit not in self._prefixes:
            self._prefixes[unit] = list(self._accumulated(self._x[unit].values()))
        earlier = bisect_right(list(self._x[unit]), night)
        return self._prefixes[unit][earlier - 1] if earlier else None

    def _accumulated(self, choices: Iterable[cp_model.IntVar]) -> Iterator[cp_model.IntVar]:
        before: cp_model.IntVar | None = None
        for choice in choices:
            made = choice if before is None else self.model.new_bool_var("")
            if before is not None:
                self.model.add(made == before + choice)
            yield made
            before = made

    def _parallel(self, rule: Parallel) -> None:
        days, movers = self.problem.nights, self.problem.movers
        for day in days:
            running = [
                choice
                for name in sorted(rule.systems)
                for night, choice in self._x[self._unit[name]].items()
                if days[night] <= day <= days[night] + movers[name].parallel_days
            ]
            self._limit(rule.demand, running, rule.most)

    def _carry(self, rule: Carry) -> None:
        total = sum(rule.volumes.values())
        carried: list[cp_model.IntVar] = []
        for night, room in enumerate(rule.room):
            load = self.model.new_int_var(0, total, "")
            names = [name for name in sorted(rule.volumes) if self._at(name, night) is not None]
            terms = [*carried, *self._there(names, night)]
            weights = [*[1] * len(carried), *[rule.volumes[name] for name in names]]
            self.model.add(load == cp_model.LinearExpr.weighted_sum(terms, weights))
            carried = [load]
            if room < total:
                self._guard(self.model.add(load <= room), rule.demand)

    def _night_used(self, night: int) -> cp_model.IntVar | None:
        if night not in self._used:
            choices = [nights[night] for nights in self._x.values() if night in nights]
            if not choices:
                return None
            self._used[night] = self.model.new_bool_var("")
            for choice in choices:
                self.model.add_implication(choice, self._used[night])
        return self._used[night]

    def _spread(self, rule: Spread) -> None:
        by_level: dict[int, list[str]] = {}
        for name, mover in self.problem.movers.items():
            if mover.level is not None:
                by_level.setdefault(mover.level, []).append(name)
        far = [(low, high) for low in by_level for high in by_level if high - low > rule.most]
        for night in range(len(self.problem.nights)) if far else ():
            here: dict[int, cp_model.IntVar] = {}
            for level, names in sorted(by_level.items()):
                here[level] = self.model.new_bool_var("")
                for choice in self._there(names, night):
                    self.model.add_implication(choice, here[level])
            for low, high in sorted(far):
                self._guard(self.model.add_bool_or([~here[low], ~here[high]]), rule.demand)

    def minimise(self, hint: Mapping[str, int] | None) -> None:
        """Asks for the cheapest plan, beginning the search at `hint`."""
        costs: list[cp_model.LinearExprT] = []
        for name in self.problem.movers:
            costs += [price(self.problem, name, night) * choice for night, choice in self._x[self._unit[name]].items()]
        weights: dict[tuple[str, str], int] = {}
        for tie in self.problem.ties:
            one, other = sorted((self._unit[tie.one], self._unit[tie.other]))
            if one != other:
                weights[one, other] = weights.get((one, other), 0) + tie.weight
        for (one, other), weight in sorted(weights.items()):
            if self._settled(one, other):
                costs.append(0 if self._x[one].keys() == self._x[other].keys() else CUT * weight)
                continue
            cut = self.model.new_bool_var("")
            self._cut(cut, one, other)
            self._cut(cut, other, one)
            costs.append(CUT * weight * cut)
            if hint:
                self.model.add_hint(cut, hint[one] != hint[other])
        for unit, choices in self._x.items() if hint else ():
            for night, choice in choices.items():
                self.model.add_hint(choice, (hint or {})[unit] == night)
        self.model.minimize(sum(costs))

    def _settled(self, one: str, other: str) -> bool:
        """Whether each of the two has one night left, so that the link between them is no choice any more."""
        return len(self._x[one]) == 1 == len(self._x[other])

    def _cut(self, cut: cp_model.IntVar, one: str, other: str) -> None:
        for night, choice in self._x[one].items():
            there = self._x[other].get(night)
            self.model.add_bool_or([~choice, cut] if there is None else [~choice, there, cut])

    def solve(self, work: float) -> Solution:
        """The best plan found with this much deterministic work, and what no plan can be better than."""
        solver = self._solver(work)
        status = _STATUS.get(solver.solve(self.model), "unknown")
        self.spent = solver.response_proto.deterministic_time
        bound = max(0, math.ceil(solver.best_objective_bound - _ROUNDING)) if self.model.has_objective() else None
        if status not in ("optimal", "feasible"):
            return Solution(status, bound=bound)
        placed = {
            name: next(night for night, choice in self._x[unit].items() if solver.boolean_value(choice))
            for name, unit in self._unit.items()
        }
        return Solution(status, dict(sorted(placed.items())), bound)

    def contradiction(self, work: float) -> tuple[str, ...] | None:
        """Demands that cannot all be met, when the limit suffices to show it; None when they can or nobody knows."""
        self.model.add_assumptions(list(self._guards.values()))
        solver = self._solver(work)
        if solver.solve(self.model) != cp_model.INFEASIBLE:
            return None
        named = {guard.index: name for name, guard in self._guards.items()}
        return tuple(sorted(named[index] for index in solver.sufficient_assumptions_for_infeasibility()))

    def _solver(self, work: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = _SEED
        solver.parameters.max_deterministic_time = work
        solver.parameters.num_workers = 1
        return solver
