"""Which ports a sweep found open, and which it really tried."""

from auditor.model.base import Document, Port
from auditor.model.facts.kind import Kind
from auditor.model.vocab import Part, SubjectKind


class Ports(Document):
    """Ports seen open, and every port really tried (`swept`), from one vantage. Subject: host."""

    open: tuple[Port, ...] = ()
    swept: tuple[Port, ...] = ()


KIND = Kind(
    name="ports",
    title="open ports",
    shape=Ports,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
