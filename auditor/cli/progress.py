"""Progress of a collection: a bar a vantage on a terminal, plain lines in a log, nothing when told to be quiet."""

import contextlib
import sys
from collections.abc import Iterator

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from auditor.cli.common import say
from auditor.collectors import Progress


class PlainProgress(Progress):
    """One line when a vantage starts and ends, and every note."""

    def started(self, vantage: str, units: int) -> None:
        """See `Progress.started`."""
        say(f"{vantage}: {units} to do")

    def note(self, vantage: str, text: str) -> None:
        """See `Progress.note`."""
        say(f"{vantage}: {text}")

    def finished(self, vantage: str, *, complete: bool) -> None:
        """See `Progress.finished`."""
        say(f"{vantage}: {'done' if complete else 'partial'}")


class BarProgress(Progress):
    """One bar a vantage; bars stay when they are done."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<20}"), BarColumn(28), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Bars(*columns, console=Console(stderr=True))
        self._tasks: dict[str, TaskID] = {}

    def started(self, vantage: str, units: int) -> None:
        """See `Progress.started`."""
        if not self._tasks:
            self._bars.start()
        self._tasks[vantage] = self._bars.add_task(vantage, total=units)

    def unit_done(self, vantage: str, unit: str) -> None:
        """See `Progress.unit_done`."""
        del unit
        self._bars.advance(self._tasks[vantage])

    def note(self, vantage: str, text: str) -> None:
        """See `Progress.note`."""
        self._bars.console.print(f"{vantage}: {text}", markup=False, highlight=False)

    def finished(self, vantage: str, *, complete: bool) -> None:
        """See `Progress.finished`."""
        if not complete:
            self._bars.update(self._tasks[vantage], description=f"{vantage} (partial)")
        self._bars.refresh()

    def close(self) -> None:
        """Leave the terminal as it was found."""
        self._bars.stop()


@contextlib.contextmanager
def printed_progress() -> Iterator[Progress]:
    """The observer that fits where stderr goes and how much the user wants to hear; bars end with the block."""
    context = click.get_current_context(silent=True)
    root = context.find_root() if context else None
    if root and root.obj and root.obj.get("quiet"):
        yield Progress()
    elif not sys.stderr.isatty():
        yield PlainProgress()
    else:
        bars = BarProgress()
        try:
            yield bars
        finally:
            bars.close()
