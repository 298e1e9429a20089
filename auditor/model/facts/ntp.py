"""What a time server answers to one query."""

from auditor.model.base import Text
from auditor.model.facts.addressed import EXCUSED, Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Ntp(Addressed):
    """The answer to one query (RFC 5905, mode 3) at one address. `offset_ms` is the server's clock minus the vantage's
    own, and `delay_ms` the way there and back, half of which the offset may be wrong. `leap` is 3 where the server says
    that it is not synchronised, 1 and 2 where a leap second is announced. `reference` is whom it follows: an address,
    or the letters of a reference clock. Subject: host.
    """

    version: int
    stratum: int
    leap: int
    offset_ms: int
    delay_ms: int = 0
    reference: Text = ""


KIND = Kind(
    name="ntp",
    title="time server answer",
    shape=Ntp,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused=EXCUSED,
)
