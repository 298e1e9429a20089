"""How long logs are kept (logrotate) and where they are sent (rsyslog)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from auditor.collectors.trees import braces
from auditor.text.harmless import from_target

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 7 * 24, "monthly": 30 * 24, "yearly": 365 * 24}
"""Hours of one period; a month counts as 30 days so that nothing is said to be kept longer than it is."""

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
    *_PERIODS,
})  # fmt: skip
"""Directives of logrotate 3.21; one that is not here may say anything about how long files are kept."""

MAX_TARGETS = 50
_LEGACY = re.compile(r"^\s*[^#\s$]\S*\s+(@@?)(?:\([^)]*\))?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?")
_ACTION = re.compile(r"action\s*\(([^)]*)\)", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(r"([A-Za-z.]+)\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Settings of logrotate in force at one place; `hours` are one period, None when only size decides."""

    hours: int | None = None
    keep: int | None = None
    max_age: int | None = None

    def retention(self) -> int | None:
        """Days the oldest kept file covers, or None when it cannot be said."""
        if self.hours is None or self.keep is None:
            return self.max_age
        kept = self.hours * self.keep // 24
        return kept if self.max_age is None else min(kept, self.max_age)


@dataclass(frozen=True, slots=True)
class Rotation:
    """One block of logrotate: its file patterns and how many days they are kept, None when it cannot be said."""

    patterns: tuple[str, ...]
    days: int | None


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
            found.append(Rotation(patterns, inner.retention()))
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
        found.append(Rotation(patterns, inner.retention()))
    return found, outer, foreign


def _apply(rule: _Rule, words: list[str]) -> _Rule:
    match words:
        case [period, *_] if period in _PERIODS:
            return replace(rule, hours=_PERIODS[period])
        case ["rotate", count, *_] if re.fullmatch(r"-?[0-9]{1,6}", count):
            # -1 keeps every file; ten thousand periods say so without inventing infinity
            return replace(rule, keep=int(count) if int(count) >= 0 else 10_000)
        case ["maxage", days, *_] if days.isdecimal() and len(days) < 7:  # noqa: PLR2004  # longer is no number of days
            return replace(rule, max_age=int(days))
        case ["size" | "maxsize", *_]:
            return replace(rule, hours=None)
    return rule


def parse_rsyslog_targets(texts: Iterable[str]) -> tuple[str, ...]:
    """Remote targets as `tcp://host:port` or `udp://host:port`, from old-style lines and `omfwd` actions, sorted."""
    found: set[str] = set()
    for text in texts:
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        found.update(target for line in lines if (target := _legacy(line)))
        found.update(target for body in _ACTION.findall("\n".join(lines)) if (target := _forward(body)))
    return tuple(sorted(found))[:MAX_TARGETS]


def _legacy(line: str) -> str:
    match = _LEGACY.match(line)
    return (
        ""
        if match is None
        else f"{'tcp' if match[1] == '@@' else 'udp'}://{from_target(match[2], 255)}:{match[3] or 514}"
    )


def _forward(body: str) -> str:
    given = {key.lower(): value for key, value in _PARAMETER.findall(body)}
    if given.get("type", "").lower() not in {"omfwd", "omrelp"} or not given.get("target"):
        return ""
    protocol = "tcp" if given["type"].lower() == "omrelp" else given.get("protocol", "udp").lower()
    target = given["target"] if ":" not in given["target"] else f"[{given['target'].strip('[]')}]"
    return f"{from_target(protocol, 10)}://{from_target(target, 255)}:{from_target(given.get('port', '514'), 5)}"
