"""What no plan can be better than, where the solver alone cannot say it."""

from collections.abc import Mapping

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from auditor.plan.waves.solver.problem import CUT, Apart, PerNight, Problem, Spread, price


def lower_bound(problem: Problem) -> int:
    """The least that lateness and changes cost when no link counts, and the least that is cut whatever the nights."""
    return least_price(problem) + CUT * least_cut(problem)


def least_price(problem: Problem) -> int:
    """What the nights cost at least with the room of nights and teams alone: a flow of systems through both."""
    everybody, teams = _limits(problem)
    room = min((rule.most for rule in everybody), default=len(problem.movers))
    nights = len(problem.nights)
    gate = {name: position for position, rule in enumerate(teams) for name in rule.systems}
    flow, first = SimpleMinCostFlow(), nights * (1 + len(teams))
    for position, rule in enumerate(teams):
        for night in range(nights):
            flow.add_arc_with_capacity_and_unit_cost(nights * (1 + position) + night, night, rule.most, 0)
    for offset, name in enumerate(sorted(problem.movers)):
        flow.set_node_supply(first + offset, 1)
        for night in problem.open[name]:
            to = nights * (1 + gate[name]) + night if name in gate else night
            flow.add_arc_with_capacity_and_unit_cost(first + offset, to, 1, price(problem, name, night))
    end = first + len(problem.movers)
    for night in range(nights):
        flow.add_arc_with_capacity_and_unit_cost(night, end, max(room, 0), 0)
    flow.set_node_supply(end, -len(problem.movers))
    return int(flow.optimal_cost()) if flow.solve() == flow.OPTIMAL else 0


def least_cut(problem: Problem) -> int:
    """Weight that is cut in every plan: no ring shares its night with more partners than the night and teams take.

    Each ring keeps at most its heaviest links to as many partners as there is room for; what it cannot keep is cut, and
    is counted at both ends.
    """
    unit_of = {name: unit for unit in problem.units for name in unit}
    weights: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {unit: {} for unit in problem.units}
    for tie in problem.ties:
        one, other = unit_of[tie.one], unit_of[tie.other]
        if one != other:
            weights[one][other] = weights[one].get(other, 0) + tie.weight
            weights[other][one] = weights[other].get(one, 0) + tie.weight
    lost = sum(sum(links.values()) - _kept(problem, unit, links) for unit, links in weights.items() if links)
    return -(-lost // 2)


def _kept(problem: Problem, unit: tuple[str, ...], links: Mapping[tuple[str, ...], int]) -> int:
    """The most weight one ring can keep within its night: room for everybody, and for each team."""
    everybody, teams = _limits(problem)
    room = min((rule.most for rule in everybody), default=len(problem.movers)) - len(unit)
    left = {rule.demand: rule.most - len(rule.systems.intersection(unit)) for rule in teams}
    kept = 0
    for partner, weight in sorted(links.items(), key=lambda pair: (-pair[1], pair[0])):
        mine = [rule.demand for rule in teams if rule.systems.intersection(partner)]
        if room <= 0 or any(left[name] <= 0 for name in mine) or _never(problem, unit, partner):
            continue
        room -= 1
        for name in mine:
            left[name] -= 1
        kept += weight
    return kept


def _limits(problem: Problem) -> tuple[list[PerNight], list[PerNight]]:
    """Rules that count every mover of a night, and those of teams, of which a system has one at most."""
    limits = [rule for rule in problem.rules if isinstance(rule, PerNight)]
    everybody = [rule for rule in limits if len(rule.systems) == len(problem.movers)]
    return everybody, [rule for rule in limits if rule.demand.startswith("team:")]


def _never(problem: Problem, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rings can never share a night: told apart, of levels too far apart, or without a common night."""
    both = {*one, *other}
    for rule in problem.rules:
        if isinstance(rule, Apart) and {rule.one, rule.other} <= both:
            return True
        if isinstance(rule, Spread):
            levels = [level for name in both if (level := problem.movers[name].level) is not None]
            if levels and max(levels) - min(levels) > rule.most:
                return True
    return not set(problem.open[one[0]]) & set(problem.open[other[0]])
