"""The whole way once: the lab comes up, is audited through its command line, is held against the truth, goes down.

Runs the auditor as its users do, as a command; imports nothing of it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from lab.compare import Comparison, compare
from lab.paths import PROJECT, RUN
from lab.truth import WRITTEN_FOR, table

REPORTS = PROJECT / "reports" / "demo"
INVENTORY = PROJECT / "inventories" / "lab"
_SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when the audit ran and no verdict differs from the truth table, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m lab.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the lab up afterwards")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the summary and the pages")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _run(sys.executable, "-m", "lab", "up")
        _auditor("audit", str(INVENTORY), "--as-of", WRITTEN_FOR, "--reports", str(REPORTS), "--lang", options.lang)
        comparison = compare(table(), [*_verdicts(), *_verdicts("--restricted")])
        _auditor("plan", "portfolio", "--lang", options.lang, "-o", str(REPORTS / "portfolio.html"))
    except subprocess.CalledProcessError as error:
        print(f"demo: {' '.join(error.cmd)} ended with exit code {error.returncode}", file=sys.stderr)
        return 1
    finally:
        if not options.keep:
            subprocess.run([sys.executable, "-m", "lab", "down"], cwd=PROJECT, check=False)
    return _told(comparison)


def _told(comparison: Comparison) -> int:
    for title, differences in (
        ("false pass", comparison.false_passes),
        ("false fail", comparison.false_fails),
        ("mismatch", comparison.mismatches),
    ):
        for difference in differences[:_SHOWN]:
            print(f"{title}: {difference}")
        if len(differences) > _SHOWN:
            print(f"… and {len(differences) - _SHOWN} more of kind {title}")
    print(f"verdicts compared with the truth table: {comparison.compared}, mismatches: {len(comparison.mismatches)}")
    print(f"false passes: {len(comparison.false_passes)}, false fails: {len(comparison.false_fails)}")
    print(comparison.unknowns)
    return 0 if comparison.sound else 1


def _verdicts(*words: str) -> list[dict[str, Any]]:
    done = _auditor("runs", "show", "latest", "--all", "--format", "json", *words, capture=True)
    document: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return document["verdicts"]


def _auditor(*words: str, capture: bool = False) -> "subprocess.CompletedProcess[bytes]":
    environment = os.environ | {"AUDITOR_CONFIG": str(RUN / "auditor.yaml")}
    return subprocess.run(
        [sys.executable, "-m", "auditor", *words],
        cwd=PROJECT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE if capture else None,
    )


def _run(*words: str) -> None:
    subprocess.run(words, cwd=PROJECT, check=True)


if __name__ == "__main__":
    sys.exit(main())
