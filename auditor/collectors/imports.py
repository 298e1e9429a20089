"""Facts that other systems export about their data sets, read from files; nothing is sent."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.collectors.outcome import Outcome, Place, failed, observation
from auditor.collectors.parsers.exports import ExportRow, parse
from auditor.collectors.plan import CollectionPlan
from auditor.errors import UnreadableError
from auditor.model.facts import Observation
from auditor.model.vocab import Basis, State

_LARGEST = 32 * 1024 * 1024
_VANTAGE = "import"


def read_imports(plan: CollectionPlan, now: datetime.datetime) -> tuple[list[Observation], list[str]]:
    """One observation for every declared data set, and notes about files or rows that could not be used.

    Of several rows for one data set the newest export counts.
    """
    rows: dict[str, tuple[ExportRow, str]] = {}
    notes: list[str] = []
    for path in _files(plan.imports, notes):
        for row in _rows(path, now, notes):
            if row.data_set not in plan.zones_of_data_sets:
                notes.append(f"{path.name}: no data set {row.data_set!r} is declared")
            elif row.data_set not in rows or rows[row.data_set][0].exported_at < row.exported_at:
                rows[row.data_set] = row, path.name
    missing = failed(State.NOT_TRIED, "no_export" if plan.imports else "no_import_configured")
    return [_observed(plan, data_set, rows.get(data_set), missing, now) for data_set in plan.zones_of_data_sets], notes


def _observed(
    plan: CollectionPlan,
    data_set: str,
    found: tuple[ExportRow, str] | None,
    missing: Outcome,
    now: datetime.datetime,
) -> Observation:
    place = Place(_VANTAGE, plan.zones_of_data_sets[data_set])
    outcome = missing if found is None else Outcome(State.OK, found[0].exports, tool=f"export {found[1]}"[:120])
    at = now if found is None else found[0].exported_at
    return observation("exports", data_set, place, outcome, basis=Basis.IMPORTED, at=at)


def _files(places: Iterable[str], notes: list[str]) -> Iterator[Path]:
    for place in map(Path, places):
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if path.suffix in {".json", ".csv"} and path.is_file())
        elif place.is_file():
            yield place
        else:
            notes.append(f"{place.name}: there is no such file or folder to import")


def _rows(path: Path, now: datetime.datetime, notes: list[str]) -> tuple[ExportRow, ...]:
    try:
        if path.stat().st_size > _LARGEST:
            notes.append(f"{path.name}: is larger than 32 MiB")
            return ()
        return parse(path.read_text(encoding="utf-8-sig"), now)
    except (OSError, UnicodeDecodeError, UnreadableError) as fault:
        notes.append(f"{path.name}: {fault}")
        return ()
