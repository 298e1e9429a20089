"""Compiled policies are read only when they belong to their sources, byte for byte."""

import shutil
from pathlib import Path

import pytest

from auditor.errors import IntegrityError, PolicyError
from auditor.policy.build import build
from auditor.policy.compiled import load
from tests.policy.small import write_policies

pytestmark = pytest.mark.needs_opa

_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_policies(tmp_path_factory.mktemp("policies"), {"silent": ({}, _SILENT)})
    build(root)
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of what was just built, for this test to spoil."""
    return shutil.copytree(built, tmp_path / "policies")


def test_what_was_just_built_is_read(root: Path) -> None:
    """The catalogue has the controls of the sources."""
    assert ["NW-01"] == [control.id for control in load(root).catalogue.controls]


def test_equal_sources_give_equal_bytes(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Building elsewhere gives the same files and the same digest."""
    other = tmp_path_factory.mktemp("other")
    build(write_policies(other, {"silent": ({}, _SILENT)}))

    assert load(root) == load(other)


@pytest.mark.parametrize(
    "source",
    [
        "main/scope.rego",
        "lib/facts.rego",
        "controls/network/silent/policy.rego",
        "law/instruments.yaml",
        "capabilities.json",
    ],
)
def test_a_source_changed_after_building_is_refused(root: Path, source: str) -> None:
    """Stale compiled policies are never evaluated."""
    path = root / source
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    with pytest.raises(PolicyError, match=f"older than {source}"):
        load(root)


def test_a_source_added_or_removed_is_refused(root: Path) -> None:
    """A new library file, and a missing one, make the compiled policies stale."""
    (root / "lib" / "new.rego").write_text("package lib.new\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"lib/new\.rego"):
        load(root)
    (root / "lib" / "new.rego").unlink()
    (root / "lib" / "tls.rego").unlink()
    with pytest.raises(PolicyError, match=r"lib/tls\.rego"):
        load(root)


@pytest.mark.parametrize("name", ["policy.wasm", "bundle.tar.gz", "catalogue.json"])
def test_one_changed_byte_is_an_integrity_error(root: Path, name: str) -> None:
    """A compiled file that differs from its manifest is refused with exit code 5."""
    path = root / "compiled" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(IntegrityError) as refused:
        load(root)
    assert 5 == refused.value.exit_code


@pytest.mark.parametrize("name", ["policy.wasm", "manifest.json"])
def test_a_missing_file_is_an_error(root: Path, name: str) -> None:
    """Without one of its files the set is not used."""
    (root / "compiled" / name).unlink()

    with pytest.raises(PolicyError):
        load(root)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"sources": [], "files": {}}'])
def test_a_broken_manifest_is_an_error(root: Path, content: bytes) -> None:
    """A manifest that cannot be read, or says nothing, is a refusal in words."""
    (root / "compiled" / "manifest.json").write_bytes(content)

    with pytest.raises(PolicyError):
        load(root)
