"""What either side of a move counted of a data set, as the people who carry the data write it down.

Keys: `data_set`, `side` (old or new), `exported_at`, `rows`, `bytes`, `sha256`, `complete` (true or false). The instant
has to be there: a count without its day could be shown as new for years.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Any, Literal

from auditor.collectors.parsers.rows import exported_at, integer, known_keys
from auditor.errors import UnreadableError
from auditor.model.facts import DataManifest
from auditor.text.harmless import from_target

KEYS = frozenset({"data_set", "side", "exported_at", "rows", "bytes", "sha256", "complete"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIDES: dict[str, Literal["old", "new"]] = {"old": "old", "new": "new"}
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One side's count of a data set at the instant it was made."""

    data_set: str
    exported_at: datetime.datetime
    manifest: DataManifest


def is_manifest(row: Any) -> bool:
    """Whether a row of an export speaks of one side of a move."""
    return isinstance(row, dict) and "side" in row


def manifest_row(number: int, found: Any, now: datetime.datetime) -> ManifestRow:
    """One row of a file. Raises UnreadableError that names the row and key which cannot be understood."""
    row = known_keys(number, found, KEYS)
    exported = exported_at(number, row, now)
    if exported is None:
        raise UnreadableError(f"row {number} of the export lacks exported_at")
    side = _SIDES.get(row["side"]) if isinstance(row["side"], str) else None
    if side is None:
        raise UnreadableError(f"row {number} of the export: side is neither old nor new")
    return ManifestRow(
        data_set=from_target(row["data_set"], 80),
        exported_at=min(exported, now),
        manifest=DataManifest(
            side=side,
            rows=integer(number, row, "rows"),
            bytes=integer(number, row, "bytes"),
            sha256=_sha256(number, row),
            complete=_complete(number, row),
        ),
    )


def _sha256(number: int, row: dict[str, Any]) -> str:
    value = row.get("sha256")
    if value is None:
        return ""
    text = value.lower() if isinstance(value, str) else ""
    if not _SHA256.fullmatch(text):
        raise UnreadableError(f"row {number} of the export: sha256 is no SHA-256 of 64 hexadecimal digits")
    return text


def _complete(number: int, row: dict[str, Any]) -> bool:
    value = row.get("complete")
    truth = _TRUTHS.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(truth, bool):
        raise UnreadableError(f"row {number} of the export: complete is neither true nor false")
    return truth
