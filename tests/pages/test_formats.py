"""A file is what its name says."""

from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.pages.formats import FORMATS, STDOUT, TABLE, chosen_format
from auditor.reports import FORMATS as REPORTS
from auditor.reports import formats_of

LIST = (TABLE, "csv", "json")
PAGE = ("html", "pdf")


@pytest.mark.parametrize(
    ("offered", "asked", "output", "chosen"),
    [
        (PAGE, "", None, "html"),
        (PAGE, "pdf", None, "pdf"),
        (PAGE, "", "x.pdf", "pdf"),
        (PAGE, "", "x.PDF", "pdf"),
        (PAGE, "", "x.htm", "html"),
        (PAGE, "pdf", "x.pdf", "pdf"),
        (PAGE, "pdf", "x", "pdf"),
        (PAGE, "", "x", "html"),
        (PAGE, "pdf", "-", "pdf"),
        (LIST, "", None, TABLE),
        (LIST, "", "-", TABLE),
        (LIST, "", "x", "csv"),
        (LIST, "", "dot.1/x", "csv"),
        (LIST, "", "x.json", "json"),
    ],
)
def test_the_suffix_decides(offered: tuple[str, ...], asked: str, output: str | None, chosen: str) -> None:
    """The suffix, then what was asked for, then the first offered; a file without any is never a table."""
    assert chosen == chosen_format(offered, asked, Path(output) if output else None)


@pytest.mark.parametrize(
    ("offered", "asked", "output", "said"),
    [
        (PAGE, "html", "x.pdf", ("-o x.pdf and --format html contradict each other", "ends in .html")),
        (PAGE, "", "x.foo", ("nothing here is written as .foo", ".html, .htm, .pdf")),
        (PAGE, "", "x.csv", ("nothing here is written as .csv", ".html, .htm, .pdf")),
        (PAGE, "docx", None, ("there is no format 'docx' here", "html, pdf")),
        (LIST, TABLE, "x.csv", ("a table is not written to a file", "csv or json")),
        (LIST, TABLE, "x", ("a table is not written to a file", "csv or json")),
    ],
)
def test_a_lie_is_refused(offered: tuple[str, ...], asked: str, output: str | None, said: tuple[str, str]) -> None:
    """What contradicts itself and what is not offered ends as wrong usage, with both sides and the way out named."""
    with pytest.raises(UsageError) as refused:
        chosen_format(offered, asked, Path(output) if output else None)

    assert 2 == refused.value.exit_code
    assert [] == [text for text in said if text not in str(refused.value)]


def test_every_format_is_named_once() -> None:
    """No suffix has two meanings, and every report is in a format of the list."""
    suffixes = [suffix for row in FORMATS.values() for suffix in row.suffixes]

    assert sorted(set(suffixes)) == sorted(suffixes)
    assert {format_ for _, format_ in REPORTS} <= set(FORMATS)
    assert ("html", "pdf") == formats_of("leader")
    assert Path("-") == STDOUT
