"""Agents are believed about the looks of their own order: by folder and over SSH, whatever else they write."""

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from auditor.collectors import collect, read_facts
from auditor.collectors.interface import Progress
from auditor.collectors.session import utc_now
from auditor.model.facts import Manifest
from tests.collectors.loopback import AGENT, brief
from tests.collectors.sshd import PLACE, Server

Lines = list[dict[str, Any]]
LOOK = "ports/web/v"


class Notes(Progress):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, vantage: str, text: str) -> None:
        """See `Progress.note`."""
        self.said.append(f"{vantage}: {text}")


def states(folder: Path) -> dict[str, str]:
    """How each look ended that is not about the machine whose unit nobody forges."""
    return {item.id: item.state.value for item in read_facts([folder]).observations if item.subject != "pc"}


def carried(folder: Path, forge: Callable[[Lines], Lines]) -> tuple[Manifest, list[str]]:
    """A collection whose result was carried by hand and forged on the way."""
    collect(brief(kind="bundle"), folder)
    bundle = folder / "bundles" / "v"
    subprocess.run([*AGENT, "--job", bundle / "job.json", "--output", bundle / "result.jsonl"], check=True)
    lines = [orjson.loads(line) for line in (bundle / "result.jsonl").read_bytes().splitlines()]
    (bundle / "result.jsonl").write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in forge(lines)))
    notes = Notes()
    return collect(brief(kind="bundle"), folder, resume=True, progress=notes), notes.said


def _first(lines: Lines) -> dict[str, Any]:
    return next(line for line in lines if "observations" in line and line["unit"] == "host/web")


def changed(**changes: Any) -> Callable[[Lines], Lines]:
    """A result whose first observation says something else."""

    def forge(lines: Lines) -> Lines:
        _first(lines)["observations"][0] |= changes
        return lines

    return forge


def added(**changes: Any) -> Callable[[Lines], Lines]:
    """A result with one observation more in its first unit."""

    def forge(lines: Lines) -> Lines:
        first = _first(lines)
        first["observations"].append(first["observations"][0] | changes)
        return lines

    return forge


def _elsewhere(**changes: Any) -> Callable[[Lines], Lines]:
    def forge(lines: Lines) -> Lines:
        line = _first(lines)
        line |= changes
        return lines

    return forge


def _later(seconds: float) -> str:
    return (utc_now() + datetime.timedelta(seconds=seconds)).isoformat()


FORGED = {
    "another machine": (added(id="ports/db/v", subject="db"), "a look nobody ordered, in host/web"),
    "another machine under its own id": (changed(subject="db"), "a look nobody ordered, in host/web"),
    "another place": (added(id="ports/web/w", vantage="w"), "a look nobody ordered, in host/web"),
    "the machine's own settings": (
        added(id="routes/web/web", kind="routes", vantage="web", data=None, cause={"code": "silent"}, state="timeout"),
        "a look nobody ordered, in host/web",
    ),
    "another zone": (changed(zone="xa"), "a look nobody ordered, in host/web"),
    "another kind": (
        added(id="snmp/web/v", kind="snmp", data=None, cause={"code": "silent"}, state="timeout"),
        "a look nobody ordered, in host/web",
    ),
    "an older instant under its own id": (
        added(id="ports/web/v@2026-01-01T00:00:00Z"),
        "a look nobody ordered, in host/web",
    ),
    "the same look twice": (added(), "one look twice"),
    "a service on a port nobody asked": (
        added(id="http/web/tcp/9/v", kind="http", subject="web/tcp/9", data=None, cause={"code": "x"}, state="timeout"),
        "a look nobody ordered, in host/web",
    ),
    "before the order": (changed(observed_at="2020-01-01T00:00:00Z"), "a time outside the collection (2020-01-01"),
    "in the future": (changed(observed_at=_later(7200)), "a time outside the collection"),
    "as a declaration": (changed(basis="documented"), "another basis"),
    "into another document": (_elsewhere(document="land"), "into a document nobody ordered, in host/web"),
    "nothing of it": (lambda lines: [line for line in lines if "observations" not in line], "which it was to look at"),
    "in another unit": (_elsewhere(unit="host/db"), "a unit nobody ordered"),
}


@pytest.mark.parametrize("how", FORGED)
def test_what_nobody_ordered(how: str, tmp_path: Path) -> None:
    """It stands nowhere in the facts, its unit counts as not done, and somebody is told."""
    forge, told = FORGED[how]
    manifest, said = carried(tmp_path / "facts", forge)
    collect(brief(kind="bundle"), tmp_path / "nothing came back")

    assert not manifest.complete
    assert [note for note in said if told in note]
    assert states(tmp_path / "nothing came back") == states(tmp_path / "facts")


def test_a_unit_taken_once(tmp_path: Path) -> None:
    """What is done is not done again by whoever comes later with the same unit."""

    def again(lines: Lines) -> Lines:
        first = _first(lines)
        second = orjson.loads(orjson.dumps(first))
        second["observations"][0]["data"] = {"open": [], "swept": ["tcp/23"]}
        return [*lines[:-1], second, {"unit": first["unit"]}, lines[-1]]

    manifest, _ = carried(tmp_path / "facts", again)
    (look,) = (item for item in read_facts([tmp_path / "facts"]).observations if item.id == LOOK)

    assert manifest.complete
    assert look.data is not None
    assert ["tcp/18022"] == look.data.model_dump(mode="json")["swept"]


@pytest.mark.parametrize(
    "line",
    [
        {"sent": {"at": "x", "extra": "y"}},
        {"sent": "everything"},
        {"unit": ["host/web"]},
        {"tools": {"nmap": "7.93", "extra": "y"}},
        {"tools": ["extra"]},
    ],
)
def test_words_that_are_none(line: dict[str, Any], tmp_path: Path) -> None:
    """A probe with other words, and a unit that is none, are refused; what else there is stands."""
    manifest, said = carried(tmp_path / "facts", lambda lines: [line, *lines])

    assert not manifest.complete
    assert said
    assert "ok" == states(tmp_path / "facts")[LOOK]
    written = (tmp_path / "facts" / name for name in ("probes.log", "manifest.json"))
    assert [] == [path.name for path in written if b"extra" in path.read_bytes()]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('s/"subject":"web"/"subject":"db"/', "a look nobody ordered, in host/web"),
        ('s/"zone":"dmz"/"zone":"xa"/', "a look nobody ordered, in host/web"),
        ('s/"observed_at":"20/"observed_at":"19/', "a time outside the collection"),
    ],
)
def test_over_ssh(change: str, told: str, server: Server, tmp_path: Path) -> None:
    """An agent on a machine that was taken over is held against its order as a folder is."""
    access = server.access().model_dump()
    forger = ("bash", "-c", f"{' '.join(AGENT)} | sed -u '{change}'")
    notes = Notes()
    plan = brief(kind="ssh", address=str(PLACE), ssh=access, agent_command=forger)
    manifest = collect(plan, tmp_path / "facts", progress=notes)
    found = {item.id: item for item in read_facts([tmp_path / "facts"]).observations}

    assert not manifest.complete
    assert [note for note in notes.said if told in note]
    cause = found[LOOK].cause
    assert cause is not None
    assert ("not_tried", "agent_failed") == (found[LOOK].state, cause.code)
