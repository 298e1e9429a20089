"""Measures what the document of the whole province costs as it grows, beside an earlier commit.

Nothing here fails on a time: tests/policy/test_linear.py holds the growth of the fuel.
"""

import argparse
import datetime
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.against import Row, sides, slope, table, whole_estate
from bench.evaluate import machine

_ROOT = Path(__file__).resolve().parent.parent
_BEFORE = "250ce080"
"""The commit at which this was first measured."""

_SYSTEMS = (250, 500, 1000, 2000)


def main() -> None:
    """Judge estates of several sizes; write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=5, help="times each document is judged")
    parser.add_argument("--before", default=_BEFORE, help="commit that is the peer; empty for none")
    parser.add_argument("--output", type=Path, default=_ROOT / "bench" / "results" / "estates.md")
    arguments = parser.parse_args()
    facts = machine()
    with sides(arguments.before) as (now, before):
        rows = [
            whole_estate(now, before, arguments.runs, systems=count, links=10 * count, data_sets=count * 5 // 2)
            for count in _SYSTEMS
        ]
    page = _page(arguments, facts, rows)
    arguments.output.write_text(page, encoding="utf-8")
    print(page)


def _page(arguments: argparse.Namespace, facts: str, rows: list[Row]) -> str:
    command = f"scripts/bench estates --runs {arguments.runs} --before '{arguments.before}'"
    parts = [
        "# What the document of the whole province costs",
        f"`{command}` on {datetime.datetime.now(datetime.UTC).date().isoformat()}.",
        f"Machine: {facts}.",
        _peer(arguments.before),
        f"Milliseconds are of the processor, the least of {arguments.runs}; fuel is of today's engine for both.",
        "Ten systems to a body and ten links to a system; one machine of two is shared by ten systems.",
        table(rows),
        _growth(rows),
    ]
    return "\n\n".join(parts) + "\n"


def _peer(before: str) -> str:
    if not before:
        return "No earlier commit was judged beside it."
    return f"Before is commit {before} on the same document, by its own code in a process of its own."


def _growth(rows: list[Row]) -> str:
    fuel = slope([(count, row.now.fuel) for count, row in zip(_SYSTEMS, rows, strict=True)])
    seconds = slope([(count, row.now.seconds) for count, row in zip(_SYSTEMS, rows, strict=True)])
    return f"Log-log slope from {_SYSTEMS[0]} to {_SYSTEMS[-1]} systems, now: fuel {fuel:.2f}, seconds {seconds:.2f}."


if __name__ == "__main__":
    main()
