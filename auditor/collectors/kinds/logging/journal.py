"""What the journal of systemd keeps: its settings as `systemd-analyze` tells them, its oldest and its newest entry."""

import re
from dataclasses import dataclass

from auditor.collectors.trees import units

_LINE = re.compile(r"^(#?)([A-Za-z]+)\s*=\s*(.*)$")
_SPAN = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([A-Za-zµ]*)")
_SECONDS: dict[str, float] = {
    **dict.fromkeys(("us", "µs", "usec"), 1e-6), **dict.fromkeys(("ms", "msec"), 1e-3),
    **dict.fromkeys(("", "s", "sec", "second", "seconds"), 1), **dict.fromkeys(("m", "min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600), **dict.fromkeys(("d", "day", "days"), 86_400),
    **dict.fromkeys(("w", "week", "weeks"), 604_800), **dict.fromkeys(("M", "month", "months"), 2_629_800),
    **dict.fromkeys(("y", "year", "years"), 31_557_600),
}  # fmt: skip
"""Seconds of each unit of systemd.time(7)."""

_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)\s*([BKMGTPE]?)")
_USAGE = re.compile(r"^Disk usage: (\S{1,20})$", re.MULTILINE)
_TRUE = frozenset({"1", "yes", "y", "true", "t", "on"})
_FALSE = frozenset({"0", "no", "n", "false", "f", "off"})

_STAMP = re.compile(r"^(Head|Tail) realtime timestamp: .*\(([0-9a-f]{1,16})\)$", re.IGNORECASE | re.MULTILINE)
NO_FILES = ("No journal files were found",)
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Journal:
    """Settings in force. `removes_seconds`: a file is removed once its oldest entry is of that age, None where none is
    for its age alone. `spans_seconds`: what one file holds at most. `bytes_allowed`: what all may take by a setting,
    None where the program's own share of the disk counts. `forwards`: entries are handed to a syslog server.
    `understood`: every value that decides was.
    """

    removes_seconds: float | None
    forwards: bool
    understood: bool
    spans_seconds: float = _SECONDS["month"]
    bytes_allowed: int | None = None

    @property
    def keeps_days(self) -> int | None:
        """Days that every entry is kept, as far as age decides: the newest of a file goes with its oldest."""
        if self.removes_seconds is None:
            return None
        return int(max(0, self.removes_seconds - self.spans_seconds) // DAY)


def settings(text: str) -> Journal | None:
    """Of the files of journald in their order, of which a later line outweighs an earlier one, if it is not empty; None
    for another text.

    Where nothing sets it, whether entries are forwarded is what the file that came with the program says in a comment;
    where comments differ, somebody wrote one of them.
    """
    if "[Journal]" not in text:
        return None
    given: dict[str, str] = {}
    built_in: set[str] = set()
    section = ""
    for line in units.lines(text):
        found = _LINE.match(line)
        if line.startswith("["):
            section = line
        elif found is not None and found[1]:
            built_in |= {found[3].lower()} if found[2] == "ForwardToSyslog" else set()
        elif found is not None and found[3] and section == "[Journal]":
            given[found[2]] = found[3]
    seconds, spans = (_seconds(given.get(name) or "0") for name in ("MaxRetentionSec", "MaxFileSec"))
    allowed = _bytes(given.get("SystemMaxUse", ""))
    forwards = given.get("ForwardToSyslog", "").lower() or min(built_in, default="no")
    storage = given.get("Storage") or "auto"
    endless = bool(seconds) and not spans and bool(given.get("MaxFileSec"))  # a file may span more than it is kept
    understood = None not in (seconds, spans) and not endless and storage in {"auto", "persistent"}
    return Journal(
        seconds or None,
        forwards in _TRUE,
        understood and (bool(given.get("ForwardToSyslog")) or len(built_in) <= 1) and forwards in _TRUE | _FALSE,
        spans or _SECONDS["month"],
        allowed,
    )


def _bytes(value: str) -> int | None:
    """A size as systemd reads it, in units of 1024; None for anything else."""
    found = _SIZE.fullmatch(value.strip())
    return round(float(found[1]) * 1024 ** "BKMGTPE".index(found[2] or "B")) if found else None


def used_bytes(header: str) -> int:
    """What all files take, by `journalctl --header`."""
    return sum(_bytes(size) or 0 for size in _USAGE.findall(header))


def _seconds(value: str) -> float | None:
    """A span as systemd reads it, as `1month 2days`; None for anything else."""
    if value == "infinity":
        return 0
    parts = _SPAN.findall(value)
    if not parts or _SPAN.sub("", value).strip() or any(unit not in _SECONDS for _, unit in parts):
        return None
    return float(sum(float(number) * _SECONDS[unit] for number, unit in parts))


def held_days(header: str) -> int | None:
    """Days between the oldest and the newest entry of all, by `journalctl --header`; None where there is none."""
    stamps = [(end.lower(), int(number, 16)) for end, number in _STAMP.findall(header)]
    first = [number for end, number in stamps if end == "head" and number]
    last = [number for end, number in stamps if end == "tail" and number]
    return max(0, (max(last) - min(first)) // (DAY * 1_000_000)) if first and last else None
