"""What one zone can reach in another."""

from auditor.model.base import Document, Port, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class ReachAnswer(Document):
    """One target that answered across zones. `target` is a host id, or `domain/address`."""

    target: Text
    port: Port


class Reach(Document):
    """What a vantage of one zone could reach in another. `control` says that the probe itself works. Subject: zone
    (the source).
    """

    to_zone: Text
    tried: tuple[ReachAnswer, ...] = ()
    answered: tuple[ReachAnswer, ...] = ()
    control: bool
    ipv4: bool = True
    ipv6: bool = False


KIND = Kind(
    name="reach",
    title="reachability between zones",
    shape=Reach,
    subject=SubjectKind.ZONE,
    part=Part.ESTATE,
    since="facts/1",
)
