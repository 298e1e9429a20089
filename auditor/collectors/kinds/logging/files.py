"""How long logs are kept, from logrotate's files, where it does not tell itself; and `maxage`, which it never tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from auditor.collectors.kinds.logging import periods
from auditor.collectors.trees import braces

_TABOO = (
    *("~", ",v", ".swp", ".disabled", ".cfsaved", ".rpmnew", ".rpmorig", ".rpmsave"),
    *(
        ".dpkg-bak",
        ".dpkg-del",
        ".dpkg-dist",
        ".dpkg-new",
        ".dpkg-old",
        ".dpkg-tmp",
        ".ucf-dist",
        ".ucf-new",
        ".ucf-old",
    ),
)
"""Endings of files that logrotate 3.21 passes over in an included folder (`defTabooExts` of its config.c)."""

_KNOWN = frozenset({
    "{", "rotate", "olddir", "noolddir", "su", "size", "missingok", "nomissingok", "ignoreduplicates", "ifempty",
    "notifempty", "minage", "maxage", "minsize", "maxsize", "tabooext", "taboopat", "create", "nocreate",
    "createolddir", "nocreateolddir", "copy", "nocopy", "copytruncate", "nocopytruncate", "renamecopy",
    "norenamecopy", "shred", "noshred", "shredcycles", "allowhardlink", "noallowhardlink", "compress", "nocompress",
    "compresscmd", "uncompresscmd", "compressext", "compressoptions", "delaycompress", "nodelaycompress", "dateext",
    "nodateext", "dateformat", "dateyesterday", "datehourago", "start", "extension", "addextension", "mail", "nomail",
    "mailfirst", "maillast", "include", "sharedscripts", "nosharedscripts", "errors", "prerotate", "postrotate",
    *periods.PERIODS,
})  # fmt: skip
"""Directives of logrotate 3.21; one that is not here may say anything about how long files are kept."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Settings of logrotate in force at one place; `period` is None when only size decides. A log that is also rotated
    when it has grown is `sooner`.
    """

    period: str | None = None
    keep: int = 0
    max_age: int | None = None
    sooner: bool = False

    def retention(self) -> int | None:
        """Days the oldest kept file covers, or None when size decides: `maxage` removes files and keeps none."""
        if self.keep == 0:
            return 0
        if self.period is None or self.sooner:
            return None
        kept = periods.days(self.period, self.keep)
        return kept if self.max_age is None else min(kept, self.max_age)


@dataclass(frozen=True, slots=True)
class Rotation:
    """One block of logrotate: its file patterns and how many days they are kept, None when it cannot be said."""

    patterns: tuple[str, ...]
    days: int | None
    max_age: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rotations:
    """All blocks, the places of lines that were not understood, and of those that include what is not read here."""

    blocks: tuple[Rotation, ...]
    foreign: tuple[str, ...]
    elsewhere: tuple[str, ...]


def parse_logrotate(main: str, folder: str, parts: Mapping[str, str]) -> Rotations:
    """Every block of `logrotate.conf`, and of the files of the one folder that is read where the main file includes it.

    Those start from the defaults of the main file. What logrotate passes over by its ending is passed over here, unless
    the settings name endings of their own: then all count.
    """
    blocks, defaults, foreign = _blocks(main, _Rule())
    places = [f"logrotate.conf:{number}" for number in foreign]
    elsewhere = [f"logrotate.conf:{number}" for number, path in _included(main) if path != folder]
    own_endings = any(line.key in {"tabooext", "taboopat"} for line in braces.tree(main).lines)
    for path, text in parts.items() if folder in {path for _, path in _included(main)} else ():
        if path.endswith(_TABOO) and not own_endings:
            continue
        more, _, strange = _blocks(text, defaults)
        blocks += more
        places += [f"{path}:{number}" for number in strange]
        elsewhere += [f"{path}:{number}" for number, _ in _included(text)]
    return Rotations(tuple(blocks), tuple(dict.fromkeys(places)), tuple(elsewhere))


def _included(text: str) -> list[tuple[int, str]]:
    """What a text includes, by line; a folder without the slash behind it."""
    return [
        (line.number, " ".join(line.words[1:]).strip("\"'").rstrip("/"))
        for line in braces.tree(text).lines
        if line.key == "include"
    ]


def _blocks(text: str, defaults: _Rule) -> tuple[list[Rotation], _Rule, list[int]]:
    """Blocks, the defaults after the last line, and the numbers of foreign lines, whose words may be anybody's."""
    tree = braces.tree(text)
    outer, inner = defaults, defaults
    found: list[Rotation] = []
    patterns: tuple[str, ...] | None = None
    foreign = [doubt.number for doubt in tree.doubts]
    for line in tree.lines:
        if not line.parents and patterns is not None:
            found.append(Rotation(patterns, inner.retention(), inner.max_age))
            patterns = None
        if line.key == "{":
            patterns, inner = line.words[1:], outer
        elif line.parents:
            inner = _apply(inner, list(line.words))
        else:
            outer = _apply(outer, list(line.words))
        if line.key not in _KNOWN:
            foreign.append(line.number)
    if patterns is not None and not tree.doubts:
        found.append(Rotation(patterns, inner.retention(), inner.max_age))
    return found, outer, foreign


def _apply(rule: _Rule, words: list[str]) -> _Rule:
    match words:
        case [period, *_] if period in periods.PERIODS:
            return replace(rule, period=period)
        case ["rotate", count, *_] if re.fullmatch(r"-?[0-9]{1,6}", count):
            # -1 keeps every file; ten thousand periods say so without inventing infinity
            return replace(rule, keep=int(count) if int(count) >= 0 else 10_000)
        case ["maxage", days, *_] if days.isdecimal() and len(days) < 7:  # noqa: PLR2004  # longer is no number of days
            return replace(rule, max_age=int(days) or None)  # nought is no age
        case ["size", *_]:
            return replace(rule, period=None)
        case ["maxsize", *_]:
            return replace(rule, sooner=True)
    return rule
