"""Observations that may not lie beside the others: they are written elsewhere as they come, and never here.

A look at an open machine may find the name of a covered one in its settings. What it found belongs to the labelled
world, and so does a result carried by hand that says it.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
from pydantic import ValidationError

from auditor.collectors.interface import Progress
from auditor.collectors.running.folder import BUNDLES, RESULT, disk_refused
from auditor.errors import CollectError
from auditor.model.facts import Observation
from auditor.writing import written_on

FILE = "aside.jsonl"

Found = tuple[str, list[Observation]]
"""A document and observations that join it."""

Row = tuple[str, Observation]


def _all(_: Observation) -> bool:
    return True


class Aside:
    """Keeps what `is_shown` refuses in a folder for its owner alone; without one it is dropped, and stays unknown."""

    def __init__(self, folder: Path | None = None, is_shown: Callable[[Observation], bool] = _all) -> None:
        self._folder = folder
        self._is_shown = is_shown
        self._vantages: set[str] = set()

    def shown(self, vantage: str, found: list[Found]) -> list[Found]:
        """What may be written here; the rest is on its disk when this returns. Raises CollectError."""
        kept: list[Found] = []
        taken: list[Row] = []
        for document, items in found:
            here = [item for item in items if self._is_shown(item)]
            known = {item.id for item in here}
            kept.append((document, here))
            taken += ((document, item) for item in items if item.id not in known)
        if taken:
            self._vantages.add(vantage)
            self._write(taken)
        return kept

    def doubt(self, vantage: str) -> None:
        """Not everything this vantage sent was understood: what was carried by hand may say what may not lie here."""
        if self._is_shown is not _all:
            self._vantages.add(vantage)

    def take_results(self, bundles: Path) -> None:
        """Moves results that were carried by hand and say what was taken, or removes them where nothing keeps it.

        Raises CollectError.
        """
        for result in (bundles / vantage / RESULT for vantage in sorted(self._vantages)):
            try:
                if result.is_file():
                    self._take(result)
            except OSError as fault:
                raise disk_refused(result, fault) from fault

    def _take(self, result: Path) -> None:
        if self._folder is not None:
            place = self._folder / BUNDLES / result.parent.name
            _appended(place / result.name, result.read_bytes())
        result.unlink()

    def taken(self) -> list[Row]:
        """Everything kept so far, also by an earlier start. Raises CollectError for a file that cannot be read."""
        return list(_rows(self._folder / FILE)) if self._folder is not None else []

    def _write(self, taken: list[Row]) -> None:
        if self._folder is None:
            return
        rows = [{"document": name, "observation": item.model_dump(mode="json")} for name, item in taken]
        try:
            _appended(self._folder / FILE, b"".join(orjson.dumps(row) + b"\n" for row in rows))
        except OSError as fault:
            raise disk_refused(self._folder / FILE, fault) from fault


class Discreet(Progress):
    """Passes everything on but notes that say what is hidden: a machine's error may name whatever it likes."""

    def __init__(self, observer: Progress, hides: Callable[[str], bool]) -> None:
        self._observer = observer
        self._hides = hides

    def started(self, vantage: str, units: int) -> None:
        """See `Progress.started`."""
        self._observer.started(vantage, units)

    def unit_done(self, vantage: str, unit: str) -> None:
        """See `Progress.unit_done`."""
        self._observer.unit_done(vantage, unit)

    def note(self, vantage: str, text: str) -> None:
        """See `Progress.note`."""
        if not self._hides(text):
            self._observer.note(vantage, text)

    def finished(self, vantage: str, *, complete: bool) -> None:
        """See `Progress.finished`."""
        self._observer.finished(vantage, complete=complete)


def _appended(path: Path, content: bytes) -> None:
    """Adds to a file that only its owner may read, made where there is none. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with written_on(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _rows(path: Path) -> Iterator[Row]:
    """Rows of a file; a last one cut short by a crash is dropped, since its unit is done again."""
    with contextlib.suppress(FileNotFoundError):
        data = path.read_bytes()
        try:
            for line in data[: data.rfind(b"\n") + 1].splitlines():
                row = orjson.loads(line)
                yield row["document"], Observation.model_validate(row["observation"])
        except (orjson.JSONDecodeError, KeyError, TypeError, ValidationError) as fault:
            raise CollectError(
                f"{path} cannot be read", remedy="Choose another folder with -o and collect anew."
            ) from fault
