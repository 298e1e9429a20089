"""Every edition and format, from the same run."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from auditor.errors import NotFoundError, ReportError
from auditor.model.groups import read_run
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.reports import FORMATS, render
from auditor.text.words import Language
from tests.pages.markup import quoted_twice
from tests.reports.builder import report_input
from tests.reports.changes import with_every_verdict

BOTH: tuple[Language, ...] = ("vi", "en")


@pytest.fixture(scope="module")
def made(report: ReportInput) -> dict[tuple[str, str, Language], bytes]:
    """Every report in both languages."""
    return {(e, f, language): render(report, e, f, language) for e, f in FORMATS for language in BOTH}


@pytest.mark.parametrize("key", list(FORMATS))
def test_equal_input_gives_equal_bytes(made: dict[tuple[str, str, Language], bytes], key: tuple[str, str]) -> None:
    """A run built anew renders to the same bytes."""
    assert made[*key, "vi"] == render(report_input(), *key, "vi")


def test_an_unknown_format_names_the_known_ones(report: ReportInput) -> None:
    """The remedy lists what there is."""
    with pytest.raises(NotFoundError, match="leader as html"):
        render(report, "leader", "docx")


@pytest.mark.parametrize("key", list(FORMATS))
def test_a_run_that_contradicts_itself_is_not_rendered(report: ReportInput, key: tuple[str, str]) -> None:
    """No format shows totals that its verdicts do not add up to."""
    totals = report.result.totals.model_copy(update={"pass_": report.result.totals.pass_ + 1})
    forged = report.result.model_copy(update={"totals": totals})
    changed = replace(report, result=forged)
    with pytest.raises(ReportError, match="not those of its verdicts"):
        render(changed, *key)


def test_json_is_the_published_document(report: ReportInput, made: dict[tuple[str, str, Language], bytes]) -> None:
    """The document reads back as exactly the run, with the keys of the contract, in any language."""
    document = json.loads(made["technical", "json", "vi"])
    rows = sorted(report.result.verdicts, key=lambda row: (row.control, row.subject.kind, row.subject.id))
    assert read_run(document) == report.result.model_copy(update={"verdicts": tuple(rows)})
    assert (document["schema"], document["totals"]["pass"]) == ("verdicts/2", report.result.totals.pass_)
    assert made["technical", "json", "vi"] == made["technical", "json", "en"]


def _counts_of_csv(content: bytes, column: int) -> Counter[str]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return Counter(row[column] for row in rows[1:])


def _counts_of_island(content: bytes) -> Counter[str]:
    found = re.search(rb'id="data">(.*?)</script>', content, re.DOTALL)
    assert found
    return Counter(row[6] for row in json.loads(found[1])["verdicts"])


def test_totals_are_equal_in_every_format(report: ReportInput, made: dict[tuple[str, str, Language], bytes]) -> None:
    """Rows of the CSV, rows of the page, counts written on the pages and the run's own totals are the same numbers."""
    totals = {str(s): n for s, n in Counter(v.status for v in report.result.verdicts).items()}
    assert [
        dict(_counts_of_csv(made["technical", "csv", "vi"], 10)),
        dict(_counts_of_csv(made["technical", "csv", "en"], 10)),
        dict(_counts_of_island(made["technical", "html", "vi"])),
    ] == [totals] * 3
    page = made["technical", "html", "vi"].decode()
    chips = dict(re.findall(r'data-status="(\w+)".*?<strong>(\d+)</strong>', page))
    assert {status: int(n) for status, n in chips.items()} == totals
    leader = made["leader", "html", "vi"].decode()
    legend = dict(re.findall(r'<span class="mark f-(\w+)"></span>.*?</span> (\d+)</span>', leader))
    outside = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
    assert {status: int(n) for status, n in legend.items()} == {s: n for s, n in totals.items() if s not in outside}


def test_csv_rows(made: dict[tuple[str, str, Language], bytes], report: ReportInput) -> None:
    """One row per verdict after the heading, with a byte-order mark and line ends that spreadsheets expect."""
    content = made["technical", "csv", "vi"]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert (content[:3], content[-2:], len(rows), {len(row) for row in rows}) == (
        b"\xef\xbb\xbf",
        b"\r\n",
        len(report.result.verdicts) + 1,
        {26},
    )


def test_a_cell_says_what_the_page_says(made: dict[tuple[str, str, Language], bytes]) -> None:
    """Observed and expected stand in the table in the words of the page, in either language."""
    island = re.search(rb'id="data">(.*?)</script>', made["technical", "html", "vi"], re.DOTALL)
    assert island
    data = json.loads(island[1])
    texts = [text if isinstance(text, list) else [text, text] for text in data["texts"]]
    for place, language in enumerate(BOTH):
        rows = list(csv.reader(io.StringIO(made["technical", "csv", language].decode("utf-8-sig"))))[1:]
        cells = [[cell.removeprefix("'") for cell in row[13:15]] for row in rows]
        assert [[texts[row[8]][place], texts[row[9]][place]] for row in data["verdicts"]] == cells


def test_no_attribute_is_quoted_twice(made: dict[tuple[str, str, Language], bytes]) -> None:
    """No value of an attribute begins or ends outside its quotes, on pages and in the pictures on them."""
    pages = {key: content.decode() for key, content in made.items() if key[1] == "html"}
    assert {} == {key: found for key, page in pages.items() if (found := quoted_twice(page))}


def test_pdfs_are_pdfs(made: dict[tuple[str, str, Language], bytes]) -> None:
    """Paper formats are PDF files."""
    assert made["leader", "pdf", "vi"][:5] == b"%PDF-"


def test_no_report_says_pass_where_nothing_passed(report: ReportInput) -> None:
    """With every verdict unknown, the answer is that nothing can be concluded."""
    unknown = with_every_verdict(report, status=Status.UNKNOWN)
    assert b"Ch\xc6\xb0a \xc4\x91\xe1\xbb\xa7 c\xc4\x83n c\xe1\xbb\xa9 k\xe1\xba\xbft lu\xe1\xba\xadn" in render(
        unknown, "leader", "html"
    )
    assert "0,0%" in render(unknown, "leader", "html").decode()
