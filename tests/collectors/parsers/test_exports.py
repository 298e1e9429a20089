"""Exports of data sets."""

import datetime

import pytest

from auditor.collectors.parsers.exports import ExportRow, parse
from auditor.errors import UnreadableError
from auditor.model.facts import Exports

NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
DAY = NOW.date().toordinal()


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
    text = f'{{"data_set":"dat-dai",{keys},"max_updated_at":"2026-11-22T00:00:00Z","rows":5,"error_permille":2}}'
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
    ("text", "words"),
    [
        ("", "no row"),
        ("data_set,rows,rows\nx,1,2\n", "heading of the export stands twice: rows"),
        ("{", "no JSON"),
        ("[]", "no row"),
        ("[1]", "row 1 .* no object"),
        ('{"rows":1}', "no data_set"),
        ('{"data_set":"x","row":1}', "unknown keys: row"),
        ('{"data_set":"x","rows":-1}', "no count"),
        ('{"data_set":"x","rows":1.5}', "no count"),
        ('{"data_set":"x","rows":true}', "no count"),
        ('{"data_set":"x","last_success_at":"yesterday"}', "no instant"),
        ('{"data_set":"x","last_success_at":"2026-11-22T10:00:00"}', "time zone"),
        ('{"data_set":"x","last_success_at":"2027-01-01T00:00:00Z"}', "after the export"),
        ('{"data_set":"x","exported_at":"2027-01-01T00:00:00Z"}', "in the future"),
        ('data_set\n"x', "no CSV"),
    ],
)
def test_refused(text: str, words: str) -> None:
    """Whatever cannot be understood, future instants among it, is an error that names the row."""
    with pytest.raises(UnreadableError, match=words):
        parse(text, NOW)
