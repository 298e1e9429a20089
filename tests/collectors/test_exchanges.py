"""Logs of calls that platforms and gateways write, counted link by link."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from auditor.collectors.planning.plan import CollectionPlan, LoggedLink
from auditor.collectors.running.exchanges import read_exchanges
from auditor.model.facts import Observation
from auditor.model.facts.exchange_log import ChannelCalls, ExchangeLog, Gap
from auditor.model.settings import ExchangeLogFiles
from tests.collectors.plans import hides_nothing, of_files_alone

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
HEAD = "at,id,consumer,provider,purpose,result,service"
DAY = datetime.date(2026, 11, 20).toordinal()


def plan(
    logs: list[dict[str, Any]],
    links: dict[str, tuple[str, ...]] | None = None,
    hides: Callable[[str], bool] = hides_nothing,
) -> CollectionPlan:
    known = {"l-1": ("dan-cu",)} if links is None else links
    return of_files_alone(
        NOW,
        exchange_logs=tuple(ExchangeLogFiles.model_validate(log) for log in logs),
        logged_links={name: LoggedLink("db", names, expected=True) for name, names in known.items()},
        hides=hides,
    )


def read(file: Path, text: str | None = None, **keys: Any) -> tuple[dict[str, Observation], list[str]]:
    """What the log of one file, or folder, comes to."""
    if text is not None:
        file.write_text(text, encoding="utf-8")
    links, hides = keys.pop("links", None), keys.pop("hides", hides_nothing)
    found, notes = read_exchanges(plan([{"files": [str(file)], "channel": "ndop"} | keys], links, hides), NOW)
    return {item.subject: item for item in found}, notes


def row(at: str, name: str = "dan-cu", *, key: str = "", result: str = "200") -> str:
    return f"{at},{key or 'k' + at},so-a,bo-b,Khai sinh,{result},{name}"


def rows(*lines: str) -> str:
    return "\n".join((HEAD, *lines)) + "\n"


def data(item: Observation) -> ExchangeLog:
    assert isinstance(item.data, ExchangeLog)
    return item.data


def test_what_the_calls_of_a_link_come_to(tmp_path: Path) -> None:
    """Counts are made of the rows; the log's own time is that of all of them, and its newest row dates the look."""
    text = rows(
        row("2026-11-19T17:00:00Z", "khac"),
        row("2026-11-20T01:00:00Z"),
        row("2026-11-20T02:30:00Z", result="500"),
        row("2026-11-20T04:00:00Z"),
        row("2026-11-20T18:00:00Z", "khac"),
    )
    found, notes = read(tmp_path / "a.csv", text)

    expected = ExchangeLog(
        calls=3,
        first_day=DAY,
        last_day=DAY,
        covered_seconds=25 * 3600,
        before_first=Gap(seconds=8 * 3600, hours=8, days=0),
        longest_gap=Gap(seconds=14 * 3600, hours=14, days=1),
        channels=(ChannelCalls(channel="ndop", calls=3, first_day=DAY, last_day=DAY),),
        without_time=0,
        without_id=0,
        repeated_ids=0,
        without_parties=0,
        without_purpose=0,
        without_result=0,
        failed=1,
    )
    assert expected == data(found["l-1"])
    assert ("ok", "imported", datetime.datetime(2026, 11, 20, 18, 0, tzinfo=datetime.UTC)) == (
        found["l-1"].state.value,
        found["l-1"].basis.value,
        found["l-1"].observed_at,
    )
    assert ["a.csv: no link is declared that the log calls khac"] == notes


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (",k,so-a,bo-b,Khai sinh,200,dan-cu", "without_time"),
        ("2026-11-20T01:00:00,k,so-a,bo-b,Khai sinh,200,dan-cu", "without_time"),
        ("2027-11-20T01:00:00Z,k,so-a,bo-b,Khai sinh,200,dan-cu", "without_time"),
        ("hôm qua,k,so-a,bo-b,Khai sinh,200,dan-cu", "without_time"),
        ("2026-11-20T01:00:00Z,-,so-a,bo-b,Khai sinh,200,dan-cu", "without_id"),
        ("2026-11-20T01:00:00Z,00000000-0000-0000-0000-000000000000,so-a,bo-b,Khai sinh,200,dan-cu", "without_id"),
        ("2026-11-20T01:00:00Z,k2026-11-20T00:00:00Z,so-a,bo-b,Khai sinh,200,dan-cu", "repeated_ids"),
        ("2026-11-20T01:00:00Z,k,,bo-b,Khai sinh,200,dan-cu", "without_parties"),
        ("2026-11-20T01:00:00Z,k,so-a,unknown,Khai sinh,200,dan-cu", "without_parties"),
        ("2026-11-20T01:00:00Z,k,anonymous,bo-b,Khai sinh,200,dan-cu", "without_parties"),
        ("2026-11-20T01:00:00Z,k,so-a,bo-b,chưa có,200,dan-cu", "without_purpose"),
        ("2026-11-20T01:00:00Z,k,so-a,bo-b,N/A,200,dan-cu", "without_purpose"),
        ("2026-11-20T01:00:00Z,k,so-a,bo-b,Mục đích,200,dan-cu", "without_purpose"),
        ("2026-11-20T01:00:00Z,k,gateway,Gateway,Khai sinh,200,dan-cu", "without_parties"),
        ("2026-11-20T01:00:00Z,k,so-a,bo-b,Khai sinh,,dan-cu", "without_result"),
        ("2026-11-20T01:00:00Z,k,so-a,bo-b,Khai sinh,-,dan-cu", "without_result"),
        ("2026-11-20T01:00:00Z,k,so-a,bo-b,Khai sinh,404,dan-cu", "failed"),
    ],
)
def test_what_a_call_does_not_tell(tmp_path: Path, line: str, field: str) -> None:
    """One of two calls lacks it; nothing else is counted as lacking."""
    found, _ = read(tmp_path / "a.csv", rows(row("2026-11-20T00:00:00Z"), line))
    told = data(found["l-1"])
    counted = {name: value for name, value in told.model_dump().items() if name.startswith(("without", "repeated"))}

    assert 2 == told.calls
    if field == "failed":
        assert (1, {0}) == (told.failed, set(counted.values()))
    else:
        assert {field} == {name for name, value in counted.items() if value == 1}


def test_a_call_without_time_or_clear_end_leaves_gaps_unread(tmp_path: Path) -> None:
    """It may lie in any gap, or not have succeeded; the days of the channel are not known either without its time."""
    first, _ = read(tmp_path / "a.csv", rows(row("2026-11-20T00:00:00Z"), row("?")))
    other, _ = read(tmp_path / "b.csv", rows(row("2026-11-20T00:00:00Z"), row("2026-11-20T01:00:00Z", result="7")))

    assert "partial" == first["l-1"].state.value == other["l-1"].state.value
    assert ["before_first", "channels", "covered_seconds", "first_day", "last_day", "longest_gap"] == [
        gap.field for gap in first["l-1"].unread or ()
    ]
    assert ["before_first", "failed", "longest_gap"] == [gap.field for gap in other["l-1"].unread or ()]
    assert (None, None) == (data(first["l-1"]).longest_gap, data(other["l-1"]).longest_gap)


@pytest.mark.parametrize("end", ["302", "101", "7", "một phần"])
def test_what_neither_succeeded_nor_failed(tmp_path: Path, end: str) -> None:
    """Who is sent to a page for logging in has nothing yet: how long nothing went is not known."""
    found, _ = read(tmp_path / "a.csv", rows(row("2026-11-20T00:00:00Z"), row("2026-11-20T01:00:00Z", result=end)))

    assert {"before_first", "failed", "longest_gap"} == {gap.field for gap in found["l-1"].unread or ()}


@pytest.mark.parametrize(
    ("gone", "unread"),
    [
        ("id", {"without_id", "repeated_ids"}),
        ("purpose", {"without_purpose"}),
        ("consumer", {"without_parties"}),
        ("provider", {"without_parties"}),
        ("result", {"without_result", "failed", "before_first", "longest_gap"}),
        (
            "at",
            {"without_time", "first_day", "last_day", "covered_seconds", "before_first", "longest_gap", "channels"},
        ),
    ],
)
def test_a_column_that_is_not_there(tmp_path: Path, gone: str, unread: set[str]) -> None:
    """What a log has no column for is unread, which is neither nought nor all."""
    heads = HEAD.split(",")
    at = heads.index(gone)
    text = "\n".join(
        ",".join(cell for place, cell in enumerate(line.split(",")) if place != at)
        for line in (HEAD, row("2026-11-20T00:00:00Z"), row("2026-11-20T01:00:00Z"))
    )
    found, _ = read(tmp_path / "a.csv", text)
    told = data(found["l-1"]).model_dump(exclude_none=True)

    assert unread == {item.field for item in found["l-1"].unread or ()}
    assert not unread & told.keys()
    assert ("partial", "no_such_column") == (found["l-1"].state.value, found["l-1"].cause and found["l-1"].cause.code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (rows(row("2026-11-20T00:00:00Z"), "2026-11-20T01:00:00Z,k,so-a"), "a.csv row 2 is out of shape"),
        (rows(row("2026-11-20T00:00:00Z"), '2026-11-20T01:00:00Z,"k,so-a'), "a.csv row 2 is out of shape"),
        (
            rows(row("2026-11-20T00:00:00Z"), row("2026-11-20T01:00:00Z", "")),
            "a.csv row 2 does not say what was called",
        ),
    ],
)
def test_a_row_that_may_be_of_any_link_spoils_all(tmp_path: Path, text: str, words: str) -> None:
    """What is counted stands, and no field counts as read whole."""
    found, notes = read(tmp_path / "a.csv", text)

    assert (1, "partial", ()) == (data(found["l-1"]).calls, found["l-1"].state.value, found["l-1"].unread)
    assert [words] == notes


def test_a_line_that_was_cut(tmp_path: Path) -> None:
    """The last object of a log of lines ends in the middle."""
    line = json.dumps({"at": "2026-11-20T00:00:00Z", "id": "k", "service": "dan-cu", "result": 200})
    found, notes = read(tmp_path / "a.jsonl", f"{line}\n{line[:40]}")

    assert ("partial", ["a.jsonl row 2 is out of shape"]) == (found["l-1"].state.value, notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no heading that names what was called"),
        (HEAD + "\n", "holds no row"),
        ("[]", "no key that names what was called"),
        ("at,id\n1,2\n", "no heading that names what was called"),
        ("service,Dịch vụ\na,b\n", "two headings of the log mean the same: service"),
    ],
)
def test_a_log_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    """It is no log without calls: it may have spoken of every link."""
    found, notes = read(tmp_path / "a.csv", text)

    assert ("parse_error", "log_not_read") == (found["l-1"].state.value, found["l-1"].cause and found["l-1"].cause.code)
    assert [True] == [words in note for note in notes]


def test_a_file_that_is_missing_spoils_the_rest_of_its_log(tmp_path: Path) -> None:
    """A day of a log that is kept by days may be the one that matters."""
    (tmp_path / "a.csv").write_text(rows(row("2026-11-20T00:00:00Z")))
    log = {"files": [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")], "channel": "ndop"}
    found, notes = read_exchanges(plan([log]), NOW)

    assert ["partial"] == [item.state.value for item in found]
    assert ["b.csv: there is no such file or folder to read a log from"] == notes


def test_a_link_that_no_log_speaks_of(tmp_path: Path) -> None:
    """It is not known to have been idle."""
    found, _ = read(tmp_path / "a.csv", rows(row("2026-11-20T00:00:00Z")), links={"l-1": ("dan-cu",), "l-2": ()})

    assert ("not_tried", "not_in_the_log") == (found["l-2"].state.value, found["l-2"].cause and found["l-2"].cause.code)
    assert found["l-2"].data is None


def test_the_log_with_the_newest_row_counts(tmp_path: Path) -> None:
    """Of several logs that speak of a link; and days of one log are put together."""
    (tmp_path / "old.csv").write_text(rows(row("2026-11-01T00:00:00Z", result="500")))
    days = tmp_path / "days"
    days.mkdir()
    for day in (19, 20, 21):
        (days / f"{day}.csv").write_text(rows(row(f"2026-11-{day}T00:00:00Z")))
    logs = [{"files": [str(tmp_path / "old.csv")], "channel": "lgsp"}, {"files": [str(days)], "channel": "ndop"}]
    found, _ = read_exchanges(plan(logs), NOW)

    assert [(3, 0, Gap(seconds=86_400, hours=24, days=1))] == [
        (data(item).calls, data(item).failed, data(item).longest_gap) for item in found
    ]


def test_channels(tmp_path: Path) -> None:
    """Each call's own channel counts. One that nobody understands, or that is not the log's, leaves them unread."""
    text = (
        HEAD
        + ",channel\n"
        + "\n".join(f"{row(f'2026-11-2{n}T00:00:00Z')},{name}" for n, name in enumerate(("NDOP", "direct")))
    )
    own, _ = read(tmp_path / "a.csv", text, channel=None)
    odd, _ = read(tmp_path / "a.csv", text)
    none, _ = read(tmp_path / "b.csv", rows(row("2026-11-20T00:00:00Z")), channel=None)

    assert [("ndop", 1, DAY), ("direct", 1, DAY + 1)] == [
        (item.channel.value, item.calls, item.first_day)
        for item in sorted(data(own["l-1"]).channels or (), key=str, reverse=True)
    ]
    assert [("channels",)] * 2 == [tuple(item.field for item in found["l-1"].unread or ()) for found in (odd, none)]


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("dan-cu", "l-1"),
        ("DAN-CU", "l-1"),
        ("l-1", "l-1"),
        ("/api/dat-dai/v1/thua/7", "l-2"),
        ("/api/dat-dai/v2/thua/7", "l-3"),
        ("/api", ""),
        ("/x/y", ""),
        ("dan-cu-2", ""),
    ],
)
def test_names_of_links(tmp_path: Path, name: str, link: str) -> None:
    """By id, by a name of its own, or by the longest beginning that fits."""
    links = {"l-1": ("dan-cu", "/*", "/x/*"), "l-2": ("/api/dat-dai/*",), "l-3": ("/api/dat-dai/v2/*",)}
    found, _ = read(tmp_path / "a.csv", rows(row("2026-11-20T00:00:00Z", name)), links=links)

    assert [link] * bool(link) == [subject for subject, item in found.items() if item.data is not None]


def test_a_name_of_two_links_is_nobodys(tmp_path: Path) -> None:
    """Neither is counted by it, and what the log says of both is not whole."""
    links = {"l-1": ("dan-cu",), "l-2": ("dan-cu",)}
    found, notes = read(tmp_path / "a.csv", rows(row("2026-11-20T00:00:00Z")), links=links)

    assert {"l-1": "parse_error", "l-2": "parse_error"} == {name: item.state.value for name, item in found.items()}
    assert ["a.csv row 1 is about two links of one name"] == notes


def test_what_is_hidden_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    """Neither its calls nor their number, times, form or faults say anything."""
    sound = (row("2026-11-20T00:00:00Z"), row("2026-11-20T01:00:00Z"))
    hidden = (row("31/12/2020 01:00", "mat-1"), "x,mat-1", row("2026-11-22T01:00:00Z", "mat-1"))
    plain = read(tmp_path / "a.csv", rows(*sound))
    with_more = read(
        tmp_path / "a.csv", rows(hidden[0], sound[0], hidden[2], sound[1]), hides=lambda name: "mat" in name
    )

    assert plain == with_more


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("2026-11-20T00:00:00Z", {}),
        ("2026-11-20T07:00:00.123+07:00", {}),
        ("2026-11-20 07:00:00", {"times": "vietnam"}),
        ("2026-11-20 00:00:00", {"times": "utc"}),
        ("20/11/2026 07:00", {}),
        ("20-11-2026 07:00:00", {}),
        ("20/11/2026 00:00", {"times": "utc"}),
        ("20/Nov/2026:07:00:00 +0700", {}),
        ("1795132800", {}),
        ("1795132800.250", {}),
        ("1795132800250", {}),
    ],
)
def test_forms_of_a_time(tmp_path: Path, text: str, keys: dict[str, Any]) -> None:
    """Each is the first second of 20 November in UTC."""
    found, _ = read(tmp_path / "a.csv", rows(row(text)), **keys)

    assert ("ok", datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)) == (
        found["l-1"].state.value,
        found["l-1"].observed_at,
    )


@pytest.mark.parametrize(
    "text", ["2026-11-20", "20/11/2026", "2026-11-20 07:00:00", "31/02/2026 07:00", "07:00", "17951328"]
)
def test_what_is_no_instant(tmp_path: Path, text: str) -> None:
    """A day, or a time whose zone nobody tells."""
    found, _ = read(tmp_path / "a.csv", rows(row(text)))

    assert 1 == data(found["l-1"]).without_time


def test_months_before_days(tmp_path: Path) -> None:
    """Where one time of the log can only have its month first, no time of that form is read."""
    found, _ = read(tmp_path / "a.csv", rows(row("10/11/2026 07:00"), row("11/20/2026 07:00")))

    assert 2 == data(found["l-1"]).without_time


def test_a_workbook(tmp_path: Path) -> None:
    """The first sheet is read as a table; a time without its zone needs to be told it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nhật ký"])
    sheet.append(["Thời gian", "Mã giao dịch", "Bên khai thác", "Bên cung cấp", "Mục đích", "Kết quả", "Dịch vụ"])
    sheet.append([NOW.replace(day=20, hour=7, tzinfo=None), "GD1", "Sở A", "Bộ B", "Khai sinh", 200, "dan-cu"])
    book.save(tmp_path / "a.xlsx")
    found, _ = read(tmp_path / "a.xlsx", times="vietnam")

    assert ("ok", 1, DAY) == (found["l-1"].state.value, data(found["l-1"]).calls, data(found["l-1"]).first_day)


def test_no_row_is_kept(tmp_path: Path) -> None:
    """Whatever a log says of people, the observation says nothing of it."""
    text = rows("2026-11-20T00:00:00Z,CANARY1,CANARY2,CANARY3,CANARY4 a,200,dan-cu")
    found, notes = read(tmp_path / "a.csv", text)

    assert "CANARY" not in found["l-1"].model_dump_json() + "".join(notes)


def test_without_logs_nothing_is_said() -> None:
    """An installation that names no log has no looks at any."""
    assert ([], []) == read_exchanges(plan([]), NOW)
