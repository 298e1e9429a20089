"""Measures how the cost of a document grows with what is in it, beside the compiled policies of an earlier commit.

Both judge the same bytes by turns in one process. Instructions are counted as fuel and are the same on every machine;
processor seconds are medians. Nothing here fails on a time: tests/policy/test_linear.py holds the growth of the fuel.
"""

import argparse
import datetime
import io
import math
import statistics
import subprocess
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.errors import EvaluationAborted
from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import load
from auditor.policy.engines.wasm import WasmEngine
from auditor.resources import policies_dir
from bench.estate import AS_OF, estate, system
from bench.evaluate import machine

_ROOT = Path(__file__).resolve().parent.parent
_HOSTS = (1, 4, 50, 200)
_BEFORE = "7ccb40d"


@dataclass(frozen=True)
class Cost:
    """One document judged by one set of policies."""

    fuel: int
    seconds: float
    verdicts: int
    rows: frozenset[tuple[str, str, str, str]]


def main() -> None:
    """Judge systems of several sizes and a large estate; write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--systems", type=int, default=2000)
    parser.add_argument("--links", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5, help="times each document is judged")
    parser.add_argument("--before", default=_BEFORE, help="commit whose compiled policies are the peer; empty for none")
    parser.add_argument("--output", type=Path, default=_ROOT / "bench" / "results" / "growth.md")
    arguments = parser.parse_args()
    facts = machine()
    compiled = load(policies_dir())
    data = orjson.dumps(policy_data(compiled.catalogue, parameters(compiled.catalogue, AS_OF)))
    now = WasmEngine(compiled.wasm, data)
    before = WasmEngine(_compiled_at(arguments.before), data) if arguments.before else None
    rows = [
        _row(
            f"system of {hosts} hosts",
            _for_both(system(policies_dir(), "s", 1, hosts=hosts)),
            now,
            before,
            arguments.runs,
        )
        for hosts in _HOSTS
    ]
    name = f"estate of {arguments.systems:,} systems and {arguments.links:,} links"
    large = estate(policies_dir(), 1, systems=arguments.systems, links=arguments.links)
    rows.append(_row(name, large, now, None, arguments.runs))
    page = _page(arguments, facts, rows)
    arguments.output.write_text(page, encoding="utf-8")
    print(page)


def _compiled_at(commit: str) -> bytes:
    """The WebAssembly of the policies of a commit."""
    packed = subprocess.run(
        ["git", "archive", commit, "policies/compiled/policy.wasm"], cwd=_ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        member = archive.extractfile("policies/compiled/policy.wasm")
        return member.read() if member else b""


@dataclass(frozen=True)
class Row:
    """One document, judged now and before."""

    name: str
    size: int
    now: Cost
    before: Cost | None
    why_not: str


def _row(name: str, document: bytes, now: WasmEngine, before: WasmEngine | None, runs: int) -> Row:
    print(name, file=sys.stderr)
    peer, why_not = None, "not run"
    if before:
        try:
            peer = _cost(before, document, runs)
        except EvaluationAborted as aborted:
            why_not = aborted.message
    return Row(name, len(document), _cost(now, document, runs), peer, why_not)


def _cost(engine: WasmEngine, document: bytes, runs: int) -> Cost:
    seconds: list[float] = []
    answer: list[Any] = []
    for _ in range(runs):
        begun = time.process_time()
        answer = engine.evaluate(document)
        seconds.append(time.process_time() - begun)
    rows = frozenset((row["control"], row["kind"], row["subject"], row["status"]) for row in answer)
    return Cost(engine.fuel_used, statistics.median(seconds), len(answer), rows)


def _for_both(document: bytes) -> bytes:
    """The document with the names that older policies read too: the first zone of a machine was its only one."""
    whole = orjson.loads(document)
    for name in ("hosts", "endpoints"):
        for row in whole["inventory"][name]:
            for new, old in (("zones", "zone"), ("zone_kinds", "zone_kind"), ("domains", "domain")):
                if row.get(new):
                    row[old] = row[new][0]
    return orjson.dumps(whole)


def slope(points: list[tuple[float, float]]) -> float:
    """Least-squares slope of the logarithms: 1 is in proportion, 2 is quadratic."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points]
    return statistics.linear_regression([x for x, _ in logs], [y for _, y in logs]).slope


def _page(arguments: argparse.Namespace, facts: str, rows: list[Row]) -> str:
    head = "| document | KB | verdicts | before: fuel, millions | s | now: fuel, millions | s | rows alike |"
    lines = [head, "|---|---:|---:|---:|---:|---:|---:|---:|"]
    for row in rows:
        old = f"{row.before.fuel / 1e6:,.0f} | {row.before.seconds:.3f}" if row.before else f"{row.why_not} | "
        same = f"{len(row.before.rows & row.now.rows):,}" if row.before else ""
        new = f"{row.now.fuel / 1e6:,.0f} | {row.now.seconds:.3f}"
        lines.append(f"| {row.name} | {row.size // 1024} | {row.now.verdicts:,} | {old} | {new} | {same} |")
    slopes = [
        f"Log-log slope from {_HOSTS[1]} to {_HOSTS[-1]} hosts, {name}: fuel {fuel:.2f}, seconds {seconds:.2f}."
        for name, fuel, seconds in _slopes(rows)
    ]
    command = f"scripts/bench growth --systems {arguments.systems} --links {arguments.links} --runs {arguments.runs}"
    parts = [
        "# How the cost of evaluating grows",
        f"`{command}` on {datetime.datetime.now(datetime.UTC).date().isoformat()}.",
        f"Machine: {facts}.",
        f"Before is the policies of commit {arguments.before or 'none'}, in the same process on the same document.",
        f"Seconds are of the processor, medians of {arguments.runs}, and suffer from other load; fuel does not.",
        "\n".join(lines),
        *slopes,
    ]
    return "\n\n".join(parts) + "\n"


def _slopes(rows: list[Row]) -> list[tuple[str, float, float]]:
    chosen = list(zip(_HOSTS, rows, strict=False))[1:]
    found = []
    for name, costs in (
        ("before", [(hosts, row.before) for hosts, row in chosen if row.before]),
        ("now", [(hosts, row.now) for hosts, row in chosen]),
    ):
        if len(costs) == len(chosen):
            fuel = slope([(hosts, cost.fuel) for hosts, cost in costs])
            found.append((name, fuel, slope([(hosts, cost.seconds) for hosts, cost in costs])))
    return found


if __name__ == "__main__":
    main()
