"""A paper before it is laid out: the same blocks become an editable file and a page, so that both say the same."""

from dataclasses import dataclass
from typing import Literal

from auditor.pages.papers.form import PaperForm
from auditor.text.words import Bilingual, same

BLANK = same("..........")
"""Where nobody knows: a line to write on."""

LINE = "\n"
"""Parts lines within a cell; no text from outside holds one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading."""

    text: Bilingual
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `note` for small print, `basis` for the texts the paper rests on."""

    text: Bilingual
    style: Literal["body", "note", "basis"] = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, each of its own paragraph."""

    items: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its share of the width in permille."""

    title: Bilingual
    share: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading is repeated on every page. Without rows it says `empty`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Bilingual, ...], ...]
    empty: Bilingual


Block = Heading | Paragraph | Points | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex on pages of its own, laid across."""

    number: str
    label: Bilingual
    title: Bilingual
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the paper."""

    superior: Bilingual
    issuer: Bilingual
    under_issuer: str
    number: Bilingual
    lines: tuple[Bilingual, ...]
    place_and_date: Bilingual


@dataclass(frozen=True, slots=True)
class Foot:
    """Recipients at the left, signature at the right."""

    recipients_title: Bilingual
    recipients: tuple[Bilingual, ...]
    signer_title: Bilingual
    signer: Bilingual


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper. One with `addressees` is a letter: it says under its number what it is about, then to whom."""

    form: PaperForm
    head: Head
    grade: Bilingual
    notices: tuple[Bilingual, ...]
    kind: Bilingual
    subject: Bilingual
    blocks: tuple[Block, ...]
    foot: Foot
    annexes: tuple[Annex, ...]
    addressees: tuple[Bilingual, ...] = ()
