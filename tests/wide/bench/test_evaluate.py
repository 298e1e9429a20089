"""The benchmark judges what it says, and every way of evaluating gives the same answers. No time is asserted."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from auditor.resources import policies_dir
from bench.estate import OPEN_PER_HOST, SWEPT_PER_HOST, systems

ROOT = Path(__file__).resolve().parents[3]


def test_the_same_seed_gives_the_same_systems() -> None:
    """Seed and number decide every byte; another seed gives others."""
    one, again, other = (list(systems(policies_dir(), 3, seed)) for seed in (1, 1, 2))

    assert one == again
    assert one != other


def test_a_generated_system_has_the_size_it_claims() -> None:
    """Four hosts, each swept on as many ports as is said and open on about as many."""
    document = orjson.loads(next(document for _, document in systems(policies_dir(), 1, 1)))
    hosts = [host["id"] for host in document["inventory"]["hosts"]]
    endpoints = [row["host"] for row in document["inventory"]["endpoints"]]

    assert 4 == len(hosts)
    assert all(OPEN_PER_HOST <= endpoints.count(host) <= OPEN_PER_HOST + 4 for host in hosts)
    assert {SWEPT_PER_HOST} == {len(row["data"]["swept"]) for row in document["observations"]["ports"]}


@pytest.mark.needs_opa
@pytest.mark.slow
def test_it_runs_and_finds_the_answers_equal(tmp_path: Path) -> None:
    """On a few systems the page is written with a line for each way, and says that the answers are equal."""
    page = tmp_path / "results" / "evaluate.md"
    ways = ["wasm", "wasm-single", "opa-server", "opa-server-parallel", "opa-exec"]
    command = [
        sys.executable,
        "bench/evaluate.py",
        "--systems",
        "3",
        "--flat",
        "5",
        "--output",
        str(page),
        "--only",
        *ways,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    text = page.read_text(encoding="utf-8")

    assert (0, "") == (done.returncode, "" if done.returncode == 0 else done.stderr)
    assert "Answers of all ways: equal" in text
    assert all(f"| {way} |" in text for way in ways)
    assert "5 (" in text
