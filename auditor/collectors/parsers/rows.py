"""Rows that other systems export: JSON (one object or a list) or CSV with a heading line, and the values in them."""

import csv
import datetime
import io
from typing import Any

import orjson

from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

AHEAD = datetime.timedelta(minutes=5)
"""How far two clocks may lie apart before an instant counts as one in the future."""

_MAX_ROWS = 20_000
_MAX_NUMBER = 10**15


def read_rows(text: str) -> list[Any]:
    """The rows of one file, not yet looked into. Raises UnreadableError when there is none, or too many of them."""
    rows = _json(text) if text.lstrip()[:1] in {"{", "["} else _csv(text)
    if not rows:
        raise UnreadableError("the export holds no row")
    if len(rows) > _MAX_ROWS:
        raise UnreadableError(f"the export holds more than {_MAX_ROWS} rows")
    return rows


def _json(text: str) -> list[Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise UnreadableError(f"the export is no JSON: {from_target(str(fault))}") from fault
    return value if isinstance(value, list) else [value]


def _csv(text: str) -> list[Any]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        headings = list(reader.fieldnames or ())
        twice = sorted({heading for heading in headings if headings.count(heading) > 1})
        if twice:
            raise UnreadableError(f"a heading of the export stands twice: {from_target(', '.join(twice))}")
        return [{key: value for key, value in row.items() if value != ""} for row in reader]
    except csv.Error as fault:
        raise UnreadableError(f"the export is no CSV: {from_target(str(fault))}") from fault


def known_keys(number: int, row: Any, keys: frozenset[str]) -> dict[str, Any]:
    """The row, when it is an object that names a data set and has no other keys than these. Else UnreadableError."""
    if not isinstance(row, dict):
        raise UnreadableError(f"row {number} of the export is no object")
    unknown = {str(key) for key in row} - keys
    if unknown:
        raise UnreadableError(f"row {number} of the export has unknown keys: {from_target(', '.join(sorted(unknown)))}")
    if not isinstance(row.get("data_set"), str):
        raise UnreadableError(f"row {number} of the export names no data_set")
    return row


def exported_at(number: int, row: dict[str, Any], now: datetime.datetime) -> datetime.datetime | None:
    """When the row was made. Raises UnreadableError for an instant ahead of `now`."""
    exported = instant(number, row, "exported_at")
    if exported is not None and exported > now + AHEAD:
        raise UnreadableError(f"row {number} of the export was made in the future")
    return exported


def instant(number: int, row: dict[str, Any], key: str) -> datetime.datetime | None:
    """An instant in UTC. Raises UnreadableError for another thing, or one without its time zone."""
    value = row.get(key)
    if value is None:
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise UnreadableError(f"row {number} of the export: {key} is no instant") from fault
    if moment.tzinfo is None:
        raise UnreadableError(f"row {number} of the export: {key} lacks its time zone")
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError as fault:
        raise UnreadableError(f"row {number} of the export: {key} is no instant") from fault


def integer(number: int, row: dict[str, Any], key: str) -> int | None:
    """A count from nought. Raises UnreadableError for another thing."""
    value = row.get(key)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(_MAX_NUMBER)):
        value = int(value)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_NUMBER:
        raise UnreadableError(f"row {number} of the export: {key} is no count")
    return value
