"""Addresses that a name of a system resolves to."""

from auditor.model.base import Text, Told
from auditor.model.facts.addressed import EXCUSED, Addressed, Family
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Dns(Addressed):
    """Addresses one name resolves to from the vantage, and whether HTTPS answers at each IPv6 address that was asked.
    Subject: system.

    Where the name has IPv6 addresses, `answers_over` are the IP versions in which one of its addresses took a
    connection on TCP 443 or 80. `closed_over` are those in which every address took none on either, each packet is
    known to have come to nothing beyond the vantage, and another service answered the vantage in that version.
    """

    name: Text
    a: tuple[Text, ...] = ()
    aaaa: tuple[Text, ...] = ()
    https_over_ipv6: bool | None = None
    answers_over: Told[tuple[Family, ...]] = None
    closed_over: Told[tuple[Family, ...]] = None


KIND = Kind(
    name="dns",
    title="name resolution",
    shape=Dns,
    subject=SubjectKind.SYSTEM,
    part=Part.SYSTEM,
    since="facts/1",
    excused=EXCUSED,
)
