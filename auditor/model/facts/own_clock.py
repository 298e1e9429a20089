"""How far a host's own clock is off, by its own word and not by that of what it follows."""

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.facts.steady import Carried, SteadyReading
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class OwnClock(Document):
    """What the host says that the time is, against a time server that the vantage asked just before. Subject: host.

    `ahead_ms` is the host's clock minus the vantage's, which may be wrong itself. `offset_ms` is the host's clock minus
    that of `reference`, the id of the time server, so that an error of the vantage's cancels out; it may be wrong by
    `within_ms` at most: half of both round trips, and what the host's program leaves out of a second.
    `reference_source` is what that server says it follows. Where none answered, all but `ahead_ms` is unread.

    Where there was none to ask, `steady` is the host's clock held against the steady one of the computer that asked.
    From that and from comparisons of that computer with a time server before and after, the offset is told when facts
    are read; `carried` says by which.
    """

    ahead_ms: int
    offset_ms: int | None = None
    within_ms: int | None = None
    reference: Told[Text] = None
    reference_source: Told[Text] = None
    steady: Told[SteadyReading] = None
    carried: Told[Carried] = None


KIND = Kind(
    name="own_clock",
    title="the machine's own time",
    shape=OwnClock,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
    excused={
        "ahead_ms": "Against the vantage's own clock, for whoever doubts it; the vantage may be wrong itself.",
        "steady": "What the offset is worked out from, by hand too, where the computer that asked was carried there.",
        "carried": "By which looks at a time server the offset is known, for whoever asks.",
    },
)
