"""The compiled policies on disk: read, checked against their manifest, never trusted when stale."""

import datetime
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from auditor.errors import IntegrityError, PolicyError
from auditor.model.control import ControlMeta
from auditor.model.law import Instrument
from auditor.policy.catalogue import Catalogue
from auditor.policy.own import is_own
from auditor.resources import policies_dir

_REBUILD = "Run `auditor policy build` (needs OPA), or reinstall the package."

SOURCE_PATTERNS = (
    "main/*.rego",
    "lib/*.rego",
    "controls/*/*/policy.rego",
    "law/*.yaml",
    "params/*.yaml",
    "capabilities.json",
    "schemas/input.json",
)


@dataclass(frozen=True, slots=True)
class CompiledPolicies:
    """What `policy build` made: the Wasm module, the bundle for an OPA server, the catalogue, and the digest of the
    sources.
    """

    wasm: bytes
    bundle: bytes
    catalogue: Catalogue
    digest: str


def source_digests(root: Path) -> dict[str, str]:
    """SHA-256 of every source file the compiled policies depend on, by path relative to the policies folder.

    Controls of one's own depend on the shipped policies too; theirs stand below `own/` then.
    """
    if is_own(root):
        return _digests(policies_dir()) | {f"own/{name}": value for name, value in _digests(root).items()}
    return _digests(root)


def _digests(root: Path) -> dict[str, str]:
    paths = sorted(path for pattern in SOURCE_PATTERNS for path in root.glob(pattern))
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def policy_sources(root: Path) -> list[Path]:
    """Every Rego file that is compiled, in order of path; tests of the library are none."""
    found = (path for pattern in SOURCE_PATTERNS if pattern.endswith(".rego") for path in root.glob(pattern))
    return sorted(path for path in found if not path.name.endswith("_test.rego"))


def load(root: Path | None = None) -> CompiledPolicies:
    """Read and check `compiled/`. Raises PolicyError when absent or stale, IntegrityError when a file was changed."""
    root = root or policies_dir()
    is_own(root)  # which refuses what is no folder
    folder = root / "compiled"
    again = _REBUILD if root == policies_dir() else f"Run `auditor policy build --policies {root}` (needs OPA)."
    try:
        manifest = orjson.loads((folder / "manifest.json").read_bytes())
        sources, files, name = manifest["sources"].items(), dict(manifest["files"]), str(manifest["digest"])
    except FileNotFoundError as error:
        raise PolicyError(f"the policies in {root} are not compiled", remedy=again) from error
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise PolicyError(f"{folder / 'manifest.json'} cannot be read: {error}", remedy=again) from error
    stale = sorted(set(sources) ^ set(source_digests(root).items()))
    if stale:
        raise PolicyError(f"the compiled policies are older than {stale[0][0]}", remedy=again)
    wasm, bundle, catalogue = (
        _checked(folder, part, files, again) for part in ("policy.wasm", "bundle.tar.gz", "catalogue.json")
    )
    return CompiledPolicies(wasm, bundle, parse_catalogue(orjson.loads(catalogue)), name)


def _checked(folder: Path, name: str, digests: dict[str, str], again: str) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise PolicyError(f"{folder / name} cannot be read: {error}", remedy=again) from error
    if sha256(content).hexdigest() != digests.get(name):
        raise IntegrityError(f"{folder / name} differs from its manifest", remedy=again)
    return content


def parse_catalogue(document: dict[str, Any]) -> Catalogue:
    """The typed catalogue from `catalogue.json`. Raises PolicyError when an entry has the wrong shape."""
    try:
        controls = tuple(ControlMeta.model_validate(entry) for entry in document["controls"])
        instruments = {entry["id"]: Instrument.model_validate(entry) for entry in document["instruments"]}
    except (KeyError, ValidationError) as error:
        raise PolicyError(f"the catalogue of controls has the wrong shape: {error}", remedy=_REBUILD) from error
    tables = {name: tuple(_row(row) for row in rows) for name, rows in document["tables"].items()}
    return Catalogue(controls, instruments, tables)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {"from": datetime.date.fromisoformat(row["from"]), "values": row["values"]}
