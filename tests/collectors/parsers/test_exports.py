"""Exports of data sets."""

import datetime
import unicodedata

import pytest

from auditor.collectors.parsers.exports import KEYS, ExportRow, export_row
from auditor.collectors.parsers.rows import read_rows, settled
from auditor.errors import UnreadableError
from auditor.model.facts import Exports

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
DAY = NOW.date().toordinal()


def parse(text: str, now: datetime.datetime) -> tuple[ExportRow, ...]:
    """Every row of a file; the first one that is not understood is raised."""
    return tuple(export_row(row, now) for row in settled(read_rows(text, KEYS).rows, KEYS).rows)


def test_json_and_csv_agree() -> None:
    """The same rows in both forms are the same facts; ages count from the export."""
    expected = (
        ExportRow(
            "dat-dai",
            NOW - datetime.timedelta(hours=1),
            Exports(
                rows=5,
                last_success_day=DAY,
                last_success_age_seconds=3600,
                max_updated_day=DAY - 1,
                max_updated_age_seconds=39600,
                errors=2,
            ),
        ),
    )
    keys = '"exported_at":"2026-11-22T11:00:00Z","last_success_at":"2026-11-22T17:00:00+07:00"'
    text = f'{{"data_set":"dat-dai",{keys},"max_updated_at":"2026-11-22T00:00:00Z","rows":5,"errors":2}}'
    csv = (
        "data_set,exported_at,last_success_at,max_updated_at,rows,errors\n"
        "dat-dai,2026-11-22T11:00:00Z,2026-11-22T10:00:00Z,2026-11-22T00:00:00Z,5,2\n"
    )
    (by_csv,) = parse(csv, NOW)

    assert (DAY, 39600) == (by_csv.exports.max_updated_day, by_csv.exports.max_updated_age_seconds)
    (row,) = parse(text, NOW)
    assert expected[0].exports.model_copy(update={"max_updated_day": DAY}) == row.exports == by_csv.exports
    assert expected[0].exported_at == row.exported_at


def test_absent_values() -> None:
    """What a system does not tell stays absent, and an export without its instant counts as made now."""
    assert (ExportRow("x", NOW, Exports()),) == parse('[{"data_set":"x","last_success_at":null}]', NOW)
    assert (ExportRow("x", NOW, Exports()),) == parse("data_set,rows\nx,\n", NOW)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", {}),
        (',"errors":null', {}),
        (',"errors":0', {"errors": 0}),
        (',"error_permille":2', {"error_permille": 2}),
        (',"errors":0,"error_permille":2', {"errors": 0, "error_permille": 2}),
    ],
)
def test_faults_of_the_last_run(told: str, expected: dict[str, int]) -> None:
    """None told is not none happened, and a share is no count."""
    (row,) = parse(f'{{"data_set":"x","rows":1{told}}}', NOW)

    assert {"rows": 1, **expected} == row.exports.model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no row"),
        ("\n \n", "no row"),
        ("data_set,rows,rows\nx,1,2\n", "heading of the export stands twice: rows"),
        ("data_set;rows;Số bản ghi\nx;1;2\n", "heading of the export stands twice: rows"),
        ("system,rows\nx,1\n", "no heading 'data_set'"),
        ("{", "no JSON"),
        ("[]", "no row"),
        ("[1]", "row 1 .* no object"),
        ('{"rows":1}', "no data_set"),
        ("data_set,rows\n,1\n", "row 1 .* no data_set"),
        ("data_set,rows\nx,1,2\n", "row 1 .* has 3 cells under 2 headings"),
        ("data_set,rows,errors\nx,1\n", "row 1 .* has 2 cells under 3 headings"),
        ('{"data_set":"x","exported_at":"2027-01-01T00:00:00Z"}', "in the future"),
        ('{"data_set":"x","exported_at":"22/11/2026"}', "exported_at lacks its time of day"),
        ('{"data_set":"x","exported_at":"2026-11-22T10:00:00"}', "time zone"),
        ('data_set\n"x', "no CSV"),
    ],
)
def test_refused(text: str, words: str) -> None:
    """A row whose owner or whose instant nobody knows, or that is out of shape, is an error that names it."""
    with pytest.raises(UnreadableError, match=words):
        parse(text, NOW)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ('"rows":-1', "rows", "no count"),
        ('"rows":1.5', "rows", "no count"),
        ('"rows":true', "rows", "no count"),
        ('"rows":"1.234"', "rows", "no count"),
        ('"rows":"1,234"', "rows", "no count"),
        ('"rows":"0.123.456"', "rows", "no count"),
        ('"rows":"1.234,567"', "rows", "no count"),
        ('"errors":"few"', "errors", "no count"),
        ('"last_success_at":"yesterday"', "last_success_age_seconds", "no instant"),
        ('"last_success_at":"31/02/2026"', "last_success_age_seconds", "no instant"),
        ('"last_success_at":"2026-11-22T10:00:00"', "last_success_age_seconds", "time zone"),
        ('"last_success_at":"2027-01-01T00:00:00Z"', "last_success_age_seconds", "after the export"),
    ],
)
def test_a_value_that_is_not_understood(values: str, field: str, words: str) -> None:
    """It is unread with its row and key; the others of its row stand."""
    (row,) = parse(f'{{"data_set":"x","max_updated_at":"2026-11-22T11:00:00Z",{values}}}', NOW)

    assert field in row.unread
    assert 3600 == row.exports.max_updated_age_seconds
    assert [True] == [words in fault and "row 1" in fault for fault in row.faults]


SPELLINGS = (
    "data_set;exported_at;last_success_at;rows\nx;22/11/2026 18:00;22/11/2026 17:00:00;1.234.567\n",
    "data_set\texported_at\tlast_success_at\trows\nx\t2026-11-22T11:00:00Z\t22-11-2026 17:00\t1 234 567\n",
    'data_set,exported_at,last_success_at,rows\nx,22/11/2026 18:00,22.11.2026 17:00,"1,234,567"\n',
    (
        "Mã tập dữ liệu;Thời điểm xuất;Lần đồng bộ thành công gần nhất;Số bản ghi\n"
        "x;22/11/2026 18:00;22/11/2026 17:00;1\u00a0234\u00a0567\n"
    ),
    (
        "BÁO CÁO ĐỒNG BỘ;;;\n\nMÃ TẬP DỮ LIỆU;Thời  điểm xuất;Lần đồng bộ thành công gần nhất;Số bản ghi\n"
        "x;22/11/2026 18:00;22/11/2026 17:00;1234567\n;;;\n"
    ),
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_what_can_mean_one_thing(text: str) -> None:
    """Semicolons, tabs, Vietnamese headings, dates and thousands, a title above and blank rows are no obstacle."""
    (row,) = parse(text, NOW)
    expected = Exports(rows=1_234_567, last_success_day=DAY, last_success_age_seconds=3600)

    assert ExportRow("x", NOW - datetime.timedelta(hours=1), expected) == row


def test_headings_in_parts() -> None:
    """A spreadsheet may write letters and marks apart."""
    (row,) = parse(unicodedata.normalize("NFD", "Tập dữ liệu,Số bản ghi\nx,5\n"), NOW)

    assert 5 == row.exports.rows


def test_a_day_alone() -> None:
    """It counts from its first second, so that nothing looks newer than it may be."""
    (row,) = parse('{"data_set":"x","last_success_at":"22/11/2026"}', NOW)

    assert 19 * 3600 == row.exports.last_success_age_seconds


def test_months_before_days() -> None:
    """Where another date of the file can only have its month first, no date of that form says its day."""
    day, month = parse("data_set,last_success_at\na,03/04/2026\nb,11/22/2026\n", NOW)

    assert ("last_success_day", "last_success_age_seconds") == day.unread == month.unread
    assert "nobody can tell day and month" in day.faults[0]


def test_columns_nobody_reads() -> None:
    """They are named, and the rest is read."""
    found = settled(read_rows("data_set,rows,ghi chú\nx,5,y\n", KEYS).rows, KEYS)

    assert (("nobody reads these columns: ghi chú",), 5) == (found.notes, export_row(found.rows[0], NOW).exports.rows)
