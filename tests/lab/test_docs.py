"""The page about the lab says what the lab is."""

from pathlib import Path

import pytest

from lab.cli import main
from lab.hosts import HOSTS
from lab.truth import planted, table
from lab.wiring import PROBES
from lab.zones import ZONES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "lab.md").read_text(encoding="utf-8")


def test_the_page_counts_zones_and_machines() -> None:
    """The first sentence's numbers are the lab's."""
    declared = sum(host.declared for host in HOSTS.values())

    assert f"{len(ZONES)} zones, {len(HOSTS)} machines with real servers ({declared} of them declared)" in PAGE


def test_the_page_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """No command of the lab is missing from the page."""
    with pytest.raises(SystemExit):
        main(["--help"])
    usage = capsys.readouterr().out
    verbs = usage[usage.index("{") + 1 : usage.index("}")].split(",")

    assert [] == [verb for verb in verbs if f"lab {verb}" not in PAGE]


def test_the_page_tells_how_much_is_held_against_the_truth() -> None:
    """Its figures of verdicts, planted faults and measuring machines are those of the table and the lab."""
    rows = [row.split("|") for row in PAGE.splitlines() if row.startswith("|") and row.count("|") == 3]
    figures = {title.split(",")[0].strip(): figure.strip() for _, title, figure, _ in rows}

    assert {
        "verdicts compared": str(len(table())),
        "planted faults found": f"{len(planted())} and {len(planted())}",
    } == {key: figures[key] for key in ("verdicts compared", "planted faults found")}
    assert f"packets of the {len(PROBES)} measuring machines" in PAGE
