"""The store of runs: SQLite by default, any SQLAlchemy URL otherwise.

Everything that went into a run and came out of it is a blob named by its SHA-256, stored once. Runs form a chain: each
carries the hash of the one before, so a later change of any run or blob shows.
"""

import contextlib
import datetime
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from auditor.errors import IntegrityError, NotFoundError, StoreError
from auditor.model.base import canonical
from auditor.model.groups import read_run, run_document
from auditor.model.verdict import RunResult
from auditor.model.vocab.secrecy import Label
from auditor.store.chain import GENESIS, link
from auditor.store.numbering import number_store
from auditor.store.opening import hidden, opened

_metadata = MetaData()

_blobs = Table(
    "blobs", _metadata, Column("sha256", String(64), primary_key=True), Column("content", LargeBinary, nullable=False)
)

_runs = Table(
    "runs",
    _metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String(80), unique=True, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    Column("label", String(20), nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
)

_intents = Table(
    "intents",
    _metadata,
    Column("run", String(80), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Open runs that go with a labelled run of this store and may not have reached their own store yet."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run's cover sheet: its head and totals, the digests of its blobs, and its place in the chain."""

    sequence: int
    id: str
    stored_at: datetime.datetime
    label: str
    head: Mapping[str, Any]
    totals: Mapping[str, Any]
    parts: Mapping[str, str]
    previous: str
    chain: str


class RunStore:
    """Runs of one database. Raises StoreError when it cannot be opened, read or written, or is of another schema.

    Without `create`, a SQLite file that is not there yet is an empty store and is not made, so that looking for runs in
    the wrong place leaves nothing behind; one on read-only media is read.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self.name = hidden(url)
        try:
            self._engine, writable = opened(url, create=create)
            number_store(self._engine, self.name, holds=_runs.name, writable=writable)
            if writable:
                _metadata.create_all(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(
                f"the store {self.name} cannot be opened: {_short(error)}",
                remedy=_remedy(error, "Check `store` in auditor.yaml."),
            ) from error

    def close(self) -> None:
        """Release connections."""
        self._engine.dispose()

    def file(self) -> Path | None:
        """The file in which SQLite really keeps this store, whatever the URL said; None for any other database."""
        if self._engine.dialect.name != "sqlite":
            return None
        with self.reading() as connection:
            found = connection.execute(text("PRAGMA database_list")).mappings().first()
        return Path(found["file"]) if found and found["file"] else None

    def add(self, result: RunResult, inputs: Mapping[str, bytes], intent: "Intent | None" = None) -> StoredRun:
        """Keep a run and its inputs in one transaction; storing the same run again returns the stored one.

        With an `intent` the open run that goes with this one is written down in the same transaction.
        """
        parts = {"result": canonical(run_document(result)), **inputs}
        try:
            with self._engine.begin() as connection:
                _refuse_mixing(connection, result)
                if intent:
                    _write_intent(connection, intent)
                known = connection.execute(select(_runs).where(_runs.c.id == result.run.id)).mappings().first()
                if known:
                    return _stored(known)
                digests = {name: _keep(connection, content) for name, content in parts.items()}
                return self._append(connection, result, digests)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(
                f"the run could not be stored: {_short(error)}",
                remedy=_remedy(error, "Nothing was kept; free space or permissions, then repeat."),
            ) from error

    def _append(self, connection: Connection, result: RunResult, digests: Mapping[str, str]) -> StoredRun:
        last = connection.execute(select(_runs.c.chain).order_by(_runs.c.sequence.desc()).limit(1)).scalar()
        previous = last or GENESIS
        head = result.run.model_dump(mode="json")
        totals = result.totals.model_dump(mode="json", by_alias=True)
        record = canonical({"head": head, "totals": totals, "parts": dict(digests)})
        row = {
            "id": result.run.id,
            "stored_at": datetime.datetime.now(datetime.UTC),
            "label": result.run.label.value,
            "record": record,
            "previous": previous,
            "chain": link(previous, record),
        }
        connection.execute(insert(_runs).values(**row))
        stored = connection.execute(select(_runs).where(_runs.c.id == result.run.id)).mappings().one()
        return _stored(stored)

    def intents(self) -> "tuple[Intent, ...]":
        """Open runs of this store's labelled runs of which nobody has said that they were kept."""
        with self.reading() as connection:
            if not inspect(connection).has_table(_intents.name):
                return ()
            rows = connection.execute(select(_intents).order_by(_intents.c.run)).mappings().all()
        return tuple(_read_intent(row) for row in rows)

    def settle(self, run: str) -> None:
        """The open run was kept: its intent goes."""
        with self.writing() as connection:
            connection.execute(delete(_intents).where(_intents.c.run == run))

    def require_writable(self) -> None:
        """Raises StoreError when a run could not be kept here: to be asked before the work whose result it is."""
        with self.writing() as connection:
            connection.execute(delete(_intents).where(_intents.c.run == ""))

    def list(self) -> tuple[StoredRun, ...]:
        """Every run, newest first."""
        return tuple(reversed(self._all()))

    def get(self, name: str) -> StoredRun:
        """The run of that id or unambiguous beginning of one, or `latest`. Raises NotFoundError."""
        runs = self._all()
        if name == "latest" and runs:
            return runs[-1]
        found = [run for run in runs if run.id == name] or [run for run in runs if run.id.startswith(name)]
        if len(found) == 1:
            return found[0]
        reason = "there is no run" if not found else "more than one run begins with"
        raise NotFoundError(
            f"{reason} {name!r} in {self.name}",
            remedy="`auditor runs list` shows them all; --config names the settings of another store.",
        )

    def part(self, run: StoredRun, name: str) -> bytes:
        """One blob of a run. Raises IntegrityError when its bytes differ from their digest, NotFoundError when the run
        has none.
        """
        if name not in run.parts:
            raise NotFoundError(f"run {run.id} keeps no {name}")
        with self.reading() as connection:
            content = connection.execute(select(_blobs.c.content).where(_blobs.c.sha256 == run.parts[name])).scalar()
        if content is None:
            raise IntegrityError(f"the {name} of run {run.id} is missing from the store")
        return _checked(bytes(content), run.parts[name], f"the {name} of run {run.id}")

    def result(self, run: StoredRun) -> RunResult:
        """The run's verdicts."""
        return read_run(orjson.loads(self.part(run, "result")))

    def verify(self) -> int:
        """Check the chain and every blob; the number of runs checked. Raises IntegrityError naming the first
        difference.
        """
        previous = GENESIS
        runs = self._all()
        for run in runs:
            record = canonical({"head": run.head, "totals": run.totals, "parts": run.parts})
            if run.previous != previous or run.chain != link(previous, record):
                raise IntegrityError(f"run {run.id} was changed after it was stored, or one before it was removed")
            for name in run.parts:
                self.part(run, name)
            previous = run.chain
        return len(runs)

    def _all(self) -> tuple[StoredRun, ...]:
        with self.reading() as connection:
            rows = connection.execute(select(_runs).order_by(_runs.c.sequence)).mappings().all()
        return tuple(_stored(row) for row in rows)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for looking things up, also for the logs that are kept beside the runs."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(
                f"the store {self.name} cannot be read: {_short(error)}",
                remedy=_remedy(error, "Restore it from a copy."),
            ) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing, also when the program is killed in the middle."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(
                f"the store {self.name} could not be written: {_short(error)}",
                remedy=_remedy(error, "Nothing was kept; free space or permissions, then repeat."),
            ) from error


@dataclass(frozen=True, slots=True)
class Intent:
    """An open run as it is to be kept: its result and its inputs, both as bytes."""

    run: str
    result: bytes
    inputs: Mapping[str, bytes]


def _write_intent(connection: Connection, intent: Intent) -> None:
    packed = {name: b64encode(content).decode() for name, content in {**intent.inputs, "result": intent.result}.items()}
    connection.execute(delete(_intents).where(_intents.c.run == intent.run))
    content = zlib.compress(canonical(packed), 6)
    connection.execute(insert(_intents).values(run=intent.run, content=content))


def _read_intent(row: RowMapping) -> Intent:
    try:
        packed = orjson.loads(zlib.decompress(row["content"]))
        inputs = {name: b64decode(text, validate=True) for name, text in packed.items()}
        return Intent(row["run"], inputs.pop("result"), inputs)
    except (zlib.error, ValueError, KeyError, AttributeError) as error:
        raise IntegrityError(f"what was to be kept of the open run {row['run']} is damaged") from error


def _keep(connection: Connection, content: bytes) -> str:
    name = sha256(content).hexdigest()
    if connection.execute(select(_blobs.c.sha256).where(_blobs.c.sha256 == name)).first() is None:
        connection.execute(insert(_blobs).values(sha256=name, content=zlib.compress(content, 6)))
    return name


def _checked(packed: bytes, expected: str, what: str) -> bytes:
    try:
        content = zlib.decompress(packed)
    except zlib.error as error:
        raise IntegrityError(f"{what} is damaged") from error
    if sha256(content).hexdigest() != expected:
        raise IntegrityError(f"{what} differs from its digest")
    return content


def _stored(row: RowMapping) -> StoredRun:
    try:
        record = orjson.loads(row["record"])
        return StoredRun(
            row["sequence"],
            row["id"],
            row["stored_at"].replace(tzinfo=datetime.UTC),
            row["label"],
            record["head"],
            record["totals"],
            record["parts"],
            row["previous"],
            row["chain"],
        )
    except (orjson.JSONDecodeError, KeyError) as error:
        raise IntegrityError(f"the record of run {row['id']} is damaged") from error


def _refuse_mixing(connection: Connection, result: RunResult) -> None:
    """Open and labelled runs never lie in one store, however it was named."""
    labels = connection.execute(select(_runs.c.label).distinct()).scalars()
    if any(Label(label).is_open is not result.run.label.is_open for label in labels):
        kind = "an open" if result.run.label.is_open else "a labelled"
        raise StoreError(
            f"{kind} run was about to be kept beside runs of the other world",
            remedy="Nothing was kept. Give `store` and `restricted_store` a database each.",
        )


def _remedy(error: Exception, otherwise: str) -> str:
    """What to do, which is to wait where another program writes to the store: SQLite says `locked` of that alone."""
    locked = isinstance(error, OperationalError) and "locked" in str(error)
    return "Another program is writing to it: wait until that is done, then repeat." if locked else otherwise


def _short(error: Exception) -> str:
    return str(error).splitlines()[0]
