"""Waves by the textbook model for CP-SAT: one truth value for each system and night, no hint, no bound, no symmetry."""

import itertools
from collections.abc import Iterator

from ortools.sat.python import cp_model

from bench.waves_tables import Placed, Tables

Choice = dict[tuple[str, int], cp_model.IntVar]


def solved(tables: Tables, work: float) -> tuple[Placed | None, int | None]:
    """The best plan found within so many units of the solver's deterministic work, and the bound on any plan's cost."""
    model = cp_model.CpModel()
    names, nights = list(tables.open), range(len(tables.days))
    chosen: Choice = {(name, night): model.new_bool_var(f"{name}@{night}") for name in names for night in nights}
    for name in names:
        model.add_exactly_one(chosen[name, night] for night in nights)
        for night in set(nights) - set(tables.open[name]):
            model.add(chosen[name, night] == 0)
    _counts(model, tables, chosen)
    _pairs(model, tables, chosen)
    _carried(model, tables, chosen)
    _levels(model, tables, chosen)
    late = sum(tables.hurry[name] * night * chosen[name, night] for name in names for night in nights)
    model.minimize(late + sum(20 * weight * cut for weight, cut in _cuts(model, tables, chosen)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None
    placed = {name: night for (name, night), one in chosen.items() if solver.value(one)}
    return placed, round(solver.best_objective_bound)


def _counts(model: cp_model.CpModel, tables: Tables, chosen: Choice) -> None:
    planning, estate = tables.estate.run.planning, tables.estate
    for group in sorted({group for mine in tables.groups.values() for group in mine}):
        members = [name for name, mine in tables.groups.items() if group in mine]
        most = tables.groups[members[0]][group]
        for night in range(len(tables.days)):
            model.add(sum(chosen[name, night] for name in members) <= most)
    for team in planning.teams:
        theirs = [name for name in tables.open if estate.move(name).team == team.id]
        if team.in_parallel is None:
            continue
        for now in range(len(tables.days)):
            past = range(now + 1)
            running = [chosen[name, night] for name in theirs for night in past if _runs(tables, name, night, now)]
            model.add(sum(running) <= team.in_parallel)


def _runs(tables: Tables, name: str, night: int, now: int) -> bool:
    date = tables.estate.nights[night]
    return tables.days[now] <= tables.estate.parallel_until(name, date).toordinal()


def _pairs(model: cp_model.CpModel, tables: Tables, chosen: Choice) -> None:
    nights = range(len(tables.days))
    for source, targets in tables.needs.items():
        for target in targets:
            for then in nights:
                before = [chosen[target, first] for first in nights if tables.ordered(source, target, first, then)]
                model.add(sum(before) >= 1).only_enforce_if(chosen[source, then])
    for name, others in tables.apart.items():
        for other in others:
            for night in nights:
                model.add_at_most_one(chosen[name, night], chosen[other, night])


def _carried(model: cp_model.CpModel, tables: Tables, chosen: Choice) -> None:
    if tables.estate.gb_per_day is None:
        return
    volumes = {name: tables.estate.move(name).volume_gb or 0 for name in tables.open}
    for night, most in enumerate(tables.carried):
        used = model.new_bool_var(f"used@{night}")
        for name in volumes:
            model.add_implication(chosen[name, night], used)
        total = sum(volume * chosen[name, at] for name, volume in volumes.items() for at in range(night + 1))
        model.add(total <= most).only_enforce_if(used)


def _levels(model: cp_model.CpModel, tables: Tables, chosen: Choice) -> None:
    spread = tables.estate.run.planning.mixing.level_spread
    by_level: dict[int, list[str]] = {}
    for name in tables.open:
        if level := tables.estate.systems[name].level:
            by_level.setdefault(level, []).append(name)
    for night in range(len(tables.days)):
        there = {level: model.new_bool_var(f"level {level}@{night}") for level in by_level}
        for level, members in by_level.items():
            for name in members:
                model.add_implication(chosen[name, night], there[level])
        for low, high in itertools.combinations(sorted(there), 2):
            if high - low > spread:
                model.add_at_most_one(there[low], there[high])


def _cuts(model: cp_model.CpModel, tables: Tables, chosen: Choice) -> Iterator[tuple[int, cp_model.IntVar]]:
    for name, others in tables.soft.items():
        for other, weight in others.items():
            if name < other:
                cut = model.new_bool_var(f"{name}-{other}")
                for night in range(len(tables.days)):
                    model.add(chosen[name, night] - chosen[other, night] <= cut)
                yield weight, cut
