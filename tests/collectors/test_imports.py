"""Exports and counts of data sets, read from files."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from auditor.collectors.running.imports import read_imports
from auditor.model.facts import DataManifest, Exports, Observation
from tests.collectors.plans import hides_nothing, of_files_alone

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
DIGEST = "ab" * 32


def read(
    *files: Path, data_sets: tuple[str, ...] = ("dat-dai",), hides: Callable[[str], bool] = hides_nothing
) -> tuple[dict[str, Observation], list[str]]:
    plan = of_files_alone(
        NOW,
        imports=tuple(map(str, files)),
        zones_of_data_sets=dict.fromkeys(data_sets, "db"),
        hides=hides,
    )
    observations, notes = read_imports(plan, NOW)
    return {item.id: item for item in observations}, notes


def counted(side: str, **changes: Any) -> dict[str, Any]:
    row = {"data_set": "dat-dai", "side": side, "exported_at": "2026-11-22T10:00:00Z", "rows": 5, "complete": True}
    return row | changes


def test_a_file_may_hold_exports_and_counts(tmp_path: Path) -> None:
    """Each side's newest count is one observation beside the data set's export, whichever file or form it came in."""
    old = counted("old", sha256=DIGEST)
    earlier = counted("old", rows=4, exported_at="2026-11-21T10:00:00Z")
    (tmp_path / "a.json").write_text(json.dumps([old, earlier, {"data_set": "dat-dai", "rows": 6}]))
    (tmp_path / "b.csv").write_text(
        "data_set,side,exported_at,bytes,complete\ndat-dai,new,2026-11-22T11:00:00Z,9,false\n"
    )
    found, notes = read(tmp_path)

    assert ([], {"exports/dat-dai/import", "data_manifest/dat-dai/import/old", "data_manifest/dat-dai/import/new"}) == (
        notes,
        set(found),
    )
    expected = Observation.model_validate(
        {
            "id": "data_manifest/dat-dai/import/old",
            "kind": "data_manifest",
            "subject": "dat-dai",
            "vantage": "import",
            "zone": "db",
            "state": "ok",
            "basis": "imported",
            "observed_at": "2026-11-22T10:00:00Z",
            "tool": "export a.json",
            "data": {"side": "old", "rows": 5, "bytes": None, "sha256": DIGEST, "complete": True},
        }
    )
    assert expected == found[expected.id]
    assert DataManifest(side="new", bytes=9, complete=False) == found["data_manifest/dat-dai/import/new"].data


def test_what_cannot_be_used_is_noted(tmp_path: Path) -> None:
    """A count of nobody's data set gives no count, a faulty row none of its side, and the note says why."""
    stranger, faulty = tmp_path / "stranger.json", tmp_path / "faulty.json"
    stranger.write_text(json.dumps(counted("old", data_set="khac")))
    faulty.write_text(json.dumps([counted("old"), counted("new", complete="maybe")]))
    found, notes = read(stranger, faulty, tmp_path / "none.json")

    assert {
        "exports/dat-dai/import": "not_tried",
        "data_manifest/dat-dai/import/old": "ok",
        "data_manifest/dat-dai/import/new": "parse_error",
    } == states(found)
    assert [
        "stranger.json: no data set 'khac' is declared",
        "faulty.json: row 2 of the export: complete is neither true nor false",
        "none.json: there is no such file or folder to import",
    ] == notes


def states(found: dict[str, Observation]) -> dict[str, str]:
    """How each look ended."""
    return {name: item.state.value for name, item in found.items()}


GOOD = {"exported_at": "2026-11-22T10:00:00Z", "last_success_at": "2026-11-20T10:00:00Z", "rows": 5}


def test_a_bad_row_spoils_its_own_data_set_alone(tmp_path: Path) -> None:
    """The sound rows of its file stand whole, and of its own data set what an earlier row tells is partial."""
    file = tmp_path / "a.json"
    rows = [GOOD | {"data_set": "dat-dai"}, GOOD | {"data_set": "ho-tich"}, {"data_set": "ho-tich", "exported_at": "?"}]
    file.write_text(json.dumps([*rows, {"data_set": "can-bo", "exported_at": "?"}]))
    found, notes = read(file, data_sets=("dat-dai", "ho-tich", "can-bo"))
    partial = found["exports/ho-tich/import"]

    assert {
        "exports/dat-dai/import": "ok",
        "exports/ho-tich/import": "partial",
        "exports/can-bo/import": "parse_error",
    } == states(found)
    assert ["a.json: row 3 of the export: exported_at is no instant"] == notes[:1]
    assert (("a.json row 2",), ("a.json row 3",), ()) == (
        partial.cover and partial.cover.read,
        partial.cover and partial.cover.not_read,
        partial.unread,
    )
    assert isinstance(partial.data, Exports)
    assert 5 == partial.data.rows


def test_a_row_of_nobody_spoils_its_whole_file(tmp_path: Path) -> None:
    """It may be about whatever its file speaks of, and about what no file speaks of; other files stand."""
    (tmp_path / "a.csv").write_text("data_set,rows\ndat-dai,5\n,6\n")
    (tmp_path / "b.csv").write_text("data_set,rows\nho-tich,5\n")
    found, notes = read(tmp_path, data_sets=("dat-dai", "ho-tich", "can-bo"))

    assert {
        "exports/dat-dai/import": "partial",
        "exports/ho-tich/import": "ok",
        "exports/can-bo/import": "parse_error",
    } == states(found)
    assert ["a.csv: row 2 of the export names no data_set"] == notes


def test_a_bad_value_spoils_its_own_fields_alone(tmp_path: Path) -> None:
    """They are unread and named; the others of the row may carry a verdict."""
    (tmp_path / "a.json").write_text(json.dumps(GOOD | {"data_set": "dat-dai", "max_updated_at": "soon"}))
    found, _ = read(tmp_path)
    item = found["exports/dat-dai/import"]

    assert ("partial", "row_not_understood") == (item.state.value, item.cause and item.cause.code)
    assert ["max_updated_day", "max_updated_age_seconds"] == [gap.field for gap in item.unread or ()]


def test_an_export_beside_a_bad_count(tmp_path: Path) -> None:
    """A row of counts says nothing of an export, nor the other way round."""
    (tmp_path / "a.json").write_text(json.dumps([GOOD | {"data_set": "dat-dai"}, counted("both"), counted("old")]))
    found, _ = read(tmp_path)

    assert {
        "exports/dat-dai/import": "ok",
        "data_manifest/dat-dai/import/old": "partial",
        "data_manifest/dat-dai/import/new": "parse_error",
    } == states(found)


def test_hidden_rows_say_nothing(tmp_path: Path) -> None:
    """Neither a fault, a column nor the order of dates of a row that is hidden shows anywhere."""
    rows = [{"data_set": "dat-dai", "last_success_at": "03/04/2026"}]
    hidden = [
        {"data_set": " mat-1 ", "last_success_at": "11/22/2026", "secret": 1},
        {"data_set": "mat-1", "exported_at": "?"},
    ]
    (tmp_path / "a.json").write_text(json.dumps([hidden[0], *rows, hidden[1]]))
    with_hidden = read(tmp_path, hides=lambda name: name == "mat-1")
    (tmp_path / "a.json").write_text(json.dumps(rows))

    assert read(tmp_path) == with_hidden


def test_unicode_text_of_a_spreadsheet(tmp_path: Path) -> None:
    """Tabs and UTF-16 with its mark are what a spreadsheet calls Unicode text."""
    (tmp_path / "a.csv").write_text("Mã tập dữ liệu\tSố bản ghi\ndat-dai\t1.234.567\n", encoding="utf-16")
    found, notes = read(tmp_path)

    assert ([], Exports(rows=1_234_567)) == (notes, found["exports/dat-dai/import"].data)


def test_nobody_counted() -> None:
    """Without counts there is only the export's own absence, with its cause."""
    found, notes = read()

    assert [("exports/dat-dai/import", "no_import_configured", [])] == [
        (item.id, item.cause and item.cause.code, notes) for item in found.values()
    ]
