"""The benchmark of waves judges every plan itself; simpler ways never plan better. No time is asserted."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from bench.waves_contest import CONTESTANTS
from bench.waves_estate import estate

ROOT = Path(__file__).resolve().parents[3]


def test_the_same_seed_gives_the_same_estate() -> None:
    """Seed and size decide the whole estate; another seed gives another."""
    one, again, other = (estate(30, 90, seed) for seed in (1, 1, 2))

    assert (one.inventory, one.planning) == (again.inventory, again.planning)
    assert one.inventory != other.inventory
    assert (30, 90) == (len(one.inventory.systems), len(one.inventory.links))


def measured(contestant: str) -> dict[str, int | float | str | None]:
    command = [sys.executable, "-m", "bench.waves_contest", contestant, "16", "40", "3", "0.5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    found: dict[str, int | float | str | None] = orjson.loads(done.stdout)
    return found


@pytest.mark.slow
def test_no_simpler_way_plans_better() -> None:
    """Every way keeps all demands; the planner's plan is the best, which the textbook model proves on its own."""
    found = {name: measured(name) for name in CONTESTANTS}
    costs = {name: one["objective"] for name, one in found.items()}

    assert dict.fromkeys(CONTESTANTS, 0) == {name: one["faults"] for name, one in found.items()}
    assert costs["plan_waves"] == found["plan_waves"]["bound"] == costs["textbook"] == found["textbook"]["bound"]
    assert min(int(cost or 0) for cost in costs.values()) == costs["plan_waves"]


@pytest.mark.slow
def test_the_page(tmp_path: Path) -> None:
    """The page has a line for each way and says how it was made."""
    page = tmp_path / "results" / "waves.md"
    command = [sys.executable, "bench/waves.py", "--systems", "8", "--links", "12", "--seconds", "0.2"]
    done = subprocess.run(
        [*command, "--output", str(page)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    text = page.read_text(encoding="utf-8")

    assert (0, "") == (done.returncode, "" if done.returncode == 0 else done.stderr)
    assert "`scripts/bench waves --systems 8 --links 12 --seed 1 --seconds 0.2`" in text
    assert all(f"| {way} |" in text for way in CONTESTANTS)
