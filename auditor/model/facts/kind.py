"""What a kind of fact is; every module of this folder that has one names it `KIND`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from auditor.model.base import Document
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of observation: the shape of its data, whom it is about, and which document carries it.

    `title` is the message id of what people call it, `since` the schema of facts that has it first. A kind belongs to
    exactly one part, so that nothing is judged twice. `excused` says of each field that nothing reads what it is there
    for, in a sentence; a test holds that every other field is read.
    """

    name: str
    title: str
    shape: type[Document]
    subject: SubjectKind
    part: Part
    since: str
    excused: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
