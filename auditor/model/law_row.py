"""One rule of law taken apart, whether a control judges it or not."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from auditor.model.base import Document, Identifier, Text
from auditor.model.control import ControlId
from auditor.model.vocab.controls import Ground
from auditor.model.vocab.verdicts import Severity


class Decider(StrEnum):
    """What a verdict on a row would rest on; `person` is somebody's judgement, which no look and no paper replaces."""

    FACTS = Ground.FACTS.value
    DECLARATION = Ground.DECLARATION.value
    PAPER = Ground.PAPER.value
    PERSON = "person"


class LawRow(Document):
    """A rule with the place it comes from, in words of ours.

    `lacks` are kinds of fact that it waits for and nobody collects yet. `same_as` are other rows that say the same, by
    which it is covered where all of them are. `left_out` says why no control will be written.
    """

    id: ControlId
    says: Text
    says_vi: Text
    source: Annotated[str, Field(min_length=1, max_length=300)]
    severity: Severity
    by: Decider
    lacks: tuple[Identifier, ...] = ()
    same_as: tuple[ControlId, ...] = ()
    left_out: Text = ""

    @model_validator(mode="after")
    def _one_reason(self) -> Self:
        if self.left_out and (self.lacks or self.same_as):
            raise ValueError("what is left out waits for no kind of fact and is covered by no other row")
        if self.id in self.same_as:
            raise ValueError("a row is the same as itself")
        return self
