"""When wrong passwords lock an account: pam_faillock and pam_tally2 where a stack both counts and turns away."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.collectors.kinds.password_policy import walk
from auditor.collectors.trees.pam import Step, flat

_PASSWORDS = frozenset({"pam_unix.so", "pam_sss.so", "pam_ldap.so", "pam_winbind.so", "pam_krb5.so", "pam_pwdfile.so"})
_COUNTING = frozenset({"pam_faillock.so", "pam_tally2.so"})
_DENY, _SECONDS = 3, 600
"""What pam_faillock takes where nothing is set (faillock.conf(5))."""

_INTERVAL = 900
"""Seconds within which pam_faillock counts failures as one row, where nothing is set (faillock.conf(5))."""

_FOREVER = 0


class _Part(StrEnum):
    ASKS = "asks"  # for the password
    DENIES = "denies"
    COUNTS = "counts"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Locked:
    """After how many wrong passwords (0: never), and for how many seconds (0: until somebody unlocks it)."""

    after: int
    seconds: int


NEVER = Locked(0, _FOREVER)


def lockout(steps: tuple[Step, ...], given: Mapping[str, str]) -> Locked | None:
    """What a stack of `auth` does to somebody who guesses; None where it cannot be told."""
    each = flat(steps)
    parts = {_part(step) for step in each} - {""}
    counts, denies = parts & {_Part.COUNTS, _Part.BOTH}, parts & {_Part.DENIES, _Part.BOTH}
    if not counts or not denies:
        return NEVER
    found = walk.ways(steps, _part)
    if found is None or not all(map(_sound, found)):
        return None
    told = [_told(step, given) for step in each if _part(step) not in {"", _Part.ASKS}]
    known = [one for one in told if one is not None]
    if len(known) < len(told) or len({one.after for one in known}) > 1:
        return None  # of several numbers nobody says which one comes first
    if known[0].after == 0:
        return NEVER
    bounded = [one.seconds for one in known if one.seconds != _FOREVER]
    return Locked(known[0].after, min(bounded, default=_FOREVER))


def _part(step: Step) -> str:
    if step.module in _PASSWORDS:
        return _Part.ASKS
    if step.module == "pam_tally2.so":
        return _Part.BOTH
    if step.module != "pam_faillock.so":
        return ""
    return _Part.COUNTS if "authfail" in step.words else _Part.DENIES


def _sound(way: walk.Way) -> bool:
    """Whether it turns away who is locked, and counts a password that was wrong."""
    denied = not way.through or bool(way.events & {(_Part.DENIES, True), (_Part.BOTH, True)})
    wrong = (_Part.ASKS, False) in way.events and (_Part.ASKS, True) not in way.events
    counted = any(part in {_Part.COUNTS, _Part.BOTH} for part, _ in way.events)
    return denied and (counted or not wrong)


def _told(step: Step, given: Mapping[str, str]) -> Locked | None:
    """What one of them is told to do."""
    old = step.module == "pam_tally2.so"
    if step.value("conf") is not None:
        return None  # a file of its own, which is not read
    own = {} if old else given
    deny = step.value("deny") or own.get("deny") or str(0 if old else _DENY)
    seconds = step.value("unlock_time") or own.get("unlock_time") or str(_FOREVER if old else _SECONDS)
    seconds = str(_FOREVER) if seconds == "never" else seconds
    within = step.value("fail_interval") or own.get("fail_interval") or str(_INTERVAL)
    if not all(re.fullmatch(r"\d{1,9}", text) for text in (deny, seconds, within)):
        return None
    if int(within) < _INTERVAL and int(deny) > 0:
        return None  # whoever guesses more slowly is in no row and never locked
    return Locked(int(deny), int(seconds))
