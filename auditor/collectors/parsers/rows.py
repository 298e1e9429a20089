"""Rows that other systems export: JSON (one object or a list) or a table as text, and the values in them.

A row that cannot be understood spoils itself alone: whoever reads it is told by an UnreadableError that names row and
key. What can mean two things is refused; what can mean one is read, however it is written.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from auditor.collectors.parsers import texts
from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

AHEAD = datetime.timedelta(minutes=5)
"""How far two clocks may lie apart before an instant counts as one in the future."""

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
"""The one time zone of the country, without daylight saving: that of a date in its own order."""

_MAX_ROWS = 20_000
_MAX_NUMBER = 10**15
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_MONTHS = 12
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,5}|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,5}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,5}"
)
"""Thousands parted by two points, two commas or a blank: with a single point or comma it could be a fraction."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file. `values` are known columns by key; `fault` says why none of them can be relied on;
    `month_first`: another date of the file can only have the month first, so no date of that form says its day.
    """

    number: int
    values: dict[str, Any]
    fault: str = ""
    month_first: bool = False

    def refused(self, words: str) -> UnreadableError:
        """The error that names this row."""
        return UnreadableError(f"row {self.number} of the export{words}")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, and what in it was passed over, for people."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_rows(text: str, keys: frozenset[str]) -> Rows:
    """The rows of one file as they stand, whose columns may be `keys`; blank ones are none. Raises UnreadableError when
    there is no row, too many of them, or no way to tell rows.
    """
    values, notes = _json(text) if text.lstrip()[:1] in {"{", "["} else texts.table(text, keys)
    if not values:
        raise UnreadableError("the export holds no row")
    if len(values) > _MAX_ROWS:
        raise UnreadableError(f"the export holds more than {_MAX_ROWS} rows")
    return Rows(tuple(Row(number, found, fault) for number, found, fault in values), notes)


def settled(rows: Sequence[Row], keys: frozenset[str]) -> Rows:
    """Rows of one file that may be told of, numbered anew, with what each means beside the others."""
    month_first = any(_is_month_first(value) for row in rows for value in row.values.values())
    unknown = sorted({str(key) for row in rows for key in row.values} - keys)
    notes = (f"nobody reads these columns: {from_target(', '.join(unknown))}",) if unknown else ()
    known = (
        replace(
            row,
            number=number,
            values={key: value for key, value in row.values.items() if key in keys},
            month_first=month_first,
        )
        for number, row in enumerate(rows, 1)
    )
    return Rows(tuple(known), notes)


def own_keys(row: Row, keys: frozenset[str]) -> None:
    """Raises UnreadableError where a row has values of another kind of row than this."""
    others = sorted(set(row.values) - keys)
    if row.fault:
        raise row.refused(row.fault)
    if others:
        raise row.refused(f" has what its kind does not have: {', '.join(others)}")


def _json(text: str) -> tuple[list[texts.Values], tuple[str, ...]]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise UnreadableError(f"the export is no JSON: {from_target(str(fault))}") from fault
    rows = value if isinstance(value, list) else [value]
    return [
        (number, row, "") if isinstance(row, dict) else (number, {}, " is no object")
        for number, row in enumerate(rows, 1)
    ], ()


def _is_month_first(value: Any) -> bool:
    found = _DAY_FIRST.fullmatch(value.strip()) if isinstance(value, str) else None
    return found is not None and int(found[2]) > _MONTHS >= int(found[1])


def data_set_of(row: Row) -> str:
    """Whose row it is. Raises UnreadableError where it does not say."""
    name = row.values.get("data_set")
    if not isinstance(name, str) or not name.strip():
        raise row.refused(row.fault or " names no data_set")
    return from_target(name.strip(), 80)


def exported_at(row: Row, now: datetime.datetime) -> datetime.datetime | None:
    """When the row was made. Raises UnreadableError for an instant ahead of `now`, and for a day without its hour."""
    exported = instant(row, "exported_at", whole_days=False)
    if exported is not None and exported > now + AHEAD:
        raise row.refused(" was made in the future")
    return exported


def instant(row: Row, key: str, *, whole_days: bool = True) -> datetime.datetime | None:
    """An instant in UTC: RFC 3339 with its zone, or day, month and year in Vietnam's order and time; a day alone is its
    first second. Raises UnreadableError for another thing.
    """
    value = row.values.get(key)
    if value is None:
        return None
    found = _DAY_FIRST.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is not None:
        return _day_first(row, key, found, whole_days=whole_days)
    try:
        moment = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise row.refused(f": {key} is no instant") from fault
    if moment.tzinfo is None:
        raise row.refused(f": {key} lacks its time zone")
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError as fault:
        raise row.refused(f": {key} is no instant") from fault


def _day_first(row: Row, key: str, found: re.Match[str], *, whole_days: bool) -> datetime.datetime:
    if row.month_first:
        raise row.refused(f": {key} is a date of which nobody can tell day and month; another one has its month first")
    if found[4] is None and not whole_days:
        raise row.refused(f": {key} lacks its time of day")
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime.datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM).astimezone(datetime.UTC)
    except (ValueError, OverflowError) as fault:
        raise row.refused(f": {key} is no instant") from fault


def integer(row: Row, key: str) -> int | None:
    """A count from nought. Raises UnreadableError for another thing."""
    value = row.values.get(key)
    if isinstance(value, str):
        plain = re.sub(r"[\u00a0\u202f]", " ", value.strip())
        if _GROUPED.fullmatch(plain):
            plain = re.sub(r"[., ]", "", plain)
        if plain.isascii() and plain.isdecimal() and len(plain) <= len(str(_MAX_NUMBER)):
            value = int(plain)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_NUMBER:
        raise row.refused(f": {key} is no count")
    return value
