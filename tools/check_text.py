"""Finds what must never stand in a file of the project: index addresses in lock files, and forbidden words."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGEST_BYTES = 2_000_000

# Written in pieces so that this file does not find itself.
_A_PATH = "a path of one machine"
RECORDED = "answers"
"""What a machine answered when it was recorded names its own paths, as the homes of its accounts."""

FORBIDDEN = {
    _A_PATH: re.compile(r"(?<![\w.$}])/(?:wo" + r"rk|ro" + r"ot|fa" + r"rm|home/[a-z]+)/"),
    "the address of a package registry": re.compile(
        r"://[^/\s]*(?:py" + r"pi|python" + r"hosted|npm" + r"js|proxy\.gol" + r"ang)"
    ),
    "a conflict mark": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}
LOCK_FILES = "requirements/*.txt"
LOCK_LINE = re.compile(
    r"^(?:[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+(?: ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?)$"
)


def project_files() -> Iterator[Path]:
    """Every file git knows or would add, so that build output and virtual environments are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True
    )
    for name in listed.stdout.decode().split("\0"):
        path = Path(name)
        if name and path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_BYTES:
            yield path


def forbidden_in(path: Path) -> Iterator[str]:
    """One line ``file:line: what`` per forbidden passage; files that are not text have none."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for meaning, pattern in FORBIDDEN.items():
        if meaning == _A_PATH and RECORDED in path.parts:
            continue
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {meaning}: {match.group().strip()}"


def unlocked_in(path: Path) -> Iterator[str]:
    """Lines of a lock file that are neither one exact version nor one SHA-256 of it."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#") and not LOCK_LINE.match(line):
            yield f"{path}:{number}: a lock file holds exact versions and hashes only: {line}"


def main() -> int:
    """Prints every fault; 1 when there is one."""
    faults = [fault for path in project_files() for fault in forbidden_in(path)]
    locks = sorted(Path().glob(LOCK_FILES))
    faults += [fault for path in locks for fault in unlocked_in(path)]
    if not locks:
        faults.append(f"{LOCK_FILES}: there is no lock file")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
