"""The best plan by trying every one, for estates small enough to try."""

import datetime

from auditor.migration.source import PlanSource
from tests.migration.waves_checker.demands import TOGETHER, alone, objective
from tests.migration.waves_checker.estate import Estate

MOST_SYSTEMS = 7


def best(source: PlanSource, *, replan: bool = False) -> int | None:
    """The least objective of any plan, None where there is none.

    A branch ends only where no further system can mend it: where a demand is broken, or the cost is no better than that
    of a plan already found.
    """
    estate = Estate(source, replan)
    assert len(estate.movers) <= MOST_SYSTEMS, "too many systems to try every plan"
    choices = [
        [date for date in estate.nights if not any(True for _ in alone(estate, name, date))] for name in estate.movers
    ]
    return _least(estate, choices, {}, None)


def _least(
    estate: Estate, choices: list[list[datetime.date]], dates: dict[str, datetime.date], least: int | None
) -> int | None:
    cost = objective(estate, dates)
    if least is not None and cost >= least:
        return least
    if len(dates) == len(choices):
        return cost
    for date in choices[len(dates)]:
        tried = dates | {estate.movers[len(dates)]: date}
        if not any(True for rule in TOGETHER for _ in rule(estate, tried)):
            least = _least(estate, choices, tried, least)
    return least
