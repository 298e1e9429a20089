"""One way of planning waves, in a process of its own: plans, and has the tests' checker judge the plan."""

import argparse
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from resource import RUSAGE_SELF, getrusage

import orjson

from auditor.plan.run import PlanRun
from bench.waves_estate import estate
from bench.waves_plain import solved
from bench.waves_search import annealed, greedy
from bench.waves_tables import Placed, tables_of
from tests.plan.waves.checker.demands import TOGETHER, alone, objective
from tests.plan.waves.checker.estate import Estate

Answer = tuple[Placed | None, int | None]
"""Night of each system, by position, and a bound on what any plan costs; None for what was not found."""


def _planner(run: PlanRun, _seconds: float) -> Answer:
    plan = run.waves
    nights = {night: n for n, night in enumerate(Estate(run).nights)}
    return {one.system: nights[one.date] for one in plan.placements} or None, plan.bound


def _greedy(run: PlanRun, _seconds: float) -> Answer:
    return greedy(tables_of(run)), None


def _textbook(run: PlanRun, _seconds: float) -> Answer:
    return solved(tables_of(run), run.planning.work_limit)


def _annealing(run: PlanRun, seconds: float) -> Answer:
    return annealed(tables_of(run), seconds, seed=1), None


CONTESTANTS: dict[str, Callable[[PlanRun, float], Answer]] = {
    "plan_waves": _planner,
    "greedy": _greedy,
    "textbook": _textbook,
    "annealing": _annealing,
}


@dataclass(frozen=True)
class Measurement:
    """One contestant on one estate. `faults` counts broken demands; memory is the greatest resident size of the
    process, in kilobytes.
    """

    contestant: str
    systems: int
    links: int
    objective: int | None
    bound: int | None
    faults: int
    wall: float
    processor: float
    kilobytes: int


def contest(contestant: str, run: PlanRun, seconds: float) -> Measurement:
    """Let one contestant plan in this process and judge what it made."""
    wall, processor = time.perf_counter(), time.process_time()
    placed, bound = CONTESTANTS[contestant](run, seconds)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = getrusage(RUSAGE_SELF).ru_maxrss
    cost, faults = _judged(run, placed)
    counts = len(run.inventory.systems), len(run.inventory.links)
    return Measurement(contestant, *counts, cost, bound, faults, wall, processor, peak)


def _judged(run: PlanRun, placed: Placed | None) -> tuple[int | None, int]:
    """The cost of a plan and the number of demands it breaks, both by the checker."""
    if placed is None:
        return None, 0
    estate = Estate(run)
    dates = {name: estate.nights[night] for name, night in placed.items()}
    broken = sum(1 for name, date in dates.items() for _ in alone(estate, name, date))
    broken += sum(1 for rule in TOGETHER for _ in rule(estate, dates))
    return objective(estate, dates), broken + len(estate.movers) - len(dates)


def main() -> None:
    """Be one contestant and print the measurement as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contestant", choices=CONTESTANTS)
    parser.add_argument("systems", type=int)
    parser.add_argument("links", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("seconds", type=float)
    arguments = parser.parse_args()
    run = estate(arguments.systems, arguments.links, arguments.seed)
    print(orjson.dumps(asdict(contest(arguments.contestant, run, arguments.seconds))).decode())


if __name__ == "__main__":
    main()
