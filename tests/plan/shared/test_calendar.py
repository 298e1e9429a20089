"""The calendar of working days, held against dates that follow from the law and the lunar calendar."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import MigrationError
from auditor.model.planning import DayOff
from auditor.plan.shared.calendar import WorkingDays

DAY = datetime.timedelta(days=1)
# Labour Code 45/2019/QH14 Art. 112: New Year, Tết (at least its first three days), the Hùng Kings' day, 30 April,
# 1 May, 2 September. First days of Tết and tenth days of the third lunar month by the lunar calendar for UTC+7.
FIRST_OF_TET = (datetime.date(2026, 2, 17), datetime.date(2027, 2, 6), datetime.date(2028, 1, 26))
HUNG_KINGS = (datetime.date(2026, 4, 26), datetime.date(2027, 4, 16), datetime.date(2028, 4, 4))


@pytest.mark.parametrize("year", range(2026, 2030))
def test_days_off_by_the_solar_calendar(year: int) -> None:
    """The fixed holidays are no working days in any year."""
    days = [datetime.date(year, month, day) for month, day in ((1, 1), (4, 30), (5, 1), (9, 2))]

    assert [False] * 4 == [WorkingDays().worked(day) for day in days]


@pytest.mark.parametrize("first", FIRST_OF_TET)
def test_tet(first: datetime.date) -> None:
    """The last day of the lunar year and the first three of the new one are off."""
    assert [False] * 4 == [WorkingDays().worked(first + n * DAY) for n in range(-1, 3)]


@pytest.mark.parametrize("day", HUNG_KINGS)
def test_hung_kings(day: datetime.date) -> None:
    """The tenth day of the third lunar month is off."""
    assert WorkingDays().worked(day) is False


def test_an_ordinary_week() -> None:
    """Monday to Friday are worked, the weekend is not."""
    monday = datetime.date(2027, 3, 8)

    assert [True] * 5 + [False] * 2 == [WorkingDays().worked(monday + n * DAY) for n in range(7)]


def test_decisions_overrule_the_calendar() -> None:
    """A Saturday made up for is worked, and a Friday given off is not."""
    saturday, friday = datetime.date(2027, 3, 13), datetime.date(2027, 3, 12)
    calendar = WorkingDays([DayOff(date=saturday, worked=True), DayOff(date=friday)])

    assert (True, False) == (calendar.worked(saturday), calendar.worked(friday))


def test_seven_whole_working_days_lie_between() -> None:
    """Neither the day of the notice nor the night counts, and Tết pushes the notice far ahead."""
    calendar = WorkingDays()

    assert datetime.date(2027, 3, 3) == calendar.before(datetime.date(2027, 3, 13), 7)
    assert calendar.before(datetime.date(2027, 2, 13), 7) < datetime.date(2027, 2, 1)


@given(st.dates(datetime.date(2026, 1, 1), datetime.date(2029, 12, 31)), st.integers(1, 30))
def test_the_days_between_are_counted(night: datetime.date, days: int) -> None:
    """Exactly so many working days lie strictly between notice and night, and the notice is the latest such day."""
    calendar = WorkingDays()
    notice = calendar.before(night, days)
    between = [notice + n * DAY for n in range(1, (night - notice).days)]

    assert days == sum(calendar.worked(day) for day in between)
    assert calendar.worked(between[0])


def test_a_year_without_work_is_an_error() -> None:
    """Exceptions that leave no working day are named instead of searched for ever."""
    night = datetime.date(2027, 6, 1)
    rest = [DayOff(date=night - n * DAY) for n in range(1, 200)]

    with pytest.raises(MigrationError, match="no working day"):
        WorkingDays(rest).before(night, 7)
