"""Counts of a data set at either side of a move."""

import datetime
from typing import Any

import pytest

from auditor.collectors.parsers.manifests import ManifestRow, is_manifest, manifest_row
from auditor.collectors.parsers.rows import Row
from auditor.errors import UnreadableError
from auditor.model.facts import DataManifest

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
SHA = "ab" * 32
ROW = {"data_set": "dat-dai", "side": "new", "exported_at": "2026-11-22T18:00:00+07:00", "complete": True}


def test_json_and_csv_agree() -> None:
    """Numbers and truth mean the same as values and as text; a digest is written in small letters."""
    expected = ManifestRow(
        "dat-dai",
        NOW - datetime.timedelta(hours=1),
        DataManifest(side="new", rows=5, bytes=70, sha256=SHA, complete=True),
    )
    text = {"rows": "5", "bytes": "70", "sha256": SHA.upper(), "complete": "TRUE"}

    assert expected == manifest_row(Row(1, ROW | {"rows": 5, "bytes": 70, "sha256": SHA}), NOW)
    assert expected == manifest_row(Row(1, ROW | text), NOW)


def test_vietnamese_words() -> None:
    """Sides and truth in the words of a Vietnamese list."""
    assert manifest_row(Row(1, ROW | {"side": "Mới", "complete": "Có"}), NOW) == manifest_row(Row(1, ROW), NOW)


def test_absent_counts() -> None:
    """What a side did not count stays absent."""
    assert DataManifest(side="new", complete=True) == manifest_row(Row(1, ROW), NOW).manifest


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"side": "both"}, "neither old nor new"),
        ({"side": ["old"]}, "neither old nor new"),
        ({"exported_at": None}, "lacks exported_at"),
        ({"exported_at": "2026-11-22"}, "lacks its time zone"),
        ({"exported_at": "0001-01-01T00:00:00+07:00"}, "no instant"),
        ({"exported_at": "2026-11-22T12:06:00Z"}, "in the future"),
        ({"rows": -1}, "row 7 .* rows is no count"),
        ({"rows": 1.0}, "rows is no count"),
        ({"bytes": "9" * 400}, "bytes is no count"),
        ({"sha256": "ab"}, "no SHA-256"),
        ({"sha256": SHA + "\n"}, "no SHA-256"),
        ({"sha256": 7}, "no SHA-256"),
        ({"complete": None}, "neither true nor false"),
        ({"complete": 1}, "neither true nor false"),
        ({"complete": "yes"}, "neither true nor false"),
        ({"data_set": 3}, "no data_set"),
        ({"errors": 0}, "what its kind does not have: errors"),
    ],
)
def test_refused(changes: dict[str, Any], words: str) -> None:
    """A count that cannot be understood, or that does not say when it was made, is an error that names the row."""
    with pytest.raises(UnreadableError, match=words):
        manifest_row(Row(7, ROW | changes), NOW)


def test_which_rows_are_counts() -> None:
    """A row that names a side is one, whatever else is wrong with it."""
    assert [True, False] == [is_manifest(Row(1, values)) for values in ({"side": 1}, {"data_set": "x"})]
