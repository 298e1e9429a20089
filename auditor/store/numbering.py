"""The number of a store's schema, kept in the database: a store of another number is refused before it is read.

2 (version 0.2): results are `verdicts/2`, and a run keeps the policies that judged it. A store without a number is of
1. Chained records are never rewritten, so there is no migration between them.
"""

from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, inspect, select

from auditor.errors import StoreError

STORE_SCHEMA = 2

_FIRST = 1
_metadata = MetaData()
_schema = Table("store_schema", _metadata, Column("number", Integer, primary_key=True))


def number_store(engine: Engine, name: str, *, holds: str, writable: bool = True) -> None:
    """Give a new database this version's number, or refuse one of another number.

    `holds` is a table that every store has had since the first. Raises StoreError for an older or newer store, and for
    one that is none yet and cannot be written.
    """
    found = _number_of(engine, holds)
    if found is None and not writable:
        raise StoreError(
            f"the store {name} holds no runs, and nothing can be written there", remedy="Name another one."
        )
    if found is None:
        _metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(insert(_schema).values(number=STORE_SCHEMA))
    elif found != STORE_SCHEMA:
        age = "an older" if found < STORE_SCHEMA else "a newer"
        raise StoreError(
            f"the store {name} was made by {age} version (schema {found}, this one reads {STORE_SCHEMA})",
            remedy="Read it with the version that made it, and name another `store` in auditor.yaml for new runs.",
        )


def _number_of(engine: Engine, holds: str) -> int | None:
    """None for a database that holds no store yet."""
    tables = inspect(engine)
    if tables.has_table(_schema.name):
        with engine.connect() as connection:
            number = connection.execute(select(_schema.c.number)).scalar()
        if number is not None:
            return int(number)
    return _FIRST if tables.has_table(holds) else None
