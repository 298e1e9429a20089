"""Plans found by trying every one, for estates small enough to try."""

import datetime
from collections.abc import Collection, Iterable

from auditor.plan.run import PlanRun
from tests.plan.waves.checker.demands import TOGETHER, Breach, alone, objective
from tests.plan.waves.checker.estate import DAY, Estate

MOST_SYSTEMS = 7
_FAR = (120, 190, 260, 330, 400, 470, 540)
"""Days after the last night, far enough apart that nothing of one is still open on the next."""

Choices = list[list[datetime.date]]


def best(run: PlanRun, *, replan: bool = False) -> int | None:
    """The least objective of any plan, None where there is none.

    A branch ends only where no further system can mend it: where a demand is broken, or the cost is no better than that
    of a plan already found.
    """
    estate = Estate(run, replan)
    assert len(estate.movers) <= MOST_SYSTEMS, "too many systems to try every plan"
    choices = [[date for date in estate.nights if not any(alone(estate, name, date))] for name in estate.movers]
    if estate.movers and any(any(rule(estate, {})) for rule in TOGETHER):
        return None
    return _least(estate, choices, {}, None)


def _least(estate: Estate, choices: Choices, dates: dict[str, datetime.date], least: int | None) -> int | None:
    cost = objective(estate, dates)
    if least is not None and cost >= least:
        return least
    if len(dates) == len(choices):
        return cost
    for date in choices[len(dates)]:
        tried = dates | {estate.movers[len(dates)]: date}
        if not any(any(rule(estate, tried)) for rule in TOGETHER):
            least = _least(estate, choices, tried, least)
    return least


def possible(run: PlanRun, demands: Collection[str], *, replan: bool = False, roomy: bool = True) -> bool:
    """Whether there is a plan that meets these demands alone, by name, on days that are not past.

    Without the demand `nights`, days after the last night anybody named may be used too. Not every one can be tried:
    those are which a demand names, and some near and far, more of them where `roomy`. So True is certain, and False
    says that none was found there.
    """
    estate = Estate(run, replan)
    assert len(estate.movers) <= MOST_SYSTEMS, "too many systems to try every plan"
    dates = {date for date in estate.proposed if date >= estate.as_of}
    if "nights" not in demands:
        dates |= _later(estate, roomy=roomy)
    choices = {
        name: [date for date in sorted(dates, reverse=True) if not _broken(alone(estate, name, date), demands)]
        for name in estate.movers
    }
    if estate.movers and any(_broken(rule(estate, {}), demands) for rule in TOGETHER):
        return False
    return _placed(estate, dict(sorted(choices.items(), key=lambda item: len(item[1]))), demands, {})


def _later(estate: Estate, *, roomy: bool) -> set[datetime.date]:
    planning, last = estate.run.planning, max((estate.as_of, *estate.proposed))
    named = {freeze.end + DAY for freeze in planning.freezes} | {zone.ready_from for zone in estate.zones.values()}
    named |= {date for pin in planning.pins for date in (pin.not_before, pin.not_after)}
    named |= {date for name in estate.movers for date in (estate.move(name).earliest, estate.move(name).latest)}
    near = {last + n * DAY for n in ((*range(1, 20), *_FAR) if roomy else (1, 7, 14, *_FAR[:1]))}
    return near | {date for date in named if date and date > last}


def _placed(
    estate: Estate,
    choices: dict[str, list[datetime.date]],
    demands: Collection[str],
    dates: dict[str, datetime.date],
) -> bool:
    if len(dates) == len(choices):
        return True
    name = list(choices)[len(dates)]
    for date in choices[name]:
        tried = dates | {name: date}
        if any(_broken(rule(estate, tried), demands) for rule in TOGETHER):
            continue
        if _placed(estate, choices, demands, tried):
            return True
    return False


def _broken(breaches: Iterable[Breach], demands: Collection[str]) -> bool:
    return any(name in demands for name, _ in breaches)
