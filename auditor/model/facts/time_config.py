"""Where a host takes its time from, and how far it is off."""

from typing import Literal

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class TimeConfig(Document):
    """Time client: its servers and what it says of itself. Subject: host.

    `servers` are what the client itself lists: servers, pools, peers and reference clocks, by the names they were given
    where it tells them. `source` is the one it follows now, exactly as it says. `self_source`: it follows its own clock
    (an undisciplined local clock, refid 127.127.1.x, or none at all), which is no source, so that it is not
    `synchronised`. `offset_ms` is true time minus the host's clock, by the client's own figure.
    """

    service: Literal["chrony", "ntpd", "timesyncd", "none"]
    servers: Told[tuple[Text, ...]] = None
    synchronised: Told[bool] = None
    source: Told[Text] = None
    self_source: Told[bool] = None
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
    excused={
        "stratum": "The client's own figure; a time server is judged by what it answers to others.",
        "leap": "The client's own figure; a time server is judged by what it answers to others.",
    },
)
