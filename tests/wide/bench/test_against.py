"""Today's policies are set beside those of a commit in one run, and a page keeps its other sections."""

import subprocess
from pathlib import Path

import pytest

from bench.against import Cost, Row, sides, sizes, slope, slopes, table
from bench.evaluate import with_section

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def head() -> str:
    """The commit that is checked out; a tree without a history has nothing to compare with."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no history")
    return done.stdout.strip()


@pytest.mark.slow
def test_a_commit_is_judged_by_its_own_policies_and_leaves_no_worktree(head: str) -> None:
    """Both engines answer for the same document, and the folder of the commit is gone afterwards."""
    with sides(head) as (now, before):
        (row,) = sizes(now, before, 1, hosts=(1,))
    trees = subprocess.run(["git", "worktree", "list"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert row.before
    assert row.before.rows
    assert row.before.seconds > 0
    assert {control for control, *_ in row.before.rows} <= {control for control, *_ in row.now.rows}
    assert head not in [line.split()[1] for line in trees.splitlines() if "/tree" in line.split()[0]]


def test_a_commit_that_is_none_is_an_error() -> None:
    """A name that git does not know stops the run."""
    with pytest.raises(subprocess.CalledProcessError):
        sides("no-such-commit").__enter__()


def _row(hosts: int, before: float, now: float) -> Row:
    rows = frozenset({("NW-05", "host", "a", "pass")})
    return Row(f"{hosts}", 1024, Cost(2_000_000, now, 1, rows), Cost(1_000_000, before, 1, rows), "")


def test_the_table_prints_the_ratio_of_processor_time() -> None:
    """Now by before; a document that was not judged before has none."""
    alone = Row("x", 1024, Cost(2_000_000, 0.01, 1, frozenset()), None, "not run")

    assert "| 4 | 1 | 1 | 1 | 10.0 | 2 | 13.0 | 1.30 | 1 |" in table([_row(4, 0.010, 0.013)])
    assert "| x | 1 | 1 | not run |  | 2 | 10.0 |  |  |" in table([alone])


def test_a_slope_of_one_is_in_proportion() -> None:
    """Twice as much for twice as many is 1, four times as much is 2."""
    assert 1 == pytest.approx(slope([(4, 8), (50, 100), (200, 400)]))
    assert 2 == pytest.approx(slope([(1, 1), (2, 4), (4, 16)]))
    rows = [_row(count, count**2 / 1000, count / 1000) for count in (1, 4, 50, 200)]

    assert ["2.00", "1.00"] == [line.rpartition(" ")[2].rstrip(".") for line in slopes(rows)]


def test_a_section_takes_the_place_of_the_one_it_renews() -> None:
    """What the page says besides stays as it is."""
    page = "# Title\n\nText.\n\n## Other\n\nMore.\n"
    once = with_section(page, "## Before and now, abc", "first\n")
    again = with_section(once, "## Before and now, abc", "second\n")

    assert page + "\n## Before and now, abc\n\nfirst\n" == once
    assert page + "\n## Before and now, abc\n\nsecond\n" == again
    assert "## Before and now, abc\n\nfirst\n" == with_section("", "## Before and now, abc", "first\n")
