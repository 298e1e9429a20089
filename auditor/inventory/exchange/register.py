"""A register of papers as an office keeps it: what its rows must say beside what any list must.

A register is a list of papers that are there: each has a number, and none is of tomorrow. One paper may be about
several things, which then stand together in one cell.
"""

import datetime
import re
from collections.abc import Iterator

from auditor.estate.wording import is_number
from auditor.inventory.explain import Fault

LIST = "evidence"
ABOUT, ALSO = "subject.id", "also"
"""The key under which a register's cell names what a paper is about, and the one of what it is about beside."""

_PARTING = re.compile(r"[;\n]")
_SPELT = re.compile(r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})", re.IGNORECASE)


def parted(list_name: str, key: str, text: str) -> Iterator[tuple[str, str]]:
    """The keys and texts that one cell stands for: of several subjects in one cell the first, and those beside it."""
    names = [name.strip() for name in _PARTING.split(text) if name.strip()]
    if list_name != LIST or key != ABOUT or len(names) <= 1:
        yield key, text
        return
    yield ABOUT, names[0]
    yield ALSO, ";".join(names[1:])


def spelt_day(text: str) -> str:
    """A day in words, as `ngày 5 tháng 3 năm 2026`, as a date; any other text as it is."""
    found = _SPELT.fullmatch(text.strip())
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def unfit(list_name: str, value: dict[str, object], today: datetime.date) -> Iterator[Fault]:
    """What keeps a row from being one of a register; a date that is none is told by whoever reads dates."""
    if list_name != LIST:
        return
    number = str(value.get("number", ""))
    if not is_number(number):
        message = "is no number of a paper" if number else "is missing: a register lists papers by their numbers"
        yield Fault(("number",), message, number, "Write the number as the paper shows it, for example 12/QĐ-UBND.")
    date = str(value.get("date", ""))
    if date > today.isoformat() and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date):
        message = f"lies after {today}, the day of this import"
        yield Fault(("date",), message, date, "Correct the date, or enter the paper when it is signed.")
