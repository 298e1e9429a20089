"""Takes the lab down: machines, namespace names, mounts and files, also after a crash."""

import shutil
import subprocess
from pathlib import Path

from lab import namespaces
from lab.machines import carriers, kill_carriers, project_token
from lab.paths import RUN
from lab.state import load


def mounts() -> tuple[str, ...]:
    """Mount points of this computer inside the lab's folder. There should never be any: machines mount privately."""
    points = [line.split()[1] for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    return tuple(point for point in points if point.startswith(f"{RUN}/"))


def take_down() -> None:
    """Kills every machine of this project and removes all it made. Does nothing where nothing is left.

    Raises LabError when something cannot be removed.
    """
    state = load()
    kill_carriers(project_token())
    namespaces.release(with_folder=state is not None and state.made_names_folder)
    for point in reversed(mounts()):
        subprocess.run(["umount", "-l", point], check=False, capture_output=True, timeout=10)
    if RUN.exists():
        shutil.rmtree(RUN)


def leftovers() -> tuple[str, ...]:
    """What is still there of any run of this project, in words."""
    found = [f"process {pid}" for pid in carriers(project_token())]
    found += [f"namespace {name}" for name in namespaces.names()]
    found += [f"mount {point}" for point in mounts()]
    if RUN.exists():
        found.append(f"folder {RUN.name}")
    return tuple(found)
