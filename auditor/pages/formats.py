"""The formats that files are written in, listed once for reports, the plan and notices.

Which format a file gets is decided here alone: its suffix says it, and an option that says otherwise is refused, since
a file whose name lies about its content gets mailed on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from auditor.errors import UsageError

STDOUT = Path("-")
"""The name of a file that means standard output."""

TABLE = "table"
"""What a terminal is shown; no file is written in it."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format. `suffixes` name it, the first of them in files we name ourselves."""

    name: str
    suffixes: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """The suffix of files we name ourselves."""
        return self.suffixes[0]


_ROWS = (
    FileFormat("html", (".html", ".htm")),
    FileFormat("pdf", (".pdf",)),
    FileFormat("docx", (".docx",)),
    FileFormat("xlsx", (".xlsx",)),
    FileFormat("csv", (".csv",)),
    FileFormat("json", (".json",)),
    FileFormat("nft", (".nft",)),
    FileFormat("text", (".txt",)),
)
FORMATS: Mapping[str, FileFormat] = MappingProxyType({row.name: row for row in _ROWS})
"""Every format by its name, as `--format` takes it."""

_BY_SUFFIX = MappingProxyType({suffix: row.name for row in _ROWS for suffix in row.suffixes})


def chosen_format(offered: Sequence[str], asked: str = "", output: Path | None = None) -> str:
    """The format something is made in: what the suffix of `output` says, else what was asked for, else the first of
    those offered, which for a file is the first that is no table.

    Raises UsageError for a format or a suffix that is not offered, and for a suffix and an option that contradict each
    other.
    """
    if asked and asked not in offered:
        raise UsageError(f"there is no format {asked!r} here", remedy=f"There are: {', '.join(offered)}.")
    if output is None or output == STDOUT:
        return asked or offered[0]
    files = [name for name in offered if name != TABLE]
    if asked == TABLE:
        raise UsageError(
            f"a table is not written to a file (found -o {output})",
            remedy=f"Leave --format out, or name {' or '.join(files)}.",
        )
    told = _told(output, files)
    if asked and told and asked != told:
        raise UsageError(
            f"-o {output.name} and --format {asked} contradict each other",
            remedy=f"Leave --format out to write {told}, or give the file a name that ends in {FORMATS[asked].suffix}.",
        )
    return told or asked or files[0]


def _told(output: Path, files: Sequence[str]) -> str:
    """The format that a file's suffix says, empty for a name without one. Raises UsageError for one not offered."""
    suffix = output.suffix.lower()
    told = _BY_SUFFIX.get(suffix, "")
    if suffix and told not in files:
        known = ", ".join(suffix for name in files for suffix in FORMATS[name].suffixes)
        raise UsageError(
            f"{output.name}: nothing here is written as {suffix}", remedy=f"End the name in one of: {known}."
        )
    return told
