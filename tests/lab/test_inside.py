"""Running where the lab is allowed."""

import subprocess
import sys
from pathlib import Path

from lab.inside import command_line

ROOT = Path(__file__).resolve().parents[2]


def test_root_runs_a_command_as_it_is() -> None:
    """Root needs no namespace around the command."""
    assert ["echo", "a b"] == command_line(["echo", "a b"], root=True)


def test_others_run_it_in_a_user_namespace_with_its_arguments_untouched() -> None:
    """The command is handed over as arguments, never as text for a shell."""
    line = command_line(["echo", "$(id); x"], root=False)

    assert ["sh", "echo", "$(id); x"] == line[-3:]
    assert {"--user", "--map-auto", "--net", "--pid", "--kill-child"} <= set(line)


def test_the_exit_code_is_the_commands_own() -> None:
    """Whatever is run inside decides the exit code; nothing to run is a failure in words."""
    codes = {}
    for words in (["--", "sh", "-c", "exit 7"], ["--"], ["--", "/no/such/program"]):
        command = [sys.executable, "-m", "lab", "inside", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        codes[words[-1]] = (done.returncode, bool(done.stderr))

    assert {"exit 7": (7, False), "--": (1, True), "/no/such/program": (1, True)} == codes
