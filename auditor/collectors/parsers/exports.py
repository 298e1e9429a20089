"""State of data sets, as the systems that own them export it.

Keys: `data_set`, `exported_at`, `last_success_at`, `max_updated_at`, `rows`, and `errors` or `error_permille` of the
last run.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from auditor.collectors.parsers.rows import AHEAD, exported_at, instant, integer, known_keys, read_rows
from auditor.errors import UnreadableError
from auditor.model.facts import Exports
from auditor.text.harmless import from_target

KEYS = frozenset({"data_set", "exported_at", "last_success_at", "max_updated_at", "rows", "errors", "error_permille"})


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
    return tuple(export_row(number, row, now) for number, row in enumerate(read_rows(text), 1))


def export_row(number: int, found: Any, now: datetime.datetime) -> ExportRow:
    """One row of a file. Raises UnreadableError as `parse`."""
    row = known_keys(number, found, KEYS)
    exported = exported_at(number, row, now) or now
    success, updated = instant(number, row, "last_success_at"), instant(number, row, "max_updated_at")
    return ExportRow(
        data_set=from_target(row["data_set"], 80),
        exported_at=min(exported, now),
        exports=Exports(
            rows=integer(number, row, "rows"),
            last_success_day=None if success is None else success.date().toordinal(),
            last_success_age_seconds=_age(number, "last_success_at", success, exported),
            max_updated_day=None if updated is None else updated.date().toordinal(),
            max_updated_age_seconds=_age(number, "max_updated_at", updated, exported),
            errors=integer(number, row, "errors") or integer(number, row, "error_permille") or 0,
        ),
    )


def _age(number: int, key: str, moment: datetime.datetime | None, exported: datetime.datetime) -> int | None:
    if moment is None:
        return None
    seconds = int((exported - moment).total_seconds())
    if seconds < -AHEAD.total_seconds():
        raise UnreadableError(f"row {number} of the export: {key} lies after the export itself")
    return max(0, seconds)
