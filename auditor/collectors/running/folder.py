"""The facts folder: parts written whole, the manifest last, and nothing believed that the manifest does not name."""

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import ValidationError

from auditor.errors import CollectError, FactsError, IntegrityError, Problem
from auditor.model.base import Document, canonical
from auditor.model.facts import EstateFacts, Manifest, PartDigest, SystemFacts
from auditor.model.facts.folder import READABLE

MANIFEST = "manifest.json"
ESTATE_FILE = "estate.json"
PROBES = "probes.log"
SYSTEMS = "systems"
BUNDLES = "bundles"
"""Folder of what is carried by hand, with one folder a vantage."""

RESULT = "result.jsonl"
"""What is brought back in such a folder."""

_LARGEST = 256 * 1024 * 1024
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_Part = TypeVar("_Part", bound=Document)


def system_file(system: str) -> str:
    """Path of one system's part inside the folder."""
    return f"{SYSTEMS}/{_UNSAFE.sub('_', system)}.json"


def write_part(folder: Path, name: str, content: Document | bytes) -> PartDigest:
    """Writes one part whole and safely, and names its digest. Raises CollectError when the disk refuses."""
    data = content if isinstance(content, bytes) else dumped(content)
    path = folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_safely(path, data)
    except OSError as fault:
        raise disk_refused(path, fault) from fault
    return PartDigest(path=name, sha256=hashlib.sha256(data).hexdigest())


def dumped(content: Document) -> bytes:
    """Canonical bytes of a part, so that equal facts give equal files."""
    return canonical(content.model_dump(mode="json", by_alias=True, exclude_none=True)) + b"\n"


def write_safely(path: Path, data: bytes) -> None:
    """Replaces a file with all of the data or not at all, also across a power cut. Raises OSError."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Makes names in a folder as durable as the files they name."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_refused(path: Path, fault: OSError) -> CollectError:
    """What to say when facts cannot be written."""
    return CollectError(
        f"{path.name} cannot be written: {fault.strerror or fault}",
        remedy="Make room or choose another folder with -o; --resume continues with what was written.",
    )


class FactsFolder:
    """One checked folder. Raises FactsError when it is incomplete, of another schema or malformed, and IntegrityError
    when a part is not what the manifest says.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.manifest = self._manifest()
        self._data = {part.path: self._checked(part) for part in self.manifest.parts}
        self._refuse_strangers()

    def systems(self) -> tuple[SystemFacts, ...]:
        """Facts of every system, and of machines nobody declared."""
        names = sorted(name for name in self._data if name.startswith(f"{SYSTEMS}/"))
        return tuple(self._part(name, SystemFacts) for name in names)

    def estate(self) -> EstateFacts:
        """Facts of zones and data sets."""
        return self._part(ESTATE_FILE, EstateFacts) if ESTATE_FILE in self._data else EstateFacts()

    def _manifest(self) -> Manifest:
        path = self.path / MANIFEST
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise FactsError(
                [Problem(path, None, "", "there is no manifest, so the collection was never finished")],
                remedy="Continue it with `auditor collect … --resume`, or name another folder.",
            ) from fault
        return self._parse(path, data, Manifest)

    def _checked(self, part: PartDigest) -> bytes:
        path = self.path / part.path
        if ".." in Path(part.path).parts or Path(part.path).is_absolute():
            raise FactsError([Problem(self.path / MANIFEST, None, "parts", "leads out of the folder", part.path)])
        try:
            if path.is_symlink() or path.stat().st_size > _LARGEST:
                raise FactsError([Problem(path, None, "", "is a link or larger than any part can be")])
            data = path.read_bytes()
        except OSError as fault:
            raise IntegrityError(
                f"{path} is named by the manifest and cannot be read: {fault.strerror}",
                remedy="Copy the folder again from where it was collected.",
            ) from fault
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise IntegrityError(
                f"{path} is not what was collected: its digest differs from the manifest's",
                remedy="Copy the folder again from where it was collected, or collect anew.",
            )
        return data

    def _refuse_strangers(self) -> None:
        """A part beside the manifest is not what was collected, even if nothing else changed."""
        known = {*self._data, MANIFEST}
        found = {str(path.relative_to(self.path)) for path in self.path.glob(f"{SYSTEMS}/*.json")}
        strangers = sorted(found - known)
        if strangers:
            raise FactsError(
                [Problem(self.path / name, None, "", "is not named by the manifest") for name in strangers],
                remedy="Remove what was not collected.",
            )

    def _part(self, name: str, model: type[_Part]) -> _Part:
        return self._parse(self.path / name, self._data[name], model)

    def _parse(self, path: Path, data: bytes, model: type[_Part]) -> _Part:
        try:
            value = orjson.loads(data)
        except orjson.JSONDecodeError as fault:
            raise FactsError([Problem(path, fault.lineno, "", f"is no JSON, or cut short: {fault.msg}")]) from fault
        schema = value.get("schema") if isinstance(value, dict) else None
        if schema not in READABLE:
            raise FactsError(
                [Problem(path, None, "schema", f"is neither {' nor '.join(READABLE)}", str(schema)[:40])],
                remedy="Facts of a newer schema need a newer auditor; older ones must be collected anew.",
            )
        try:
            return model.model_validate_json(data)
        except ValidationError as fault:
            problems = [
                Problem(path, None, ".".join(map(str, error["loc"])), error["msg"], str(error["input"])[:80])
                for error in fault.errors()[:50]
            ]
            raise FactsError(problems) from fault
