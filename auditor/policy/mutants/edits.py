"""One change of a policy's text, and the mutant it makes."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "comparison",
    "boolean",
    "negation",
    "line",
    "rule",
    "number",
    "operand",
    "member",
    "helper",
    "quantifier",
    "need",
    "source",
    "field",
    "matter",
    "age",
]

KINDS: dict[Kind, str] = {
    "comparison": "== and != exchanged; < and <=, > and >= exchanged",
    "boolean": "true and false exchanged",
    "negation": "`not` dropped",
    "line": "one expression of a body always true",
    "rule": "a rule, or an `else` of it, dropped",
    "number": "a number one more, one less",
    "operand": "one side of `&` or `|`, the right side of `-`, dropped",
    "member": "one member of a set or list dropped",
    "helper": "`sound` and `seen` exchanged: what a pass may rest on, and what names a fault",
    "quantifier": "`every` made `some`",
    "need": "METADATA: a needed kind dropped",
    "source": "METADATA: a needed kind accepted from anywhere",
    "field": "METADATA: a field that is judged by, not named",
    "matter": "METADATA: a counter-fact no longer listened to",
    "age": "METADATA: max_age_days doubled",
}
"""What each kind of mutant changes."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `new` in the place of the text between two offsets."""

    start: int
    end: int
    new: str
    kind: Kind

    @property
    def in_metadata(self) -> bool:
        """True where the rules stay as they are and only what the catalogue says of them changes."""
        return self.kind in {"need", "source", "field", "matter", "age"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy that differs from a control's in one edit."""

    kind: Kind
    in_metadata: bool
    line: int
    """Line of the control's policy.rego, from 1, in which the change begins."""
    before: str
    after: str
    """What stood there and what stands there now, as much as tells them apart."""
    text: str
    """The whole policy."""


def mutants_of(text: str, edits: list[Edit]) -> tuple[Mutant, ...]:
    """The mutants that edits make of a policy, in order of place. Two edits with one result are one mutant."""
    found: dict[str, Mutant] = {}
    for edit in sorted(set(edits)):
        changed = text[: edit.start] + edit.new + text[edit.end :]
        if changed != text and changed not in found:
            line = text.count("\n", 0, edit.start) + 1
            found[changed] = Mutant(edit.kind, edit.in_metadata, line, *_shown(text, edit), changed)
    return tuple(found.values())


_SHOWN = 100


def _shown(text: str, edit: Edit) -> tuple[str, str]:
    """The line or lines of an edit before and after it, each on one line and no longer than `_SHOWN`."""
    start, end = text.rfind("\n", 0, edit.start) + 1, text.find("\n", edit.end)
    end = len(text) if end < 0 else end
    before, after = text[start:end], text[start : edit.start] + edit.new + text[edit.end : end]
    return _cut(before), _cut(after) or "(nothing)"


def _cut(lines: str) -> str:
    joined = " ".join(lines.lstrip("# ").split())
    return joined if len(joined) <= _SHOWN else joined[: _SHOWN - 1] + "…"
