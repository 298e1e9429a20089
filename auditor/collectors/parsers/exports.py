"""State of data sets, as the systems that own them export it.

Keys: `data_set`, `exported_at`, `last_success_at`, `max_updated_at`, `rows`, and `errors` or `error_permille` of the
last run.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from auditor.collectors.parsers.rows import AHEAD, Row, data_set_of, exported_at, instant, integer, own_keys
from auditor.errors import UnreadableError
from auditor.model.facts import Exports

KEYS = frozenset({"data_set", "exported_at", "last_success_at", "max_updated_at", "rows", "errors", "error_permille"})


_Numbers = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One data set at the instant its owner exported it. Ages count from that instant. `unread` names the fields that
    could not be read, and `faults` says why.
    """

    data_set: str
    exported_at: datetime.datetime
    exports: Exports
    unread: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def export_row(row: Row, now: datetime.datetime) -> ExportRow:
    """One row of a file. Raises UnreadableError for one that is not understood as a whole, or not dated; of another the
    values that are understood are kept.
    """
    name = data_set_of(row)
    own_keys(row, KEYS)
    exported = exported_at(row, now) or now
    told: dict[str, int | None] = {}
    unread: list[str] = []
    faults: list[str] = []
    for fields, read in _FIELDS:
        try:
            told |= zip(fields, read(row, exported), strict=True)
        except UnreadableError as fault:
            unread += fields
            faults.append(fault.message)
    known = {field: value for field, value in told.items() if value is not None}
    return ExportRow(name, min(exported, now), Exports(**known), tuple(unread), tuple(faults))


def _when(row: Row, key: str, exported: datetime.datetime) -> _Numbers:
    """The day of an instant and its age at the export, both None where it is not told."""
    moment = instant(row, key)
    if moment is None:
        return None, None
    seconds = int((exported - moment).total_seconds())
    if seconds < -AHEAD.total_seconds():
        raise row.refused(f": {key} lies after the export itself")
    return moment.date().toordinal(), max(0, seconds)


def _success(row: Row, exported: datetime.datetime) -> _Numbers:
    return _when(row, "last_success_at", exported)


def _updated(row: Row, exported: datetime.datetime) -> _Numbers:
    return _when(row, "max_updated_at", exported)


def _rows(row: Row, _: datetime.datetime) -> _Numbers:
    return (integer(row, "rows"),)


def _errors(row: Row, _: datetime.datetime) -> _Numbers:
    return (integer(row, "errors"),)


def _share(row: Row, _: datetime.datetime) -> _Numbers:
    return (integer(row, "error_permille"),)


_FIELDS: tuple[tuple[tuple[str, ...], Callable[[Row, datetime.datetime], _Numbers]], ...] = (
    (("last_success_day", "last_success_age_seconds"), _success),
    (("max_updated_day", "max_updated_age_seconds"), _updated),
    (("rows",), _rows),
    (("errors",), _errors),
    (("error_permille",), _share),
)
"""Fields that one reading gives, or none of them."""
