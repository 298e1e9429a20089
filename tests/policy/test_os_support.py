"""The table of systems' ends is the one that Debian and Ubuntu keep of themselves."""

import csv
import datetime
from pathlib import Path

import pytest
import yaml

from auditor.resources import policies_dir

KEPT = Path("/usr/share/distro-info")
COLUMNS = {"debian": (("eol-lts", "eol"), "eol-elts"), "ubuntu": (("eol-server", "eol"), "eol-legacy")}
"""Until when everybody has updates, the first that is told, and until when whoever pays."""

TABLE = yaml.safe_load((policies_dir() / "params" / "os_support.yaml").read_text(encoding="utf-8"))["rows"][-1][
    "values"
]


def test_only_systems_that_are_read_have_rows() -> None:
    """Each row has its days in order."""
    assert set(COLUMNS) == set(TABLE)
    days = [row for rows in TABLE.values() for row in rows.values()]
    assert all(row["ends"] < row.get("extended", datetime.date.max) for row in days)


@pytest.mark.skipif(not KEPT.is_dir(), reason="distro-info-data is not installed")
@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_day_is_the_one_they_name(name: str) -> None:
    """Of each release in the table, and no release of the last years is missing."""
    everybody, paid = COLUMNS[name]
    told = {}
    with (KEPT / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            ends = next((row[column] for column in everybody if row.get(column)), "")
            extended = row.get(paid) or (row.get("eol-esm") if name == "ubuntu" else "")
            if row["version"] and ends:
                days = {"ends": datetime.date.fromisoformat(ends)}
                days |= {"extended": datetime.date.fromisoformat(extended)} if extended else {}
                told[row["version"].split()[0]] = days

    assert {version: told[version] for version in TABLE[name]} == TABLE[name]
    assert set() == {version for version, row in told.items() if row["ends"].year >= 2018} - set(TABLE[name])
