"""The leaders' page of the plan in a real Chromium and on paper."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from auditor.plan.portfolio.html import portfolio_html
from auditor.plan.portfolio.pdf import portfolio_pdf
from tests.browser.conftest import visit
from tests.plan.portfolio.portfolios import empty, large, small

MADE = {"small": small, "large": large, "empty": empty}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each page on disk."""
    folder = tmp_path_factory.mktemp("portfolio")
    paths = {name: folder / f"{name}.html" for name in MADE}
    for name, path in paths.items():
        path.write_bytes(portfolio_html(*MADE[name](), "vi"))
    return paths


@pytest.mark.parametrize("name", MADE)
def test_no_request_leaves_the_page(browser: Browser, files: dict[str, Path], name: str) -> None:
    """Switched, opened up, scrolled and printed, the page asks for itself only and complains of nothing."""
    opened = visit(browser, files[name].as_uri())
    for action in ("language", "theme"):
        opened.page.click(f"[data-act={action}]")
    opened.page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    opened.page.mouse.wheel(0, 5000)
    opened.page.pdf(prefer_css_page_size=True)

    assert ([files[name].as_uri()], []) == (opened.requests, opened.complaints)
    opened.page.context.close()


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_stands_out_of_the_window(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    """The page itself never scrolls sideways, opened up or not; wide drawings and tables scroll inside."""
    opened = visit(browser, files[name].as_uri(), width=width)
    closed = opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")

    assert (closed <= width, opened.page.evaluate("document.documentElement.scrollWidth") <= width) == (True, True)
    opened.page.context.close()


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("width", [1440, 1920])
def test_no_table_is_cut_on_a_wide_screen(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    """At the widths of desks every table is seen whole; what scrolls on a telephone can be reached by keyboard."""
    opened = visit(browser, files[name].as_uri(), width=width)
    cut = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"
    named = "document.getElementById(e.getAttribute('aria-labelledby'))"
    unreachable = f"[...document.querySelectorAll('.scroll')].filter(e => e.tabIndex !== 0 || !{named}).length"

    assert (0, 0) == (opened.page.evaluate(cut), opened.page.evaluate(unreachable))
    opened.page.context.close()


def test_only_one_language_is_seen_and_heard(browser: Browser, files: dict[str, Path]) -> None:
    """In each language no text of the other is visible, and the drawings are named in the language shown."""
    for language, other, word in (("vi", "en", "Lịch thể hiện"), ("en", "vi", "The calendar shows")):
        opened = visit(browser, f"{files['small'].as_uri()}#lang={language}")
        seen = [opened.page.locator(f"body [lang={name}]:visible").count() for name in (language, other)]
        named = opened.page.locator("svg.calendar").aria_snapshot()

        assert (seen[0] > 0, seen[1], word in named) == (True, 0, True)
        opened.page.context.close()


def test_drawings_follow_the_colours(browser: Browser, files: dict[str, Path]) -> None:
    """Letters in a drawing are dark on light and light on dark, and can be read on either."""
    found = []
    for theme in ("light", "dark"):
        opened = visit(browser, f"{files['small'].as_uri()}#theme={theme}")
        found.append(opened.page.evaluate("getComputedStyle(document.querySelector('svg.links text')).fill"))
        opened.page.context.close()

    assert ["rgb(26, 31, 38)", "rgb(232, 236, 241)"] == found


def test_the_calendar_can_be_scrolled_by_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    """On a phone the wide drawing is a named region that takes the focus."""
    opened = visit(browser, files["large"].as_uri(), width=390)
    region = opened.page.locator(".scroll:has(svg.calendar)")
    region.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_function("document.querySelector('.scroll:has(svg.calendar)').scrollLeft > 0")

    assert ("region", "0") == (region.get_attribute("role"), region.get_attribute("tabindex"))
    opened.page.context.close()


@pytest.mark.parametrize("name", ["small", "empty"])
def test_paper_is_a3_in_landscape_and_says_the_same(tmp_path: Path, name: str) -> None:
    """Every sheet is A3 on its side, and the answer and the figures are those of the page."""
    path = tmp_path / "page.pdf"
    path.write_bytes(portfolio_pdf(*MADE[name](), "vi"))
    told = {tool: shutil.which(tool) for tool in ("pdfinfo", "pdftotext")}
    assert all(told.values()), "no poppler; to fix: sudo apt-get install poppler-utils"
    about, text = (
        subprocess.run([str(told[tool]), *rest], check=True, capture_output=True, text=True, timeout=60).stdout
        for tool, rest in (("pdfinfo", [str(path)]), ("pdftotext", ["-layout", str(path), "-"]))
    )
    standing = MADE[name]()[1].standing

    assert re.search(r"Page size: +1190\.5\d* x 841\.8\d* pts \(A3\)", about)
    assert f"chuyển theo đợt {standing.to_move}," in text
    assert "cần quyết định" in text
