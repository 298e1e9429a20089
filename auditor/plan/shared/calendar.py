"""Working days of Viet Nam: weekends and public holidays off, with the days that official decisions move."""

import datetime
from collections.abc import Iterable
from functools import cache

import holidays

from auditor.errors import MigrationError
from auditor.model.planning import DayOff

_SATURDAY = 5
_LONGEST_REST = 60
_DAY = datetime.timedelta(days=1)


@cache
def _public_holidays(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("VN", years=year))


class WorkingDays:
    """The calendar of working days. `exceptions` overrule it: days made up for, days off by decision."""

    def __init__(self, exceptions: Iterable[DayOff] = ()) -> None:
        self._exceptions = {day.date: day.worked for day in exceptions}

    def worked(self, date: datetime.date) -> bool:
        """Whether offices work on this day."""
        if date in self._exceptions:
            return self._exceptions[date]
        return date.weekday() < _SATURDAY and date not in _public_holidays(date.year)

    def before(self, date: datetime.date, days: int) -> datetime.date:
        """The last day on which a notice still lies `days` working days before `date`.

        Neither the day of the notice nor `date` counts (NĐ 224/2026/NĐ-CP Art. 13 asks for at least seven working days
        before). Raises MigrationError when the exceptions leave no working day for two months.
        """
        return self.counted(date, -days) - _DAY

    def counted(self, date: datetime.date, days: int) -> datetime.date:
        """The working day that lies so many working days after `date`, before it where `days` is negative.

        Raises MigrationError when the exceptions leave no working day for two months.
        """
        step = _DAY if days > 0 else -_DAY
        left, day, rested = abs(days), date, 0
        while left > 0:
            day += step
            rested = 0 if self.worked(day) else rested + 1
            left -= self.worked(day)
            if rested > _LONGEST_REST:
                raise MigrationError(
                    f"no working day in the {_LONGEST_REST} days around {day}",
                    remedy="Check `days_off` in planning.yaml.",
                )
        return day
