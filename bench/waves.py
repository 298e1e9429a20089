"""Measures how well and how fast waves are planned for a large province, beside a greedy plan, the textbook model and
annealing. Every contestant runs in a process of its own; every plan is judged by the tests' checker, not by its maker.
"""

import argparse
import datetime
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.waves_contest import CONTESTANTS, Measurement

_ROOT = Path(__file__).resolve().parent.parent
_KB = 1024


def measure(contestant: str, arguments: argparse.Namespace) -> Measurement:
    """Run one contestant in a process of its own."""
    numbers = [str(value) for value in (arguments.systems, arguments.links, arguments.seed, arguments.seconds)]
    command = [sys.executable, "-m", "bench.waves_contest", contestant, *numbers]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=_ROOT, check=False)
    if done.returncode != 0:
        sys.exit(f"{contestant} failed; see above")
    return Measurement(**orjson.loads(done.stdout))


def table(measured: list[Measurement]) -> str:
    """One line for each contestant, as markdown."""
    lines = [
        "| way | objective | bound | gap, permille | demands broken | wall s | processor s | peak memory, MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    bound = max((one.bound for one in measured if one.bound is not None), default=None)
    for one in measured:
        gap = 1000 * (one.objective - bound) // one.objective if one.objective and bound is not None else "–"
        cost = "none found" if one.objective is None else f"{one.objective:,}"
        own = "–" if one.bound is None else f"{one.bound:,}"
        figures = f"{one.faults} | {one.wall:.1f} | {one.processor:.1f} | {one.kilobytes // _KB}"
        lines.append(f"| {one.contestant} | {cost} | {own} | {gap} | {figures} |")
    return "\n".join(lines)


def machine() -> str:
    """The facts of the machine that a time means nothing without."""
    processors = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in processors if "model name" in line), "unknown processor")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{cpu}, {os.cpu_count()} cores; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; OR-Tools {version('ortools')}; load before the run {load}"
    )


EXPLAINED = """\
A generated province: {systems} systems that all move and {links} links, on the Saturdays of 2027 outside four freezes;
teams, target zones, levels, bandwidth, windows and ways back as a province has them.

Each way ran in a process of its own with one thread. Objective and broken demands were reckoned by the checker of the
tests. The objective is 20 for each unit of cut link weight, and the lateness by priority; less is better. The gap is
the one to the best bound of all. `textbook` is one truth value for each system and night in CP-SAT, with the work limit
of `plan_waves` and neither hint nor bound; `greedy` takes the first night that fits, in topological order; `annealing`
betters that by moving one system, or ring, at a time for {seconds:g} s of processor time, and knows no bound."""


def page(arguments: argparse.Namespace, facts: str, measured: list[Measurement]) -> str:
    """What was measured, how, and on what."""
    one, today = measured[0], datetime.datetime.now(datetime.UTC).date().isoformat()
    size = f"--systems {arguments.systems} --links {arguments.links} --seed {arguments.seed}"
    parts = [
        "# How well and how fast waves are planned",
        f"`scripts/bench waves {size} --seconds {arguments.seconds:g}` on {today}.",
        f"Machine: {facts}. Where others used the machine too, the processor time tells more than the wall time.",
        EXPLAINED.format(systems=one.systems, links=one.links, seconds=arguments.seconds),
        table(measured),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Measure each contestant, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--systems", type=int, default=300)
    parser.add_argument("--links", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30, help="processor time of annealing")
    parser.add_argument("--output", type=Path, default=_ROOT / "bench" / "results" / "waves.md")
    arguments = parser.parse_args()
    facts, measured = machine(), []
    for name in CONTESTANTS:
        measured.append(measure(name, arguments))
        print(f"{name}: {measured[-1].objective} in {measured[-1].processor:.1f} s", file=sys.stderr)
    text = page(arguments, facts, measured)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, encoding="utf-8")
    print(text)
    if any(one.faults for one in measured):
        sys.exit("a plan breaks its demands")


if __name__ == "__main__":
    main()
