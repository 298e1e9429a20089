"""What may be asked of a machine, and what it answered: values only. Nothing is ever run that no dialect names here.

No ask changes anything and none uses sudo. A file is read only where an ask names it, its folder, or the main file that
includes it, so that neither a key nor a document can be fetched by a configuration that points to it.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from types import MappingProxyType

from auditor.collectors.clocks import Compared, Taken
from auditor.model.facts.steady import SteadyClock

LIMIT = 2 * 1024 * 1024
"""Bytes kept of one answer."""

MAX_FILES = 200
"""Files read for one ask."""

MAX_QUESTIONS = 64
"""Questions put for one series."""

_LEAF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,100}")
_SECRET = re.compile(r"\.(?:key|pem|crt|p12|pfx|jks|htpasswd)$", re.IGNORECASE)


class Trouble(StrEnum):
    """Why an ask was not answered: there is no such thing, it may not be read, it was too long or took too long, the
    program failed, another answer had made it needless, or only the network is the machine's own and the files are not.
    """

    MISSING = "missing"
    DENIED = "denied"
    CUT = "cut"
    TIMEOUT = "timeout"
    FAILED = "failed"
    NEEDLESS = "needless"
    ELSEWHERE = "elsewhere"


NO_TROUBLE: frozenset[Trouble] = frozenset()
MAY_BE_ABSENT = frozenset({Trouble.MISSING})
NO_SUCH_FILE = ("No such file or directory",)
"""What a program says of a path that is not there. Of a command it is an answer only where its ask says so: one that
tells of much says it also of what went away while it looked.
"""


class Stdin(StrEnum):
    """What a program is given on standard input. The key is made for the one call and belongs to nobody."""

    NOTHING = "nothing"
    THROWAWAY_HOST_KEY = "throwaway_host_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A program and its words. `of_network`: it tells about the network namespace and not about files.

    `accepts` are troubles that are answers too, and `absent` what the program says where the service it speaks for does
    not run. `otherwise` is asked where this one is not answered, and its answer counts as this one's. `unless` names an
    earlier ask of the same dialect whose answer makes this one needless. `times` is how often it is put on end at most,
    each answer standing in `files` with when it was taken, for what tells the time: until one came quickly. 0: once,
    and nobody looks at the clock.
    """

    id: str
    words: tuple[str, ...]
    of_network: bool = False
    needs_root: bool = False
    accepts: frozenset[Trouble] = NO_TROUBLE
    absent: tuple[str, ...] = ()
    limit_bytes: int = LIMIT
    stdin: Stdin = Stdin.NOTHING
    otherwise: "Command | None" = None
    unless: str = ""
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The first of `paths` that exists. `accepts` are troubles that are answers too."""

    id: str
    paths: tuple[str, ...]
    of_network: bool = False
    accepts: frozenset[Trouble] = NO_TROUBLE
    limit_bytes: int = LIMIT
    unless: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Every file directly in a folder, where there is one, that its own program would read."""

    id: str
    path: str
    suffix: str = ""
    limit_bytes: int = LIMIT
    of_network: bool = False
    accepts: frozenset[Trouble] = MAY_BE_ABSENT
    unless: str = ""

    def admits(self, path: str) -> bool:
        """Whether a file may be read for this ask."""
        folder, _, leaf = path.rpartition("/")
        return folder == self.path and bool(_LEAF.fullmatch(leaf)) and leaf.endswith(self.suffix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Includes:
    """The first of `mains` that exists, and the files under `roots` that it includes, directly or not.

    `patterns(text, main)` names what one file includes, absolute; `main` is the path of the main file. `matches(path,
    pattern)` says which files that means, as the program takes it.
    """

    id: str
    mains: tuple[str, ...]
    roots: tuple[str, ...]
    patterns: Callable[[str, str], tuple[str, ...]]
    matches: Callable[[str, str], bool] = fnmatchcase
    limit_bytes: int = LIMIT
    of_network: bool = False
    accepts: frozenset[Trouble] = NO_TROUBLE
    unless: str = ""

    def admits(self, path: str) -> bool:
        """Whether a file may be read for this ask: never what looks like a key or a list of passwords."""
        return path in self.mains or (
            any(path.startswith(f"{root}/") for root in self.roots)
            and posixpath.normpath(path) == path
            and all(_LEAF.fullmatch(part) for part in path.split("/")[1:])
            and not _SECRET.search(path)
        )

    def listing(self) -> Command:
        """The command that lists what lies under the roots, links followed."""
        words = ("find", "-L", *self.roots, "-maxdepth", "4", "-type", "f", "-size", "-1024k")
        return Command(id=f"{self.id} listing", words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One program asked again and again, with words that follow from earlier answers of the same dialect.

    `questions(answers)` gives the further words of each question. Joined by blanks they must be as `form` says, so that
    nothing a machine answers can have anything else run. `otherwise` is put where a question is not answered, with the
    same words behind its own. Each question's answer stands in `files` under its further words. `as_one`: the program
    takes them as a single argument.
    """

    id: str
    words: tuple[str, ...]
    questions: Callable[["Answers"], tuple[tuple[str, ...], ...]]
    form: re.Pattern[str]
    otherwise: Command | None = None
    accepts: frozenset[Trouble] = NO_TROUBLE
    of_network: bool = False
    limit_bytes: int = LIMIT
    unless: str = ""
    as_one: bool = False

    def admits(self, words: tuple[str, ...]) -> bool:
        """Whether these words may be put to the program."""
        return bool(words) and bool(self.form.fullmatch(" ".join(words))) and not any(" " in word for word in words)


def globbed(path: str, pattern: str) -> bool:
    """Whether glob(3) would find a path: no wildcard crosses a slash, or stands for a leading dot."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(
        fnmatchcase(part, glob) and (not part.startswith(".") or glob.startswith("."))
        for part, glob in zip(parts, wanted, strict=True)
    )


Ask = Command | File | Folder | Includes | Series


@dataclass(frozen=True, slots=True)
class Answer:
    """What one ask brought: text, or trouble; `said` is what a program wrote on standard error.

    Of an ask for several files, `files` has each one's own answer by path, and the first of them is the main one; of a
    series, each question's answer by its words; of one that is put several times, each answer by its number, with when
    it was `taken`.
    """

    text: str = ""
    trouble: Trouble | None = None
    said: str = ""
    files: tuple[tuple[str, "Answer"], ...] = ()
    taken: Taken | None = None

    @property
    def ok(self) -> bool:
        """It was answered whole."""
        return self.trouble is None

    def texts(self) -> dict[str, str]:
        """Texts of the files that could be read, by path."""
        return {path: answer.text for path, answer in self.files if answer.ok}

    def gone(self) -> tuple[str, ...]:
        """Paths of the files that were listed and were not there any more."""
        return tuple(path for path, answer in self.files if answer.trouble is Trouble.MISSING)

    def unread(self) -> tuple[str, ...]:
        """Paths of the files that are there and could not be read."""
        return tuple(path for path, answer in self.files if answer.trouble not in {None, Trouble.MISSING})


MISSING = Answer(trouble=Trouble.MISSING)


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one machine by the id of their ask. `zones` has the prefixes of each zone, for telling where its
    interfaces lead; `accounts` are the names that the collection's settings log in with; `compared` is a time server's
    clock, for a dialect that is held against one, where any answered, and `steady` the vantage's own steady clock where
    there is none to ask.
    """

    by_id: Mapping[str, Answer]
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    accounts: tuple[str, ...] = ()
    compared: Compared | None = None
    steady: SteadyClock | None = None

    def __getitem__(self, ask: Ask) -> Answer:
        return self.by_id.get(ask.id, MISSING)
