"""Who may do everything by sudo: the user specifications of sudoers(5) that grant `ALL` commands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ROOTS = ("/etc/sudoers.d",)
MAINS = ("/etc/sudoers", "/usr/etc/sudoers")

_INCLUDE = re.compile(r"[#@](includedir|include)\s+\"?(/[^\s\"]{1,200})\"?\s*")
_ALIAS = re.compile(r"(User|Cmnd|Cmd|Host|Runas)_Alias\s+(.*)", re.DOTALL)
_SPEC = re.compile(r"([^=]+?)\s+(\S+)\s*=(.*)", re.DOTALL)
_RUNAS = re.compile(r"^\([^)]*\)\s*")
_TAG = re.compile(r"^[A-Z_]+\s*:\s*")
_OPTION = re.compile(r"^(?:CWD|CHROOT|TIMEOUT|ROLE|TYPE|NOTBEFORE|NOTAFTER|APPARMOR_PROFILE)=\S+\s+")
_ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Granted:
    """Users and groups (`%name`, `%#number`, `#number`, or `ALL`) that may do everything, and places not understood."""

    to: frozenset[str]
    doubts: tuple[str, ...]


def includes(text: str, _main: str) -> tuple[str, ...]:
    """What one file includes: files, and whole folders as patterns."""
    found = [match for line in text.splitlines() if (match := _INCLUDE.fullmatch(line.strip())) is not None]
    return tuple(match[2] + ("/*" if match[1] == "includedir" else "") for match in found)


def matches(path: str, pattern: str) -> bool:
    """Whether sudo reads a file for a pattern: of a folder none whose name has a dot or ends with a tilde."""
    if not pattern.endswith("/*"):
        return path == pattern
    folder, _, leaf = path.rpartition("/")
    return folder == pattern[:-2] and "." not in leaf and not leaf.endswith("~")


def granted(texts: Mapping[str, str]) -> Granted:
    """Whom all files together let do everything."""
    lines = [(path, line) for path, text in texts.items() for line in _lines(text)]
    aliases = dict(_aliases(line for _, line in lines))
    everything = {name for name, items in aliases.items() if _ALL in items}
    to: set[str] = set()
    doubts: list[str] = []
    for path, line in lines:
        if _ALIAS.match(line) or line.startswith("Defaults") or _INCLUDE.fullmatch(line):
            continue
        spec = _SPEC.fullmatch(line)
        if spec is None:
            doubts.append(path)
        elif any(_command(item) in everything | {_ALL} for item in re.split(r"[,:=]\s*(?![^()]*\))", spec[3])):
            to |= _expanded(spec[1].split(","), aliases)
    return Granted(frozenset(to), tuple(dict.fromkeys(doubts)))


def _lines(text: str) -> Iterator[str]:
    """Logical lines: continued ones joined, comments and blank ones left out, lists without blanks."""
    for line in text.replace("\\\n", " ").splitlines():
        bare = line.strip()
        if not (bare.startswith("#") and not re.match(r"#\d", bare)) or _INCLUDE.fullmatch(bare):
            bare = re.sub(r"\s+#(?!\d).*$", "", bare)
            if bare:
                yield re.sub(r"\s*,\s*", ",", bare)


def _aliases(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for line in lines:
        found = _ALIAS.match(line)
        for each in found[2].split(":") if found else ():
            name, _, items = each.partition("=")
            yield name.strip(), [item.strip() for item in items.split(",")]


def _command(item: str) -> str:
    """What one entry of a list of commands grants, without whom as and how."""
    bare = _RUNAS.sub("", item.strip())
    while (less := _OPTION.sub("", _TAG.sub("", bare))) != bare:
        bare = less
    return bare


def _expanded(users: Iterable[str], aliases: Mapping[str, list[str]], depth: int = 0) -> set[str]:
    """Users and groups by name. What is taken out again by `!` counts all the same, so that nobody is missed."""
    found: set[str] = set()
    for user in (each.strip().lstrip("!").strip() for each in users):
        if user in aliases and depth < 10:  # noqa: PLR2004  # aliases of aliases, and no ring of them
            found |= _expanded(aliases[user], aliases, depth + 1)
        elif user:
            found.add(user)
    return found
