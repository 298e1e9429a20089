"""The clocks of a run and the context they give every document."""

import datetime
from dataclasses import dataclass
from typing import Any

from auditor.model.base import VIETNAM
from auditor.model.policy_input import MONTHS_AGO


@dataclass(frozen=True, slots=True)
class Clocks:
    """`as_of` (a date in Viet Nam) selects law, due dates and dated parameters; `evaluated_at` (an
    instant) ages facts.
    """

    as_of: datetime.date
    evaluated_at: datetime.datetime

    @property
    def evaluated_day(self) -> int:
        """Ordinal of the instant's date in Viet Nam."""
        return self.evaluated_at.astimezone(VIETNAM).date().toordinal()

    def context(self, only: str | None = None) -> dict[str, Any]:
        """`input.context`; `only` restricts a document to one control."""
        context: dict[str, Any] = {
            "as_of": self.as_of.isoformat(),
            "as_of_day": self.as_of.toordinal(),
            "evaluated_at": self.evaluated_at.astimezone(datetime.UTC).isoformat(),
            "evaluated_day": self.evaluated_day,
            "months_ago": {str(months): months_before(self.as_of, months).toordinal() for months in MONTHS_AGO},
        }
        return context | ({"only": only} if only else {})


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month that many months earlier, or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for candidate in range(day.day, 27, -1):
        try:
            return datetime.date(year, month + 1, candidate)
        except ValueError:
            continue
    return datetime.date(year, month + 1, min(day.day, 28))
