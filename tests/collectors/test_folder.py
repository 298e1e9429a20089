"""Facts folders are believed only as far as their manifest goes."""

import datetime
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.collectors.running.folder import FactsFolder, dumped, system_file, write_part
from auditor.errors import CollectError, FactsError, IntegrityError
from auditor.model.facts import EstateFacts, Manifest, SystemFacts

AT = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small, sound folder."""
    parts = (
        write_part(tmp_path, system_file("portal"), SystemFacts(system="portal")),
        write_part(tmp_path, "estate.json", EstateFacts()),
    )
    write_part(tmp_path, "manifest.json", dumped(Manifest(id="m", started_at=AT, complete=True, parts=parts)))
    return tmp_path


def test_a_sound_folder(folder: Path) -> None:
    """What was written is read back."""
    found = FactsFolder(folder)

    assert ((SystemFacts(system="portal"),), EstateFacts(), "m") == (found.systems(), found.estate(), found.manifest.id)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (lambda f: flip(f / "systems/portal.json"), IntegrityError, "digest differs"),
        (lambda f: (f / "systems/portal.json").unlink(), IntegrityError, "cannot be read"),
        (lambda f: (f / "manifest.json").unlink(), FactsError, "never finished"),
        (
            lambda f: (f / "manifest.json").write_bytes((f / "manifest.json").read_bytes()[:-40]),
            FactsError,
            "cut short",
        ),
        (lambda f: (f / "manifest.json").write_text("[]"), FactsError, "is neither facts/1 nor facts/2"),
        (lambda f: (f / "systems/more.json").write_text("{}"), FactsError, "not named by the manifest"),
    ],
)
def test_a_spoilt_folder(folder: Path, spoil: Callable[[Path], object], error: type[Exception], words: str) -> None:
    """A changed byte, a missing, cut or added part: refused, and told apart."""
    spoil(folder)

    with pytest.raises(error, match=words):
        FactsFolder(folder)


def test_a_newer_schema(folder: Path) -> None:
    """Facts of a schema this auditor does not know are refused, not guessed at."""
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema": "facts/3", "novelty": 1}))

    with pytest.raises(FactsError, match="newer auditor"):
        FactsFolder(folder)


@pytest.mark.parametrize("path", ["../outside.json", "/etc/passwd", "systems/../../x"])
def test_a_manifest_that_leads_out(folder: Path, path: str) -> None:
    """A manifest cannot make us read anything outside the folder."""
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["parts"].append({"path": path, "sha256": "0" * 64})
    (folder / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(FactsError, match="leads out"):
        FactsFolder(folder)


def test_a_link_in_the_folder(folder: Path) -> None:
    """A part that is a link is refused, even to the right bytes."""
    part = folder / "systems/portal.json"
    elsewhere = folder / "elsewhere"
    part.rename(elsewhere)
    part.symlink_to(elsewhere)

    with pytest.raises(FactsError, match="is a link"):
        FactsFolder(folder)


def test_unwritable(tmp_path: Path) -> None:
    """A part that cannot be written is an error with a remedy."""
    (tmp_path / "systems").write_text("a file where a folder should be")

    with pytest.raises(CollectError, match="cannot be written"):
        write_part(tmp_path, "systems/x.json", b"")


def test_names_of_files() -> None:
    """A system's id becomes a file name that leads nowhere else."""
    assert "systems/undeclared-lan_a.json" == system_file("undeclared-lan_a")
    assert "systems/.._.._etc_passwd.json" == system_file("../../etc/passwd")


def _twice(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["parts"].append(manifest["parts"][0])
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _linked_systems(folder: Path) -> None:
    (folder / "systems").rename(folder.parent / "elsewhere")
    (folder / "systems").symlink_to(folder.parent / "elsewhere")


def _sparse(path: Path) -> None:
    path.unlink()
    with path.open("wb") as file:
        file.truncate(3 << 30)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _linked(path: Path) -> None:
    path.rename(path.with_suffix(".kept"))
    path.symlink_to(path.with_suffix(".kept"))


def _deep(folder: Path) -> None:
    (folder / "systems" / "sub").mkdir()
    (folder / "systems" / "sub" / "more.json").write_text("{}")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_twice, "names one part twice"),
        (_linked_systems, "is a link"),
        (lambda f: _sparse(f / "manifest.json"), "larger than any part"),
        (lambda f: _sparse(f / "estate.json"), "larger than any part"),
        (lambda f: _pipe(f / "manifest.json"), "no plain file"),
        (lambda f: _pipe(f / "systems/portal.json"), "no plain file"),
        (lambda f: _linked(f / "manifest.json"), "is a link"),
        (lambda f: (f / "more.json").write_text("{}"), "not named by the manifest"),
        (lambda f: (f / "systems" / "x").symlink_to("/etc/hosts"), "not named by the manifest"),
        (_deep, "not named by the manifest"),
    ],
)
def test_a_hostile_folder(tmp_path: Path, spoil: Callable[[Path], object], words: str) -> None:
    """A part named twice, links, pipes, what is larger than it may be (unread), and strangers at any depth."""
    folder = tmp_path / "facts"
    parts = (
        write_part(folder, system_file("portal"), SystemFacts(system="portal")),
        write_part(folder, "estate.json", EstateFacts()),
    )
    write_part(folder, "manifest.json", dumped(Manifest(id="m", started_at=AT, complete=True, parts=parts)))
    spoil(folder)

    with pytest.raises(FactsError, match=words):
        FactsFolder(folder)


def test_for_its_owner_alone(tmp_path: Path) -> None:
    """Facts say where a province is weak: folder and parts are closed to others, whatever the umask."""
    before = os.umask(0)
    try:
        write_part(tmp_path / "facts", system_file("portal"), SystemFacts(system="portal"))
    finally:
        os.umask(before)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "facts").rglob("*")}
    assert {"systems": 0o700, "portal.json": 0o600} == modes
