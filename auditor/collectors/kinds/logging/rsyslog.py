"""Where rsyslog sends logs, from its files: old-style lines, property filters, `omfwd` and `omrelp` actions.

What may send something and is not understood is told by its place. Text in quotes is never taken for an action.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from auditor.text.harmless import from_target

MAX_TARGETS = 50
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|(?:(?<=\s)|^)(?:/\*.*?(?:\*/|\Z)|#[^\n]*)', re.DOTALL | re.MULTILINE
)
_HOST = r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+"
_SENT = re.compile(rf"(?<![\w@.])(@@?)(?:\([^)\n]*\))?({_HOST})(?::([0-9]{{1,5}}))?(?=[\s;)}}]|\Z)")
_RELP = re.compile(rf":omrelp:({_HOST}):([0-9]{{1,5}})")
_MODULE_LINE = re.compile(r":(om\w+):")
_CALL = re.compile(r"\b(action|include)\s*\(", re.IGNORECASE)
_PARAMETER = re.compile(r"([A-Za-z.]+)\s*=\s*(\x00\d+\x00|\[[^\]]*\])")
_QUOTED = re.compile(r"\x00(\d+)\x00")
_INCLUDE_LINE = re.compile(r"^\s*\$IncludeConfig\s+(\S+)", re.IGNORECASE | re.MULTILINE)
_OTHER_ACTION = re.compile(r"(?:^|\s)(?:[\w,*;!=.]+\.[\w*!=,.;]+|then|&)\s+([\^>])", re.MULTILINE)
_IN_PART = "a rule that sends some messages only"
_LOCAL = frozenset({
    "omfile", "omusrmsg", "omdiscard", "omjournal", "omruleset", "omstdout", "ompipe", "mmjsonparse", "mmnormalize",
    "mmutf8fix", "mmanon", "mmfields", "mmcount", "mmexternal", "mmpstrucdata", "mmrfc5424addhmac", "mmdblookup",
    "mmsequence", "mmtaghostname", "mmsnmptrapd", "mmaitag", "mmleefparse", "mmkubernetes",
})  # fmt: skip
"""Modules that keep what they take on this machine, or only change it."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Targets that get every message, as `tcp://host:port` or `udp://host:port`, sorted; places that were not
    understood, or that send on some messages only where no target gets all; patterns of files included that nobody
    read; and whether the journal is read.
    """

    targets: tuple[str, ...]
    doubts: tuple[str, ...]
    elsewhere: tuple[str, ...]
    takes_journal: bool


def forwarding(main: str, folder: Mapping[str, str], known: str) -> Forwarding:
    """Reads the main file, and of a folder the files that it includes. `known` is that folder's path."""
    found: set[str] = set()
    in_part: list[str] = []
    doubts: list[str] = []
    elsewhere: list[str] = []
    waiting, seen = [("rsyslog.conf", main)], set[str]()
    texts = [main]
    while waiting:
        place, text = waiting.pop(0)
        plain, strings = _plain(text)
        targets, strange, patterns = _read(plain, strings)
        found |= {target for target, whole in targets if whole}
        in_part += [f"{place}: {_IN_PART}"] * any(not whole for _, whole in targets)
        doubts += [f"{place}: {name}" for name in strange]
        for pattern in patterns:
            if pattern.rpartition("/")[0] != known and pattern.rstrip("/") != known:
                elsewhere.append(f"{place}: an include")
                continue
            glob = pattern if pattern.rstrip("/") != known else f"{known}/*"
            for path in sorted(path for path in folder if path not in seen and fnmatchcase(path, glob)):
                seen.add(path)
                waiting.append((path, folder[path]))
                texts.append(folder[path])
    journal = any("imjournal" in text for text in texts)
    if not found:
        doubts += in_part
    return Forwarding(tuple(sorted(found))[:MAX_TARGETS], tuple(doubts), tuple(elsewhere), journal)


def _plain(text: str) -> tuple[str, list[str]]:
    """The text without comments, and with a number in the place of each text in quotes."""
    strings: list[str] = []

    def put(found: re.Match[str]) -> str:
        if found[0][0] in "#/":
            return " "
        strings.append(found[0][1:-1])
        return f"\x00{len(strings) - 1}\x00"

    return _TOKEN.sub(put, text.replace("\x00", " ")), strings


def _read(text: str, strings: list[str]) -> tuple[set[tuple[str, bool]], list[str], list[str]]:
    """Targets and whether they get every message, what was not understood, and patterns of files included."""
    found: set[tuple[str, bool]] = set()
    strange: list[str] = []
    patterns = _INCLUDE_LINE.findall(text)
    rest = text
    for name, body, at in _calls(text):
        rest = rest.replace(body, " ")
        given = {key.lower(): _values(value, strings) for key, value in _PARAMETER.findall(body)}
        if name == "include":
            patterns += given.get("file", [])
            strange += ["include"] * ("file" not in given)
        else:
            targets = _targets(given)
            found |= {(target, _takes_all(text, at)) for target in targets or ()}
            strange += ["action"] * (targets is None)
    for sent in _SENT.finditer(rest):
        target = _target("tcp" if sent[1] == "@@" else "udp", sent[2], sent[3] or "514")
        found.add((target, _takes_all(rest, sent.start())))
    for sent in _RELP.finditer(rest):
        found.add((_target("tcp", sent[1], sent[2]), _takes_all(rest, sent.start())))
    left = _RELP.sub(" ", _SENT.sub(" ", rest))
    strange += ["@"] * ("@" in left)
    strange += [name for name in _MODULE_LINE.findall(left) if name not in _LOCAL]
    strange += _OTHER_ACTION.findall(left)
    return found, list(dict.fromkeys(strange)), patterns


def _takes_all(text: str, at: int) -> bool:
    """Whether an action at a place takes every message: outside of any block, behind `*.*`, behind nothing, or behind
    `&` after one that does.
    """
    before = text[:at]
    lines = before.splitlines() if before and before[-1] != "\n" else [*before.splitlines(), ""]
    selector = lines.pop().strip() if lines else ""
    while selector == "&" and lines:
        selector = next(iter(lines.pop().split()), "&")
    return selector in {"", "*.*"} and before.count("{") == before.count("}")


def _calls(text: str) -> Iterator[tuple[str, str, int]]:
    """Name and all that stands in the brackets of each action and include, and where it stands."""
    for found in _CALL.finditer(text):
        depth, at = 1, found.end()
        while depth and at < len(text):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        yield found[1].lower(), text[found.start() : at], found.start()


def _values(value: str, strings: list[str]) -> list[str]:
    return [strings[int(number)] for number in _QUOTED.findall(value)]


def _targets(given: dict[str, list[str]]) -> set[str] | None:
    """Where one action sends what it takes; None where that is not understood."""
    kind = (given.get("type") or [""])[0].lower()
    if kind in _LOCAL:
        return set()
    if kind not in {"omfwd", "omrelp"} or not given.get("target") or not all(given["target"]):
        return None
    protocol = "tcp" if kind == "omrelp" else (given.get("protocol") or ["udp"])[0].lower()
    port = (given.get("port") or ["514"])[0]
    return {_target(protocol, target, port) for target in given["target"]}


def _target(protocol: str, host: str, port: str) -> str:
    plain = host if ":" not in host else f"[{host.strip('[]')}]"
    return f"{from_target(protocol, 10)}://{from_target(plain, 255)}:{from_target(port, 5)}"
