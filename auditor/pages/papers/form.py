"""How papers of one office look: letters, margins, and the heads of State and of Party bodies."""

from typing import Annotated

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.entity import Name

Millimetres = Annotated[int, Field(ge=5, le=60)]


class Margins(Document):
    """Margins of a portrait page."""

    top: Millimetres
    bottom: Millimetres
    left: Millimetres
    right: Millimetres


class HeadForm(Document):
    """The head of one kind of body: lines above the place and date, what stands before the number, and the mark under
    the issuer's name (a line, or a text such as an asterisk).
    """

    lines: Annotated[tuple[Name, ...], Field(min_length=1, max_length=4)]
    number: Name
    under_issuer: Text = ""
    recipients: Name


class PaperForm(Document):
    """What all papers of an office have in common."""

    font: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9 -]{0,59}$")]
    size_pt: Annotated[int, Field(ge=10, le=16)]
    margins_mm: Margins
    state: HeadForm
    party: HeadForm
