"""PostgreSQL with small real tables, and Redis."""

import functools
from pathlib import Path

from lab.errors import LabError
from lab.model import Dataset, Host
from lab.services.place import Lab, Place

DATABASE = "tinh"
DATA = "/var/lib/postgresql/lab"

_HBA = """local all postgres peer
hostssl all all 10.20.0.0/16 scram-sha-256
host all all 198.51.100.0/24 scram-sha-256
"""


@functools.cache
def binaries() -> Path:
    """Folder of the newest PostgreSQL's programs. Raises LabError when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        raise LabError("PostgreSQL's server programs were not found", "apt-get install postgresql")
    return found[-1].parent


def table_name(dataset: str) -> str:
    """The table that holds a data set."""
    return dataset.replace("-", "_")


def _seed(dataset: Dataset) -> str:
    table = table_name(dataset.id)
    synced = "null" if dataset.synced_hours_ago is None else f"now() - interval '{dataset.synced_hours_ago} hours'"
    newest = f"now() - interval '{dataset.updated_hours_ago} hours'"
    columns = "id integer primary key, noi_dung text not null, updated_at timestamptz not null"
    rows = f"select n, 'muc ' || n, {newest} - (n - 1) * interval '1 minute' from generate_series(1, {dataset.rows}) n"
    logged = f"('{dataset.id}', {synced}, {dataset.errors_permille})"
    return f"create table {table} ({columns});\ninsert into {table} {rows};\ninsert into sync_log values {logged};\n"


def seed_sql(host: Host) -> str:
    """The statements that make a machine's tables."""
    columns = "data_set text primary key, last_success_at timestamptz, error_permille integer not null"
    return f"create table sync_log ({columns});\n" + "".join(_seed(dataset) for dataset in host.postgres)


def _utc(expression: str) -> str:
    return f"to_char({expression} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"


def export_sql(dataset: str) -> str:
    """The query whose one row is the data set's export."""
    table = table_name(dataset)
    fields = {
        "data_set": "s.data_set",
        "last_success_at": _utc("s.last_success_at"),
        "max_updated_at": _utc(f"(select max(updated_at) from {table})"),
        "rows": f"(select count(*) from {table})",
        "error_permille": "s.error_permille",
    }
    pairs = ", ".join(f"'{name}', {value}" for name, value in fields.items())
    return f"select json_build_object({pairs}) from sync_log s where s.data_set = '{dataset}'"


def _postgres(host: Host, place: Place) -> list[str]:
    if not host.postgres:
        return []
    place.write("/etc/lab/seed.sql", seed_sql(host))
    place.write("/etc/lab/pg_hba.conf", _HBA)
    settings = (
        f"listen_addresses='{host.v4_address}' unix_socket_directories=/run/postgresql fsync=off max_connections=20 "
        "shared_buffers=16MB dynamic_shared_memory_type=mmap autovacuum=off password_encryption=scram-sha-256"
    )
    options = "".join(f" -c {setting}" for setting in settings.split())
    as_postgres = "setpriv --reuid postgres --regid postgres --init-groups env LC_ALL=C.UTF-8"
    return [
        f"mkdir -p {DATA} /run/postgresql && chown postgres:postgres {DATA} /run/postgresql",
        "( set -e; cd /",
        f"  {as_postgres} {binaries()}/initdb --no-sync -A peer -U postgres -D {DATA} > /var/log/initdb.log 2>&1",
        f"  cp /etc/lab/pg_hba.conf {DATA}/pg_hba.conf",
        f"  {as_postgres} {binaries()}/postgres -D {DATA}{options} > /var/log/postgres.log 2>&1 &",
        f"  until {as_postgres} {binaries()}/pg_isready -q -h /run/postgresql; do sleep 0.2; done",
        f"  {as_postgres} {binaries()}/createdb -h /run/postgresql {DATABASE}",
        f"  {as_postgres} {binaries()}/psql -q -v ON_ERROR_STOP=1 -h /run/postgresql -d {DATABASE} < /etc/lab/seed.sql",
        "  : > /run/postgresql/seeded ) &",
    ]


def _redis(host: Host, place: Place) -> list[str]:
    if not host.redis:
        return []
    text = f"bind {host.v4_address}\nport 6379\nrequirepass not-used-by-anybody\nsave ''\nmaxmemory 16mb\n"
    place.write("/etc/redis/redis.conf", text)
    return ["redis-server /etc/redis/redis.conf > /var/log/redis.log 2>&1 &"]


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes the databases' files and returns the lines that start them."""
    return _postgres(host, place) + _redis(host, place)
