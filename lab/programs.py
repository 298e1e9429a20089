"""The list of programs that are started (`requirements/programs.tsv`), as far as the lab needs it.

The lab reads the list itself: it may not import the auditor, whose reader of the same file is `auditor.cli.programs`.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.paths import PROJECT

SEARCH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where the lab's programs are looked for: servers lie in folders that are not on everybody's PATH."""

_LIST = PROJECT / "requirements" / "programs.tsv"


@dataclass(frozen=True)
class Program:
    """A program and the Debian package that brings it."""

    name: str
    package: str

    @property
    def there(self) -> bool:
        """Whether it is installed; a name with `*` is a path of any version."""
        if "*" in self.name:
            return any(Path("/").glob(self.name.lstrip("/")))
        return shutil.which(self.name, path=SEARCH) is not None

    @property
    def remedy(self) -> str:
        """The command that brings it."""
        return f"apt-get install {self.package}"


def needed_by(who: str) -> Iterator[Program]:
    """The programs on whose line `who` stands, in the order of the list."""
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, package, all_who, _ = line.split("\t")
            if who in all_who.split(",") and name != "-":
                yield Program(name, package)
