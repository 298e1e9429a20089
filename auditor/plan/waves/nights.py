"""The nights on which a cut-over may be thought of, before anybody's demands close some of them."""

import datetime
from collections.abc import Iterator

from auditor.errors import PlanningError, Problem
from auditor.model.planning import Nights
from auditor.plan.run import PlanRun

MOST_NIGHTS = 1000
"""Candidate nights a plan is made over; about twenty years of Saturdays."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def candidate_nights(run: PlanRun) -> tuple[datetime.date, ...]:
    """Dates from the day of the run on: the calendar's, those of adopted waves and those that pins name.

    Raises PlanningError when there are more than `MOST_NIGHTS`.
    """
    nights = run.planning.nights
    dates = set(_calendar(nights, run.result.run.as_of)) if nights else set()
    dates |= {wave.date for wave in run.inventory.waves if wave.status == "adopted"}
    dates |= {pin.on for pin in run.planning.pins if pin.on}
    found = tuple(sorted(date for date in dates if date >= run.result.run.as_of))
    if len(found) > MOST_NIGHTS:
        raise _too_many(run, len(found))
    return found


def _calendar(nights: Nights, as_of: datetime.date) -> Iterator[datetime.date]:
    """Weeks are counted from `start`, so that the first one always counts."""
    if nights.dates:
        yield from nights.dates
        return
    named = {_DAYS.index(day) for day in nights.weekdays}
    first = nights.start.toordinal()
    for day in range(max(first, as_of.toordinal()), nights.end.toordinal() + 1):
        if (day - first) // 7 % nights.every_weeks == 0 and (day + 6) % 7 in named:
            yield datetime.date.fromordinal(day)


def _too_many(run: PlanRun, count: int) -> PlanningError:
    where = run.place("planning/nights/end")
    problem = Problem(None, None, where, f"{count} nights are too many to plan over", str(count))
    return PlanningError([problem], remedy=f"Bring `end` nearer or name fewer nights; {MOST_NIGHTS} at most.")
