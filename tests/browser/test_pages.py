"""Every page, driven in a real Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import visit

EDITIONS = ("leader", "technical")


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_request_leaves_the_page(browser: Browser, pages: dict[str, Path], edition: str) -> None:
    """Opened from disk, switched, scrolled and printed, a page asks for itself only, and complains of nothing."""
    opened = visit(browser, pages[edition].as_uri())
    for action in ("language", "theme"):
        opened.page.click(f"[data-act={action}]")
    opened.page.mouse.wheel(0, 5000)
    opened.page.pdf(prefer_css_page_size=True)
    assert (opened.requests, opened.complaints) == ([pages[edition].as_uri()], [])
    opened.page.context.close()


@pytest.mark.parametrize("edition", EDITIONS)
def test_language_switch_is_kept_in_the_address(browser: Browser, pages: dict[str, Path], edition: str) -> None:
    """Vietnamese first; English by one click; the address opened again is English; nothing is stored."""
    opened = visit(browser, pages[edition].as_uri())
    page = opened.page
    seen = [page.get_attribute("html", "lang"), page.title()]
    page.click("[data-act=language]")
    address = page.url
    again = visit(browser, address)
    seen += [again.page.get_attribute("html", "lang"), again.page.title()]
    assert (seen[0], seen[2], seen[1] != seen[3], "lang=en" in address) == ("vi", "en", True, True)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    for visited in (opened, again):
        visited.page.context.close()


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_one_language_is_seen(browser: Browser, pages: dict[str, Path], edition: str) -> None:
    """In each language no text of the other can be seen or read out."""
    for language, other in (("vi", "en"), ("en", "vi")):
        opened = visit(browser, f"{pages[edition].as_uri()}#lang={language}")
        both = [opened.page.locator(f"body [lang={name}]:visible").count() for name in (language, other)]
        # The switch itself names the other language, and stands in an element of the language shown.
        assert (both[0] > 0, both[1]) == (True, 0)
        opened.page.context.close()


@pytest.mark.parametrize("edition", EDITIONS)
def test_dark_colours_can_be_left(browser: Browser, pages: dict[str, Path], edition: str) -> None:
    """Dark by wish of the system or by button, and light again by button."""
    context = browser.new_context(color_scheme="dark", offline=True)
    page = context.new_page()
    page.goto(pages[edition].as_uri())
    grounds = [page.evaluate("getComputedStyle(document.body).backgroundColor")]
    for _ in range(2):
        page.click("[data-act=theme]")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(18, 22, 27)", "rgb(244, 245, 247)", "rgb(18, 22, 27)"]
    context.close()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_stands_out_of_the_window(browser: Browser, pages: dict[str, Path], edition: str, width: int) -> None:
    """From a small phone to a desk, the page itself never scrolls sideways."""
    opened = visit(browser, pages[edition].as_uri(), width=width)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.context.close()


def test_leader_page_is_one_screen(browser: Browser, pages: dict[str, Path]) -> None:
    """At desktop size the whole of the leader's page is seen without scrolling, in either language."""
    heights = []
    for language in ("vi", "en"):
        opened = visit(browser, f"{pages['leader'].as_uri()}#lang={language}")
        heights.append(opened.page.evaluate("document.querySelector('main').getBoundingClientRect().bottom"))
        opened.page.context.close()
    assert [height <= 900 for height in heights] == [True, True], heights


def test_paper_is_white(browser: Browser, pages: dict[str, Path]) -> None:
    """In print the buttons are gone and the ground is white."""
    opened = visit(browser, f"{pages['leader'].as_uri()}#theme=dark")
    opened.page.emulate_media(media="print")
    ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground, opened.page.is_visible("[data-act=theme]")) == ("rgb(255, 255, 255)", False)
    opened.page.context.close()
