"""What the numbers that policies report count, and their words."""

from collections.abc import Mapping
from typing import Any

from auditor.model.control import Observed
from auditor.text.words import Bilingual, count, joined, mark, number, same, say

# Controls write the units of their parameters in the singular or the plural.
_SPELLINGS: Mapping[str, str] = {
    "bits": "bit",
    "days": "day",
    "hours": "hour",
    "minutes": "minute",
    "months": "month",
    "seconds": "second",
}

# One and many; Vietnamese has one form.
_COUNTED: Mapping[str, tuple[str, str]] = {
    "day": (mark("{n} day"), "{n} days"),
    "item": (mark("{n} item of the security plan"), "{n} items of the security plan"),
    "level": (mark("level {n}"), "level {n}"),
    "method": (mark("{n} authentication method"), "{n} authentication methods"),
    "month": (mark("{n} month"), "{n} months"),
    "person": (mark("{n} person"), "{n} people"),
    "provider": (mark("{n} provider"), "{n} providers"),
    "route": (mark("{n} route"), "{n} routes"),
    "second": (mark("{n} second"), "{n} seconds"),
    "system": (mark("{n} system"), "{n} systems"),
}

_BEHIND: Mapping[str, str] = {
    "day": mark("days"),
    "hour": mark("hours"),
    "minute": mark("minutes"),
    "month": mark("months"),
    "permille": mark("per thousand"),
    "second": mark("seconds"),
}


def unit_of(observed: Observed, expected: Any) -> str:
    """What a control's numbers count beside what it expects; empty when they are plain numbers."""
    operators = sorted(map(str, expected)) if isinstance(expected, Mapping) else []
    units = {str(operator): unit for operator, unit in observed.units.items()}
    return next((units[name] for name in operators or ["none"] if name in units), "")


def amount(value: float, unit: str) -> Bilingual:
    """A number with what it counts; a unit nobody put into words stands behind it as it is."""
    unit = _SPELLINGS.get(unit, unit)
    if isinstance(value, int) and unit in _COUNTED:
        return count(*_COUNTED[unit], value)
    said = number(value) if isinstance(value, int) else _decimal(value)
    return joined([said, unit_in_words(unit)], " ") if unit else said


def unit_in_words(unit: str) -> Bilingual:
    """The unit behind something that is not a whole number, such as a table's name."""
    unit = _SPELLINGS.get(unit, unit)
    return say(_BEHIND[unit]) if unit in _BEHIND else same(unit)


def _decimal(value: float) -> Bilingual:
    return Bilingual(str(value).replace(".", ","), str(value))
