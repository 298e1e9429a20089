"""Exports and counts of data sets, read from files."""

import datetime
import json
from pathlib import Path
from typing import Any

from auditor.collectors.planning.plan import CollectionPlan
from auditor.collectors.running.imports import read_imports
from auditor.model.facts import DataManifest, Observation

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
DIGEST = "ab" * 32


def read(*files: Path) -> tuple[dict[str, Observation], list[str]]:
    plan = CollectionPlan(
        id="c",
        made_at=NOW,
        orders=(),
        refused=(),
        inventory_digest="",
        scope_digest="",
        labels={},
        imports=tuple(map(str, files)),
        zones_of_data_sets={"dat-dai": "db"},
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
    """A count of nobody's data set, or a file with a faulty row, gives no count, and the note says why."""
    stranger, faulty = tmp_path / "stranger.json", tmp_path / "faulty.json"
    stranger.write_text(json.dumps(counted("old", data_set="khac")))
    faulty.write_text(json.dumps([counted("old"), counted("new", complete="maybe")]))
    found, notes = read(stranger, faulty, tmp_path / "none.json")

    assert ["exports/dat-dai/import"] == list(found)
    assert [
        "stranger.json: no data set 'khac' is declared",
        "faulty.json: row 2 of the export: complete is neither true nor false",
        "none.json: there is no such file or folder to import",
    ] == notes


def test_nobody_counted() -> None:
    """Without counts there is only the export's own absence, with its cause."""
    found, notes = read()

    assert [("exports/dat-dai/import", "no_import_configured", [])] == [
        (item.id, item.cause and item.cause.code, notes) for item in found.values()
    ]
