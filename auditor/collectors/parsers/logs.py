"""How long logs are kept (logrotate) and where they are sent (rsyslog)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.text.harmless import from_target

_PERIODS = {"hourly": 0, "daily": 1, "weekly": 7, "monthly": 30, "yearly": 365}
"""Days of one period; a month counts as 30 so that nothing is said to be kept longer than it is."""

_MAX_TARGETS = 50
_LEGACY = re.compile(r"^\s*[^#\s$]\S*\s+(@@?)(?:\([^)]*\))?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?")
_ACTION = re.compile(r"action\s*\(([^)]*)\)", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(r"([A-Za-z.]+)\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Settings of logrotate in force at one place; `days` is one period, None when only size decides."""

    days: int | None = None
    keep: int | None = None
    max_age: int | None = None

    def retention(self) -> int | None:
        """Days the oldest kept file covers, or None when it cannot be said."""
        if self.days is None or self.keep is None:
            return self.max_age
        kept = self.days * self.keep
        return kept if self.max_age is None else min(kept, self.max_age)


@dataclass(frozen=True, slots=True)
class Rotation:
    """One block of logrotate: its file patterns and how many days they are kept, None when it cannot be said."""

    patterns: tuple[str, ...]
    days: int | None


def parse_logrotate(main: str, parts: Iterable[str]) -> tuple[Rotation, ...]:
    """Every block of `logrotate.conf` and of the included files, which start from the defaults of the main file."""
    blocks, defaults = _blocks(main, _Rule())
    for part in parts:
        blocks += _blocks(part, defaults)[0]
    return tuple(blocks)


def _blocks(text: str, defaults: _Rule) -> tuple[list[Rotation], _Rule]:
    found: list[Rotation] = []
    outer, inner = defaults, None
    patterns: list[str] = []
    pending: list[str] = []
    skipping = False
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if skipping or line in {"postrotate", "prerotate", "firstaction", "lastaction", "preremove"}:
            skipping = line != "endscript"
        elif line.endswith("{"):
            patterns, pending, inner = [*pending, *line[:-1].split()], [], outer
        elif line == "}" and inner is not None:
            found.append(Rotation(tuple(word.strip("\"'") for word in patterns), inner.retention()))
            inner = None
        elif inner is not None:
            inner = _apply(inner, line.split())
        elif line.startswith(("/", '"/', "'/")):
            pending += line.split()
        else:
            outer = _apply(outer, line.split())
    return found, outer


def _apply(rule: _Rule, words: list[str]) -> _Rule:
    match words:
        case [period, *_] if period in _PERIODS:
            return replace(rule, days=_PERIODS[period])
        case ["rotate", count, *_] if re.fullmatch(r"-?[0-9]{1,6}", count):
            # -1 keeps every file; ten thousand periods say so without inventing infinity
            return replace(rule, keep=int(count) if int(count) >= 0 else 10_000)
        case ["maxage", days, *_] if days.isdecimal() and len(days) < 7:  # noqa: PLR2004  # longer is no number of days
            return replace(rule, max_age=int(days))
        case ["size" | "maxsize", *_]:
            return replace(rule, days=None)
    return rule


def parse_rsyslog_targets(texts: Iterable[str]) -> tuple[str, ...]:
    """Remote targets as `tcp://host:port` or `udp://host:port`, from old-style lines and `omfwd` actions, sorted."""
    found: set[str] = set()
    for text in texts:
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        found.update(target for line in lines if (target := _legacy(line)))
        found.update(target for body in _ACTION.findall("\n".join(lines)) if (target := _forward(body)))
    return tuple(sorted(found))[:_MAX_TARGETS]


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
