"""The list of programs (`requirements/programs.tsv`) against the sources, and against everybody who reads it."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import lab.programs
from auditor.cli.programs import Program, optional_programs, programs
from tests.scripts.starts.python import Starts, starts
from tests.scripts.starts.scripts import of_lab, of_script

ROOT = Path(__file__).parents[2]
ROOMS = ("auditor", "lab", "tests", "bench", "tools")
SCRIPTS = [*(path for path in (ROOT / "scripts").iterdir() if path.is_file()), ROOT / "tools/lock", ROOT / ".ci/run"]
SCRIPTS += sorted((ROOT / "tools/fresh").iterdir())
INSTALLED = {"product", "optional", "lab", "user", "tests", "browser"}
ELSEWHERE = {"base", "given", "own"}
"""Kinds of line that say nothing about who starts the program."""

NEEDED_BY: dict[str, set[str]] = {
    "auditor": {"product", "optional", "asked"},
    "lab": {"lab", "user"},
    "tests": {"tests"},
    "tests/browser": {"browser"},
    "bench": set(),
    "tools": set(),
    "scripts": set(),
}
"""Room of the sources -> what a line may say of a program that is started there."""

BY_OTHERS = {"nmap": "auditor", "newuidmap": "lab"}
"""Programs that others start for us: python-nmap, and `unshare --map-auto`."""

NO_PROGRAM = {
    "--print-architecture": "an option of dpkg, without which there is no Debian",
    "no-such-program-here": "a test asks for what is nowhere",
    "last_runs": "a function of scripts/common.sh that a test calls",
}

UNREAD = {
    "auditor/cli/doctor.py _optional": "looks for what the list names",
    "lab/programs.py needed_by": "looks for what the list names",
    "auditor/collectors/running/carriers.py carrier": "a vantage's own agent_command, else this Python",
    "auditor/policy/check.py check": "the OPA that find_opa found",
    "auditor/schedule.py run_audit": "the scheduler's command is this Python",
    "lab/inside.py run": "whatever its user asks for",
    "tests/browser/test_portfolio.py test_paper_is_a3_in_landscape_and_says_the_same": "what it looked for before",
    "tests/cli/test_full_disk.py with_little_room": "unshare where there is a way, then this Python",
    "tests/scripts/test_hatch_build.py test_an_installed_wheel_finds_its_own_policies": "the wheel's own auditor",
    "tests/collectors/filtering/listed.py Here.inside": "what its callers name",
    "tests/collectors/filtering/test_kernel.py without_disagreement": "unshare, then this Python",
    "tests/collectors/kinds/room.py main": "what a test asks the real program",
    "tests/collectors/kinds/room.py _started": "what a test starts in a room of its own",
    "scripts/bench $go": "named by find_go",
    "scripts/check $name": "a function of its own",
    "scripts/common.sh $1": "the OPA that is asked for its version",
    "tools/fresh/missing $program": "looks for the programs that it names",
    "scripts/fix $opa": "named by find_opa",
    "scripts/install $candidate": "a Python that is tried",
    "scripts/install $python": "the Python that was found",
    "scripts/install-opa $go": "named by find_go",
}
"""Starts whose program no source names, each with what it is."""


@pytest.fixture(scope="module")
def listed() -> dict[str, Program]:
    """The lines of the list by program; a path by its file name."""
    return {Path(program.name).name: program for program in programs() if program.name != "-"}


@cache
def found() -> Starts:
    """Everything the project starts: Python by following the words, scripts and the lab's shell lines by reading."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if ".run" not in path.parts]
    made = starts(ROOT, [ROOT / "hatch_build.py", *files])
    for program in of_lab(ROOT).programs:
        made.programs.setdefault(program, set()).add("lab/services")
    for script in SCRIPTS:
        read, name = of_script(ROOT, script), str(script.relative_to(ROOT))
        for program in read.programs:
            made.programs.setdefault(program, set()).add(name)
        made.unread |= {f"{name} {word.argument}" for word in read.open}
    for program, place in BY_OTHERS.items():
        made.programs.setdefault(program, set()).add(place)
    return made


def room(place: str) -> str:
    """The room of the sources a place lies in."""
    parts = Path(place.split(" ", maxsplit=1)[0]).parts
    if parts[:2] == ("tests", "browser"):
        return "tests/browser"
    return parts[0] if parts[0] in NEEDED_BY else "tools"


def covers(program: Program | None, place: str) -> bool:
    """Whether a line stands for a program that is started there; scripts and tools of ours install nothing more."""
    if program is None:
        return False
    for_all = program.needed_by & ELSEWHERE or not NEEDED_BY[room(place)]
    return bool(for_all or program.needed_by & NEEDED_BY[room(place)])


@pytest.mark.long
def test_every_program_that_is_started_is_listed_for_whom_it_is(listed: dict[str, Program]) -> None:
    """A program that somebody starts has a line, and the line says that they need it."""
    starting = {(program, place) for program, places in found().programs.items() for place in places}

    assert set() == {
        f"{program}: started by {place}"
        for program, place in starting
        if program not in NO_PROGRAM and not covers(listed.get(program), place)
    }


@pytest.mark.long
def test_every_line_is_needed(listed: dict[str, Program]) -> None:
    """Nothing is installed for a program, or a room, that starts it no more."""
    rooms = {program: {room(place) for place in places} for program, places in found().programs.items()}
    idle = {
        f"{program.name}: {who}"
        for name, program in listed.items()
        for who in program.needed_by
        if not any(who in NEEDED_BY[place] or who in ELSEWHERE for place in rooms.get(name, ()))
    }

    assert set() == idle


@pytest.mark.long
def test_what_cannot_be_followed_is_known() -> None:
    """A start whose program the sources do not name is one of those that were looked at."""
    assert set(UNREAD) == found().unread


PLANTED = {
    "words": 'subprocess.run(["planted", "-x"])',
    "path": 'subprocess.Popen([str(Path("/usr/sbin") / "planted")])',
    "looked for": 'shutil.which("planted")',
    "through functions": 'def run(*words): subprocess.run(words)\ndef twice(a, b): run(a, b)\ntwice("planted", "-x")',
    "through a method": (
        'class A:\n    def __init__(self, argv): self._argv = argv\n'
        '    def go(self): subprocess.run(["nsenter", "--", *self._argv])\nA(["planted"])'
    ),
    "through a field": 'class C:\n    argv: tuple\ndef go(c): subprocess.run(c.argv)\nC(("planted", "x"))',
    "a constant": 'WORDS = ("ip", "netns", "exec", "a", "planted")\ndef go(): subprocess.run([*WORDS])',
    "in a shell": 'subprocess.run(["sh", "-c", "cd / && x=$(planted -x | cat)"])',
    "behind a default": 'def go(tool="planted"): subprocess.run([tool, "x"])\ngo()',
    "in a loop": 'for tool, rest in (("cat", 1), ("planted", 2)): subprocess.run([tool])',
}  # fmt: skip


@pytest.mark.parametrize("source", PLANTED.values(), ids=PLANTED)
def test_a_planted_program_is_found(tmp_path: Path, source: str) -> None:
    """However a command is put together, its program comes to light."""
    (tmp_path / "one.py").write_text(f"import shutil, subprocess\nfrom pathlib import Path\n{source}\n")

    assert "planted" in starts(tmp_path, [tmp_path / "one.py"]).programs


def test_a_program_nobody_can_follow_is_reported(tmp_path: Path) -> None:
    """A command read from elsewhere is no silence."""
    (tmp_path / "one.py").write_text("import subprocess\ndef go(lines): subprocess.run(lines.pop())\ngo([])\n")

    assert {"one.py go"} == starts(tmp_path, [tmp_path / "one.py"]).unread


SHELL = {
    "plain": "planted -x",
    "a pipe": "cat x | planted",
    "a condition": "if ! planted; then true; fi",
    "printed": 'echo "a $(planted)"',
    "an array": "words=(a b\n $(planted))",
    "a case": 'case "$1" in\n  a | b) planted ;;\nesac',
    "behind a function": 'as() { sudo "$@"; }\nas planted -x',
    "assigned before": "LC_ALL=C planted",
    "process": "mapfile -t x < <(planted)",
    "a list": "[ -e x ] || planted x",
}


@pytest.mark.parametrize("line", SHELL.values(), ids=SHELL)
def test_a_program_planted_in_a_script_is_found(tmp_path: Path, line: str) -> None:
    """Wherever a shell takes a command, its program comes to light."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/common.sh").touch()
    script = tmp_path / "scripts/one"
    script.write_text(f"#!/usr/bin/env bash\n# planted-in-a-comment\n{line}\n")

    assert {"planted"} == of_script(tmp_path, script).programs - {"cat", "echo", "sudo"}


def test_the_readers_agree(listed: dict[str, Program]) -> None:
    """The lab reads the same lines as the auditor, and both find something."""
    of_lab_alone = {(program.name, program.package) for program in lab.programs.needed_by("lab")}

    assert of_lab_alone == {(one.name, one.package) for one in listed.values() if "lab" in one.needed_by}
    assert {"nmap", "nsenter", "ip", "nft", "ss"} == {program.name for program in optional_programs()}


def test_the_installer_wants_every_package_of_the_list(tmp_path: Path) -> None:
    """On a machine without any of them, `scripts/install` names the packages of all its lines and no other."""
    folder = tmp_path / "tree"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "requirements/programs.tsv", folder / "requirements")
    script = (folder / "scripts/install").read_text(encoding="utf-8")
    (folder / "scripts/install").write_text(script[: script.rindex("install_packages\n")] + "wanted_packages\n")

    done = subprocess.run(["scripts/install"], cwd=folder, capture_output=True, text=True, timeout=30, check=True)

    wanted = {program.package for program in programs() if program.needed_by & INSTALLED} - {"-"}
    assert sorted(wanted) == done.stdout.split()


def test_every_line_has_four_fields_and_known_words() -> None:
    """What bash and Python would read differently is not in the list."""
    lines = (ROOT / "requirements/programs.tsv").read_text(encoding="utf-8").splitlines()
    line = re.compile(r"[^\t ]+\t[a-z0-9.+-]+\t[a-z,]+\t[^\t]+")

    assert [] == [one for one in lines if not one.startswith("#") and not line.fullmatch(one)]
    assert {who for one in programs() for who in one.needed_by} <= INSTALLED | ELSEWHERE | {"asked"}


def test_sudo_is_asked_of_nobody() -> None:
    """The lab runs as root or in a user namespace: its doctor never misses sudo."""
    assert "sudo" not in {program.name for program in lab.programs.needed_by("lab")}
