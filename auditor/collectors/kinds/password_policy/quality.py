"""What modules of PAM ask of a new password: pam_pwquality, pam_cracklib, pam_unix and pam_pwhistory, with the files
that they read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.collectors.trees.pam import Step

_PAIR = re.compile(r"(#\s*)?([a-z_]+)(?:\s*=\s*(\S+))?")
_CREDITS = ("dcredit", "ucredit", "lcredit", "ocredit")
_FIRST_LENGTH = {"pam_pwquality.so": 8, "pam_cracklib.so": 9}
"""What each asks for by its manual where nothing is set."""

_HISTORY = 10
"""What pam_pwhistory remembers where nothing is set (pam_pwhistory(8))."""

_OBSCURE = 6
"""The least length under Debian's `obscure` (pam_unix(8))."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one module asks for at least."""

    length: int = 0
    classes: int = 0
    remember: int = 0


def settings(texts: Iterable[str]) -> dict[str, str]:
    """Settings of `key = value` files in their order, of which a later one outweighs; a word alone is `1`. What a file
    tells of its program's own value in a comment stands under the key with a `#`.
    """
    found: dict[str, str] = {}
    for text in texts:
        for line in text.splitlines():
            row = _PAIR.fullmatch(line.strip())
            if row is not None and (row[3] or not row[1]):
                found[("#" if row[1] else "") + row[2]] = row[3] or "1"
    return found


def asked(step: Step, given: Mapping[str, str]) -> Asked | None:
    """What a module asks for, by its words and by the settings of its file; None where a value is none."""
    try:
        match step.module:
            case "pam_pwquality.so":
                return _quality(step, given)
            case "pam_cracklib.so":
                return _quality(step, {"#dcredit": "1", "#ucredit": "1", "#lcredit": "1", "#ocredit": "1"})
            case "pam_pwhistory.so":
                return Asked(remember=_number(step.value("remember") or given.get("remember", str(_HISTORY))))
            case _:
                least = _OBSCURE if step.value("obscure") is not None else 0
                return Asked(
                    length=_number(step.value("minlen") or str(least)), remember=_number(step.value("remember") or "0")
                )
    except ValueError:
        return None


def _quality(step: Step, given: Mapping[str, str]) -> Asked:
    """The shortest password that is taken: what characters of a sort count for more than one is taken off."""
    if step.value("enforcing") == "0" or (step.value("enforcing") is None and given.get("enforcing") == "0"):
        return Asked()
    credits_ = [_number(_set(step, given, key, "0")) for key in _CREDITS]
    length = _number(_set(step, given, "minlen", str(_FIRST_LENGTH[step.module])))
    classes = _number(_set(step, given, "minclass", "0"))
    least = max(length, 6) - sum(credit for credit in credits_ if credit > 0)
    return Asked(max(0, least), max(classes, sum(credit < 0 for credit in credits_)))


def _set(step: Step, given: Mapping[str, str], key: str, usual: str) -> str:
    return step.value(key) or given.get(key) or given.get(f"#{key}") or usual


def _number(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,6}", text):
        raise ValueError(text)
    return int(text)
