"""Says whether this computer can carry the lab, and what would fix it where it cannot."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError
from lab.paths import PROJECT
from lab.programs import needed_by

_MEMORY_MB = 1200
_DISK_MB = 600
"""The machines' own files take about 240 MiB, most of it databases; a run keeps captures beside them. A full disk lets
only some servers fail, each in its own words."""


@dataclass(frozen=True)
class Check:
    """One requirement: whether it holds and, if not, what to do."""

    name: str
    ok: bool
    remedy: str = ""


def available_memory_mb() -> int:
    """Memory the kernel would give to new programs, in MiB."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) // 1024
    return 0


def available_disk_mb() -> int:
    """Room on the disk that carries the lab's folder, in MiB."""
    return shutil.disk_usage(PROJECT).free // 2**20


def checks() -> tuple[Check, ...]:
    """Everything the lab needs."""
    found = [
        Check(
            "root",
            os.geteuid() == 0,
            "run it as root (sudo), or put everything that uses the lab into: python -m lab inside -- COMMAND",
        ),
        Check("Linux", os.uname().sysname == "Linux", "the lab needs Linux namespaces; use a Linux machine"),
        Check(
            "memory",
            available_memory_mb() >= _MEMORY_MB,
            f"free some memory: the lab needs about {_MEMORY_MB} MiB and {available_memory_mb()} are available",
        ),
        Check(
            "disk",
            available_disk_mb() >= _DISK_MB,
            f"free some disk: the lab needs about {_DISK_MB} MiB and {available_disk_mb()} are available",
        ),
    ]
    found += [Check(Path(program.name).name, program.there, program.remedy) for program in needed_by("lab")]
    return tuple(found)


def require() -> None:
    """Raises LabError naming everything that is missing and what would fix it."""
    missing = [check for check in checks() if not check.ok]
    if missing:
        names = ", ".join(check.name for check in missing)
        raise LabError(
            f"the lab cannot run here, missing: {names}", "; ".join(dict.fromkeys(check.remedy for check in missing))
        )
