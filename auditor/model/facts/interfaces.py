"""A host's network interfaces."""

from typing import Literal

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class HostInterface(Document):
    """One interface that is up, with its addresses; one that is up without any, as a radio that has joined nothing, is
    told as well. `carrier`: it is joined to something, which a bridge without a part is not. `tunnel` is every kind of
    VPN and encapsulation, `cellular` a mobile modem or a PPP link, `bridge` one that joins others into one segment.
    `part_of` names the bridge, bond or other interface that this one is a part of; empty for none.
    """

    name: Text
    addresses: tuple[Text, ...] = ()
    kind: Literal["ethernet", "bridge", "wireless", "cellular", "tunnel", "loopback", "other"] = "other"
    carrier: Told[bool] = None
    part_of: Told[Text] = None


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
