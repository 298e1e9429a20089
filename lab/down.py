"""Takes the lab down: machines, namespace names, mounts and files, also after a crash."""

import shutil
import subprocess
import time
from pathlib import Path

from lab import namespaces
from lab.errors import LabError
from lab.machines import carriers, kill_carriers, project_token
from lab.paths import RUN
from lab.state import load

_ATTEMPTS = 5
_PAUSE_SECONDS = 0.2


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
    _remove()


def _remove() -> None:
    """Removes the folder. Somebody's last write into it may come between its emptying and its end."""
    for attempt in range(_ATTEMPTS):
        try:
            shutil.rmtree(RUN)
        except FileNotFoundError:
            return
        except OSError as fault:
            if attempt == _ATTEMPTS - 1:
                remedy = "end what writes there, then run it again"
                raise LabError(f"{RUN.name} cannot be removed: {fault.strerror}", remedy) from fault
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def leftovers() -> tuple[str, ...]:
    """What is still there of any run of this project, in words."""
    found = [f"process {pid}" for pid in carriers(project_token())]
    found += [f"namespace {name}" for name in namespaces.names()]
    found += [f"mount {point}" for point in mounts()]
    if RUN.exists():
        found.append(f"folder {RUN.name}")
    return tuple(found)
