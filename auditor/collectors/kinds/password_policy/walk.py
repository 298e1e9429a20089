"""Every way through a stack of PAM: what must have happened wherever somebody is let through or turned away.

Which value a module returns nobody knows beforehand, so each may return any; the ways are followed as libpam does
(`_pam_dispatch_aux`). What holds on all of them holds on the machine; where it does not, it may hold all the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from auditor.collectors.trees.pam import Step

Event = tuple[str, bool]
"""A label of a module that was asked, and whether it was content."""

_MOST_STATES = 20_000


@dataclass(frozen=True, slots=True)
class Way:
    """How far a way has come: what libpam would answer if it ended here, and what happened on it."""

    decided: str = ""
    success: bool = False
    events: frozenset[Event] = frozenset()

    @property
    def through(self) -> bool:
        """Whether somebody is let through at the end of it."""
        return self.decided == "positive" and self.success


def ways(steps: tuple[Step, ...], label: Callable[[Step], str]) -> frozenset[Way] | None:
    """Every end that a stack may come to, with the events of the modules that have a label; None where there are too
    many.
    """
    ends, left = _followed(steps, {Way()}, label, [0])
    return None if left is None else frozenset(ends | left)


def _followed(
    steps: tuple[Step, ...], begin: Iterable[Way], label: Callable[[Step], str], count: list[int]
) -> tuple[set[Way], set[Way] | None]:
    """Ways that ended before the last step by `done` or `die`, and those that came past it."""
    ends: set[Way] = set()
    at: list[set[Way]] = [set(begin), *(set() for _ in steps)]
    for number, step in enumerate(steps):
        for way in at[number]:
            count[0] += 1
            if count[0] > _MOST_STATES:
                return ends, None
            if step.inner is not None:
                inner, past = _followed(step.inner, {way}, label, count)
                if past is None:
                    return ends, None
                at[number + 1] |= inner | past
                continue
            for token, ended, skipped in _asked(step, way, label):
                if ended:
                    ends.add(token)
                else:
                    at[min(number + 1 + skipped, len(steps))].add(token)
    return ends, at[len(steps)]


def _asked(step: Step, way: Way, label: Callable[[Step], str]) -> Iterator[tuple[Way, bool, int]]:
    """Ways on from one module: the way, whether it ends there, and how many steps are skipped."""
    name = label(step)
    for value in _returned(step):
        action = step.actions.get(value, step.actions["default"])
        success = value == "success"
        right = success or value == "new_authtok_reqd"
        seen = replace(way, events=way.events | {(name, right)}) if name else way
        if isinstance(action, int):
            yield seen, False, action
            if success and not way.decided:
                yield replace(seen, decided="positive", success=True), False, action
        elif action in {"ok", "done"}:
            taken = seen
            if value != "ignore" and (not way.decided or (way.decided == "positive" and way.success)):
                taken = replace(seen, decided="positive", success=success)
            yield taken, action == "done" and taken.decided == "positive", 0
        elif action in {"bad", "die"}:
            yield replace(seen, decided="negative", success=False), action == "die", 0
        elif action == "reset":
            yield replace(seen, decided="", success=False), False, 0
        else:
            yield seen, False, 0


_NEVER_IGNORES = frozenset(
    {"pam_pwquality.so", "pam_cracklib.so", "pam_pwhistory.so", "pam_unix.so", "pam_faillock.so", "pam_tally2.so"}
)
"""Modules that never say of themselves that they are not asked about a user of the machine's own."""

_ALWAYS = {"pam_deny.so": ("other",), "pam_permit.so": ("success",), "pam_rootok.so": ("other",)}
"""Modules that return one value; of `pam_rootok`, to whoever is not root."""


def _returned(step: Step) -> tuple[str, ...]:
    """Values that a module may return; `other` stands for all that its line does not name."""
    if step.module in _ALWAYS:
        return _ALWAYS[step.module]
    if step.module == "pam_faillock.so" and "authfail" in step.words:
        return ("ignore", "other")  # having counted, it wants not to be counted itself
    named = [token for token in step.actions if token not in {"default", "ignore"}]
    ignores = [] if step.module in _NEVER_IGNORES else ["ignore"]
    return tuple(dict.fromkeys(("success", "other", *ignores, *named)))
