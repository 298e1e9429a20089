"""What a gateway forwards between zones."""

from typing import Literal

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class ForwardRule(Document):
    """One accepting forward rule between zones; empty strings mean any."""

    from_zone: Text = ""
    to_zone: Text = ""
    port: Text = ""


class Firewall(Document):
    """The forwarding policy of the firewall between zones. Subject: zone (traffic leaving it)."""

    forward_policy: Literal["drop", "accept"]
    any_any: bool
    rules: tuple[ForwardRule, ...] = ()


KIND = Kind(
    name="firewall",
    title="firewall rules between zones",
    shape=Firewall,
    subject=SubjectKind.ZONE,
    part=Part.ESTATE,
    since="facts/1",
)
