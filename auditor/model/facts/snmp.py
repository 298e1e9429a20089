"""Versions of SNMP that answer a stranger."""

from typing import Literal

from auditor.model.base import Document
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Snmp(Document):
    """Which protocol versions answered a read of sysDescr with a well-known community or without one. Subject: host."""

    answered: tuple[Literal["v1", "v2c", "v3"], ...] = ()
    tried: tuple[Literal["v1", "v2c", "v3"], ...] = ()


KIND = Kind(
    name="snmp",
    title="SNMP answer",
    shape=Snmp,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
