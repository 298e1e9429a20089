"""A small province in which one system is on its way, and a folder of facts about it."""

import datetime
from pathlib import Path

from auditor.collectors.running.folder import dumped, system_file, write_part
from auditor.model.facts import EstateFacts, Manifest, Observation, SystemFacts
from tests.cli.command import auditor

_INVENTORY = """organisations: [{id: ubnd, name: {vi: Tỉnh, en: Province}, kind: province}]
sites: [{id: idc, name: {vi: Trung tâm}, organisation: ubnd}]
zones: [{id: dc, name: {vi: Máy chủ}, kind: servers, site: idc}]
networks: [{id: n, zone: dc, prefixes: [10.0.0.0/16]}]
systems:
  - {id: app, name: {vi: Ứng dụng, en: The app}, kind: application, owner: ubnd, domains: [hs.tinh.gov.vn],
     decision: migrate}
  - id: can
    name: {vi: Cân, en: The scales}
    kind: application
    owner: ubnd
    traits: [edge_devices]
    declares_secrets: true
    decision: migrate
  - {id: camera, name: {vi: Camera, en: Cameras}, kind: application, owner: ubnd, traits: [edge_devices],
     decision: migrate}
hosts:
  - {id: cu, system: app, interfaces: [{network: n, address: 10.0.0.1}], instance: old}
  - {id: moi, system: app, interfaces: [{network: n, address: 10.0.1.1}], instance: new}
endpoints: [{id: cu/tcp/443, purpose: web}]
data_sets:
  - id: ho-so
    name: {vi: Hồ sơ, en: Dossiers}
    system: app
    entity: ho-so
    rows: 100
    move: {state: cut_over, as_of: 2026-11-20}
"""

_AT = datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)


def province(folder: Path) -> Path:
    """A folder with one run: the copy of one data set is under way though people call it cut over."""
    (folder / "tinh").mkdir()
    (folder / "tinh" / "inventory.yaml").write_text(_INVENTORY, encoding="utf-8")
    facts = folder / "facts"
    parts = (
        write_part(facts, system_file("app"), SystemFacts(system="app")),
        write_part(facts, "estate.json", EstateFacts(observations=(_count("old", 100), _count("new", 40)))),
    )
    write_part(facts, "manifest.json", dumped(Manifest(id="m", started_at=_AT, complete=True, parts=parts)))
    done = auditor(
        "evaluate", "facts", "--inventory", "tinh", "--at", "2026-11-22T05:00:00Z", "--as-of", "2026-11-22", cwd=folder
    )
    assert 0 == done.code, done.err
    return folder


def _count(side: str, rows: int) -> Observation:
    return Observation.model_validate(
        {
            "id": f"data_manifest/ho-so/import/{side}",
            "kind": "data_manifest",
            "subject": "ho-so",
            "vantage": "import",
            "zone": "dc",
            "state": "ok",
            "basis": "imported",
            "observed_at": _AT,
            "data": {"side": side, "rows": rows, "bytes": None, "sha256": "", "complete": side == "old"},
        }
    )
