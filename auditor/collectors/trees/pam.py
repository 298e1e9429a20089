"""Stacks of PAM as pam.d(5) writes them: for one service and one type the modules in order, files included."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_MOST_STEPS, _DEEPEST = 200, 12

Actions = Mapping[str, str | int]
"""What follows from each value that a module returns; `default` for any that is not named. A number skips as many."""

_KEYWORDS: Mapping[str, Actions] = MappingProxyType(
    {
        "required": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "bad"},
        "requisite": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "die"},
        "sufficient": {"success": "done", "new_authtok_reqd": "done", "default": "ignore"},
        "optional": {"success": "ok", "new_authtok_reqd": "ok", "default": "ignore"},
    }
)
_LINE = re.compile(r"-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+)(?:\s+(.*))?", re.IGNORECASE)
_WORD = re.compile(r"\[([^\]]*)\]|\S+")
"""One word for a module; brackets hold one with blanks in it."""
_ACTION = re.compile(r"([a-z_]+)=(ok|done|bad|die|ignore|reset|\d{1,3})")


@dataclass(frozen=True, slots=True)
class Step:
    """One module with its words; or a stack within, `inner`, whose ends are only its own."""

    module: str
    actions: Actions
    words: tuple[str, ...] = ()
    inner: "tuple[Step, ...] | None" = None

    def value(self, key: str) -> str | None:
        """What the word `key=...` gives, the last one where it is there twice; empty for the word alone."""
        found = [word.partition("=")[2] for word in self.words if word.partition("=")[0] == key]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Stack:
    """Modules of one type for one service, and the places that were not understood or are not there."""

    steps: tuple[Step, ...]
    doubts: tuple[str, ...]


def flat(steps: tuple[Step, ...]) -> list[Step]:
    """Every module, those of stacks within among them."""
    return [one for step in steps for one in (flat(step.inner) if step.inner is not None else [step])]


@dataclass(slots=True)
class _Reading:
    files: Mapping[str, str]
    doubts: list[str] = field(default_factory=list)
    count: int = 0


def stack(files: Mapping[str, str], service: str, kind: str) -> Stack | None:
    """The stack of a service, by the texts of pam.d's files by name; None where it has no file: then `other` counts."""
    if service not in files:
        return None
    reading = _Reading(files)
    steps = _steps(reading, service, kind, 0)
    return Stack(steps, tuple(dict.fromkeys(reading.doubts)))


def _steps(reading: _Reading, name: str, kind: str, depth: int) -> tuple[Step, ...]:
    if name not in reading.files or depth > _DEEPEST:
        reading.doubts.append(name)
        return ()
    found: list[Step] = []
    for line in _lines(reading.files[name]):
        words = line.split()
        if words[0] == "@include":
            found += _steps(reading, words[1] if len(words) > 1 else "", kind, depth + 1)
            continue
        row = _LINE.fullmatch(line)
        if row is None:
            reading.doubts.append(name)
        elif row[1].lower() == kind:
            found += _step(reading, row, kind, depth)
        if reading.count > _MOST_STEPS:
            reading.doubts.append(name)
            break
    return tuple(found)


def _step(reading: _Reading, row: re.Match[str], kind: str, depth: int) -> tuple[Step, ...]:
    reading.count += 1
    control, module = row[2].lower(), row[3].rpartition("/")[2]
    if control == "include":
        return _steps(reading, row[3], kind, depth + 1)
    if control == "substack":
        return (Step("", _KEYWORDS["required"], inner=_steps(reading, row[3], kind, depth + 1)),)
    words = tuple(word[1] or word[0] for word in _WORD.finditer(row[4] or ""))
    if control in _KEYWORDS:
        return (Step(module, _KEYWORDS[control], words),)
    pairs = control.strip("[]").split()
    told = [found for pair in pairs if (found := _ACTION.fullmatch(pair)) is not None]
    if len(told) < len(pairs) or not pairs:
        reading.doubts.append(module)
    actions: dict[str, str | int] = {one[1]: int(one[2]) if one[2].isdecimal() else one[2] for one in told}
    return (Step(module, {"default": "bad"} | actions, words),)


def _lines(text: str) -> list[str]:
    """Statements: continued lines joined, comments left out."""
    joined = re.sub(r"\\\n", " ", text)
    bare = (line.partition("#")[0].strip() for line in joined.splitlines())
    return [line for line in bare if line]
