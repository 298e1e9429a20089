"""Measures how the cost of a document grows with what is in it, beside an earlier commit.

Nothing here fails on a time: tests/policy/test_linear.py holds the growth of the fuel.
"""

import argparse
import datetime
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.against import FIRST, Row, sides, sizes, slopes, table, whole_estate
from bench.evaluate import machine

_ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Judge systems of several sizes and a large estate; write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--systems", type=int, default=2000)
    parser.add_argument("--links", type=int, default=20_000)
    parser.add_argument("--data-sets", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=5, help="times each document is judged")
    parser.add_argument("--before", default=FIRST, help="commit that is the peer; empty for none")
    parser.add_argument("--output", type=Path, default=_ROOT / "bench" / "results" / "growth.md")
    arguments = parser.parse_args()
    facts = machine()
    with sides(arguments.before) as (now, before):
        rows = sizes(now, before, arguments.runs)
        whole = {"systems": arguments.systems, "links": arguments.links, "data_sets": arguments.data_sets}
        rows.append(whole_estate(now, None, arguments.runs, **whole))
    page = _page(arguments, facts, rows)
    arguments.output.write_text(page, encoding="utf-8")
    print(page)


def _page(arguments: argparse.Namespace, facts: str, rows: list[Row]) -> str:
    size = f"--systems {arguments.systems} --links {arguments.links} --data-sets {arguments.data_sets}"
    command = f"scripts/bench growth {size} --runs {arguments.runs}"
    parts = [
        "# How the cost of evaluating grows",
        f"`{command}` on {datetime.datetime.now(datetime.UTC).date().isoformat()}.",
        f"Machine: {facts}.",
        f"Before is commit {arguments.before or 'none'} on the same document, by its own code in a process of its own.",
        f"Milliseconds are of the processor, the least of {arguments.runs}; fuel is of today's engine for both.",
        table(rows),
        *slopes(rows),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
