"""Addresses that a name of a system resolves to."""

from auditor.model.base import Text
from auditor.model.facts.addressed import EXCUSED, Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Dns(Addressed):
    """Addresses one name resolves to from the vantage, and whether HTTPS answers at each IPv6 address that was asked.
    Subject: system.
    """

    name: Text
    a: tuple[Text, ...] = ()
    aaaa: tuple[Text, ...] = ()
    https_over_ipv6: bool | None = None


KIND = Kind(
    name="dns",
    title="name resolution",
    shape=Dns,
    subject=SubjectKind.SYSTEM,
    part=Part.SYSTEM,
    since="facts/1",
    excused=EXCUSED,
)
