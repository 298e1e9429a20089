"""Checklists: one A4 sheet per system."""

import re
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest

from auditor.pages.interface import ReportInput
from auditor.reports import render


def pages_of(pdf: bytes) -> int:
    """How many page objects the file has, also inside compressed streams."""
    text = pdf
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            text += zlib.decompress(packed)
    return len(re.findall(rb"/Type /Page\b(?!s)", text))


def test_a_sheet_per_system_that_moves(source: ReportInput) -> None:
    """Seven systems are to move, so there are seven pages; those undecided or moving otherwise have none."""
    assert pages_of(render(source, "checklist", "pdf")) == 7


@pytest.mark.slow
def test_long_words_still_fit_one_sheet(source: ReportInput) -> None:
    """Long titles and remedies shorten the list, never spill onto a second page."""
    long = "Nội dung rất dài để thử việc ngắt dòng trên một tờ giấy " * 6
    controls = tuple(
        c.model_copy(update={"title_vi": long, "remedy_vi": long, "gates": ("migration",)})
        for c in source.catalogue.controls
    )
    wordy = replace(source, catalogue=replace(source.catalogue, controls=controls))
    assert pages_of(render(wordy, "checklist", "pdf")) == 7


def test_nothing_to_move(source: ReportInput) -> None:
    """A run without systems to move says so on one page."""
    nothing = replace(source, readiness=source.readiness.model_copy(update={"systems": ()}))
    assert "không có hệ thống cần chuyển" in render(nothing, "checklist", "html").decode()
    assert pages_of(render(nothing, "checklist", "pdf")) == 1


def test_html_has_the_same_sheets(source: ReportInput) -> None:
    """The page has one sheet per system and says that the organisation checked itself."""
    page = render(source, "checklist", "html").decode()
    assert (page.count('<article class="a4'), page.count("Tổ chức tự kiểm tra")) == (7, 7)
