"""Which SSH servers run on a machine, from its list of processes: each may have a file and options of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.collectors.asks import Answer, Command
from auditor.collectors.trees import in_force, processes

PROCESSES = Command(
    id="ps sshd",
    # process 1 shows that processes of others are shown at all; ps itself, in which network it was asked
    words=("ps", "-ww", "-p", "1", "-C", "sshd,ps", *processes.COLUMNS),
)

_PID = "/run/sshd.pid"
"""Written whenever the usual server starts, also when a signal makes the same process start anew (sshd(8))."""

SINCE = in_force.program("sshd", f"/etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/ssh/sshd_config.d/* {_PID}")

_LISTENER = re.compile(r"(?:sshd: )?(/\S*/sshd)(?:\s+(.*?))?(\s*\[listener\].*)?")
_OWN = " ".join(PROCESSES.words[:6])
_PROGRAMS = frozenset({"/usr/sbin/sshd", "/sbin/sshd"})
_VALUED, _FLAGS, _TOLD = frozenset("CEbcfghkopu"), frozenset("46DRVdeiqrt"), frozenset("fpo46")
"""Options of sshd(8) that have a value, those that have none, and those that change what is in force."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Servers by the options that tell `sshd -T` of each; none for the one of the usual file. `strangers` are places of
    those that cannot be asked; `seen` says that processes of others were shown.
    """

    options: tuple[tuple[str, ...], ...]
    strangers: tuple[str, ...]
    seen: bool


def servers(answer: Answer) -> Servers:
    """Listening servers in the network that was asked, without the processes of their sessions."""
    listed = processes.parse(answer.text, _OWN)
    found: list[tuple[str, ...]] = []
    strangers: list[str] = []
    for row in listed.rows:
        listener = _LISTENER.fullmatch(row.line) if row.name == "sshd" else None
        if listener is None:
            continue
        words = _words((listener[2] or "").split())
        cut = row.line.startswith("sshd: ") and not listener[3]
        if row.user != "0" or listener[1] not in _PROGRAMS or words is None or cut:
            strangers.append(f"{PROCESSES.id}: {listener[1]}")
        else:
            found.append(words)
    return Servers(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(strangers)), seen=answer.ok and listed.seen)


def changed_since(ages: Answer, files: Answer) -> str:
    """A file of the usual server that changed after it began, which then holds to what stood there before; empty for
    none, and where that is not told.
    """
    began = [moment for line, moment in SINCE.began(ages, files).items() if _is_usual(line)]
    changed = in_force.changes(files)
    written = changed.pop(_PID, 0)
    return in_force.newer(changed, max(min(began), written)) if began else ""


def _is_usual(line: str) -> bool:
    listener = _LISTENER.fullmatch(line)
    words = _words((listener[2] or "").split()) if listener else None
    return words is not None and not file_of(words)


def _words(args: list[str]) -> tuple[str, ...] | None:
    """The options that decide what is in force, each with its value in a word of its own; None for what is none."""
    found: list[str] = []
    rest = iter(args)
    for word in rest:
        if not re.fullmatch(r"-[A-Za-z0-9]\S*", word):
            return None
        for letter, value in _letters(word[1:], rest):
            if letter not in _VALUED | _FLAGS:
                return None
            if letter in _TOLD:
                found += [f"-{letter}", *([value] if letter in _VALUED else [])]
    return tuple(found)


def _letters(word: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Options of one word, as getopt(3) takes them: the first that has a value takes what is left, or the next word."""
    for at, letter in enumerate(word):
        if letter not in _VALUED:
            yield letter, ""
            continue
        value = word[at + 1 :] or next(rest, "")
        if letter == "o" and "=" not in value:
            value = f"{value}={next(rest, '')}"
        yield letter, value
        return


def file_of(words: tuple[str, ...]) -> str:
    """The file that a server was started with; empty for the usual one."""
    return words[words.index("-f") + 1] if "-f" in words else ""
