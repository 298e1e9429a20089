"""Facts that other systems export about their data sets, read from files; nothing is sent."""

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from auditor.collectors.outcome import Outcome, Place, failed, observation
from auditor.collectors.parsers.exports import KEYS as EXPORT_KEYS
from auditor.collectors.parsers.exports import ExportRow, export_row
from auditor.collectors.parsers.manifests import KEYS as MANIFEST_KEYS
from auditor.collectors.parsers.manifests import ManifestRow, is_manifest, manifest_row, side_of
from auditor.collectors.parsers.rows import Row, Rows, data_set_of, read_rows, settled
from auditor.collectors.planning.plan import CollectionPlan
from auditor.errors import UnreadableError
from auditor.model.base import Document
from auditor.model.facts import Cause, Cover, Observation, Unread
from auditor.model.vocab.measurements import Basis, State
from auditor.text.harmless import from_target
from auditor.text.tables import decoded

_LARGEST = 32 * 1024 * 1024
_VANTAGE = "import"
_MOST_TOLD = 20
COLUMNS = MappingProxyType({"exports": EXPORT_KEYS, "data_manifest": MANIFEST_KEYS})
"""Columns of a file that another system writes, by the kind of fact read from it."""

_KEYS = frozenset().union(*COLUMNS.values())
_SIDES = ("old", "new")


@dataclass(frozen=True, slots=True)
class _Spoilt:
    """A row of which nothing can be taken. `data_set` is empty where it does not say; then it may be about whatever its
    file speaks of. `side` is that of a count, None for an export.
    """

    file: str
    number: int
    words: str
    data_set: str
    side: str | None

    def concerns(self, data_set: str, side: str | None, file: str) -> bool:
        """Whether it may be a newer look at this than a sound row of a file; `file` is empty where there is none."""
        whose = self.data_set == data_set if self.data_set else file in {"", self.file}
        return whose and self.side == side


@dataclass(slots=True)
class _Read:
    """Of all files the newest row of each data set and, of manifests, of each side, with file and number; and rows of
    which nothing can be taken.
    """

    exports: dict[str, tuple[ExportRow, str, int]] = field(default_factory=dict)
    manifests: dict[tuple[str, str], tuple[ManifestRow, str, int]] = field(default_factory=dict)
    spoilt: list[_Spoilt] = field(default_factory=list)

    def take(self, row: ExportRow | ManifestRow, file: str, number: int) -> None:
        """Keeps the row if none is newer."""
        if isinstance(row, ManifestRow):
            side = row.data_set, row.manifest.side
            if side not in self.manifests or self.manifests[side][0].exported_at < row.exported_at:
                self.manifests[side] = row, file, number
        elif row.data_set not in self.exports or self.exports[row.data_set][0].exported_at < row.exported_at:
            self.exports[row.data_set] = row, file, number

    def in_the_way(self, data_set: str, side: str | None, file: str) -> list[_Spoilt]:
        """Rows that may be a newer look than the one kept."""
        return [row for row in self.spoilt if row.concerns(data_set, side, file)]


def read_imports(plan: CollectionPlan, now: datetime.datetime) -> tuple[list[Observation], list[str]]:
    """One observation for every declared data set, one more for each side of a move that was counted, and notes about
    files or rows that could not be used.

    Of several rows for one data set (and side) the newest counts. A row that cannot be understood leaves those of other
    data sets as they are; its own is partial then, so that a fault of an earlier row stands and nothing passes. One
    that does not say whose it is does so to all that its file speaks of. Rows about what the plan hides are passed over
    as if they were not there: neither a fault of one nor its number says anything.
    """
    read = _Read()
    notes: list[str] = []
    for path in _files(plan.imports, notes):
        _read_file(path, plan, now, read, notes)
    missing = failed(State.NOT_TRIED, "no_export" if plan.imports else "no_import_configured")
    exports = [_exported(plan, data_set, read, missing, now) for data_set in plan.zones_of_data_sets]
    told = {(row.data_set, row.side) for row in read.spoilt if row.data_set and row.side}
    counted = [_counted(plan, side, read, now) for side in sorted({*read.manifests, *told})]
    return [*exports, *counted], notes


def _read_file(path: Path, plan: CollectionPlan, now: datetime.datetime, read: _Read, notes: list[str]) -> None:
    try:
        found = _rows(path)
    except (OSError, UnicodeDecodeError, UnreadableError) as fault:
        notes.append(f"{path.name}: {fault}")
        return
    seen = settled([row for row in found.rows if not _is_hidden(row, plan)], _KEYS)
    notes += [f"{path.name}: {note}" for note in (*found.notes, *seen.notes)]
    for row in seen.rows:
        name = _name(row)
        if name and name not in plan.zones_of_data_sets:
            notes.append(f"{path.name}: no data set {name!r} is declared")
            continue
        try:
            taken = manifest_row(row, now) if is_manifest(row) else export_row(row, now)
        except UnreadableError as fault:
            notes.append(f"{path.name}: {fault}")
            read.spoilt += _spoilt(path.name, row, name, fault)
            continue
        if isinstance(taken, ExportRow):
            notes += [f"{path.name}: {words}" for words in taken.faults]
        read.take(taken, path.name, row.number)


def _spoilt(file: str, row: Row, name: str, fault: UnreadableError) -> list[_Spoilt]:
    """A row of counts spoils the sides that it may be about, and no export; one without any value, all."""
    sides: tuple[str | None, ...] = _SIDES if is_manifest(row) else (None,) if row.values else (None, *_SIDES)
    if is_manifest(row):
        with contextlib.suppress(UnreadableError):
            sides = (side_of(row),)
    return [_Spoilt(file, row.number, fault.message, name, side) for side in sides]


def _name(row: Row) -> str:
    try:
        return data_set_of(row)
    except UnreadableError:
        return ""


def _exported(
    plan: CollectionPlan, data_set: str, read: _Read, missing: Outcome, now: datetime.datetime
) -> Observation:
    place = Place(_VANTAGE, plan.zones_of_data_sets[data_set])
    row, file, number = read.exports.get(data_set, (None, "", 0))
    spoilt = read.in_the_way(data_set, None, file)
    if row is None:
        outcome = _unread(spoilt) if spoilt else missing
        return observation("exports", data_set, place, outcome, basis=Basis.IMPORTED, at=now)
    gaps = tuple(Unread(field=field, where=f"{file} row {number}", code="row_not_understood") for field in row.unread)
    words = [*(each.words for each in spoilt), *row.faults]
    outcome = _outcome(row.exports, (file, number), spoilt, gaps, words)
    return observation("exports", data_set, place, outcome, basis=Basis.IMPORTED, at=row.exported_at)


def _counted(plan: CollectionPlan, subject: tuple[str, str], read: _Read, now: datetime.datetime) -> Observation:
    data_set, side = subject
    row, file, number = read.manifests.get(subject, (None, "", 0))
    spoilt = read.in_the_way(data_set, side, file)
    words = [each.words for each in spoilt]
    outcome = _unread(spoilt) if row is None else _outcome(row.manifest, (file, number), spoilt, (), words)
    return observation(
        "data_manifest",
        data_set,
        Place(_VANTAGE, plan.zones_of_data_sets[data_set]),
        outcome,
        detail=side,
        basis=Basis.IMPORTED,
        at=row.exported_at if row is not None else now,
    )


def _unread(spoilt: list[_Spoilt]) -> Outcome:
    """Something speaks of it, and nobody understands what."""
    first = spoilt[0]
    return failed(State.PARSE_ERROR, "row_not_understood", first.file, first.words, tool=_tool(first.file))


def _outcome(
    data: Document, at: tuple[str, int], spoilt: list[_Spoilt], gaps: tuple[Unread, ...], words: list[str]
) -> Outcome:
    """A sound row, whole where nothing else may be newer. Beside a row that is not understood no field counts as read
    whole, which a partial look without a list of gaps says.
    """
    file, number = at
    if not spoilt and not gaps:
        return Outcome(State.OK, data, tool=_tool(file))
    cause = Cause(code="row_not_understood", args=(from_target(file), from_target(words[0])))
    cover = Cover(
        read=(from_target(f"{file} row {number}"),),
        not_read=tuple(from_target(f"{each.file} row {each.number}") for each in spoilt[:_MOST_TOLD]),
    )
    return Outcome(State.PARTIAL, data, cause, _tool(file), cover, () if spoilt else gaps)


def _tool(file: str) -> str:
    return f"export {file}"[:120]


def _files(places: Iterable[str], notes: list[str]) -> Iterator[Path]:
    for place in map(Path, places):
        if place.is_dir():
            yield from sorted(
                path for path in place.iterdir() if path.suffix.lower() in {".json", ".csv", ".tsv"} and path.is_file()
            )
        elif place.is_file():
            yield place
        else:
            notes.append(f"{place.name}: there is no such file or folder to import")


def _is_hidden(row: Row, plan: CollectionPlan) -> bool:
    names = {str(row.values.get("data_set", "")).strip(), _name(row)}
    return any(name not in plan.zones_of_data_sets and plan.hides(name) for name in names)


def _rows(path: Path) -> Rows:
    """The rows of a file as text."""
    if path.stat().st_size > _LARGEST:
        raise UnreadableError("is larger than 32 MiB")
    return read_rows(decoded(path.read_bytes()), _KEYS)
