"""Measures how fast policies are evaluated and how much memory that takes; writes a table with the machine's facts.

Every contestant judges the same files by the same compiled policies, in a process of its own. That the answers are
equal is checked; times never are.
"""

import argparse
import datetime
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.policy.opa_binary import OPA_VERSION
from auditor.policy.run_cases import chosen_policies
from auditor.resources import policies_dir
from bench.against import Row, one_night, sides, sizes, slopes, whole_estate
from bench.against import table as costs
from bench.contestants import CONTESTANTS
from bench.estate import OPEN_PER_HOST, SWEPT_PER_HOST, systems

_SAMPLE_SECONDS = 0.05
_MB = 1 << 20
_ROOT = Path(__file__).resolve().parent.parent
_BESIDE = "## Before and now, "
_BESIDE_SYSTEMS, _BESIDE_LINKS = 300, 1500
"""The estate that is judged beside an earlier commit: about a province's."""

_HOW = """Both judge the same documents by turns; `alike` counts the verdicts of one status. Milliseconds are of the
processor, from a document's bytes to its verdicts in order, each commit by its own code in a process of its own: the
least of {}, after one that is not measured. Fuel is what the policies alone cost, in today's engine."""


@dataclass(frozen=True)
class Measurement:
    """One contestant on one set of documents, over all its processes: the greatest sum of resident sizes, and processor
    seconds with the start included.
    """

    contestant: str
    systems: int
    seconds: float
    processor_seconds: float
    peak_bytes: int
    digest: str
    counts: dict[str, int]

    @property
    def milliseconds(self) -> float:
        """Milliseconds per system."""
        return 1000 * self.seconds / self.systems


def measure(contestant: str, policies: Path, documents: Path) -> Measurement:
    """Run one contestant in a process of its own and watch the memory of it and its children."""
    command = [sys.executable, "-m", "bench.contestants", contestant, str(policies), str(documents)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT)
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(_SAMPLE_SECONDS):
            peak[0] = max(peak[0], resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        output, _ = process.communicate()
    finally:
        done.set()
        watcher.join()
    if process.returncode != 0:
        sys.exit(f"{contestant} failed; see above")
    said = orjson.loads(output)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - said["checking"]
    seconds = said["seconds"] - said["checking"]
    return Measurement(contestant, said["systems"], seconds, used, peak[0], said["digest"], said["counts"])


def resident(pid: int) -> int:
    """Resident bytes of a process and all it started, shared pages counted once a process; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(resident(child) for child in children)


def write_documents(folder: Path, count: int, seed: int) -> int:
    """Write the generated systems as files and return their size in bytes."""
    folder.mkdir()
    size = 0
    for name, document in systems(policies_dir(), count, seed):
        (folder / f"{name}.json").write_bytes(document)
        size += len(document)
    return size


def table(measurements: list[Measurement]) -> str:
    """Milliseconds per system, ratio to the first line, and peak memory, as markdown."""
    first = measurements[0]
    lines = [
        "| way | ms per system | times the first | processor ms per system | peak memory, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    for m in measurements:
        times = m.milliseconds / first.milliseconds
        used = 1000 * m.processor_seconds / m.systems
        figures = f"{m.milliseconds:.2f} | {times:.1f} | {used:.2f} | {m.peak_bytes // _MB}"
        lines.append(f"| {m.contestant} | {figures} |")
    return "\n".join(lines)


def machine() -> str:
    """The facts of the machine that a time means nothing without."""
    processors = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in processors if "model name" in line), "unknown processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MB
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory} MB; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; OPA {OPA_VERSION}; load before the run {load}"
    )


def main() -> None:
    """Generate, measure, compare the answers, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--systems", type=int, default=1000)
    parser.add_argument("--flat", type=int, default=10_000, help="systems of the memory comparison; 0 leaves it out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=_ROOT / "bench" / "results" / "evaluate.md")
    parser.add_argument("--only", nargs="*", choices=CONTESTANTS, help="contestants; default: all that are there")
    parser.add_argument("--against", metavar="REV", help="only set today's auditor beside that of a commit")
    parser.add_argument("--runs", type=int, default=5, help="times each document is judged with --against")
    arguments = parser.parse_args()
    facts = machine()
    if arguments.against:
        _against(arguments, facts)
        return
    names = arguments.only or [name for name in CONTESTANTS if name != "conftest" or shutil.which("conftest")]
    with chosen_policies(policies_dir(), []) as (policies, _), tempfile.TemporaryDirectory() as folder:
        size = write_documents(Path(folder, "systems"), arguments.systems, arguments.seed)
        measured = []
        for name in names:
            measured.append(measure(name, policies, Path(folder, "systems")))
            print(f"{name}: {measured[-1].milliseconds:.2f} ms per system", file=sys.stderr)
        flat = []
        if arguments.flat:
            write_documents(Path(folder, "many"), arguments.flat, arguments.seed)
            flat = [measure(names[0], policies, Path(folder, "many"))]
    page = _page(arguments, facts, size, measured, flat)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(page, encoding="utf-8")
    print(page)
    if len({m.digest for m in measured}) != 1:
        sys.exit("the answers differ")


def _against(arguments: argparse.Namespace, facts: str) -> None:
    """Judge the same documents by an earlier commit too; write it below what the page has."""
    with sides(arguments.against) as (now, before):
        rows = sizes(now, before, arguments.runs)
        whole = {"systems": _BESIDE_SYSTEMS, "links": _BESIDE_LINKS, "data_sets": _BESIDE_SYSTEMS * 5 // 2}
        rows.append(whole_estate(now, before, arguments.runs, **whole))
        rows += one_night(now, before, arguments.runs)
    section = _beside(arguments, facts, rows)
    kept = arguments.output.read_text(encoding="utf-8") if arguments.output.is_file() else ""
    arguments.output.write_text(with_section(kept, f"{_BESIDE}{arguments.against}", section), encoding="utf-8")
    print(section)


def _beside(arguments: argparse.Namespace, facts: str, rows: list[Row]) -> str:
    command = f"scripts/bench evaluate --against {arguments.against} --runs {arguments.runs}"
    parts = [
        f"`{command}` on {datetime.datetime.now(datetime.UTC).date().isoformat()}.",
        f"Machine: {facts}.",
        _HOW.format(arguments.runs),
        costs(rows),
        *slopes(rows),
    ]
    return "\n\n".join(parts) + "\n"


def with_section(page: str, heading: str, section: str) -> str:
    """The page with a section of this heading, in place of one it has or at its end."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    made = f"{heading}\n\n{section}"
    others = [part for part in parts if part.partition("\n")[0] != heading]
    return "\n".join(part.rstrip("\n") + "\n" for part in [*filter(None, others), made])


def _page(
    arguments: argparse.Namespace, facts: str, size: int, measured: list[Measurement], flat: list[Measurement]
) -> str:
    equal = "equal" if len({m.digest for m in measured}) == 1 else "DIFFERENT"
    verdicts = ", ".join(f"{status} {count}" for status, count in sorted(measured[0].counts.items()))
    command = f"scripts/bench --systems {arguments.systems} --flat {arguments.flat} --seed {arguments.seed}"
    kilobytes = size // max(1, arguments.systems) // 1024
    estate = (
        f"{arguments.systems} generated systems: 4 hosts, {SWEPT_PER_HOST} ports swept and {OPEN_PER_HOST} open a host"
    )
    parts = [
        "# How fast policies are evaluated",
        f"`{command}` on {datetime.datetime.now(datetime.UTC).date().isoformat()}.",
        f"Machine: {facts}.",
        f"{estate}, {kilobytes} KB a document; the same policies for all.",
        f"Answers of all ways: {equal}. Verdicts: {verdicts}.",
        table(measured),
    ]
    if flat:
        small, large = measured[0], flat[0]
        parts.append(
            f"Memory of `{small.contestant}`: {small.peak_bytes // _MB} MB for {small.systems} systems, "
            f"{large.peak_bytes // _MB} MB for {large.systems} ({large.milliseconds:.2f} ms per system)."
        )
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
