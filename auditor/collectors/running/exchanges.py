"""Logs of platforms and gateways that owners hand over, counted link by link; nothing is sent, and no row is kept."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.collectors.outcome import Outcome, Place, failed, observation
from auditor.collectors.parsers.call_counts import Span, Tally
from auditor.collectors.parsers.calls import Call, Calls, from_table, from_text, has_month_first, moment, shown
from auditor.collectors.parsers.rows import AHEAD, VIETNAM
from auditor.collectors.planning.plan import CollectionPlan
from auditor.errors import InventoryError, UnreadableError
from auditor.inventory.exchange.opening import Bounds, opened
from auditor.model.facts import Cause, Cover, Observation, Unread
from auditor.model.settings import CallColumn, ExchangeLogFiles
from auditor.model.vocab.measurements import Basis, State
from auditor.text.harmless import from_target
from auditor.text.tables import decoded

_LARGEST = 64 * 1024 * 1024
_BOUNDS = Bounds(
    packed=_LARGEST,
    unpacked=8 * _LARGEST,
    parts=200,
    too_much="holds more than is read of a log",
    remedy="Export the log as CSV, in parts.",
)
_VANTAGE = "import"
_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".log", ".json", ".jsonl", ".xlsx"})
_MOST_TOLD = 20
_SHORTEST = 4
"""Letters and figures of the beginning of a name, before it says which link is meant; `/api/*` is not enough."""
_ZONES: Mapping[str, datetime.tzinfo] = {"vietnam": VIETNAM, "utc": datetime.UTC}


@dataclass(slots=True)
class _Log:
    """One log that was read: what each link of it comes to. `spoilt` says, for people, what of it nobody could read;
    then no link's counts are whole, since it may be about each of them.
    """

    source: ExchangeLogFiles
    files: list[str] = field(default_factory=list)
    columns: frozenset[CallColumn] = frozenset(CallColumn)
    span: Span = field(default_factory=Span)
    links: dict[str, Tally] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    spoilt: list[str] = field(default_factory=list)

    def tally(self, link: str) -> Tally:
        """The counts of a link, begun where there are none."""
        return self.links.setdefault(link, Tally(self.source.channel))


class _Names:
    """Which link a log means by a name: by its id, by a name of `logged_as`, or by one that ends in `*`, the longest of
    those that fit. A name that two links bear is nobody's.
    """

    def __init__(self, plan: CollectionPlan) -> None:
        self._plan = plan
        whole: dict[str, set[str]] = {}
        for link, logged in plan.logged_links.items():
            for name in (link, *logged.names):
                whole.setdefault(name.strip().casefold(), set()).add(link)
        self.shared = {name for name, links in whole.items() if len(links) > 1}
        self._exact = {name: min(links) for name, links in whole.items() if len(links) == 1}
        beginnings = (name for name in self._exact if name.endswith("*") and _says_which(name))
        self._beginnings = sorted(beginnings, key=len, reverse=True)
        self._seen: dict[str, tuple[str, bool]] = {}

    def of(self, name: str) -> tuple[str, bool]:
        """The link of a name, empty where there is none, and whether the name may not be spoken of."""
        known = self._seen.get(name)
        if known is None:
            link = self._link(name.casefold())
            known = self._seen[name] = link, not link and self._plan.hides(name)
        return known

    def _link(self, name: str) -> str:
        if name in self._exact:
            return self._exact[name]
        found = next((one for one in self._beginnings if name.startswith(one[:-1])), None)
        return self._exact[found] if found else ""


def _says_which(name: str) -> bool:
    """Whether a beginning is of some names and not of all."""
    return sum(sign.isalnum() for sign in name) >= _SHORTEST


def read_exchanges(plan: CollectionPlan, now: datetime.datetime) -> tuple[list[Observation], list[str]]:
    """One observation for each link that a log speaks of, by the log whose newest row is the newest; and one that says
    why not for each other link that a log was to speak of. With notes about what could not be used.

    The instant of a look is that of the newest row of its log, so that an old log is old whenever it is read. Rows
    about what the plan hides are passed over as if they were not there.
    """
    if not plan.exchange_logs:
        return [], []
    notes: list[str] = []
    names = _Names(plan)
    logs = [_read(source, names, now, notes) for source in plan.exchange_logs]
    found: list[Observation] = []
    unread = [words for log in logs if not log.files for words in log.spoilt]
    for link, logged in plan.logged_links.items():
        place = Place(_VANTAGE, logged.zone)
        about = [log for log in logs if link in log.links]
        if about:
            newest = max(about, key=lambda log: log.span.last or 0)
            outcome = _outcome(newest, newest.links[link], unread)
            at = now if newest.span.last is None else datetime.datetime.fromtimestamp(newest.span.last, datetime.UTC)
            found.append(observation("exchange_log", link, place, outcome, basis=Basis.IMPORTED, at=min(at, now)))
        elif logged.expected:
            missing = _missing(logs)
            found.append(observation("exchange_log", link, place, missing, basis=Basis.IMPORTED, at=now))
    return found, notes


def _missing(logs: Sequence[_Log]) -> Outcome:
    """Why a link has no counts. A log that nobody could read may have spoken of it."""
    spoilt = next((words for log in logs for words in log.spoilt), None)
    return failed(State.PARSE_ERROR, "log_not_read", spoilt) if spoilt else failed(State.NOT_TRIED, "not_in_the_log")


def _read(source: ExchangeLogFiles, names: _Names, now: datetime.datetime, notes: list[str]) -> _Log:
    log = _Log(source)
    tables = [
        (path.name, _seen(table, names))
        for path in _files(source.files, log)
        if (table := _table(path, source, log)) is not None
    ]
    times = _Times(_ZONES.get(source.times), any(has_month_first(table.rows) for _, table in tables), now + AHEAD)
    for file, table in tables:
        log.files.append(file)
        log.columns &= table.columns or frozenset(key for call in table.rows for key in call.values)
        for call in table.rows:
            _take(log, f"{file} row {call.number}", call, names, times)
    notes += log.spoilt[:_MOST_TOLD]
    if log.strangers:
        listed = ", ".join(sorted(log.strangers)[:_MOST_TOLD])
        notes.append(f"{log.files[0]}: no link is declared that the log calls {listed}")
    return log


def _seen(table: Calls, names: _Names) -> Calls:
    """The rows that may be told of, numbered anew."""
    open_ = (call for call in table.rows if not names.of(call.values.get(CallColumn.SERVICE, ""))[1])
    return Calls(table.columns, tuple(replace(call, number=number) for number, call in enumerate(open_, 1)))


@dataclass(frozen=True, slots=True)
class _Times:
    """How the times of a log are read, and the instant after which one lies in the future."""

    zone: datetime.tzinfo | None
    month_first: bool
    latest: datetime.datetime

    def of(self, call: Call) -> datetime.datetime | None:
        """The instant of a call; None where it tells none that can be."""
        at = moment(call.values.get(CallColumn.AT, ""), self.zone, month_first=self.month_first)
        return None if at is None or at > self.latest else at


def _take(log: _Log, where: str, call: Call, names: _Names, times: _Times) -> None:
    name = call.values.get(CallColumn.SERVICE, "")
    if call.broken or not name:
        log.spoilt.append(f"{where} is out of shape" if call.broken else f"{where} does not say what was called")
        return
    if name.casefold() in names.shared:
        log.spoilt.append(f"{where} is about two links of one name")
        return
    link, _ = names.of(name)
    at = times.of(call)
    if at is not None:
        log.span.take(int(at.timestamp()))
    if link:
        log.tally(link).take(call, at)
    elif len(log.strangers) <= _MOST_TOLD:
        log.strangers.add(shown(name))


def _outcome(log: _Log, tally: Tally, elsewhere: Sequence[str]) -> Outcome:
    unread = tally.unread(log.columns)
    data = tally.told(log.span, unread)
    tool = f"log {log.files[0]}"[:120]
    read = tuple(from_target(name) for name in log.files[:_MOST_TOLD])
    spoilt = [*log.spoilt, *elsewhere]
    if not spoilt and not unread:
        return Outcome(State.OK, data, tool=tool, cover=Cover(read=read))
    if spoilt:
        cause = Cause(code="log_not_read", args=(from_target(spoilt[0]),))
        left = tuple(from_target(words) for words in spoilt[:_MOST_TOLD])
        return Outcome(State.PARTIAL, data, cause, tool, Cover(read=read, not_read=left), ())
    gaps = tuple(Unread(field=name, where=from_target(log.files[0]), code=code) for name, code in unread.items())
    first, *_ = gaps
    return Outcome(State.PARTIAL, data, Cause(code=first.code, args=(first.where,)), tool, Cover(read=read), gaps)


def _table(path: Path, source: ExchangeLogFiles, log: _Log) -> Calls | None:
    try:
        if path.suffix.lower() == ".xlsx":
            return from_table(_sheet(path), source.columns)
        return from_text(_text(path), source.columns)
    except (OSError, UnicodeDecodeError, UnreadableError, InventoryError) as fault:
        log.spoilt.append(f"{path.name}: {from_target(str(fault))}")
        return None


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise UnreadableError(f"is larger than {_LARGEST // 1024**2} MiB")
    return decoded(path.read_bytes())


def _sheet(path: Path) -> Iterator[list[str]]:
    """The rows of a workbook's first sheet, as its cells show them; a formula is not read."""
    book, _ = opened(path, _BOUNDS, InventoryError)
    for row in book.worksheets[0].iter_rows():
        yield [_cell(cell.value) for cell in row]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return "" if value is None else str(value)


def _files(places: Iterable[str], log: _Log) -> Iterator[Path]:
    for place in map(Path, places):
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
        elif place.is_file():
            yield place
        else:
            log.spoilt.append(f"{place.name}: there is no such file or folder to read a log from")
