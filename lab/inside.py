"""Runs a command where the lab is allowed: as it is for root, in a user namespace of its own for everybody else.

An ordinary user is root only inside that namespace. The lab, and whatever measures it, must therefore be started by one
and the same command; when it ends, the kernel ends everything in it.
"""

import os
import subprocess
from collections.abc import Sequence
from typing import NoReturn

from lab.errors import LabError
from lab.programs import SEARCH, needed_by

_ENTER = ("unshare", "--user", "--map-root-user", "--map-auto", "--mount", "--net", "--pid", "--fork", "--kill-child")
# /run is where names of namespaces are kept; the computer's own belongs to its root.
_PREPARE = 'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$@"'


def _require() -> None:
    """Raises LabError, with what to install or run instead, where the kernel or the tools do not allow it."""
    for program in needed_by("user"):
        if not program.there:
            raise LabError(
                f"an ordinary user needs {program.name} to run the lab",
                f"{program.remedy}, or run it as root with sudo",
            )
    tried = subprocess.run([*_ENTER, "true"], capture_output=True, text=True, timeout=20, check=False)
    if tried.returncode != 0:
        reason = tried.stderr.strip() or "no reason given"
        raise LabError(f"the kernel does not allow a user namespace here: {reason}", "run it as root with sudo")


def command_line(command: Sequence[str], *, root: bool) -> list[str]:
    """What is really run for a command."""
    return list(command) if root else [*_ENTER, "--mount-proc", "sh", "-c", _PREPARE, "sh", *command]


def run(command: Sequence[str]) -> NoReturn:
    """Becomes the command, so that signals and its exit code are its own. Raises LabError where neither way is open."""
    if not command:
        raise LabError("no command was given", "python -m lab inside -- COMMAND ARGUMENT ...")
    root = os.geteuid() == 0
    if not root:
        _require()
    path = f"{os.environ.get('PATH', '')}:{SEARCH}"
    try:
        line = command_line(command, root=root)
        os.execvpe(line[0], line, os.environ | {"PATH": path})  # noqa: S606  # arguments, no shell
    except FileNotFoundError as missing:
        raise LabError(f"{command[0]} was not found", "give the program's path") from missing
