"""A host's network interfaces."""

from typing import Literal

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class HostInterface(Document):
    """One interface that is up, with its addresses."""

    name: Text
    addresses: tuple[Text, ...] = ()
    kind: Literal["ethernet", "wireless", "cellular", "tunnel", "loopback", "other"] = "other"


class Interfaces(Document):
    """Interfaces that are up. Subject: host."""

    interfaces: tuple[HostInterface, ...] = ()


KIND = Kind(
    name="interfaces",
    title="network interfaces",
    shape=Interfaces,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
