"""The facts folder: parts written whole, the manifest last, and nothing believed that the manifest does not name."""

import errno
import hashlib
import os
import re
import stat
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import ValidationError

from auditor.errors import CollectError, FactsError, IntegrityError, Problem
from auditor.model.base import Document, canonical
from auditor.model.facts import ClockFacts, EstateFacts, Manifest, PartDigest, SystemFacts
from auditor.model.facts.folder import READABLE
from auditor.writing import own_folder, write_whole

MANIFEST = "manifest.json"
ESTATE_FILE = "estate.json"
CLOCKS_FILE = "clocks.json"
PROBES = "probes.log"
SYSTEMS = "systems"
BUNDLES = "bundles"
"""Folder of what is carried by hand, with one folder a vantage."""

RESULT = "result.jsonl"
"""What is brought back in such a folder."""

_LARGEST = 256 * 1024 * 1024
_LARGEST_MANIFEST = 16 * 1024 * 1024
"""Bytes of a manifest, which names each part in some hundred."""

_NO_FILE = "is a link, no plain file, or larger than any part can be"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_Part = TypeVar("_Part", bound=Document)


def system_file(system: str) -> str:
    """Path of one system's part inside the folder."""
    return f"{SYSTEMS}/{_UNSAFE.sub('_', system)}.json"


def write_part(folder: Path, name: str, content: Document | bytes) -> PartDigest:
    """Writes one part whole, for its owner alone, and names its digest. Raises CollectError when the disk refuses."""
    data = content if isinstance(content, bytes) else dumped(content)
    path = folder / name
    try:
        own_folder(path.parent)
        write_whole(path, data)
    except OSError as fault:
        raise disk_refused(path, fault) from fault
    return PartDigest(path=name, sha256=hashlib.sha256(data).hexdigest())


def dumped(content: Document) -> bytes:
    """Canonical bytes of a part, so that equal facts give equal files."""
    return canonical(content.model_dump(mode="json", by_alias=True, exclude_none=True)) + b"\n"


def disk_refused(path: Path, fault: OSError) -> CollectError:
    """What to say when facts cannot be written."""
    return CollectError(
        f"{path.name} cannot be written: {fault.strerror or fault}",
        remedy="Make room or choose another folder with -o; --resume continues with what was written.",
    )


def _read(path: Path, largest: int) -> bytes:
    """The bytes of a plain file. Raises FactsError for a link, a pipe, or more than it may hold; OSError otherwise."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        if fault.errno == errno.ELOOP:
            raise FactsError([Problem(path, None, "", _NO_FILE)]) from fault
        raise
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > largest:
            raise FactsError([Problem(path, None, "", _NO_FILE)])
        return file.read(largest)


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

    def clocks(self) -> ClockFacts:
        """When the collection's computer was held against time servers."""
        return self._part(CLOCKS_FILE, ClockFacts) if CLOCKS_FILE in self._data else ClockFacts()

    def _manifest(self) -> Manifest:
        path = self.path / MANIFEST
        try:
            data = _read(path, _LARGEST_MANIFEST)
        except OSError as fault:
            raise FactsError(
                [Problem(path, None, "", "there is no manifest, so the collection was never finished")],
                remedy="Continue it with `auditor collect … --resume`, or name another folder.",
            ) from fault
        manifest = self._parse(path, data, Manifest)
        names = [part.path for part in manifest.parts]
        twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
        if twice:
            raise FactsError([Problem(path, None, "parts", "names one part twice", name) for name in twice])
        return manifest

    def _checked(self, part: PartDigest) -> bytes:
        path = self.path / part.path
        if ".." in Path(part.path).parts or Path(part.path).is_absolute():
            raise FactsError([Problem(self.path / MANIFEST, None, "parts", "leads out of the folder", part.path)])
        try:
            if any(place.is_symlink() for place in path.parents if self.path in place.parents):
                raise FactsError([Problem(path.parent, None, "", _NO_FILE)])
            data = _read(path, _LARGEST)
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
        """A part or a link beside what the manifest names is not what was collected, even if nothing else changed."""
        known = {*self._data, MANIFEST}
        found = {
            str(path.relative_to(self.path))
            for path in self.path.rglob("*")
            if (path.suffix == ".json" or path.is_symlink()) and path.relative_to(self.path).parts[0] != BUNDLES
        }
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
