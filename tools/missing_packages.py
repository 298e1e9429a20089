"""Names the Python packages that this interpreter lacks, so that a script can say so before something falls over them.

    python tools/missing_packages.py requirements/runtime.txt

Needs nothing but Python's own library. Packages that a lock file wants on some machines only are not asked for, nor is
the version: after an upgrade that pip could not finish, what there is may still serve. Prints one name a line, and ends
with 1 where there is any.
"""

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_PROJECT = "provincial-auditor"
_EVERYWHERE = re.compile(r"^([A-Za-z0-9._-]+)==[^;\s]+ \\$", re.MULTILINE)


def missing(lock: str) -> Iterator[str]:
    """Packages of a lock file's text, and the project itself, that are not installed."""
    for name in (*_EVERYWHERE.findall(lock), _PROJECT):
        try:
            importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            yield name


def main() -> int:
    """The exit code."""
    names = list(missing(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("\n".join(names))
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
