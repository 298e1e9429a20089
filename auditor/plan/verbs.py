"""What a verb of the plan is: data, from which the command line builds options, and what a verb shows on a terminal.

A room's `verb` says `VERB`; its `pages` says `FORMATS`, by the names of formats. Nothing here parses or prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "name", "names", "file", "switch", "proposal"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `name` is the field of `Choices` it fills, or what the verb's `acts` is told it by.

    `values` are all there are, the first being the default; a `name` is one of what `names` are several of, and a
    `proposal` is a file that holds waves.
    """

    name: str
    flag: str
    help: str
    kind: Kind = "text"
    values: tuple[str, ...] = ()


PROPOSAL = Option("proposal", "--plan", "Saved `plan waves --format json`; default: adopted waves.", "proposal")
PLANNING = Option("planning", "--planning", "Planning file instead of the run's.", "file")


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. The first of `formats` is the one nobody needs to ask for; `formats_help` says them.

    `output` is the help of `-o`, empty where everything goes to standard output. `stem` names the file under reports/
    that is written when nobody names another, as `run-stem.suffix`; without it standard output is the default. With
    `beside` a file is written as well as the table. `before` asks for an earlier run. `acts` names a module whose
    `act` does what is no part of a plan, such as reading answers back.
    """

    name: str
    help: str
    formats: tuple[str, ...]
    formats_help: str
    options: tuple[Option, ...] = ()
    output: str = ""
    stem: str = ""
    beside: bool = False
    before: bool = False
    acts: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A result, or with `note` words to the person. With `hang` it is a paragraph whose later lines begin so."""

    text: str
    hang: str | None = None
    note: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Screen:
    """What a terminal is shown, top to bottom."""

    shown: list[Line | Rows] = field(default_factory=list)

    def show(self, text: str, hang: str | None = None) -> None:
        """A result."""
        self.shown.append(Line(text, hang))

    def note(self, text: str, hang: str | None = None) -> None:
        """Words to the person beside the result."""
        self.shown.append(Line(text, hang, note=True))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Results in columns."""
        self.shown.append(Rows(tuple(headings), tuple(tuple(row) for row in rows)))
