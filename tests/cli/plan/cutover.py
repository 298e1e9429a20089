"""A folder with the small estate of the change lists, and runs of it from before and after the night of its move."""

import json
from pathlib import Path
from typing import Any

from auditor.collectors.running.folder import dumped, system_file, write_part
from auditor.model.facts import EstateFacts, Manifest, Observation, SystemFacts
from tests.cli.command import auditor
from tests.plan.changes.moving import base

USERS = {
    "id": "users",
    "from_zone": "office",
    "to_zone": "dmz",
    "to_hosts": ["web"],
    "ports": ["tcp/443"],
    "reason": '=cmd|"x" ',
}
WAVE = {"id": "d1", "name": {"vi": "Đợt 1"}, "date": "2027-03-06", "systems": ["app"]}


def estate(folder: Path, name: str, *, moved: bool = False) -> Path:
    """The inventory as a folder; after the move its old machines are declared as such."""
    made: dict[str, Any] = base() | {"flows": [USERS], "waves": [WAVE]}
    made["organisations"] = [{"id": "so", "name": {"vi": "Sở"}, "kind": "department"}]
    made["sites"] = [{"id": "idc", "name": {"vi": "IDC"}, "organisation": "so"}]
    if moved:
        made["hosts"] = [one | ({"instance": "old"} if one["id"] in ("web", "data") else {}) for one in made["hosts"]]
    path = folder / name
    path.mkdir()
    (path / "inventory.yaml").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return path


def run(folder: Path, inventory: Path, day: str, *observations: Observation) -> str:
    """Judges the observations on that day; the id of the run."""
    facts = folder / f"facts-{day}"
    parts = (
        write_part(facts, system_file("app"), SystemFacts(system="app", observations=observations)),
        write_part(facts, "estate.json", EstateFacts()),
    )
    at = f"{day}T05:00:00Z"
    manifest = Manifest.model_validate({"id": day, "started_at": at, "complete": True, "parts": parts})
    write_part(facts, "manifest.json", dumped(manifest))
    words = ("evaluate", facts, "--inventory", inventory, "--at", at, "--as-of", day, "--format", "json")
    done = auditor(*words, cwd=folder)
    assert done.code == 0, done.err
    return str(json.loads(done.out)["run"]["id"])
