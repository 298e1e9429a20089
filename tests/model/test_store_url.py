"""What an address of a store means is what SQLAlchemy makes of it, and what the client's environment adds."""

import pytest
from sqlalchemy import make_url

from auditor.model.store_url import StoreUrl

ADDRESSES = (
    "sqlite://",
    "sqlite:///:memory:",
    "sqlite:///a%20b.sqlite",
    "sqlite:////srv/a.sqlite?timeout=3#x",
    "sqlite+pysqlite:///a#b.db",
    "sqlite:///?mode=ro",
    "postgresql://u:p%40@[::1]:5433/ru%6Es?host=a&host=b:99",
    "postgresql+psycopg:///db?host=/var/run/postgresql&port=5433",
    "postgresql://h?dbname=x",
    "postgresql://user@/db",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_parts_are_those_the_library_opens(address: str) -> None:
    """Kind, user, host, port, database and query, each as the library that opens the store reads it."""
    ours, theirs = StoreUrl.of(address), make_url(address)
    query = {key: (value,) if isinstance(value, str) else value for key, value in theirs.query.items()}

    assert (ours.kind, ours.user, ours.host) == (theirs.get_backend_name(), theirs.username or "", theirs.host or "")
    assert (ours.port, ours.database) == (str(theirs.port or ""), theirs.database or "")
    assert ours.query == query


@pytest.mark.parametrize(
    ("environment", "same"),
    [
        ({}, False),
        ({"PGHOST": "db"}, True),
        ({"PGHOST": "db", "PGPORT": "5433"}, False),
        ({"PGHOST": "other"}, False),
        ({"PGSERVICE": "province"}, True),
    ],
)
def test_what_is_left_out_comes_from_the_environment(environment: dict[str, str], *, same: bool) -> None:
    """An address without a server means the one the client is told of."""
    assert same is StoreUrl.of("postgresql:///runs").may_be(StoreUrl.of("postgresql://db:5432/runs"), environment)


def test_no_address_at_all_is_no_store() -> None:
    """Opening it names the fault; until then it is like nothing else."""
    assert StoreUrl.of("runs.sqlite").file is None
    assert not StoreUrl.of("runs.sqlite").may_be(StoreUrl.of("sqlite:///runs.sqlite"), {})
