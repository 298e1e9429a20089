"""The log of what people answered on checklists: chained and only ever added to, in the store of their run.

A later answer to a line supersedes an earlier one, which stays in the log. Each entry carries the hash of the one
before, so that a changed, removed or inserted entry shows; that the newest entries were cut off does not show, as with
runs.
"""

from collections.abc import Iterable

import orjson
from pydantic import ValidationError
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, func, insert, inspect, select
from sqlalchemy.engine import Connection, RowMapping

from auditor.errors import IntegrityError, StoreError
from auditor.model.base import canonical
from auditor.model.tick import LoggedTick, Tick
from auditor.store.chain import GENESIS, link
from auditor.store.runs import RunStore

_metadata = MetaData()

_ticks = Table(
    "ticks",
    _metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("run", String(80), nullable=False, index=True),
    Column("record", LargeBinary, nullable=False),
    Column("previous", String(64), nullable=False, unique=True),  # two writers at once: the second fails whole
    Column("chain", String(64), nullable=False),
)


class TickLog:
    """The answers kept beside the runs of one store. The table is made with the first answer."""

    def __init__(self, store: RunStore) -> None:
        self._store = store

    def append(self, ticks: Iterable[LoggedTick], since: int | None = None) -> int:
        """Keep all of the answers or none; how many were kept.

        With `since`, only if the log still holds that many, as it did when the answers were checked against it. Raises
        StoreError.
        """
        kept = 0
        with self._store.writing() as connection:
            _metadata.create_all(connection)
            if since is not None and connection.execute(select(func.count()).select_from(_ticks)).scalar() != since:
                raise StoreError("other answers came in meanwhile", remedy="Nothing was kept; import the file again.")
            previous = self._last(connection)
            for tick in ticks:
                record = canonical(tick)
                chain = link(previous, record)
                row = {"run": tick.run, "record": record, "previous": previous, "chain": chain}
                connection.execute(insert(_ticks).values(**row))
                previous, kept = chain, kept + 1
        return kept

    def of(self, run: str, until: int | None = None) -> tuple[LoggedTick, ...]:
        """Every answer to lines of a run, oldest first; of the whole log only the first `until` entries.

        Raises IntegrityError when the log was changed, StoreError when it cannot be read.
        """
        entries = self._checked()
        return tuple(tick for tick in (entries if until is None else entries[:until]) if tick.run == run)

    def latest(self, run: str, until: int | None = None) -> dict[str, Tick]:
        """The answer that holds, by line. Raises as `of`."""
        return {entry.line: entry.tick for entry in self.of(run, until)}

    def length(self) -> int:
        """How many answers the log holds, of all runs."""
        return len(self._rows())

    def verify(self) -> int:
        """Check the chain; the number of entries. Raises IntegrityError naming the first difference."""
        return len(self._checked())

    def _checked(self) -> list[LoggedTick]:
        previous, entries = GENESIS, []
        for row in self._rows():
            record = row["record"].encode() if isinstance(row["record"], str) else bytes(row["record"])
            if row["previous"] != previous or row["chain"] != link(previous, record):
                raise IntegrityError(
                    f"answer {row['sequence']} of the checklists was changed after it was stored, or one before it "
                    "was removed",
                    remedy="Restore the store from a copy; `auditor runs verify` checks it.",
                )
            entries.append(_entry(row, record))
            previous = row["chain"]
        return entries

    def _rows(self) -> list[RowMapping]:
        with self._store.reading() as connection:
            if not inspect(connection).has_table(_ticks.name):
                return []
            return list(connection.execute(select(_ticks).order_by(_ticks.c.sequence)).mappings())

    @staticmethod
    def _last(connection: Connection) -> str:
        last = connection.execute(select(_ticks.c.chain).order_by(_ticks.c.sequence.desc()).limit(1)).scalar()
        return last or GENESIS


def _entry(row: RowMapping, record: bytes) -> LoggedTick:
    try:
        entry = LoggedTick.model_validate(orjson.loads(record))
    except (orjson.JSONDecodeError, ValidationError) as error:
        raise IntegrityError(f"answer {row['sequence']} of the checklists cannot be read") from error
    if entry.run != row["run"]:
        raise IntegrityError(f"answer {row['sequence']} of the checklists stands under another run")
    return entry
