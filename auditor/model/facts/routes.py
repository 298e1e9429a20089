"""A host's routing table."""

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Route(Document):
    """One row of a routing table; `via` is empty for a directly joined prefix."""

    prefix: Text
    via: Text = ""
    device: Text = ""


class Routes(Document):
    """The routing table. Subject: host."""

    routes: tuple[Route, ...] = ()
    default: bool
    proxy: Text = ""


KIND = Kind(
    name="routes",
    title="routing table",
    shape=Routes,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
