"""The scripts themselves, run in small projects made of copies of them."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import wait_until

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path.name for path in (ROOT / "scripts").iterdir() if path.suffix == "" and path.is_file())
LONGEST_LINES = 130
PARTS = (".", "browser", "lab", "lab/live", "wide", "cli")
BRANCHES = "def halve(x: int) -> int:\n    if x % 2:\n        x -= 1\n    return x // 2\n"


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = ((name, value) for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_")))
    inherited = {name: value for name, value in kept if name != "AUDITOR_OPA"}
    return subprocess.run(
        command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with our scripts and our tools, none of our tests, and this interpreter's packages."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    (folder / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    for part in PARTS:
        (folder / "tests" / part).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "tests/conftest.py", folder / "tests/conftest.py")
    (folder / "tools").mkdir()
    for tool in ("compile_policies.py", "missing_packages.py"):
        (folder / "tools" / tool).touch()
    (folder / "auditor").mkdir()
    (folder / "auditor/__init__.py").touch()
    return folder


def fake_opa(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    binary = folder / "opa"
    binary.write_text(f"#!/bin/sh\necho 'Version: {version}'\n")
    binary.chmod(0o755)
    return binary


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_explains_itself_and_stays_short(name: str) -> None:
    """Help is printed on request without doing anything else, and a script fits on two screens."""
    answer = run(ROOT, f"scripts/{name}", "--help")

    assert (0, True) == (answer.returncode, answer.stdout.startswith(f"Usage: scripts/{name} "))
    assert len((ROOT / "scripts" / name).read_text().splitlines()) <= LONGEST_LINES


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name not in {"bench", "demo", "test", "test-wide"}])
def test_an_unknown_argument_is_refused(name: str) -> None:
    """A misspelt flag ends the script before it does anything."""
    answer = run(ROOT, f"scripts/{name}", "--no-sistem")

    assert (1, "") == (answer.returncode, answer.stdout)
    assert "--no-sistem" in answer.stderr


def test_one_check_is_asked_for() -> None:
    """A check runs alone when it is named, and a name that none has is refused."""
    alone, unknown, missing = (
        run(ROOT, "scripts/check", *words) for words in (("--only", "shell"), ("--but", "x"), ("--but",))
    )

    assert (0, "check: shell: ok\n") == (alone.returncode, alone.stderr)
    assert (1, "check: no check is called x (see --help)\n") == (unknown.returncode, unknown.stderr)
    assert (1, "check: a name is missing (see --help)\n") == (missing.returncode, missing.stderr)


def test_an_opa_of_the_pinned_version_on_path_is_used(project: Path) -> None:
    """Nothing is fetched or built when PATH has the right OPA, and the script says which it was."""
    opa = fake_opa(project / "bin", "1.22.2")

    answer = run(project, "scripts/install-opa", PATH=f"{opa.parent}:{os.environ['PATH']}")

    assert (0, f"install-opa: OPA 1.22.2: {opa}\n") == (answer.returncode, answer.stderr)


def test_an_opa_of_another_version_on_path_is_passed_over(project: Path) -> None:
    """Another version on PATH loses to the project's own of the right version."""
    other = fake_opa(project / "bin", "1.22.1")
    fake_opa(project / ".tools/bin", "1.22.2")

    answer = run(project, "scripts/install-opa", PATH=f"{other.parent}:{os.environ['PATH']}")

    assert (0, "install-opa: OPA 1.22.2: .tools/bin/opa\n") == (answer.returncode, answer.stderr)


def test_without_any_opa_the_remedy_is_named(project: Path) -> None:
    """No OPA, no release to be had and no Go is a failure that says what to do."""
    tools = project / "few"
    tools.mkdir()
    for name in ("bash", "sed", "dirname", "uname", "mkdir"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (project / "tools/opa").mkdir()
    (project / "tools/opa/download.py").write_text("raise SystemExit(1)\n")
    script = (project / "scripts/common.sh").read_text()
    (project / "scripts/common.sh").write_text(script.replace("/usr/local/go/bin/go", "/nowhere/go"))

    answer = run(project, str(tools / "bash"), "scripts/install-opa", PATH=str(tools))

    assert answer.returncode == 1
    assert "to fix: put opa 1.22.2 on PATH" in answer.stderr


FAILS = "def test_it() -> None:\n    assert False\n"
WARNS = "import warnings\n\ndef test_it() -> None:\n    warnings.warn('x')\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tests", "arguments", "last"),
    [
        ({"test_a.py": FAILS}, ("--quick",), "test: failed: side by side"),
        ({"test_a.py": WARNS}, ("--quick",), "test: failed: side by side"),
        ({}, ("--quick",), "test: no test was selected"),
        ({"test_a.py": FAILS, "lab/live/test_a.py": FAILS}, ("-k", "other"), "test: no test was selected"),
        ({"lab/live/test_a.py": FAILS, "browser/test_a.py": FAILS}, (), "test: failed: browser lab"),
    ],
    ids=["one fails", "a warning", "no tests", "none selected", "in the lab and the browser"],
)
def test_the_exit_code_of_the_tests_is_right(
    project: Path, tests: dict[str, str], arguments: tuple[str, ...], last: str
) -> None:
    """A failure in any part, a warning, or a selection without tests never ends in success."""
    for name, text in tests.items():
        (project / "tests" / name).write_text(text)

    answer = run(project, "scripts/test", "--no-install", "--no-check", *arguments)

    assert (1, last) == (answer.returncode, answer.stderr.splitlines()[-1])


PASSES = "def test_it() -> None:\n    pass\n"


def own_check(project: Path, text: str) -> None:
    (project / "scripts/check").write_text(f"#!/bin/bash\n{text}\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("failing", "last"),
    [("--only", "test: failed: check: policies"), ("--but", "test: failed: check")],
    ids=["before the tests", "beside the tests"],
)
def test_a_check_that_fails_is_told(project: Path, failing: str, last: str) -> None:
    """Policies are checked before anything is compiled, all else beside the tests; a fault in either is a failure."""
    own_check(project, f'echo "asked for $*"; [ "$1" != {failing} ]')
    (project / "tests/test_a.py").write_text(PASSES)

    answer = run(project, "scripts/test", "--quick")

    assert (1, last) == (answer.returncode, answer.stderr.splitlines()[-1])
    assert ["asked for --only policies", "asked for --but policies"] == re.findall("asked for .*", answer.stdout)


@pytest.mark.slow
def test_interrupted_it_leaves_nothing_running(project: Path) -> None:
    """Ctrl-C, which does not reach what a shell started in the background, ends the check beside the tests."""
    started = project / "started"
    own_check(project, f'[ "$1" = --only ] || {{ echo $$ > {started}; exec sleep 90; }}')
    (project / "tests/test_a.py").write_text("import time\n\ndef test_it() -> None:\n    time.sleep(90)\n")
    process = subprocess.Popen(
        ["scripts/test", "--quick"], cwd=project, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_until(lambda: started.exists() and started.read_text().endswith("\n"), process)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)

    assert 130 == process.returncode
    assert not Path("/proc", started.read_text().strip()).exists()


NOTE = """import os, pathlib, pytest
@pytest.mark.{marker}
def test_it() -> None:
    with pathlib.Path("{ran}").open("a") as ran:
        ran.write("{name}\\n")
"""


def noted(project: Path, *arguments: str) -> list[str]:
    """Which tests ran, as often as they did, of one in every folder and two that are marked."""
    ran = project / "ran"
    ran.touch()
    names = {f"{part}/test_{number}.py": "filterwarnings" for number, part in enumerate(PARTS)}
    for name, marker in (names | {"test_slow.py": "slow", "lab/test_opa.py": "needs_opa"}).items():
        mark = "filterwarnings('error')" if marker == "filterwarnings" else marker
        (project / "tests" / name).write_text(NOTE.format(marker=mark, ran=ran, name=Path(name)))
    answer = run(project, "scripts/test", "--no-install", "--no-check", *arguments)
    assert (0, "test: all passed") == (answer.returncode, answer.stderr.splitlines()[-1]), answer.stdout + answer.stderr
    return sorted(ran.read_text().split())


EVERY_CHANGE = ["lab/test_2.py", "test_0.py"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("-v",),
            [
                "browser/test_1.py",
                "lab/live/test_3.py",
                "lab/test_opa.py",
                "test_slow.py",
                "cli/test_5.py",
                *EVERY_CHANGE,
            ],
        ),
        (("--quick",), EVERY_CHANGE),
        (("tests/lab/live/test_3.py", "tests/browser"), ["browser/test_1.py", "lab/live/test_3.py"]),
    ],
    ids=["all", "quick", "a file and a folder"],
)
def test_every_test_belongs_to_one_part(project: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    """Whatever the folder, a test runs once or, where it was not asked for, not at all; wide ones never."""
    assert sorted(expected) == noted(project, *arguments)


def last_runs(project: Path) -> str:
    return run(project, "bash", "-c", "source scripts/common.sh && last_runs").stderr


def test_the_long_runs_are_spoken_of(project: Path) -> None:
    """What the last long run found is said at the end of the tests, or that none is known."""
    without = last_runs(project)
    (project / "records").mkdir()
    (project / "records/test-wide").write_text("2026-11-22 abc1234 3 passed in 60.00s\n")

    assert "scripts/test-wide: no run is recorded\n" in without
    assert (
        "scripts/test-wide last ran on 2026-11-22 at abc1234, an unknown number of commits ago: 3 passed in 60.00s"
        in (last_runs(project))
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("passes", "code", "found"), [("True", 0, "1 passed in "), ("False", 1, "1 failed in ")], ids=["passes", "fails"]
)
def test_a_long_run_is_kept(project: Path, passes: str, code: int, found: str) -> None:
    """Day, commit and figures of scripts/test-wide are kept, whether it passed or not."""
    (project / "tests/wide/test_a.py").write_text(f"def test_it() -> None:\n    assert {passes}\n")
    (project / ".git").mkdir()  # no repository that a commit could be read from, whatever stands above this folder
    answer = run(project, "scripts/test-wide")

    assert code == answer.returncode
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\d unknown {found}.*s\n", (project / "records/test-wide").read_text())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "code", "last"), [(2, 0, "test: all passed"), (1, 1, "test: failed: coverage below the floor")]
)
def test_a_whole_run_holds_coverage_against_the_floor(project: Path, asked: int, code: int, last: str) -> None:
    """A branch no test takes lets a whole run fail when the floor is higher; all branches taken pass it."""
    floor = "[tool.coverage.report]\nfail_under = 100\n"
    settings = (project / "pyproject.toml").read_text()
    settings = re.sub(r"(?m)^fail_under = .*\n", "", settings).replace("[tool.coverage.report]\n", floor)
    (project / "pyproject.toml").write_text(settings)
    (project / "auditor/__init__.py").write_text(BRANCHES)
    calls = "\n".join(f"    assert auditor.halve({n}) == {n // 2}" for n in range(asked))
    (project / "tests/test_a.py").write_text(f"import auditor\n\ndef test_it() -> None:\n{calls}\n")

    answer = run(project, "scripts/test", "--no-install", "--no-check", PYTHONPATH=str(project))

    assert (code, last) == (answer.returncode, answer.stderr.splitlines()[-1])
