"""Today's auditor and that of an earlier commit, judging the same documents by turns.

The earlier one comes from a worktree of that commit in a temporary folder. Processor time is that of each commit's own
code, policies and engine together, from the bytes of a document to its verdicts in order (`evaluate.answer`, the work
an audit does for each document), each in a process of its own. Instructions are counted as fuel, for both by today's
engine and for the policies alone; they are the same on every machine. Seconds are the least of several runs: the
work is the same each time, so what is more is other load's.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from auditor.errors import EvaluationAborted
from auditor.policy.engines.rows import verdicts_of
from auditor.policy.engines.wasm import WasmEngine
from auditor.resources import policies_dir
from bench.estate import AS_OF, OLDEST_DAYS, estate, system

_ROOT = Path(__file__).resolve().parent.parent
HOSTS = (1, 4, 50, 200)
FIRST = "7ccb40d"
"""The commit that was first handed in."""

_PREPARED = """import datetime, pathlib, sys, orjson
from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import load
compiled = load(pathlib.Path("policies"))
params = parameters(compiled.catalogue, datetime.date.fromisoformat(sys.argv[1]))
data = orjson.dumps(policy_data(compiled.catalogue, params))
"""
_DATA = f"{_PREPARED}sys.stdout.buffer.write(data)\n"
_JUDGE = f"""import time
{_PREPARED}from auditor.policy.engines.wasm import WasmEngine
from auditor.policy.evaluate import Request, answer
engine = WasmEngine(compiled.wasm, data)
print("ready", flush=True)
for line in sys.stdin:
    request = Request("bench", pathlib.Path(line.rstrip()).read_bytes())
    begun = time.process_time()
    answer(engine, request)
    print(time.process_time() - begun, flush=True)
"""
"""What a commit is asked in its own words: names that `auditor` has had since its first commit."""


@dataclass(frozen=True)
class Cost:
    """One document judged by one set of policies."""

    fuel: int
    seconds: float
    verdicts: int
    rows: frozenset[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Row:
    """One document, judged now and before."""

    name: str
    size: int
    now: Cost
    before: Cost | None
    why_not: str

    @property
    def ratio(self) -> float | None:
        """Processor time now, by that before."""
        return self.now.seconds / self.before.seconds if self.before else None


class Side:
    """One commit's auditor: its policies in today's engine, which count fuel, and its own code in a process."""

    def __init__(self, tree: Path) -> None:
        self.engine = _counting(tree)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _JUDGE, AS_OF.isoformat()],
            cwd=tree,
            env=_environment(tree),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said()

    def seconds(self, document: Path) -> float:
        """Processor seconds its own code takes for a document. Raises EvaluationAborted when it ends instead."""
        if self._process.stdin:
            print(document, file=self._process.stdin, flush=True)
        return float(self._said())

    def _said(self) -> str:
        said = self._process.stdout.readline() if self._process.stdout else ""
        if not said:
            raise EvaluationAborted("the auditor of that commit ended instead of judging; see above")
        return said

    def close(self) -> None:
        """End its process, which ends with its input."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()


@contextmanager
def sides(revision: str) -> Iterator[tuple[Side, Side | None]]:
    """Today's auditor and that of a commit, none for no name. Raises CalledProcessError when git or its code fails."""
    with ExitStack() as ends:
        before = None
        if revision:
            tree = ends.enter_context(_worktree(revision))
            before = Side(tree)
            ends.callback(before.close)
        now = Side(_ROOT)
        ends.callback(now.close)
        yield now, before


def _counting(tree: Path) -> WasmEngine:
    """Today's engine with the policies of a tree, and its catalogue and parameters as its own code makes them."""
    command = [sys.executable, "-c", _DATA, AS_OF.isoformat()]
    data = subprocess.run(command, cwd=tree, env=_environment(tree), stdout=subprocess.PIPE, check=True).stdout
    return WasmEngine((tree / "policies" / "compiled" / "policy.wasm").read_bytes(), data)


def _environment(tree: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(tree)}


@contextmanager
def _worktree(revision: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        git = ["git", "-C", str(_ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def sizes(now: Side, before: Side | None, runs: int, hosts: Sequence[int] = HOSTS) -> list[Row]:
    """A system of each number of hosts."""
    return [_of_size(count, OLDEST_DAYS, "", now, before, runs) for count in hosts]


def one_night(now: Side, before: Side | None, runs: int, hosts: Sequence[int] = HOSTS) -> list[Row]:
    """The same with every look of the night before, as an audit judges what it has just collected."""
    return [_of_size(count, 1, ", of one night", now, before, runs) for count in hosts]


def _of_size(hosts: int, days: int, how: str, now: Side, before: Side | None, runs: int) -> Row:
    document = system(policies_dir(), "s", 1, hosts=hosts, oldest_days=days)
    return _row(f"system of {hosts} hosts{how}", _for_both(document), now, before, runs)


def whole_estate(now: Side, before: Side | None, runs: int, *, systems: int, links: int, data_sets: int) -> Row:
    """An estate of so many systems, links and data sets."""
    document = estate(policies_dir(), 1, systems=systems, links=links, data_sets=data_sets)
    name = f"estate of {systems:,} systems, {links:,} links and {data_sets:,} data sets"
    return _row(name, document, now, before, runs)


def _row(name: str, document: bytes, now: Side, before: Side | None, runs: int) -> Row:
    print(name, file=sys.stderr)
    chosen = [now, *filter(None, [before])]
    try:
        costs = _by_turns(chosen, document, runs)
    except EvaluationAborted as aborted:
        return Row(name, len(document), _by_turns([now], document, runs)[0], None, aborted.message)
    return Row(name, len(document), costs[0], costs[1] if before else None, "" if before else "not run")


def _by_turns(chosen: list[Side], document: bytes, runs: int) -> list[Cost]:
    """Each side judges the document once unmeasured, and then each in turn, so that all meet the same load."""
    answers = [_verdicts(side.engine.answer(document)) for side in chosen]
    seconds: list[list[float]] = [[] for _ in chosen]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.json")
        path.write_bytes(document)
        for turn in range(runs + 1):
            for taken, side in zip(seconds, chosen, strict=True):
                spent = side.seconds(path)
                if turn:
                    taken.append(spent)
    return [
        Cost(side.engine.fuel_used, min(taken), len(answer), _statuses(answer))
        for side, taken, answer in zip(chosen, seconds, answers, strict=True)
    ]


def _verdicts(answer: list[Any]) -> list[Any]:
    """Of policies that answer in rows, and of earlier ones that gave every verdict whole."""
    return answer if all("subject" in row for row in answer) else verdicts_of(answer)


def _statuses(answer: list[Any]) -> frozenset[tuple[str, str, str, str]]:
    return frozenset((row["control"], row["kind"], row["subject"], row["status"]) for row in answer)


def _for_both(document: bytes) -> bytes:
    """The document with the names that older policies read too: the first zone of a machine was its only one."""
    whole = orjson.loads(document)
    for name in ("hosts", "endpoints"):
        for row in whole["inventory"][name]:
            for new, old in (("zones", "zone"), ("zone_kinds", "zone_kind"), ("domains", "domain")):
                if row.get(new):
                    row[old] = row[new][0]
    return orjson.dumps(whole)


def table(rows: list[Row]) -> str:
    """Every document with its cost before and now, as markdown."""
    lines = [
        "| document | KB | verdicts | before: fuel, millions | ms | now: fuel, millions | ms | ratio of ms | alike |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        old, alike, ratio = f"{row.why_not} | ", "", ""
        if row.before:
            old = f"{row.before.fuel / 1e6:,.0f} | {1000 * row.before.seconds:,.1f}"
            alike, ratio = f"{len(row.before.rows & row.now.rows):,}", f"{row.ratio:.2f}"
        new = f"{row.now.fuel / 1e6:,.0f} | {1000 * row.now.seconds:,.1f}"
        lines.append(f"| {row.name} | {row.size // 1024} | {row.now.verdicts:,} | {old} | {new} | {ratio} | {alike} |")
    return "\n".join(lines)


def slope(points: list[tuple[float, float]]) -> float:
    """Least-squares slope of the logarithms: 1 is in proportion, 2 is quadratic."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points]
    return statistics.linear_regression([x for x, _ in logs], [y for _, y in logs]).slope


def slopes(rows: list[Row]) -> list[str]:
    """How fuel and seconds grow with the hosts, from the second size to the last, before and now."""
    chosen = list(zip(HOSTS, rows, strict=False))[1:]
    found = []
    for name, costs in (
        ("before", [(hosts, row.before) for hosts, row in chosen if row.before]),
        ("now", [(hosts, row.now) for hosts, row in chosen]),
    ):
        if len(costs) == len(chosen):
            fuel = slope([(hosts, cost.fuel) for hosts, cost in costs])
            seconds = slope([(hosts, cost.seconds) for hosts, cost in costs])
            found.append(
                f"Log-log slope from {HOSTS[1]} to {HOSTS[-1]} hosts, {name}: fuel {fuel:.2f}, seconds {seconds:.2f}."
            )
    return found
