"""Proxies that a machine's files give to programs, from the lines in which `grep` found the word.

Files of logins, of systemd, package managers, GNOME and NetworkManager. Only host and port are kept.
"""

import re
from dataclasses import dataclass

from auditor.collectors.asks import Answer, Trouble
from auditor.text.harmless import from_target

PATHS = (
    "/etc/environment",
    "/etc/environment.d",
    "/etc/profile",
    "/etc/profile.d",
    "/etc/bash.bashrc",
    "/etc/bashrc",
    "/etc/sysconfig/proxy",
    "/etc/systemd",
    "/etc/apt/apt.conf",
    "/etc/apt/apt.conf.d",
    "/etc/dnf/dnf.conf",
    "/etc/yum.conf",
    "/etc/dconf/db",
    "/etc/NetworkManager/conf.d",
    "/etc/NetworkManager/system-connections",
)

_COMMENT = re.compile(r"\s*(#|//|;)")
_SET = re.compile(
    r"""(?:\b(?:https?|ftp|all|socks)_proxy|^\s*proxy)\s*=\s*["']?([^\s"']*)|proxy\s+"([^"]*)";?""", re.IGNORECASE
)
_OTHERS = re.compile(r"^\s*\[(system/)?proxy|^\s*pac-url\s*=\s*\S", re.IGNORECASE)
"""GNOME and NetworkManager name a proxy, or the script that names it, in several lines."""

_SWITCHED_OFF = re.compile(r"^\s*PROXY_ENABLED\s*=\s*[\"']?no\b", re.IGNORECASE)
"""SUSE's switch for all lines of its file."""

_NOWHERE = frozenset({"", "direct", "none", "_none_", "off", "false", "no"})
_ADDRESS = re.compile(
    r"(?:[a-z0-9]{2,8}://)?(?:[^@/]*@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?(?:/.*)?", re.IGNORECASE
)

_SAID = re.compile(r"^grep: (/[^:\n]{1,200}): (No such file or directory|Permission denied)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proxies:
    """The first proxy named, empty for none; `unread` are the places of what could not be read, each with its code.
    `searched`: the search went through.
    """

    first: str
    unread: tuple[tuple[str, str], ...]
    searched: bool


def read(answer: Answer, ask: str) -> Proxies:
    """What the lines name. That a file is not there is an answer; one that may not be read, or anything else that
    stopped the search, is none.
    """
    unread = [(path, "file_not_readable") for path, why in _SAID.findall(answer.said) if why == "Permission denied"]
    searched = _searched(answer)
    if not searched:
        unread.append((ask, "not_told"))
    named: list[str] = []
    for path, text in _settings(answer.text):
        for value in (first or second for first, second in _SET.findall(text)):
            found = _ADDRESS.fullmatch(value)
            if found is not None and value.lower() not in _NOWHERE:
                named.append(from_target(f"{found[1]}{found[2] or ''}", 255))
            elif found is None and value:
                unread.append((path, "not_understood"))
        if _OTHERS.search(text):
            unread.append((path, "not_understood"))
    return Proxies(named[0] if named else "", tuple(dict.fromkeys(unread)), searched)


def _settings(text: str) -> list[tuple[str, str]]:
    """Path and text of each line that is in force."""
    lines = [(path, rest) for path, _, rest in (line.partition(":") for line in text.splitlines())]
    known = [(path, rest) for path, rest in lines if path.startswith(PATHS) and not _COMMENT.match(rest)]
    off = {path for path, rest in known if _SWITCHED_OFF.match(rest)}
    return [(path, rest) for path, rest in known if path not in off]


def _searched(answer: Answer) -> bool:
    """`grep` ends with 1 where it found nothing, and with 2 where a file was missing, whatever is in the others."""
    if answer.ok:
        return True
    rest = _SAID.sub("", answer.said).strip()
    if answer.trouble in {Trouble.MISSING, Trouble.DENIED}:
        return bool(_SAID.search(answer.said)) and not rest
    return answer.trouble is Trouble.FAILED and not rest
