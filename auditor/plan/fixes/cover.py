"""The least set of acts that meets every want: cost before days before number, exactly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from auditor.plan.shared.acts import Act, Want

WORK_LIMIT = 10.0
"""Units of deterministic work for each of the aims, about seconds of one core."""


@dataclass(frozen=True, slots=True)
class Price:
    """Million VND and days of one act; None where nobody entered them."""

    million_vnd: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """The acts chosen, in order. `proven` when no smaller set meets the wants; otherwise it is only the best found."""

    acts: tuple[Act, ...]
    proven: bool


def least_cover(wants: Iterable[Want], prices: Mapping[Act, Price], work_limit: float = WORK_LIMIT) -> Cover:
    """The set with the fewest acts without a price; of those the one with the least million VND, then days, then acts.

    What nobody priced is not free, so that fewer of those come first. Among equals the acts that stand first in order.
    """
    asked = set(wants)
    forced = {act for want in asked if len(want) == 1 for act in want}
    rest = sorted((want for want in asked if not want & forced), key=sorted)
    chosen, proven = _solved(rest, prices, work_limit) if rest else (set(), True)
    return Cover(tuple(sorted(forced | chosen)), proven)


def _solved(wants: Sequence[Want], prices: Mapping[Act, Price], work_limit: float) -> tuple[set[Act], bool]:
    acts = sorted(frozenset().union(*wants))
    model = cp_model.CpModel()
    does = {act: model.new_bool_var(f"act_{n}") for n, act in enumerate(acts)}
    for want in wants:
        model.add_bool_or([does[act] for act in sorted(want)])
    best, proven = _first_fit(wants), True
    for weight in _weights(acts, prices):
        total = sum(weight(act) * does[act] for act in acts)
        model.minimize(total)
        found = _solve(model, does, work_limit)
        best, proven = (found[0], proven and found[1]) if found else (best, False)
        model.add(total <= sum(weight(act) for act in best))
    return best, proven


def _weights(acts: Sequence[Act], prices: Mapping[Act, Price]) -> tuple[Callable[[Act], int], ...]:
    """One weight for each aim, in order; the last makes the choice among equals the same every time."""
    place = {act: n for n, act in enumerate(acts)}

    def price(act: Act) -> Price:
        return prices.get(act, Price())

    return (
        lambda act: int(price(act).million_vnd is None),
        lambda act: price(act).million_vnd or 0,
        lambda act: price(act).days or 0,
        lambda _: 1,
        lambda act: place[act],
    )


def _solve(
    model: cp_model.CpModel, does: Mapping[Act, cp_model.IntVar], work_limit: float
) -> tuple[set[Act], bool] | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work_limit
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {act for act, does_it in does.items() if solver.boolean_value(does_it)}, status == cp_model.OPTIMAL


def _first_fit(wants: Sequence[Want]) -> set[Act]:
    """A set that meets the wants, small or not: what is left when the work limit ends the search at once."""
    chosen: set[Act] = set()
    for want in wants:
        if not want & chosen:
            chosen.add(min(want))
    return chosen
