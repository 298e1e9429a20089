"""What the journal of systemd keeps: its settings as `systemd-analyze` tells them, its oldest and its newest entry."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"^(#?)\s*([A-Za-z]+)\s*=\s*(.*?)\s*$")
_SPAN = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([A-Za-zµ]*)")
_SECONDS: dict[str, float] = {
    **dict.fromkeys(("us", "µs", "usec"), 1e-6), **dict.fromkeys(("ms", "msec"), 1e-3),
    **dict.fromkeys(("", "s", "sec", "second", "seconds"), 1), **dict.fromkeys(("m", "min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600), **dict.fromkeys(("d", "day", "days"), 86_400),
    **dict.fromkeys(("w", "week", "weeks"), 604_800), **dict.fromkeys(("M", "month", "months"), 2_629_800),
    **dict.fromkeys(("y", "year", "years"), 31_557_600),
}  # fmt: skip
"""Seconds of each unit of systemd.time(7)."""

_STAMP = re.compile(r"^(Head|Tail) realtime timestamp: .*\(([0-9a-f]{1,16})\)$", re.IGNORECASE | re.MULTILINE)
NO_FILES = ("No journal files were found",)
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Journal:
    """Settings in force. `keeps_days`: entries are removed at that age, None where none is for its age alone.
    `forwards`: entries are handed to a syslog server. `understood`: every value that decides was.
    """

    keeps_days: int | None
    forwards: bool
    understood: bool


def settings(text: str) -> Journal | None:
    """Of the files of journald in their order, of which a later line outweighs an earlier one; None for another text.

    Where nothing sets it, whether entries are forwarded is what the file that came with the program says in a comment.
    """
    if "[Journal]" not in text:
        return None
    given: dict[str, str] = {}
    built_in: dict[str, str] = {}
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is not None:
            (built_in if found[1] else given)[found[2]] = found[3]
    limit = given.get("MaxRetentionSec", "")
    seconds = _seconds(limit) if limit else 0
    forwards = (given.get("ForwardToSyslog") or built_in.get("ForwardToSyslog") or "no").lower()
    storage = (given.get("Storage") or "auto").lower()
    understood = seconds is not None and storage in {"auto", "persistent"}
    return Journal(
        int(seconds // DAY) if seconds else None, forwards in {"1", "yes", "y", "true", "t", "on"}, understood
    )


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
