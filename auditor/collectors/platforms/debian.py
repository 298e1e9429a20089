"""A machine whose software dpkg keeps (Debian, Ubuntu and what is made of them), and asks that several kinds put."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from auditor.collectors.asks import Answers, Command, File, Trouble
from auditor.collectors.dialect import Fit, Platform

INSTALLED = Command(
    id="dpkg-query",
    words=("dpkg-query", "-W", "-f", r"${binary:Package}\t${Version}\t${db:Status-Status}\n"),
)
OS_RELEASE = File(id="os-release", paths=("/etc/os-release", "/usr/lib/os-release"))

_ROW = re.compile(r"([a-z0-9][a-z0-9.+-]{0,100})(:[a-z0-9-]{1,20})?\t([A-Za-z0-9.+~:-]{0,120})\t([a-z-]{2,30})")
_HERE = frozenset({"installed", "triggers-pending", "triggers-awaited"})
_ABSENT = frozenset({"not-installed", "config-files"})


def _recognises(answers: Answers) -> Fit:
    """By a list that is not empty: the program alone may be there to unpack what others made."""
    answer = answers[INSTALLED]
    if answer.ok:
        return Fit.YES if answer.text.strip() else Fit.NO
    return Fit.NO if answer.trouble is Trouble.MISSING else Fit.UNKNOWN


DEBIAN = Platform(id="debian", transport="shell", recognises=_recognises, defaults=MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Installed:
    """Versions by package, and with its architecture where dpkg names it; `broken` are packages that are neither whole
    nor gone, and `whole` says that every line was understood.
    """

    versions: dict[str, str]
    broken: tuple[str, ...]
    whole: bool


def installed(text: str) -> Installed | None:
    """What `dpkg-query` lists; None for anything else, an empty list among it."""
    versions: dict[str, str] = {}
    broken: list[str] = []
    lines = [line for line in text.splitlines() if line]
    rows = [_ROW.fullmatch(line) for line in lines]
    for row in rows:
        if row is None or row[4] in _ABSENT:
            continue
        if row[4] in _HERE and row[3]:
            versions[row[1] + (row[2] or "")] = row[3]
        else:
            broken.append(row[1])
    whole = all(rows) and text.endswith("\n")
    return Installed(versions, tuple(broken), whole) if versions else None


_SETTING = re.compile(r"""([A-Z_]{1,40})=("[^"$`\\\n]{0,200}"|'[^'\n]{0,200}'|[A-Za-z0-9._+-]{0,200})\s*""")


def os_release(text: str) -> dict[str, str]:
    """Settings of os-release(5) that are plain words; the last one of a name counts, as in a shell."""
    found = (_SETTING.fullmatch(line) for line in text.splitlines())
    return {row[1]: row[2].strip("\"'") for row in found if row}


def older(first: str, second: str) -> bool:
    """Whether a version comes before another as dpkg orders them (deb-version(7))."""
    return _key(first) < _key(second)


def _key(version: str) -> tuple[int, "_Order", "_Order"]:
    epoch, colon, rest = version.partition(":")
    upstream, _, revision = rest.rpartition("-") if colon else version.rpartition("-")
    whole = rest if colon else version
    number = int(epoch) if colon and epoch.isdecimal() else 0
    return number, _Order(upstream or whole), _Order(revision if upstream else "0")


_PARTS = re.compile(r"([^0-9]*)([0-9]*)")


class _Order:
    """A part of a version for comparing: letters and figures in turns, a tilde before the end, letters before signs."""

    def __init__(self, text: str) -> None:
        self.parts = [
            ([_weight(char) for char in letters], int(figures or 0)) for letters, figures in _PARTS.findall(text)
        ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Order) and not self < other and not other < self

    def __hash__(self) -> int:
        return hash(str(self.parts))

    def __lt__(self, other: "_Order") -> bool:
        mine: tuple[list[int], int]
        theirs: tuple[list[int], int]
        for mine, theirs in zip_longest(self.parts, other.parts, fillvalue=([], 0)):
            for one, two in zip_longest(mine[0], theirs[0], fillvalue=0):
                if one != two:
                    return one < two
            if mine[1] != theirs[1]:
                return mine[1] < theirs[1]
        return False


def _weight(char: str) -> int:
    if char == "~":
        return -1
    return ord(char) if char.isalpha() else ord(char) + 256
