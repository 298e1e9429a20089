"""The checklists of the move, driven in a real Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from auditor.plan.checklist.html import checklist_page
from tests.browser.conftest import visit
from tests.plan.checklist.sheets import checklists
from tests.reports.builder import report_input


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on disk, with answers of a hostile hand."""
    path = tmp_path_factory.mktemp("checklist") / "page.html"
    path.write_bytes(checklist_page(checklists(hostile=True), report_input()))
    return path


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, page: Path) -> None:
    """Opened, switched and printed it reaches nothing, and no text of an answer becomes markup."""
    opened = visit(browser, page.as_uri())
    for action in ("language", "theme"):
        opened.page.click(f"[data-act={action}]")
    opened.page.pdf(prefer_css_page_size=True)

    assert ([page.as_uri()], []) == (opened.requests, opened.complaints)
    assert 0 == opened.page.locator("main img, main script").count()
    opened.page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_stands_out_of_the_window(browser: Browser, page: Path, width: int) -> None:
    """From a small phone to a desk the page never scrolls sideways."""
    opened = visit(browser, page.as_uri(), width=width)

    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.context.close()


def test_only_one_language_is_seen(browser: Browser, page: Path) -> None:
    """In each language no text of the other can be seen or read out."""
    for language, other in (("vi", "en"), ("en", "vi")):
        opened = visit(browser, f"{page.as_uri()}#lang={language}")
        seen = [opened.page.locator(f"body [lang={name}]:visible").count() for name in (language, other)]

        assert (True, 0) == (seen[0] > 0, seen[1])
        opened.page.context.close()


def test_on_paper_each_sheet_begins_a_page(browser: Browser, page: Path) -> None:
    """Printed, every sheet begins on a page of its own and buttons are gone."""
    opened = visit(browser, page.as_uri())
    opened.page.emulate_media(media="print")
    breaks = opened.page.evaluate("[...document.querySelectorAll('.a4')].map(a => getComputedStyle(a).breakAfter)")

    assert ["page", "page", "auto"] == breaks
    assert not opened.page.locator(".actions").first.is_visible()
    opened.page.context.close()
