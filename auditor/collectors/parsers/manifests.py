"""What either side of a move counted of a data set, as the people who carry the data write it down.

Keys: `data_set`, `side` (old or new), `exported_at`, `rows`, `bytes`, `sha256`, `complete` (true or false). The instant
has to be there: a count without its day could be shown as new for years.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from auditor.collectors.parsers.rows import Row, data_set_of, exported_at, integer, own_keys
from auditor.model.facts import DataManifest

KEYS = frozenset({"data_set", "side", "exported_at", "rows", "bytes", "sha256", "complete"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIDES: dict[str, Literal["old", "new"]] = {"old": "old", "new": "new", "cũ": "old", "mới": "new"}
_TRUTHS = {"true": True, "false": False, "có": True, "không": False}


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One side's count of a data set at the instant it was made."""

    data_set: str
    exported_at: datetime.datetime
    manifest: DataManifest


def is_manifest(row: Row) -> bool:
    """Whether a row of an export speaks of one side of a move."""
    return "side" in row.values


def side_of(row: Row) -> Literal["old", "new"]:
    """Which side was counted. Raises UnreadableError where that is neither."""
    value = row.values["side"]
    side = _SIDES.get(unicodedata.normalize("NFC", value).strip().lower()) if isinstance(value, str) else None
    if side is None:
        raise row.refused(": side is neither old nor new")
    return side


def manifest_row(row: Row, now: datetime.datetime) -> ManifestRow:
    """One row of a file. Raises UnreadableError that names the row and key which cannot be understood."""
    name = data_set_of(row)
    own_keys(row, KEYS)
    exported = exported_at(row, now)
    if exported is None:
        raise row.refused(" lacks exported_at")
    return ManifestRow(
        data_set=name,
        exported_at=min(exported, now),
        manifest=DataManifest(
            side=side_of(row),
            rows=integer(row, "rows"),
            bytes=integer(row, "bytes"),
            sha256=_sha256(row),
            complete=_complete(row),
        ),
    )


def _sha256(row: Row) -> str:
    value = row.values.get("sha256")
    if value is None:
        return ""
    text = value.lower() if isinstance(value, str) else ""
    if not _SHA256.fullmatch(text):
        raise row.refused(": sha256 is no SHA-256 of 64 hexadecimal digits")
    return text


def _complete(row: Row) -> bool:
    value = row.values.get("complete")
    truth = _TRUTHS.get(unicodedata.normalize("NFC", value).strip().lower()) if isinstance(value, str) else value
    if not isinstance(truth, bool):
        raise row.refused(": complete is neither true nor false")
    return truth
