"""A real Chromium that may reach nothing, and the sample's pages as files on disk."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from auditor.reports import render
from tests.reports.builder import report_input

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Path of the browser: AUDITOR_CHROMIUM, or Debian's or Ubuntu's on PATH; the test fails when there is none."""
    found = os.environ.get("AUDITOR_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no Chromium; to fix: sudo apt-get install chromium"
    return found


@dataclass
class Visit:
    """An open page with everything it asked for and complained of since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def shown(self) -> list[str]:
        """Ids of the subjects in the rows that stand in the table."""
        return self.page.locator("#rows tr.v .c-subject").all_inner_texts()

    def count(self) -> str:
        """What the page says about how many verdicts match."""
        return self.page.inner_text("#count")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests, closed at the end."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three HTML editions on disk."""
    folder = tmp_path_factory.mktemp("pages")
    paths = {edition: folder / f"{edition}.html" for edition in ("leader", "technical")}
    report = report_input()
    for edition, path in paths.items():
        path.write_bytes(render(report, edition, "html"))
    return paths


def visit(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Visit:
    """Opens an address in a fresh context, offline, and listens to what it asks for."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    made = Visit(page)
    page.on("request", lambda request: made.requests.append(request.url))
    page.on("console", lambda message: made.complaints.append(message.text))
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    page.goto(address)
    return made


@pytest.fixture
def technical(browser: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The technical page, open."""
    opened = visit(browser, pages["technical"].as_uri())
    yield opened
    opened.page.context.close()
    assert opened.complaints == []
