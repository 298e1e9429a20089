"""What a platform's own log holds of the calls over one link."""

from typing import Annotated

from pydantic import Field

from auditor.model.base import Document
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.declared import Channel
from auditor.model.vocab.subjects import SubjectKind

Count = Annotated[int, Field(ge=0)]


class Gap(Document):
    """A time without a call that succeeded: in seconds, and as the hours and the days of Viet Nam's calendar that lie
    between (0: within one).
    """

    seconds: Count
    hours: Count
    days: Count


class ChannelCalls(Document):
    """Calls of a link by one channel, and the days of the first and the last of them."""

    channel: Channel
    calls: Count
    first_day: int
    last_day: int


class ExchangeLog(Document):
    """What an owner's log of a platform or gateway holds of one link, counted row by row; a row is one call with its
    result, and none is kept. Subject: link.

    `covered_seconds` is from the first to the last row of the whole log, whichever link it is about; `first_day` and
    `last_day` are of this link's rows. `without_…` count calls that do not tell their time, an identifier, both
    parties, a purpose, a result; `repeated_ids` those whose identifier an earlier call has; `failed` those that did not
    succeed. `before_first` is the time from the beginning of the log to the link's first success, `longest_gap` the
    longest one after it, up to the end of the log; both are the whole log where none succeeded. Days are proleptic
    ordinals, in the time of Viet Nam. What the log has no column for, or does not tell whole, is absent.
    """

    calls: Count
    first_day: int | None = None
    last_day: int | None = None
    covered_seconds: Count | None = None
    before_first: Gap | None = None
    longest_gap: Gap | None = None
    channels: tuple[ChannelCalls, ...] | None = None
    without_time: Count | None = None
    without_id: Count | None = None
    repeated_ids: Count | None = None
    without_parties: Count | None = None
    without_purpose: Count | None = None
    without_result: Count | None = None
    failed: Count | None = None


KIND = Kind(
    name="exchange_log",
    title="log of the calls over a link",
    shape=ExchangeLog,
    subject=SubjectKind.LINK,
    part=Part.ESTATE,
    since="facts/1",
    excused={
        "calls": "How many rows the counts are of, for people.",
        "failed": "Shows why an exchange lags; the time without a success is judged.",
    },
)
