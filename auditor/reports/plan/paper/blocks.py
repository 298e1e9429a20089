"""A paper before it is laid out: the same blocks become an editable file and a page, so that both say the same."""

from dataclasses import dataclass
from typing import Literal

from auditor.model.plan.document import DocumentForm
from auditor.reports.content.words import Both, same

BLANK = same("..........")
"""Where nobody knows: a line to write on."""

LINE = "\n"
"""Parts lines within a cell; no text from outside holds one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading."""

    text: Both
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `note` for small print, `basis` for the texts the paper rests on."""

    text: Both
    style: Literal["body", "note", "basis"] = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, each of its own paragraph."""

    items: tuple[Both, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its share of the width in permille."""

    title: Both
    share: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading is repeated on every page. Without rows it says `empty`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Both, ...], ...]
    empty: Both


Block = Heading | Paragraph | Points | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex on pages of its own, laid across."""

    number: str
    label: Both
    title: Both
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the paper."""

    superior: Both
    issuer: Both
    under_issuer: str
    number: Both
    lines: tuple[Both, ...]
    place_and_date: Both


@dataclass(frozen=True, slots=True)
class Foot:
    """Recipients at the left, signature at the right."""

    recipients_title: Both
    recipients: tuple[Both, ...]
    signer_title: Both
    signer: Both


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper."""

    form: DocumentForm
    head: Head
    grade: Both
    notices: tuple[Both, ...]
    kind: Both
    subject: Both
    blocks: tuple[Block, ...]
    foot: Foot
    annexes: tuple[Annex, ...]
