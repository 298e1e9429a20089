"""What the labelled world is written to is for its owner alone, also where it was there before.

What is ours is tightened and said; a folder of somebody else's, or one that holds other things too, is refused: closing
it would take from others what is theirs.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from auditor.audit.files import REPORTS
from auditor.errors import CollectError, StoreError, ToolError
from auditor.model.store_url import StoreUrl

_OTHERS = 0o077
_COMPANIONS = ("", "-wal", "-shm", "-journal")
"""Ends of the names of files that SQLite keeps beside a database."""

_MARKS = ("manifest.json", "journal.jsonl", "aside.jsonl")
"""Files by one of which a folder is known as a collection."""

_STORE_SAID = "restricted_store was open to others; it and its folder are for their owner alone now"
_FACTS_SAID = "the folder for facts about labelled things was open to others; it is for its owner alone now"


def private_store(url: str, facts: Path | None) -> tuple[str, ...]:
    """Makes the folder of a labelled store, or closes it and the store; what to say of it. `facts` may lie beside it,
    and pages.

    A store that is no file is its server's to close. Raises StoreError for what cannot be closed.
    """
    named = StoreUrl.of(url).file
    if named is None:
        return ()
    file = named.resolve()
    ours = {file.with_name(file.name + end) for end in _COMPANIONS}
    beside = {file.with_name(REPORTS)} | ({facts.resolve()} if facts else set())
    closing = _Closing(StoreError, "restricted_store")
    changed = [
        closing.folder(file.parent, lambda path: path in ours | beside),
        *(closing.file(path) for path in sorted(ours) if path.exists()),
    ]
    return (_STORE_SAID,) if any(changed) else ()


def private_facts(folder: Path) -> tuple[str, ...]:
    """Makes the folder of a labelled collection, or closes it with all that is in it, and the folder it stands in.

    Raises CollectError for what cannot be closed.
    """
    closing = _Closing(CollectError, "the folder for facts about labelled things")
    changed = []
    if folder.parent.exists():
        changed.append(closing.folder(folder.parent, _is_collection))
    for path in (folder, *folder.rglob("*")):
        is_folder = path == folder or path.is_dir()
        changed += [closing.folder(path, lambda _: True) if is_folder else closing.file(path)]
    return (_FACTS_SAID,) if any(changed) else ()


def _is_collection(path: Path) -> bool:
    return path.is_dir() and any((path / mark).exists() for mark in _MARKS)


class _Closing:
    """Closes folders and files to others; each answers whether it had been open to them."""

    def __init__(self, error: type[ToolError], what: str) -> None:
        self._error = error
        self._what = what

    def folder(self, folder: Path, is_ours: Callable[[Path], bool]) -> bool:
        """A folder that holds nothing but ours; made where there is none."""
        try:
            for place in _missing(folder):
                place.mkdir(mode=0o700)
            if not folder.is_dir() or not self._is_open(folder):  # opening what lies in no folder names the fault
                return False
            if not all(map(is_ours, folder.iterdir())):
                raise self._error(
                    f"{self._what} lies in a folder that others may look into and that holds other things: {folder}",
                    remedy="Name a folder of its own in auditor.yaml, or close this one with chmod 700.",
                )
            folder.chmod(0o700)
        except OSError as fault:
            raise self._refused(folder, fault) from fault
        return True

    def file(self, path: Path) -> bool:
        """One file."""
        try:
            if not self._is_open(path):
                return False
            path.chmod(0o600)
        except OSError as fault:
            raise self._refused(path, fault) from fault
        return True

    def _is_open(self, path: Path) -> bool:
        found = path.stat()
        if found.st_uid != os.geteuid():
            raise self._error(
                f"{self._what} would be written to what belongs to somebody else: {path}",
                remedy="Name a folder of your own in auditor.yaml.",
            )
        return bool(stat.S_IMODE(found.st_mode) & _OTHERS)

    def _refused(self, path: Path, fault: OSError) -> ToolError:
        return self._error(
            f"{self._what} cannot be closed to others: {path}: {fault.strerror or fault}",
            remedy="Name a folder of your own in auditor.yaml.",
        )


def _missing(folder: Path) -> Iterator[Path]:
    places: Iterable[Path] = (folder, *folder.parents)
    yield from reversed([place for place in places if not place.exists()])
