"""Facts folders are believed only as far as their manifest goes."""

import datetime
import json
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
