"""The predictable names under which the kernel's `ip netns` knows the measuring machines."""

import subprocess
from pathlib import Path

from lab.machines import NAMESPACE_PREFIX

_FOLDER = Path("/run/netns")


def namespace(machine: str) -> str:
    """Name of a machine's network namespace."""
    return NAMESPACE_PREFIX + machine


def attach(machine: str, pid: int) -> None:
    """Gives the machine's network namespace its name."""
    subprocess.run(["ip", "netns", "attach", namespace(machine), str(pid)], check=True, capture_output=True, timeout=10)


def names() -> tuple[str, ...]:
    """Every namespace name with the lab's prefix."""
    if not _FOLDER.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in _FOLDER.iterdir() if entry.name.startswith(NAMESPACE_PREFIX)))


def folder_exists() -> bool:
    """Whether the kernel tools' folder of names is already there."""
    return _FOLDER.exists()


def release(*, with_folder: bool) -> None:
    """Takes back every name with the lab's prefix, and the empty folder too where the lab made it."""
    for name in names():
        subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True, timeout=10)
    if with_folder and _FOLDER.is_dir() and not any(_FOLDER.iterdir()):
        subprocess.run(["umount", str(_FOLDER)], check=False, capture_output=True, timeout=10)
        try:
            _FOLDER.rmdir()
        except OSError:
            return  # somebody else is about to use it
