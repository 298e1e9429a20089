"""What a time server answers to one query."""

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Ntp(Document):
    """A mode-3 query's answer. `offset_ms` is server minus local clock, `local_ms` the vantage's own known error.
    Subject: host.
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
    excused={
        "version": "Shows which NTP a server speaks, for whoever mends it; no control rests on it.",
        "delay_ms": "Bounds the error of `offset_ms`, for whoever doubts it.",
    },
)
