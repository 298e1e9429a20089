"""State of data sets, as the systems that own them export it: JSON (one object or a list) or CSV with a heading line.

Keys: `data_set`, `exported_at`, `last_success_at`, `max_updated_at`, `rows`, and `errors` or `error_permille` of the
last run.
"""

import csv
import datetime
import io
from dataclasses import dataclass
from typing import Any

import orjson

from auditor.collectors.clean import clean
from auditor.errors import UnreadableError
from auditor.model.facts import Exports

KEYS = frozenset({"data_set", "exported_at", "last_success_at", "max_updated_at", "rows", "errors", "error_permille"})
_MAX_ROWS = 20_000
_AHEAD = datetime.timedelta(minutes=5)
_MAX_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One data set at the instant its owner exported it. Ages count from that instant."""

    data_set: str
    exported_at: datetime.datetime
    exports: Exports


def parse(text: str, now: datetime.datetime) -> tuple[ExportRow, ...]:
    """Reads one file. Raises UnreadableError that names the row and key which cannot be understood, also for instants
    that lie ahead of the export or of `now`.
    """
    rows = _json(text) if text.lstrip()[:1] in {"{", "["} else _csv(text)
    if not rows:
        raise UnreadableError("the export holds no row")
    if len(rows) > _MAX_ROWS:
        raise UnreadableError(f"the export holds more than {_MAX_ROWS} rows")
    return tuple(_row(number, row, now) for number, row in enumerate(rows, 1))


def _json(text: str) -> list[Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise UnreadableError(f"the export is no JSON: {clean(str(fault))}") from fault
    return value if isinstance(value, list) else [value]


def _csv(text: str) -> list[Any]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        return [{key: value for key, value in row.items() if value != ""} for row in reader]
    except csv.Error as fault:
        raise UnreadableError(f"the export is no CSV: {clean(str(fault))}") from fault


def _row(number: int, row: Any, now: datetime.datetime) -> ExportRow:
    if not isinstance(row, dict):
        raise UnreadableError(f"row {number} of the export is no object")
    unknown = {str(key) for key in row} - KEYS
    if unknown:
        raise UnreadableError(f"row {number} of the export has unknown keys: {clean(', '.join(sorted(unknown)))}")
    if not isinstance(row.get("data_set"), str):
        raise UnreadableError(f"row {number} of the export names no data_set")
    exported = _instant(number, row, "exported_at") or now
    if exported > now + _AHEAD:
        raise UnreadableError(f"row {number} of the export was made in the future")
    success, updated = _instant(number, row, "last_success_at"), _instant(number, row, "max_updated_at")
    return ExportRow(
        data_set=clean(row["data_set"], 80),
        exported_at=min(exported, now),
        exports=Exports(
            rows=_integer(number, row, "rows"),
            last_success_day=None if success is None else success.date().toordinal(),
            last_success_age_seconds=_age(number, "last_success_at", success, exported),
            max_updated_day=None if updated is None else updated.date().toordinal(),
            max_updated_age_seconds=_age(number, "max_updated_at", updated, exported),
            errors=_integer(number, row, "errors") or _integer(number, row, "error_permille") or 0,
        ),
    )


def _instant(number: int, row: dict[str, Any], key: str) -> datetime.datetime | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        instant = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise UnreadableError(f"row {number} of the export: {key} is no instant") from fault
    if instant.tzinfo is None:
        raise UnreadableError(f"row {number} of the export: {key} lacks its time zone")
    return instant.astimezone(datetime.UTC)


def _age(number: int, key: str, instant: datetime.datetime | None, exported: datetime.datetime) -> int | None:
    if instant is None:
        return None
    seconds = int((exported - instant).total_seconds())
    if seconds < -_AHEAD.total_seconds():
        raise UnreadableError(f"row {number} of the export: {key} lies after the export itself")
    return max(0, seconds)


def _integer(number: int, row: dict[str, Any], key: str) -> int | None:
    value = row.get(key)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(_MAX_NUMBER)):
        value = int(value)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_NUMBER:
        raise UnreadableError(f"row {number} of the export: {key} is no count")
    return value
