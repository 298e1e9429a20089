"""Rows of a log of calls, as platforms and gateways export it: a table as text or of a workbook, or JSON.

A row is one call. Its columns are `KEYS`, by these keys, by Vietnamese headings, or by the log's own headings where
somebody said which is which. Times and results are read as such logs write them; what can mean two things is not read.
"""

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

import orjson

from auditor.collectors.parsers.rows import VIETNAM
from auditor.errors import UnreadableError
from auditor.estate.wording import names_item
from auditor.model.settings import CallColumn
from auditor.text.harmless import from_target
from auditor.text.tables import FIRST_LINES, SIGNS

MOST_ROWS = 500_000

_TITLES: Mapping[str, CallColumn] = MappingProxyType(
    {
        "thời điểm": CallColumn.AT,
        "thời gian": CallColumn.AT,
        "mã giao dịch": CallColumn.ID,
        "bên khai thác": CallColumn.CONSUMER,
        "bên cung cấp": CallColumn.PROVIDER,
        "mục đích": CallColumn.PURPOSE,
        "kết quả": CallColumn.RESULT,
        "dịch vụ": CallColumn.SERVICE,
        "kênh": CallColumn.CHANNEL,
    }
    | {key.value: key for key in CallColumn}
)

_EPOCH = re.compile(r"[0-9]{10}(?:\.[0-9]{1,9})?|[0-9]{13}")
_ACCESS_LOG = re.compile(r"\[?([0-9]{2})/([A-Z][a-z]{2})/([0-9]{4}):([0-9:]{8}) ([+-][0-9]{4})\]?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}.*")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MILLISECONDS = 13

_FILLERS = frozenset(
    {"null", "none", "nil", "undefined", "unknown", "na", "nan", "anonymous", "anon", "unauthenticated"}
)

_EMPTY_PURPOSES = frozenset({"purpose", "mục đích", "default", "api", "call", "request"})
"""What stands under a purpose where only the form is filled."""


class Result(Enum):
    """How a call ended, as its row says."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNCLEAR = "unclear"
    """It says something that can mean either."""
    NONE = "none"


_RESULTS: Mapping[str, Result] = MappingProxyType(
    dict.fromkeys(("true", "success", "successful", "succeeded", "ok", "thành công"), Result.SUCCESS)
    | dict.fromkeys(
        ("false", "fail", "failed", "failure", "error", "fault", "timeout", "thất bại", "lỗi", "không thành công"),
        Result.FAILURE,
    )
)
_HTTP = re.compile(r"[1-5][0-9]{2}")
_SUCCESS, _REDIRECTED, _FAULTY = 200, 300, 400
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Call:
    """One row: its number in the file, and what it says under each column that it has. `broken`: out of shape, so that
    nothing but its service is taken from it.
    """

    number: int
    values: Mapping[CallColumn, str]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Calls:
    """The rows of one file. `columns` are those that its headings name, None where each row names its own."""

    columns: frozenset[CallColumn] | None
    rows: Sequence[Call]


def from_text(text: str, columns: Mapping[CallColumn, str]) -> Calls:
    """The rows of a file as text. Raises UnreadableError where it has none, or no column that names what was called."""
    lead = text.lstrip()[:1]
    return _from_json(text, columns) if lead in {"{", "["} else from_table(_lines(text, columns), columns)


def from_table(lines: Iterable[Sequence[str]], columns: Mapping[CallColumn, str]) -> Calls:
    """The rows of a table, whose headings stand in one of its first lines; raises as `from_text`."""
    known = _headings(columns)
    walk = enumerate(lines, 1)
    at = next((line for number, line in walk if number > FIRST_LINES or _is_head(line, known)), None)
    if at is None or not _is_head(at, known):
        raise UnreadableError("the log has no heading that names what was called (`service`)")
    keys = [known.get(_plain(cell)) for cell in at]
    twice = sorted({key.value for key in keys if key and keys.count(key) > 1})
    if twice:
        raise UnreadableError(f"two headings of the log mean the same: {', '.join(twice)}")
    rows = list(_bounded(_row(number, keys, line) for number, line in walk if any(cell.strip() for cell in line)))
    return _whole(frozenset(key for key in keys if key), rows)


def _row(number: int, keys: Sequence[CallColumn | None], line: Sequence[str]) -> Call:
    values = {key: cell.strip() for key, cell in zip(keys, line, strict=False) if key}
    return Call(number, values, broken=len(line) != len(keys) or _UNREAD in line)


_UNREAD = "\x00unread"
"""Stands for what follows a place from which on the quotes of a table do not match."""


def _lines(text: str, columns: Mapping[CallColumn, str]) -> Iterator[list[str]]:
    known = _headings(columns)
    head = "\n".join(text.split("\n", FIRST_LINES)[:FIRST_LINES])
    sign = max(SIGNS, key=lambda one: _score(head, one, known))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
    while True:
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield [_UNREAD]
            return
        yield line


def _score(head: str, sign: str, known: Mapping[str, CallColumn]) -> int:
    try:
        lines = list(csv.reader(io.StringIO(head, newline=""), delimiter=sign))
    except csv.Error:
        return 0
    return max((len({known.get(_plain(cell)) for cell in line} - {None}) for line in lines), default=0)


def _is_head(line: Sequence[str], known: Mapping[str, CallColumn]) -> bool:
    return any(known.get(_plain(cell)) is CallColumn.SERVICE for cell in line)


def _from_json(text: str, columns: Mapping[CallColumn, str]) -> Calls:
    """One object a line, one list of objects, or an object with such a list under `records`."""
    known = _headings(columns)
    values = list(_bounded(_json_rows(text)))
    rows = [_object(number, value, known) for number, value in enumerate(values, 1)]
    found = frozenset(key for row in rows for key in row.values)
    if CallColumn.SERVICE not in found:
        raise UnreadableError("the log has no key that names what was called (`service`)")
    return _whole(None, rows)


def _json_rows(text: str) -> Iterator[Any]:
    try:
        whole = orjson.loads(text)
    except orjson.JSONDecodeError:
        yield from (_line(line) for line in text.split("\n") if line.strip())
        return
    records = whole.get("records") if isinstance(whole, dict) else whole
    yield from records if isinstance(records, list) else [whole]


def _line(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _object(number: int, value: Any, known: Mapping[str, CallColumn]) -> Call:
    if not isinstance(value, dict):
        return Call(number, {}, broken=True)
    found = [(known[_plain(str(name))], told) for name, told in value.items() if _plain(str(name)) in known]
    values = {key: _scalar(told) for key, told in found}
    odd = any(isinstance(told, dict | list) for _, told in found) or len(values) != len(found)
    return Call(number, values, broken=odd)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _bounded(rows: Iterable[Any]) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise UnreadableError(f"the log holds more than {MOST_ROWS} rows")
        yield row


def _whole(columns: frozenset[CallColumn] | None, rows: Sequence[Call]) -> Calls:
    if not rows:
        raise UnreadableError("the log holds no row")
    return Calls(columns, rows)


def _headings(columns: Mapping[CallColumn, str]) -> Mapping[str, CallColumn]:
    """What each heading means. What somebody named is that column alone; the other names of it mean nothing then."""
    others = {title: key for title, key in _TITLES.items() if key not in columns}
    return others | {_plain(title): key for key, title in columns.items()}


def _plain(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()


def has_month_first(calls: Iterable[Call]) -> bool:
    """Whether some time of a log can only have its month first, so that no date of that form says its day."""
    found = (_DAY_FIRST.fullmatch(call.values.get(CallColumn.AT, "")) for call in calls)
    return any(int(one[2]) > len(_MONTHS) >= int(one[1]) for one in found if one)


def moment(text: str, zone: datetime.tzinfo | None, *, month_first: bool) -> datetime.datetime | None:
    """The instant that a row tells, in UTC; None where it tells none that can be understood.

    Read are RFC 3339, seconds or milliseconds since 1970, the form of web servers' access logs, and day, month and year
    in Vietnam's order. An instant without its zone is one of `zone`; without that too, of Vietnam where the day stands
    first, and of nobody otherwise.
    """
    try:
        found = _moment(text, zone, month_first=month_first)
        return None if found is None or found.tzinfo is None else found.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def _moment(text: str, zone: datetime.tzinfo | None, *, month_first: bool) -> datetime.datetime | None:
    if _EPOCH.fullmatch(text):
        seconds = int(text) / 1000 if len(text) == _MILLISECONDS and "." not in text else float(text)
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    if found := _ACCESS_LOG.fullmatch(text):
        day, month, year, clock, offset = found.groups()
        number = _MONTHS.index(month) + 1
        return datetime.datetime.fromisoformat(f"{year}-{number:02}-{day}T{clock}{offset[:3]}:{offset[3:]}")
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        return (
            None if month_first else datetime.datetime(year, month, day, hour, minute, second, tzinfo=zone or VIETNAM)
        )
    if _ISO.fullmatch(text):
        told = datetime.datetime.fromisoformat(text)
        return told if told.tzinfo else told.replace(tzinfo=zone)
    return None


def result(text: str) -> Result:
    """How a call ended: by its HTTP status (RFC 9110, 15), by true and false, or in words of either language. Who is
    sent elsewhere, as to a page for logging in, has nothing yet.
    """
    plain = _plain(text)
    if _HTTP.fullmatch(plain):
        status = int(plain)
        if _SUCCESS <= status < _REDIRECTED or status == _NOT_MODIFIED:
            return Result.SUCCESS
        return Result.FAILURE if status >= _FAULTY else Result.UNCLEAR
    return _RESULTS.get(plain) or (Result.UNCLEAR if tells(text) else Result.NONE)


def tells(text: str) -> bool:
    """Whether an identifier or a party is named, and none of what programs write where they know none."""
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return bool(plain.strip("0")) and plain not in _FILLERS


def has_purpose(text: str) -> bool:
    """Whether a purpose is told, by words or by a code."""
    return tells(text) and names_item(text) and _plain(text) not in _EMPTY_PURPOSES


def has_parties(one: str, other: str) -> bool:
    """Whether both parties are told; a gateway that names itself twice tells neither."""
    return tells(one) and tells(other) and _plain(one) != _plain(other)


def shown(text: str) -> str:
    """A name of a log as notes may repeat it."""
    return from_target(text, 80)
