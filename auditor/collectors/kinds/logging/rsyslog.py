"""Where rsyslog sends logs, from its files: old-style lines, property filters, `omfwd` and `omrelp` actions.

A target counts where it surely gets every message of the machine: outside of any condition and of any block, in the
ruleset that the machine's own messages go to, and before any rule that ends some of them (`stop`). What may send
something and is not understood is told by its place. Text in quotes is never taken for an action.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
_CALL = re.compile(r"\b(action|include|input|module|ruleset)\s*\(", re.IGNORECASE)
_PARAMETER = re.compile(r"([A-Za-z.]+)\s*=\s*(\x00\d+\x00|\[[^\]]*\])")
_QUOTED = re.compile(r"\x00(\d+)\x00")
_DIRECTIVE = re.compile(r"^[ \t]*\$(\w+)[ \t]+(\S+)", re.MULTILINE)
_ENDS_SOME = re.compile(r"(?:(?<=\s)|^)(?:stop\b|~(?=\s|\Z))|:omdiscard:", re.MULTILINE)
_CALLED = re.compile(r"(?:(?<=\s)|^)call(?:_indirect)?\s", re.MULTILINE)
_OTHER_ACTION = re.compile(r"(?:^|\s)(?:[\w,*;!=.]+\.[\w*!=,.;]+|then|&)\s+([\^>])", re.MULTILINE)
_EVERY_MESSAGE = frozenset({"", "*.*", "*.debug"})
_UNFINISHED = re.compile(r".*\b(?:then|else|if|or|and|not)|.*[&,(=\\]|[\w,*;!=.]+|:[^\x00]*\x00\d+\x00")
"""The line of a statement that goes on in the next one, such as a condition without what it is about."""

_SELDOM = frozenset({
    "actionexeconlywhenpreviousissuspended", "actionexeconlyeverynthtime", "actionexeconlyonceeveryinterval",
})  # fmt: skip
"""Directives after which an action takes some messages only; as parameters they have a dot behind `action`."""

_OFF = frozenset({"off", "0", "no"})
_DEFAULT_RULESET = "rsyslog_defaultruleset"
_OWN_INPUTS = frozenset({"imuxsock", "imjournal", "imklog"})
_IN_PART = "a rule that sends some messages only"
_BEHIND = "a target behind a rule that ends some messages"
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


@dataclass(slots=True)
class _Walk:
    """What is found on the way through the files, in the order in which rsyslog reads them, and how things stand there:
    `own` while rules are about the machine's own messages, `ended` once a rule may have ended some of them, `seldom`
    while actions take some of what they get.
    """

    folder: Mapping[str, str]
    known: str
    found: set[str] = field(default_factory=set)
    in_part: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    own: bool = True
    ended: bool = False
    seldom: bool = False
    diverted: bool = False

    def target(self, place: str, target: str, *, whole: bool) -> None:
        """Takes a target, which stands in a file where all messages come by or not."""
        if not whole or not self.own or self.seldom or self.diverted:
            self.in_part.append(f"{place}: {_IN_PART}")
        elif self.ended:
            self.in_part.append(f"{place}: {_BEHIND}")
        else:
            self.found.add(target)

    def directive(self, name: str, value: str) -> None:
        """Takes a line `$name value`."""
        if name == "ruleset":
            self.own = value.lower() == _DEFAULT_RULESET
        elif name == "defaultruleset":
            self.diverted = self.diverted or value.lower() != _DEFAULT_RULESET
        elif name in _SELDOM:
            self.seldom = value.lower() not in _OFF

    def included(self, place: str, pattern: str) -> list[str]:
        """Files that a pattern means, none where it leads to files that nobody read."""
        if pattern.rpartition("/")[0] != self.known and pattern.rstrip("/") != self.known:
            self.elsewhere.append(f"{place}: an include")
            return []
        glob = pattern if pattern.rstrip("/") != self.known else f"{self.known}/*"
        paths = sorted(path for path in self.folder if path not in self.seen and fnmatchcase(path, glob))
        self.seen.update(paths)
        return paths


def forwarding(main: str, folder: Mapping[str, str], known: str) -> Forwarding:
    """Reads the main file, and of a folder the files that it includes. `known` is that folder's path."""
    walk = _Walk(folder, known)
    _read("rsyslog.conf", main, walk)
    journal = any("imjournal" in text for text in (main, *(folder[path] for path in walk.seen)))
    in_part = [] if walk.found else walk.in_part
    doubts = tuple(dict.fromkeys((*walk.doubts, *in_part)))
    return Forwarding(tuple(sorted(walk.found))[:MAX_TARGETS], doubts, tuple(walk.elsewhere), journal)


def _plain(text: str) -> tuple[str, list[str]]:
    """The text without comments, lines that go on put together, and a number in the place of each text in quotes."""
    strings: list[str] = []

    def put(found: re.Match[str]) -> str:
        if found[0][0] in "#/":
            return " "
        strings.append(found[0][1:-1])
        return f"\x00{len(strings) - 1}\x00"

    return _TOKEN.sub(put, text.replace("\x00", " ")).replace("\\\n", "  "), strings


_Step = tuple[int, str, str]
"""Where something stands that matters, which sort of thing it is, and what it says."""


def _read(place: str, text: str, walk: _Walk) -> None:
    """Goes through one file, and at their places through those that it includes."""
    plain, strings = _plain(text)
    masked, steps = _of_calls(plain, strings, walk)
    steps += [(one.start(), _directive(one[1]), f"{one[1].lower()} {one[2]}") for one in _DIRECTIVE.finditer(masked)]
    steps += [(one.start(), "ends", "") for one in _ENDS_SOME.finditer(_without_rulesets(masked))]
    sent = [*_SENT.finditer(masked), *_RELP.finditer(masked)]
    steps += [(one.start(), "target", _of_line(one)) for one in sent]
    for at, sort, value in sorted(steps):
        if sort == "include":
            for path in walk.included(place, value.removeprefix("includeconfig ")):
                _read(path, walk.folder[path], walk)
        elif sort == "directive":
            walk.directive(*value.split(" ", 1))
        elif sort == "ends":
            walk.ended = True
        elif sort == "strange":
            walk.doubts.append(f"{place}: {value}")
        else:
            walk.target(place, value, whole=sort == "target" and _takes_all(masked, at))
    left = _RELP.sub(" ", _SENT.sub(" ", masked))
    strange = ["@"] * ("@" in left) + [name for name in _MODULE_LINE.findall(left) if name not in _LOCAL]
    walk.doubts += [f"{place}: {name}" for name in dict.fromkeys((*strange, *_OTHER_ACTION.findall(left)))]


def _directive(name: str) -> str:
    return "include" if name.lower() == "includeconfig" else "directive"


def _of_line(sent: re.Match[str]) -> str:
    """The target of an old-style line."""
    if sent.re is _RELP:
        return _target("tcp", sent[1], sent[2])
    return _target("tcp" if sent[1] == "@@" else "udp", sent[2], sent[3] or "514")


def _of_calls(text: str, strings: list[str], walk: _Walk) -> tuple[str, list[_Step]]:
    """The text with blanks between the brackets of each call, and what calls of actions, includes and inputs say."""
    steps: list[_Step] = []
    masked = text
    for name, body, at in _calls(text):
        inside = body.find("(") + 1
        masked = f"{masked[: at + inside]}{' ' * (len(body) - inside - 1)}{masked[at + len(body) - 1 :]}"
        given = {key.lower(): _values(value, strings) for key, value in _PARAMETER.findall(body)}
        if name == "include":
            steps += [(at, "include", pattern) for pattern in given.get("file", [])]
            steps += [(at, "strange", "include")] * ("file" not in given)
        elif name == "action":
            targets = _targets(given)
            sort = (
                "in part"
                if any(key.replace(".", "") in _SELDOM and given[key] != ["off"] for key in given)
                else "target"
            )
            steps += [(at, sort, target) for target in sorted(targets or ())]
            steps += [(at, "strange", "action")] * (targets is None)
        elif _OWN_INPUTS.intersection([*given.get("type", []), *given.get("load", [])]) and "ruleset" in given:
            walk.diverted = True
    return masked, steps


def _without_rulesets(text: str) -> str:
    """The text with blanks in the place of blocks of rulesets, which end messages of their own alone, unless another
    one may call them.
    """
    if _CALLED.search(text):
        return text
    found = text
    for name, body, at in _calls(text):
        start = text.find("{", at + len(body)) if name == "ruleset" else -1
        if start < 0:
            continue
        depth, end = 1, start + 1
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        found = f"{found[:start]}{' ' * (end - start)}{found[end:]}"
    return found


def _takes_all(text: str, at: int) -> bool:
    """Whether an action at a place takes every message that comes by: outside of any block, as a statement of its own,
    behind `*.*`, or behind `&` after one that does.
    """
    before = text[:at]
    lines = [line.strip() for line in before.split("\n")]
    selector = lines.pop()
    above = [line for line in lines if line]
    while selector == "&" and above:
        selector = above.pop().split()[0]
    finished = selector or not above or not _UNFINISHED.fullmatch(above[-1])
    return bool(finished) and selector in _EVERY_MESSAGE and before.count("{") == before.count("}")


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
