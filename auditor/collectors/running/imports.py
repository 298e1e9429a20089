"""Facts that other systems export about their data sets, read from files; nothing is sent."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.collectors.outcome import Outcome, Place, failed, observation
from auditor.collectors.parsers.exports import ExportRow, export_row
from auditor.collectors.parsers.manifests import ManifestRow, is_manifest, manifest_row
from auditor.collectors.parsers.rows import read_rows
from auditor.collectors.planning.plan import CollectionPlan
from auditor.errors import UnreadableError
from auditor.model.facts import Observation
from auditor.model.vocab.measurements import Basis, State

_LARGEST = 32 * 1024 * 1024
_VANTAGE = "import"
_Row = ExportRow | ManifestRow


@dataclass(slots=True)
class _Newest:
    """The newest row of each data set and, of manifests, of each side; with the name of its file."""

    exports: dict[str, tuple[ExportRow, str]] = field(default_factory=dict)
    manifests: dict[tuple[str, str], tuple[ManifestRow, str]] = field(default_factory=dict)

    def take(self, row: _Row, file: str) -> None:
        """Keeps the row if none is newer."""
        if isinstance(row, ManifestRow):
            side = row.data_set, row.manifest.side
            if side not in self.manifests or self.manifests[side][0].exported_at < row.exported_at:
                self.manifests[side] = row, file
        elif row.data_set not in self.exports or self.exports[row.data_set][0].exported_at < row.exported_at:
            self.exports[row.data_set] = row, file


def read_imports(plan: CollectionPlan, now: datetime.datetime) -> tuple[list[Observation], list[str]]:
    """One observation for every declared data set, one more for each side of a move that was counted, and notes about
    files or rows that could not be used.

    Of several rows for one data set (and side) the newest counts. Rows about what the plan hides are passed over as if
    they were not there: neither a fault of one nor its number says anything.
    """
    newest = _Newest()
    notes: list[str] = []
    for path in _files(plan.imports, notes):
        for row in _rows(path, plan, now, notes):
            if row.data_set in plan.zones_of_data_sets:
                newest.take(row, path.name)
            else:
                notes.append(f"{path.name}: no data set {row.data_set!r} is declared")
    missing = failed(State.NOT_TRIED, "no_export" if plan.imports else "no_import_configured")
    exports = [
        _exported(plan, data_set, newest.exports.get(data_set), missing, now) for data_set in plan.zones_of_data_sets
    ]
    counted = [_counted(plan, row, file) for _, (row, file) in sorted(newest.manifests.items())]
    return [*exports, *counted], notes


def _exported(
    plan: CollectionPlan,
    data_set: str,
    found: tuple[ExportRow, str] | None,
    missing: Outcome,
    now: datetime.datetime,
) -> Observation:
    place = Place(_VANTAGE, plan.zones_of_data_sets[data_set])
    outcome = missing if found is None else Outcome(State.OK, found[0].exports, tool=_tool(found[1]))
    at = now if found is None else found[0].exported_at
    return observation("exports", data_set, place, outcome, basis=Basis.IMPORTED, at=at)


def _counted(plan: CollectionPlan, row: ManifestRow, file: str) -> Observation:
    return observation(
        "data_manifest",
        row.data_set,
        Place(_VANTAGE, plan.zones_of_data_sets[row.data_set]),
        Outcome(State.OK, row.manifest, tool=_tool(file)),
        detail=row.manifest.side,
        basis=Basis.IMPORTED,
        at=row.exported_at,
    )


def _tool(file: str) -> str:
    return f"export {file}"[:120]


def _files(places: Iterable[str], notes: list[str]) -> Iterator[Path]:
    for place in map(Path, places):
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if path.suffix in {".json", ".csv"} and path.is_file())
        elif place.is_file():
            yield place
        else:
            notes.append(f"{place.name}: there is no such file or folder to import")


def _is_hidden(row: Any, plan: CollectionPlan) -> bool:
    name = str(row.get("data_set", "")) if isinstance(row, dict) else ""
    return name not in plan.zones_of_data_sets and plan.hides(name)


def _rows(path: Path, plan: CollectionPlan, now: datetime.datetime, notes: list[str]) -> tuple[_Row, ...]:
    try:
        if path.stat().st_size > _LARGEST:
            notes.append(f"{path.name}: is larger than 32 MiB")
            return ()
        read = read_rows(path.read_text(encoding="utf-8-sig"))
        rows = enumerate((row for row in read if not _is_hidden(row, plan)), 1)
        return tuple(
            manifest_row(number, row, now) if is_manifest(row) else export_row(number, row, now) for number, row in rows
        )
    except (OSError, UnicodeDecodeError, UnreadableError) as fault:
        notes.append(f"{path.name}: {fault}")
        return ()
