"""Whether a host reaches the world outside by itself."""

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Egress(Document):
    """Outbound attempts from the host itself. `control` says that the probe itself works there. Subject: host."""

    tried: tuple[Text, ...] = ()
    reached: tuple[Text, ...] = ()
    control: bool
    ipv4: bool = True
    ipv6: bool = False


KIND = Kind(
    name="egress",
    title="way out of the host",
    shape=Egress,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
