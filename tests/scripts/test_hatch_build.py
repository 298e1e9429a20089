"""The distributions, built for real from a copy of the source tree, on a PATH with and without OPA."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import pytest

from auditor.policy.opa_binary import find_opa

ROOT = Path(__file__).parents[2]
TREE = (
    "auditor",
    "policies",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "requirements",
)
PATH_WITHOUT_OPA = "/nonexistent"
SMALL = ROOT / "tests/data/small"
OPTIONS = ("--as-of", "2026-11-22", "--at", "2026-11-22T23:30:00Z", "--no-store", "--format", "json")

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]


def run(folder: Path, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDITOR_", "PYTHON", "COV_"))}
    return subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, check=False, timeout=300
    )


def distribution(tree: Path, kind: str, path: str = PATH_WITHOUT_OPA) -> subprocess.CompletedProcess[str]:
    return run(tree, sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", "dist", ".", PATH=path)


def copied(folder: Path) -> Path:
    """A source tree as git has it, and so without an OPA of its own."""
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree of this test's own."""
    return copied(tmp_path / "tree")


def test_a_wheel_compiles_the_policies_it_carries(tree: Path) -> None:
    """With OPA on PATH the wheel holds every policy file and freshly compiled policies."""
    (tree / "policies/compiled/policy.wasm").write_bytes(b"")
    answer = distribution(tree, "wheel", str(find_opa().parent))

    assert answer.returncode == 0, answer.stdout + answer.stderr
    (wheel,) = (tree / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name for name in names if name.startswith("auditor/_data/policies/")}
    files = (path for path in (tree / "policies").rglob("*") if path.is_file())
    assert "auditor/py.typed" in names
    assert {f"auditor/_data/{path.relative_to(tree).as_posix()}" for path in files} == packed
    for name in ("policy.wasm", "manifest.json"):
        kept = (ROOT / "policies/compiled" / name).read_bytes()
        assert kept == zipfile.ZipFile(wheel).read(f"auditor/_data/policies/compiled/{name}")


def test_without_opa_and_without_compiled_policies_no_wheel_is_built(tree: Path) -> None:
    """A wheel that could not evaluate is not made; the failure says what to do."""
    shutil.rmtree(tree / "policies/compiled")
    answer = distribution(tree, "wheel")

    assert answer.returncode != 0
    assert "are not compiled" in answer.stdout + answer.stderr
    assert not list(tree.glob("dist/*"))


def test_without_opa_stale_compiled_policies_are_refused(tree: Path) -> None:
    """Compiled policies of other sources never get into a wheel."""
    with (tree / "policies/main/scope.rego").open("a") as policy:
        policy.write("\n# changed since\n")

    answer = distribution(tree, "wheel")

    assert answer.returncode != 0
    assert "older than main/scope.rego" in answer.stdout + answer.stderr
    assert not list(tree.glob("dist/*"))


def test_without_opa_a_changed_compiled_file_is_refused(tree: Path) -> None:
    """Compiled policies that differ from their manifest never get into a wheel."""
    with (tree / "policies/compiled/policy.wasm").open("ab") as wasm:
        wasm.write(b"x")

    answer = distribution(tree, "wheel")

    assert answer.returncode != 0
    assert "differs from its manifest" in answer.stdout + answer.stderr
    assert not list(tree.glob("dist/*"))


def test_a_source_archive_builds_a_wheel_without_opa(tree: Path, tmp_path: Path) -> None:
    """The source archive carries the compiled policies, so that whoever installs from it needs no OPA."""
    assert distribution(tree, "sdist").returncode == 0
    (archive,) = (tree / "dist").glob("*.tar.gz")
    assert run(tmp_path, "tar", "-xzf", archive).returncode == 0
    (unpacked,) = tmp_path.glob("provincial_auditor-*")

    answer = distribution(unpacked, "wheel")

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that has our wheel, and the libraries of this one but not its project.

    Both the wheel and the environment are made without OPA, from the compiled policies that git keeps.
    """
    place = tmp_path_factory.mktemp("machine")
    tree = copied(place / "tree")
    made = distribution(tree, "wheel")
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = (tree / "dist").glob("*.whl")
    python = place / "fresh/bin/python"
    assert run(place, sys.executable, "-m", "venv", "--without-pip", "fresh").returncode == 0
    packages = Path(run(place, python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    # A .pth file inside a folder named by a .pth file is not read, so the editable install stays out of sight.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = run(
        place, sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel
    )
    assert install.returncode == 0, install.stderr
    shutil.rmtree(tree)
    return python


def test_an_installed_wheel_finds_its_own_policies(installed: Path, tmp_path: Path) -> None:
    """Away from any source tree and without OPA, the installed package loads the compiled policies it came with."""
    program = "import auditor, auditor.policy.compiled as c; print(auditor.__file__, len(c.load().catalogue.controls))"

    answer = run(tmp_path, installed, "-c", program, PATH=PATH_WITHOUT_OPA)

    assert answer.returncode == 0, answer.stderr
    place, controls = answer.stdout.split()
    assert Path(place).is_relative_to(installed.parents[1])
    assert int(controls) == len(list((ROOT / "policies/controls").glob("*/*/policy.rego")))


def test_an_installed_wheel_says_what_the_machine_lacks(installed: Path, tmp_path: Path) -> None:
    """The list of programs travels in the wheel: on a machine without any, the doctor names each with its package."""
    answer = run(tmp_path, installed.parent / "auditor", "doctor", PATH=PATH_WITHOUT_OPA)

    assert answer.returncode == 0, answer.stdout + answer.stderr
    found = re.findall(r"– (\w+) missing \([^)]*\); apt-get install (\S+)", " ".join(answer.stdout.split()))
    assert {"nmap": "nmap", "nsenter": "util-linux", "ip": "iproute2", "ss": "iproute2", "nft": "nftables"} == dict(
        found
    )


def evaluated(folder: Path, *command: str | Path) -> dict[str, Any]:
    stored = (SMALL / "facts", "--inventory", SMALL / "inventory")
    answer = run(folder, *command, "evaluate", *stored, *OPTIONS, PATH=PATH_WITHOUT_OPA)
    assert answer.returncode == 0, answer.stderr
    document: dict[str, Any] = json.loads(answer.stdout)
    return document


def test_a_machine_without_opa_judges_stored_facts_as_the_source_tree_does(installed: Path, tmp_path: Path) -> None:
    """The installed command evaluates a recorded collection to the same run, to the last verdict and digest."""
    answer = evaluated(tmp_path, installed.parent / "auditor")

    assert evaluated(tmp_path, sys.executable, "-m", "auditor") == answer
    assert {"pass", "fail", "warn", "unknown", "manual"} <= {verdict["status"] for verdict in answer["verdicts"]}
