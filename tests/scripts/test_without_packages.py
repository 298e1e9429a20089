"""A machine on which pip, or the compiler of policies, cannot do its work: one sentence, and no traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("scripts", "requirements", "tools", "pyproject.toml")
PACKAGES = "Python packages are missing in .venv: absl-py aiofiles aiohappyeyeballs, "
REACH = "to fix: scripts/install, where pip reaches a package index"

pytestmark = pytest.mark.slow


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The scripts and what they read before the first package is there; every Debian package seems installed."""
    folder = tmp_path / "tree"
    folder.mkdir()
    for name in FILES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    asked = folder / "bin" / "dpkg-query"
    asked.parent.mkdir()
    asked.write_text("#!/bin/sh\nprintf installed\n")
    asked.chmod(0o755)
    return folder


def run(tree: Path, *command: str, **environment: str) -> tuple[int, list[str]]:
    """Exit code and lines of standard error; no setting of this machine's pip, and no OPA, is passed on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "AUDITOR_", "PYTHON"))}
    path = f"{tree / 'bin'}:{Path(sys.executable).resolve().parent}:/usr/sbin:/usr/bin:/sbin:/bin"
    done = subprocess.run(
        command, cwd=tree, env={**kept, "PATH": path, **environment}, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.splitlines()


def bare_environment(tree: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tree / ".venv"], check=True, timeout=120)


@pytest.mark.parametrize(
    ("script", "last"),
    [
        ("demo", f"demo: {PACKAGES}"),
        ("test", "test: installing failed; tests need what is named above"),
    ],
)
def test_where_pip_reaches_no_index_the_script_says_so(tree: Path, script: str, last: str) -> None:
    """Nobody listens at the index: pip's own words, then a sentence with what to do, and the script is over."""
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}

    code, lines = run(tree, f"scripts/{script}", **closed)

    assert (1, last) == (code, lines[-1][: len(last)])
    assert any(line.startswith("install: pip could not install the Python packages") for line in lines)


def test_an_environment_half_made_is_told_by_what_it_lacks(tree: Path) -> None:
    """A virtual environment without the packages ends the demo before anything is imported."""
    bare_environment(tree)

    code, (*_, last) = run(tree, "scripts/demo", "--no-install")

    assert (1, True, True) == (code, last.startswith(f"demo: {PACKAGES}"), last.endswith(REACH))


def test_without_an_environment_the_way_to_one_is_named(tree: Path) -> None:
    """Nothing was ever installed, and nothing is to be installed now."""
    assert (1, ["demo: there is no virtual environment in .venv; to fix: scripts/install"]) == run(
        tree, "scripts/demo", "--no-install"
    )


def test_policies_that_cannot_be_compiled_end_the_demo_in_words(tree: Path) -> None:
    """A changed policy without OPA to compile it: what is needed, and that nothing can be judged."""
    for name in ("auditor", "policies"):
        shutil.copytree(ROOT / name, tree / name)
    (tree / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    with (tree / "policies/main/scope.rego").open("a", encoding="utf-8") as policy:
        policy.write("\n# a change nobody compiled\n")

    code, lines = run(tree, "scripts/demo", "--no-install", PYTHONPATH=str(tree))

    assert (1, "demo: without compiled policies nothing can be judged") == (code, lines[-1])
    assert any(line.startswith("OPA 1.22.2 is needed here") for line in lines)
