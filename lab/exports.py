"""Asks the lab's databases for the state of each data set, as an owner's scheduled export would."""

import json
import time
from datetime import UTC, datetime

from lab.errors import LabError
from lab.hosts import HOSTS
from lab.machines import run_in
from lab.paths import EXPORTS
from lab.services.database import DATABASE, binaries, export_sql
from lab.state import State

_SEED_SECONDS = 30.0


def _query(pid: int, sql: str) -> str:
    command = [
        "setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups",
        str(binaries() / "psql"), "-h", "/run/postgresql", "-d", DATABASE, "-At", "-v", "ON_ERROR_STOP=1", "-c", sql,
    ]  # fmt: skip
    return run_in(pid, command)


def _await_seed(pid: int, name: str) -> None:
    limit = time.monotonic() + _SEED_SECONDS
    while True:
        try:
            run_in(pid, ["test", "-e", "/run/postgresql/seeded"])
            return
        except LabError:
            if time.monotonic() > limit:
                raise LabError(f"the tables of {name} were not made", f"read lab/.run/machines/{name}/log") from None
            time.sleep(0.2)


def write(state: State) -> None:
    """Writes one JSON file per data set into the exports folder: last success, newest change, rows, errors."""
    EXPORTS.mkdir(parents=True, exist_ok=True)
    for name, host in HOSTS.items():
        if not host.postgres:
            continue
        _await_seed(state.pid(name), name)
        for dataset in host.postgres:
            row = json.loads(_query(state.pid(name), export_sql(dataset.id)))
            row["exported_at"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            (EXPORTS / f"{dataset.id}.json").write_text(json.dumps(row, sort_keys=True, indent=1) + "\n")
