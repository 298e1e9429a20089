"""The plan as a page, in a real Chromium."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from auditor.pages.papers.page import paper_html
from tests.browser.conftest import visit
from tests.plan.document.papers import hostile, lifelike, paper


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on disk."""
    path = tmp_path_factory.mktemp("plan") / "plan.html"
    path.write_bytes(paper_html(paper(lifelike()), "vi"))
    return path


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, page: Path) -> None:
    """Opened from disk, switched to English and dark, and printed: only itself is asked for."""
    opened = visit(browser, page.as_uri())
    for action in ("language", "theme"):
        opened.page.click(f"[data-act={action}]")
    opened.page.pdf(prefer_css_page_size=True)

    assert ([page.as_uri()], [], "ANNEX VII") == (
        opened.requests,
        opened.complaints,
        opened.page.locator("#annex-VII [lang=en]").first.inner_text(),
    )
    opened.page.context.close()


def test_annexes_are_printed_across(browser: Browser, page: Path) -> None:
    """On paper the plan stands upright on A4 and its annexes lie across."""
    opened = visit(browser, page.as_uri())
    printed = opened.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    upright = [float(width) < float(height) for width, height in boxes]

    assert upright == sorted(upright, reverse=True)
    assert upright[0]
    assert 7 <= upright.count(False)
    opened.page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_window(browser: Browser, page: Path, width: int) -> None:
    """On a telephone too nothing is wider than the window: wide tables are moved inside their frame."""
    opened = visit(browser, page.as_uri(), width=width)

    assert width >= opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.context.close()


def test_hostile_names_run_nothing(browser: Browser, tmp_path: Path) -> None:
    """A page of names that try to be markup shows them as text and starts nothing."""
    path = tmp_path / "plan.html"
    path.write_bytes(paper_html(paper(hostile()), "vi"))
    opened = visit(browser, path.as_uri())

    assert ([path.as_uri()], [], 1) == (
        opened.requests,
        opened.complaints,
        opened.page.evaluate("document.scripts.length"),
    )
    opened.page.context.close()
