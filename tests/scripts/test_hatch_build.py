"""The distributions, built for real from a copy of the source tree, on a PATH with and without OPA."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from auditor.policy.build import build
from auditor.policy.opa_binary import find_opa
from auditor.policy.run_cases import chosen_policies, run_cases

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
PATH_WITHOUT_OPA = "/usr/bin:/bin"
RUN_CASES = """
import json
from auditor.policy.compiled import load
from auditor.policy.run_cases import run_cases
from auditor.resources import policies_dir
root = policies_dir()
results = run_cases(root, load(root), "wasm")
print(json.dumps([[result.control, result.path.relative_to(root).as_posix(), result.difference] for result in results]))
"""

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]


def run(folder: Path, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDITOR_", "PYTHON", "COV_"))}
    return subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, check=False, timeout=300
    )


def distribution(tree: Path, kind: str, path: str = PATH_WITHOUT_OPA) -> subprocess.CompletedProcess[str]:
    return run(tree, sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", "dist", ".", PATH=path)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree as git has it, that is without compiled policies, and without an OPA of its own."""
    folder = tmp_path / "tree"
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "compiled")
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)
    return folder


def test_a_wheel_compiles_the_policies_it_carries(tree: Path) -> None:
    """With OPA on PATH the wheel holds every policy file and freshly compiled policies."""
    answer = distribution(tree, "wheel", f"{find_opa().parent}:{PATH_WITHOUT_OPA}")

    assert answer.returncode == 0, answer.stdout + answer.stderr
    (wheel,) = (tree / "dist").glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("auditor/_data/policies/")}
    files = (path for path in (tree / "policies").rglob("*") if path.is_file())
    assert {f"auditor/_data/{path.relative_to(tree).as_posix()}" for path in files} == packed
    assert "auditor/_data/policies/compiled/policy.wasm" in packed


def test_without_opa_and_without_compiled_policies_no_wheel_is_built(tree: Path) -> None:
    """A wheel that could not evaluate is not made; the failure says what to do."""
    answer = distribution(tree, "wheel")

    assert answer.returncode != 0
    assert "are not compiled" in answer.stdout + answer.stderr
    assert not list(tree.glob("dist/*"))


def test_without_opa_stale_compiled_policies_are_refused(tree: Path) -> None:
    """Compiled policies of other sources never get into a wheel."""
    build(tree / "policies")
    with (tree / "policies/main.rego").open("a") as policy:
        policy.write("\n# changed since\n")

    answer = distribution(tree, "wheel")

    assert answer.returncode != 0
    assert "older than main.rego" in answer.stdout + answer.stderr
    assert not list(tree.glob("dist/*"))


def test_without_opa_a_changed_compiled_file_is_refused(tree: Path) -> None:
    """Compiled policies that differ from their manifest never get into a wheel."""
    build(tree / "policies")
    with (tree / "policies/compiled/policy.wasm").open("ab") as wasm:
        wasm.write(b"x")

    answer = distribution(tree, "wheel")

    assert answer.returncode != 0
    assert "differs from its manifest" in answer.stdout + answer.stderr
    assert not list(tree.glob("dist/*"))


def test_a_source_archive_builds_a_wheel_without_opa(tree: Path, tmp_path: Path) -> None:
    """The source archive carries the compiled policies, so that whoever installs from it needs no OPA."""
    build(tree / "policies")
    assert distribution(tree, "sdist").returncode == 0
    (archive,) = (tree / "dist").glob("*.tar.gz")
    assert run(tmp_path, "tar", "-xzf", archive).returncode == 0
    (unpacked,) = tmp_path.glob("provincial_auditor-*")

    answer = distribution(unpacked, "wheel")

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture
def installed(tree: Path, tmp_path: Path) -> Path:
    """The Python of a fresh environment that has our wheel, and the libraries of this one but not its project."""
    build(tree / "policies")
    assert distribution(tree, "wheel").returncode == 0
    (wheel,) = (tree / "dist").glob("*.whl")
    python = tmp_path / "fresh/bin/python"
    assert run(tmp_path, sys.executable, "-m", "venv", "--without-pip", "fresh").returncode == 0
    packages = Path(
        run(tmp_path, python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    )
    # A .pth file inside a folder named by a .pth file is not read, so the editable install stays out of sight.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = run(
        tmp_path, sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel
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
    assert Path(place).is_relative_to(tmp_path / "fresh")
    assert int(controls) == len(list((ROOT / "policies/controls").glob("*/*/policy.rego")))


def test_a_machine_without_opa_evaluates_as_one_with_it(installed: Path, tmp_path: Path) -> None:
    """Without OPA, the installed package judges every shipped case as the OPA server of the source tree does."""
    answer = run(tmp_path, installed, "-c", RUN_CASES, PATH=PATH_WITHOUT_OPA)

    assert answer.returncode == 0, answer.stderr
    with chosen_policies(ROOT / "policies", []) as (root, compiled):
        reference = [
            [result.control, result.path.relative_to(root).as_posix(), result.difference]
            for result in run_cases(root, compiled, "opa")
        ]
    assert reference == json.loads(answer.stdout)
    assert any(not difference for _, _, difference in reference)
