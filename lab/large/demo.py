"""Brings the large lab up, audits it through the command line, holds the verdicts against the truth, takes it down."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from lab.large import inventory
from lab.large.truth import Comparison, compare, table
from lab.paths import PROJECT, RUN
from lab.truth import WRITTEN_FOR

REPORTS = PROJECT / "reports" / "lab-large"
RESULT = REPORTS / "wrong.json"


def demo(*, keep: bool = False) -> int:
    """Exit code 0 when the audit ran and every row is as the truth has it, 1 otherwise. Writes the wrong rows."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(REPORTS, ignore_errors=True)  # a store of an earlier estate of the same name tells nothing here
    started = time.monotonic()
    try:
        _run("lab", "large", "up")
        up = time.monotonic()
        _run("auditor", "audit", str(inventory.FOLDER), "--as-of", WRITTEN_FOR, "--reports", str(REPORTS / "pages"))
        audited = time.monotonic()
        verdicts = [*_verdicts(), *_verdicts("--restricted")]
    except subprocess.CalledProcessError as error:
        print(f"large lab: {' '.join(error.cmd)} ended with exit code {error.returncode}", file=sys.stderr)
        return 1
    finally:
        if not keep:
            subprocess.run([sys.executable, "-m", "lab", "down"], cwd=PROJECT, check=False)
    print(f"seconds: up {up - started:.0f}, audit {audited - up:.0f}, all {time.monotonic() - started:.0f}")
    return _told(compare(table(), verdicts), verdicts)


def _told(comparison: Comparison, verdicts: list[dict[str, Any]]) -> int:
    rows, wrong = table(), comparison.wrong
    REPORTS.mkdir(parents=True, exist_ok=True)
    by_key = {(v["control"], v["subject"]["kind"], v["subject"]["id"]): v for v in verdicts}
    found = [one.as_dict() | {"verdict": by_key.get((one.row.control, one.row.kind, one.row.subject))} for one in wrong]
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for one in sorted(wrong, key=lambda one: (one.sort, one.row.control, one.row.subject)):
        print(one)
    print(f"rows: {len(rows)} of {len({row.scene for row in rows})} pairs, wrong: {len(wrong)}")
    for (sort, control), count in sorted(Counter((one.sort, one.row.control) for one in wrong).items()):
        print(f"{sort}\t{control}\t{count}")
    print(comparison.unknowns)
    return 1 if wrong else 0


def _environment() -> dict[str, str]:
    return os.environ | {"AUDITOR_CONFIG": str(RUN / "auditor.yaml")}


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", *words], cwd=PROJECT, env=_environment(), check=True)


def _verdicts(*words: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "auditor", "runs", "show", "latest", "--all", "--format", "json", *words]
    done = subprocess.run(command, cwd=PROJECT, env=_environment(), check=True, stdout=subprocess.PIPE)
    document: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return document["verdicts"]
