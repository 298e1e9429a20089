"""Where a host takes its time from, and how far it is off."""

from typing import Literal

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab import Part, SubjectKind


class TimeConfig(Document):
    """Time client: its configured servers and what it says of itself. `offset_ms` is the client's own figure. Subject:
    host.
    """

    service: Literal["chrony", "ntpd", "timesyncd", "none"]
    servers: tuple[Text, ...] = ()
    synchronised: bool
    source: Text = ""
    stratum: int | None = None
    leap: int | None = None
    offset_ms: int | None = None


KIND = Kind(
    name="time_config",
    title="time client configuration",
    shape=TimeConfig,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
