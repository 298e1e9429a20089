"""Blocks of `Match` in the server's files: what they set for some logins, which `sshd -T` alone does not tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

ROOT = "/etc/ssh"
_MOST_DEEP = 16
"""How deep OpenSSH follows `Include` (servconf.c, SERVCONF_MAX_DEPTH)."""

_LINE = re.compile(r"\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)")
_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Setting:
    """One line: keyword in small letters, its words, and where it stands."""

    key: str
    words: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Block:
    """One conditional block: its criteria by name, and what it sets."""

    criteria: Mapping[str, str]
    settings: list[Setting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Matches:
    """Conditional blocks, how many `Match all` there are, and the places of includes that lead elsewhere."""

    blocks: tuple[Block, ...]
    for_all: int
    elsewhere: tuple[str, ...]


def includes(text: str, _main: str) -> tuple[str, ...]:
    """What one file includes, absolute."""
    return tuple(_absolute(word) for line in _lines(text, "") if line.key == "include" for word in line.words)


def matches(files: Mapping[str, str], roots: tuple[str, ...]) -> Matches:
    """Reads the server's file, the first of `files`, with what it includes from the others; these can be in `roots`."""
    reader = _Reader(files, roots)
    reader.read(next(iter(files)), None, 0)
    return Matches(tuple(reader.blocks), reader.for_all, tuple(dict.fromkeys(reader.elsewhere)))


class _Reader:
    """Goes through files in the order OpenSSH does. A block ends with its file, and an include stands in its block."""

    def __init__(self, files: Mapping[str, str], roots: tuple[str, ...]) -> None:
        self._files = files
        self._roots = roots
        self.blocks: list[Block] = []
        self.for_all = 0
        self.elsewhere: list[str] = []

    def read(self, path: str, block: Block | None, depth: int) -> None:
        """One file, within a conditional block or not."""
        for line in _lines(self._files[path], path):
            if line.key == "match":
                block = self._opened(line)
            elif line.key == "include":
                self._include(line, block, depth)
            elif block is not None:
                block.settings.append(line)

    def _opened(self, line: Setting) -> Block | None:
        if [word.lower() for word in line.words] == ["all"]:
            self.for_all += 1
            return None
        self.blocks.append(Block(_criteria(line.words)))
        return self.blocks[-1]

    def _include(self, line: Setting, block: Block | None, depth: int) -> None:
        for pattern in map(_absolute, line.words):
            if not any(_below(pattern, root) for root in self._roots) or depth >= _MOST_DEEP:
                self.elsewhere.append(line.place)
                continue
            for path in sorted(path for path in self._files if PurePosixPath(path).match(pattern)):
                self.read(path, block, depth + 1)


def _criteria(words: tuple[str, ...]) -> dict[str, str]:
    """`User a Address b`, or `User=a`. A word without a value stands for itself."""
    rest = iter([part for word in words for part in word.split("=", 1)])
    return {name.lower(): next(rest, "") for name in rest}


def _below(pattern: str, root: str) -> bool:
    return str(PurePosixPath(pattern).parent) == root


def _absolute(word: str) -> str:
    return word if word.startswith("/") else f"{ROOT}/{word}"


def _lines(text: str, path: str) -> Iterator[Setting]:
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        if found is not None:
            yield Setting(found[1].lower(), tuple(_words(found[2])), f"{path}:{number}")


def _words(rest: str) -> Iterator[str]:
    """Up to a comment, which may stand behind a setting (since OpenSSH 8.5)."""
    for quoted, plain in _WORD.findall(rest):
        if plain.startswith("#"):
            return
        yield quoted or plain
