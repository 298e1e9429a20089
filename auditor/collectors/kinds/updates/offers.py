"""What apt offers, as `apt-cache policy` tells it: of archives, and of every version of a package that one has."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.text.urls import host_in, scheme_of

Release = Mapping[str, str]
"""What an archive says of itself, by the letters of apt_preferences(5): `o` origin, `l` label, `a` archive, `n` code
name; or by the names of its own file, brought to these."""

_ARCHIVE = re.compile(r" {0,4}-?[0-9]{1,6} (\S.*)")
_RELEASE = re.compile(r" {5}release (.*)")
_PACKAGE = re.compile(r"([a-z0-9][a-z0-9.+-]{0,100}(?::[a-z0-9-]{1,20})?):")
_FIELD = re.compile(r"  (Installed|Candidate|Package pin): (\S+)")
_VERSION = re.compile(r" (\*\*\*|   ) ([A-Za-z0-9.+~:-]{1,120}) -?[0-9]{1,6}(?: \(phased [0-9]{1,3}%\))?")
_SOURCE = re.compile(r" {8,11}-?[0-9]{1,6} (\S.*)")
_TABLE = "  Version table:"


@dataclass(frozen=True, slots=True)
class Version:
    """One version that is known, and the archives that have it as apt writes them: address, suite and component."""

    version: str
    archives: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Offer:
    """A package of which a version is installed, and the newer versions that are known, the newest first."""

    name: str
    installed: str
    newer: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What apt knows of each package by its name; `whole` says that every line was understood."""

    by_name: Mapping[str, Offer]
    whole: bool


def archives(text: str) -> dict[str, Release]:
    """What each archive says of itself, by its line in `apt-cache policy` without arguments."""
    found: dict[str, Release] = {}
    last = ""
    for line in text.splitlines():
        if named := _ARCHIVE.fullmatch(line):
            last = named[1]
        elif (told := _RELEASE.fullmatch(line)) and last:
            found[last] = dict(pair for part in told[1].split(",") if (pair := _pair(part)))
    return found


def _pair(part: str) -> tuple[str, str] | None:
    name, sign, value = part.partition("=")
    return (name, value) if sign else None


def offers(text: str) -> Offers:
    """Reads `apt-cache policy` with the names of packages."""
    found: dict[str, Offer] = {}
    whole = text.endswith("\n")
    for name, lines in _stanzas(text):
        offer, understood = _offer(name, lines)
        whole = whole and understood
        if offer is not None:
            found[name] = offer
    return Offers(found, whole)


def _stanzas(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each package with its lines; what is no package's has an empty name."""
    name, lines = "", list[str]()
    for line in text.splitlines():
        head = _PACKAGE.fullmatch(line)
        if head is None:
            lines.append(line)
            continue
        if name or lines:
            yield name, lines
        name, lines = head[1], []
    if name or lines:
        yield name, lines


def _offer(name: str, lines: list[str]) -> tuple[Offer | None, bool]:
    """One package, none where no version is installed; and whether each of its lines was understood."""
    told: dict[str, str] = {}
    known: list[Version] = []
    here = -1
    understood = bool(name)
    for line in lines:
        if given := _FIELD.fullmatch(line):
            told[given[1]] = given[2]
        elif version := _VERSION.fullmatch(line):
            here = len(known) if version[1] == "***" else here
            known.append(Version(version[2]))
        elif (source := _SOURCE.fullmatch(line)) and known:
            known[-1].archives.append(source[1])
        elif line != _TABLE:
            understood = False
    if here < 0 or known[here].version != told.get("Installed"):
        return None, understood
    # one that was built anew under the same version stands in the table twice
    newer = tuple(version for version in known[:here] if version.version != known[here].version)
    return Offer(name, known[here].version, newer), understood


_SECURITY = "-security"
_DEBIAN = "Debian-Security"
_BY_NAME = frozenset({"Ubuntu", "UbuntuESM", "UbuntuESMApps"})
"""Origins whose archives for security updates are told by the name of the archive (`jammy-security`)."""


def is_security(release: Release, codenames: frozenset[str]) -> bool:
    """Whether an archive is the one for security updates of a distribution of these code names.

    By origin and label of Debian's, by origin and name of Ubuntu's and of its extended support, as the makers of both
    choose them in `unattended-upgrades`. A mirror hands on what its maker signed and has the same; an archive that
    somebody signed anew under a name of his own says by its date when he did so, and not how old its content is.
    """
    code = release.get("n", "")
    if not {code, code.removesuffix(_SECURITY), code.partition("/")[0]} & codenames:
        return False
    if release.get("o") == "Debian":
        return release.get("l") == _DEBIAN
    return release.get("o") in _BY_NAME and release.get("a", "").endswith(_SECURITY)


def host_of(archive: str) -> str:
    """The host from which an archive is fetched; of one that is fetched from no host, its way, as `file`."""
    address = archive.split(" ", 1)[0]
    return host_in(address) or scheme_of(address)


_LINE = re.compile(r"(/[^:\n]{1,300}):(Origin|Label|Suite|Codename|Date): (.{1,200})")
_LETTERS = {"Origin": "o", "Label": "l", "Suite": "a", "Codename": "n"}


def indexes(text: str) -> list[tuple[Release, str]]:
    """What each signed index that was fetched says of its archive, and its date as it is written, from lines that
    `grep` found in them. The file's own date says when somebody fetched it and proves nothing.
    """
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if row := _LINE.fullmatch(line):
            found.setdefault(row[1], {}).setdefault(row[2], row[3])
    return [
        ({_LETTERS[name]: value for name, value in each.items() if name in _LETTERS}, each["Date"])
        for each in found.values()
        if "Date" in each
    ]


def same(index: Release, archive: Release) -> bool:
    """Whether an index is one of an archive, by everything that both say of it."""
    return all(index.get(letter, "") == archive.get(letter, "") for letter in _LETTERS.values())
