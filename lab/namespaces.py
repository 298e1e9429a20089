"""The predictable names under which the kernel's `ip netns` knows the measuring machines."""

import subprocess
from pathlib import Path

from lab.errors import LabError
from lab.machines import NAMESPACE_PREFIX, project_token, token_of

_FOLDER = Path("/run/netns")


def namespace(machine: str) -> str:
    """Name of a machine's network namespace."""
    return NAMESPACE_PREFIX + machine


def attach(machine: str, pid: int) -> None:
    """Gives the machine's network namespace its name. Raises LabError where another lab has taken it."""
    command = ["ip", "netns", "attach", namespace(machine), str(pid)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=10)
    if done.returncode != 0:
        remedy = "take down the lab that another copy of the project has up"
        raise LabError(f"the name {namespace(machine)} cannot be given: {done.stderr.strip()}", remedy)


def _foreign(name: str) -> bool:
    """Whether machines of another copy of the project live in the namespace; a collector left in ours is not one."""
    done = subprocess.run(["ip", "netns", "pids", name], check=False, capture_output=True, text=True, timeout=10)
    tokens = {token_of(int(pid)) for pid in done.stdout.split()}
    return bool(tokens - {"", project_token()})


def names() -> tuple[str, ...]:
    """Every name with the lab's prefix that no other copy of the project uses."""
    if not _FOLDER.is_dir():
        return ()
    prefixed = sorted(entry.name for entry in _FOLDER.iterdir() if entry.name.startswith(NAMESPACE_PREFIX))
    return tuple(name for name in prefixed if not _foreign(name))


def folder_exists() -> bool:
    """Whether the kernel tools' folder of names is already there."""
    return _FOLDER.exists()


def release(*, with_folder: bool) -> None:
    """Takes back the names of our machines, and the empty folder too where the lab made it."""
    for name in names():
        subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True, timeout=10)
    if with_folder and _FOLDER.is_dir() and not any(_FOLDER.iterdir()):
        subprocess.run(["umount", str(_FOLDER)], check=False, capture_output=True, timeout=10)
        try:
            _FOLDER.rmdir()
        except OSError:
            return  # somebody else is about to use it
