"""What `logrotate -d` says it would do: every rule in force, after defaults, includes and all that it passes over.

It does not say `maxage`, which files tell, and the words are those of rotateLogSet() in logrotate.c, versions 3.8 to
3.22.
"""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.collectors.kinds.logging import periods
from auditor.collectors.kinds.logging.files import Rotation

_RULE = re.compile(
    r"(?P<patterns>[^\s].*?)\s"
    r"(?:(?P<named>hourly|weekly|monthly|yearly)|after (?P<days>\d{1,9}) days|\d+ bytes|forced from command line)"
    r" (?:\((?:(?P<count>-?\d{1,9}) rotations|no old logs will be kept)\)\n|(?P<all>(?:olddir|empty log files) ))",
    re.DOTALL,
)
"""One rule; what patterns stand on several lines in a file do so here."""

_SOONER = re.compile(r"log files >= \d+ are rotated earlier")
_READ = re.compile(r"^(reading config file|including) (\S.*)$")
_IGNORED = re.compile(r"^(?:error: )?Ignoring (\S+?),? because ")
_FAULT = re.compile(r"^error: (?:(/[^\s:]{1,200}|[\w.-]{1,100}):(\d{1,6})\b)?")
_HARMLESS = ("error: stat of ", "error: skipping ", "error: failed to stat ", "error: error opening state file")
"""What it says of logs that are not there, or that it would not touch."""

_LONGEST = 20_000
"""Characters of one rule's patterns and settings."""

_EVERY = 10_000
"""Rotations that stand for all: no file is ever removed by number."""


@dataclass(frozen=True, slots=True)
class Told:
    """Rules, paths of the files they are from, and the places that it did not understand."""

    rules: tuple[Rotation, ...]
    read: tuple[str, ...]
    faults: tuple[str, ...]


def parse(text: str, ages: Mapping[tuple[str, ...], int]) -> Told | None:
    """None where that is no report of logrotate to its end. `ages` are days that files set as `maxage`, by patterns."""
    if not re.search(r"^Handling \d+ logs$", text, re.MULTILINE):
        return None
    rules: list[Rotation] = []
    faults: list[str] = []
    for chunk in re.split(r"^rotating pattern: ", text, flags=re.MULTILINE)[1:]:
        head = chunk[:_LONGEST].partition("\nconsidering log ")[0]
        found = _RULE.match(head)
        if found is None:
            faults.append("rotating pattern")
            continue
        patterns = _patterns(found["patterns"])
        rules.append(Rotation(patterns, _days(found, sooner=bool(_SOONER.search(head)), age=ages.get(patterns))))
    for line in text.splitlines():
        if line.startswith("error: ") and not line.startswith(_HARMLESS):
            place = _FAULT.match(line)
            faults.append(f"{place[1]}:{place[2]}" if place and place[1] else "logrotate -d")
    handled = re.search(r"^Handling (\d+) logs$", text, re.MULTILINE)
    if handled is None or int(handled[1]) != len(rules) + faults.count("rotating pattern"):
        faults.append("logrotate -d")
    return Told(tuple(rules), files_read(text), tuple(dict.fromkeys(faults)))


def _patterns(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())


def _days(found: re.Match[str], *, sooner: bool, age: int | None) -> int | None:
    """Days that the oldest kept file covers; None where size decides."""
    count = -1 if found["all"] else int(found["count"] or 0)
    if count == 0:
        return 0
    if sooner or not (found["named"] or found["days"]):
        return None
    rotations = count if count > 0 else _EVERY
    kept = periods.days(found["named"], rotations) if found["named"] else int(found["days"]) * rotations
    return kept if age is None else min(kept, age)


def missed(text: str, paths: Iterable[str]) -> list[str]:
    """Files of a folder that it went through and that it neither read nor passed over: they came, or were renamed,
    while it looked.
    """
    gone_through = {folder.strip().rstrip("/") for what, folder in _opened(text) if what == "including"}
    ignored = {name for line in text.splitlines() for name in _IGNORED.findall(line)}
    return [
        path
        for path in paths
        if path.rpartition("/")[0] in gone_through
        and path not in files_read(text)
        and not {path, path.rpartition("/")[2]} & ignored
    ]


def _opened(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in map(_READ.match, text.splitlines()) if found]


def files_read(text: str) -> tuple[str, ...]:
    """Paths of the files that it read; those of a folder are told by name, below the folder included."""
    found: list[str] = []
    folder = ""
    for what, name in _opened(text):
        if what == "including":
            folder = name.strip().rstrip("/")
        else:
            found.append(name.strip() if name.startswith("/") else f"{folder}/{name.strip()}")
    return tuple(dict.fromkeys(found))
