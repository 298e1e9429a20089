"""What every reader of a tree gives: lines with their parents, and the doubts it had."""

from dataclasses import dataclass

MAX_LINES = 50_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: where it begins, the headings it stands under from the outside in, and its words.

    A heading is the number of its line and its text, since two blocks may have one text.
    """

    number: int
    parents: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """The first word in lower case; programs differ in nothing else so often."""
        return self.words[0].lower() if self.words else ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the text is not what its grammar allows. `code` says in which way."""

    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Tree:
    """All lines in order, headings of blocks among them, and all doubts."""

    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()
