"""How a store is opened: to be written, or to be read where nothing can be written, as an inspector's copy is."""

import contextlib
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

from auditor.errors import StoreError
from auditor.model.store_url import StoreUrl

_PASSWORD = re.compile(r"((?:password|passwd|passfile|pwd)=)[^&]*", re.IGNORECASE)
_NAMED = "Check `store` and `restricted_store` in auditor.yaml, and AUDITOR_STORE."


def opened(url: str, *, create: bool) -> tuple[Engine, bool]:
    """The database of a store, and whether it may be written. Without `create` a SQLite file that is not there is an
    empty store and is not made, and one on read-only media is read as it lies there.

    Raises StoreError for an address that names no database this installation can open, and for a file whose newest
    runs lie beside it where they cannot be read; OSError and SQLAlchemyError for what cannot be opened.
    """
    file = file_of(url)
    if file and not create and not file.exists():
        return _engine("sqlite://"), True
    if file and not create and _is_read_only(file):
        return _engine(_as_it_lies(file, url)), False
    if file and create:
        _make_private(file)
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durable)
    return engine, True


def hidden(url: str) -> str:
    """The address without passwords."""
    head, at, tail = url.rpartition("@")
    kind, parted, _ = head.partition("://")
    shown = f"{kind + parted if parted else ''}…@{tail}" if at else url
    return _PASSWORD.sub(r"\1…", shown)


def file_of(url: str) -> Path | None:
    """The file a SQLite URL names. Raises StoreError for a `file:` URI, which can name one file in too many ways."""
    named = StoreUrl.of(url)
    if named.is_uri:
        raise StoreError("a store is named by its path, not by a file: address", remedy="Write sqlite:///PATH.")
    return named.file


def _engine(url: str | URL) -> Engine:
    try:
        return create_engine(url)
    except ImportError as error:
        driver = error.name or "its driver"
        raise StoreError(
            f"the store {hidden(str(url))} cannot be opened: the Python package {driver} is not installed here",
            remedy="Install it beside the auditor, or name another database. " + _NAMED,
        ) from error
    except (ValueError, ArgumentError) as error:
        what = (
            "names no kind of database that is known here" if isinstance(error, ArgumentError) else "has no such port"
        )
        raise StoreError(f"the store {hidden(str(url))} cannot be opened: its address {what}", remedy=_NAMED) from error


def _is_read_only(file: Path) -> bool:
    """Whether SQLite could not keep its companions beside the file, which it needs even for reading."""
    return file.is_file() and not (os.access(file, os.W_OK) and os.access(file.resolve().parent, os.W_OK))


def _as_it_lies(file: Path, url: str) -> URL:
    """The address by which SQLite reads a file that nothing changes, without its companions."""
    whole = file.resolve()
    newest = whole.with_name(f"{whole.name}-wal")
    if newest.exists() and newest.stat().st_size:
        raise StoreError(
            f"the store {hidden(url)} cannot be read here: its newest runs lie in {newest.name}, and nothing can be"
            " written beside it",
            remedy="Copy both files to a folder you may write to and read them there.",
        )
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return URL.create("sqlite", database=f"file:{quote(str(whole))}", query=query)


def _make_private(file: Path) -> None:
    """A new store and each new folder above it are for their owner alone; what is there already is left as it is."""
    for folder in reversed([place for place in file.parents if not place.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _durable(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=10000")
