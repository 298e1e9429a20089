"""What the calls of one link in a log come to: counts, and how long no call succeeded. No row is kept."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.collectors.parsers.calls import Call, Result, has_parties, has_purpose, result, tells
from auditor.collectors.parsers.rows import VIETNAM
from auditor.model.facts.exchange_log import ChannelCalls, ExchangeLog, Gap
from auditor.model.settings import CallColumn
from auditor.model.vocab.declared import Channel

_HOUR, _DAY = 3600, 86_400
_AHEAD = int(VIETNAM.utcoffset(None).total_seconds())

_COLUMN_OF = {
    "without_time": CallColumn.AT,
    "without_id": CallColumn.ID,
    "repeated_ids": CallColumn.ID,
    "without_purpose": CallColumn.PURPOSE,
    "without_result": CallColumn.RESULT,
    "failed": CallColumn.RESULT,
}
"""The column that each count needs; parties need two."""

_TIMED = ("first_day", "last_day", "covered_seconds", "before_first", "longest_gap", "channels")
_SUCCEEDED = ("before_first", "longest_gap")


@dataclass(slots=True)
class Span:
    """The first and the last second of some rows, since 1970."""

    first: int | None = None
    last: int | None = None

    def take(self, second: int) -> None:
        """Widens the span."""
        self.first = second if self.first is None else min(self.first, second)
        self.last = second if self.last is None else max(self.last, second)


@dataclass(slots=True)
class Tally:
    """The calls of one link so far. `channel` is that of the whole log, where somebody said so."""

    channel: Channel | None
    calls: int = 0
    missing: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*_COLUMN_OF, "without_parties"), 0))
    span: Span = field(default_factory=Span)
    channels: dict[Channel, tuple[int, Span]] = field(default_factory=dict)
    odd_channel: bool = False
    unclear: bool = False
    _ids: set[int] = field(default_factory=set)
    _successes: list[int] = field(default_factory=list)

    def take(self, call: Call, at: datetime.datetime | None) -> None:
        """Counts one call; `at` is None where its time is not understood."""
        values = call.values
        self.calls += 1
        second = None if at is None else int(at.timestamp())
        self.missing["without_time"] += second is None
        parties = values.get(CallColumn.CONSUMER, ""), values.get(CallColumn.PROVIDER, "")
        self.missing["without_parties"] += not has_parties(*parties)
        self.missing["without_purpose"] += not has_purpose(values.get(CallColumn.PURPOSE, ""))
        self._identify(values.get(CallColumn.ID, ""))
        ended = result(values.get(CallColumn.RESULT, ""))
        self.missing["without_result"] += ended is Result.NONE
        self.missing["failed"] += ended is Result.FAILURE
        self.unclear = self.unclear or ended in {Result.UNCLEAR, Result.NONE}
        if second is None:
            return
        self.span.take(second)
        self._by_channel(values.get(CallColumn.CHANNEL, ""), second)
        if ended is Result.SUCCESS:
            self._successes.append(second)

    def _identify(self, text: str) -> None:
        if not tells(text):
            self.missing["without_id"] += 1
            return
        self.missing["repeated_ids"] += hash(text) in self._ids
        self._ids.add(hash(text))

    def _by_channel(self, text: str, second: int) -> None:
        channel = _channel(text) if text else self.channel
        if channel is None or (self.channel is not None and channel is not self.channel):
            self.odd_channel = True
        if channel is None:
            return
        calls, span = self.channels.get(channel, (0, Span()))
        span.take(second)
        self.channels[channel] = calls + 1, span

    def unread(self, columns: frozenset[CallColumn]) -> dict[str, str]:
        """Fields that this does not tell whole, and the code of why. `columns` are those that every file has."""
        known = {**_COLUMN_OF, **dict.fromkeys(_TIMED, CallColumn.AT), **dict.fromkeys(_SUCCEEDED, CallColumn.RESULT)}
        gone = {name: "no_such_column" for name, column in known.items() if column not in columns}
        if not {CallColumn.CONSUMER, CallColumn.PROVIDER} <= columns:
            gone["without_parties"] = "no_such_column"
        if CallColumn.AT not in columns:
            gone |= dict.fromkeys(_TIMED, "no_such_column")
        if self.channel is None and CallColumn.CHANNEL not in columns:
            gone["channels"] = "no_such_column"
        doubtful: set[str] = set()
        if self.missing["without_time"]:
            doubtful |= set(_TIMED)
        if self.unclear:
            doubtful |= {*_SUCCEEDED, "failed"}
        if self.odd_channel:
            doubtful.add("channels")
        return dict.fromkeys(sorted(doubtful), "row_not_understood") | gone

    def told(self, log: Span, unread: Iterable[str]) -> ExchangeLog:
        """The fact, without what is unread. `log` is the time that all rows of the log lie in."""
        found: dict[str, object] = dict(self.missing)
        if log.first is not None and log.last is not None and self.span.first is not None:
            found |= {
                "first_day": _day(self.span.first),
                "last_day": _day(self.span.last or self.span.first),
                "covered_seconds": log.last - log.first,
                **self._gaps(log.first, log.last),
                "channels": tuple(_told(*one) for one in sorted(self.channels.items())),
            }
        kept = {name: value for name, value in found.items() if name not in set(unread)}
        return ExchangeLog.model_validate({"calls": self.calls, **kept})

    def _gaps(self, first: int, last: int) -> dict[str, Gap]:
        seconds = sorted(self._successes)
        if not seconds:
            whole = _gap(first, last)
            return {"before_first": whole, "longest_gap": whole}
        gaps = [_gap(one, other) for one, other in pairwise([*seconds, last])]
        longest = Gap(
            seconds=max(gap.seconds for gap in gaps),
            hours=max(gap.hours for gap in gaps),
            days=max(gap.days for gap in gaps),
        )
        return {"before_first": _gap(first, seconds[0]), "longest_gap": longest}


def _told(channel: Channel, counted: tuple[int, Span]) -> ChannelCalls:
    calls, span = counted
    first, last = span.first or 0, span.last or 0
    return ChannelCalls(channel=channel, calls=calls, first_day=_day(first), last_day=_day(last))


def _channel(text: str) -> Channel | None:
    try:
        return Channel(text.casefold())
    except ValueError:
        return None


def _gap(first: int, last: int) -> Gap:
    hours = (last + _AHEAD) // _HOUR - (first + _AHEAD) // _HOUR
    return Gap(seconds=last - first, hours=hours, days=_day(last) - _day(first))


def _day(second: int) -> int:
    return datetime.datetime.fromtimestamp(second, VIETNAM).date().toordinal()
