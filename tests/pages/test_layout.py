"""Pages that open from disk and let nothing in or out."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from auditor.pages.interface import ReportInput
from auditor.pages.layout import STATIC, content_policy, json_island, spoken
from auditor.reports import render
from auditor.text.words import Bilingual, first_names, same
from tests.reports.changes import with_every_verdict

PAGES = ("leader", "technical")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m=cmd|' /C calc'!A0\u202e\""


class _Elements(HTMLParser):
    """Collects elements with their attributes, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Notes the text of the last script or style."""
        if self.found and self.found[-1][0] in ("script", "style") and self.cdata_elem:
            self.inside.append((self.found[-1][0], data))


def _parsed(page: bytes) -> _Elements:
    elements = _Elements()
    elements.feed(page.decode())
    return elements


@pytest.mark.parametrize("edition", PAGES)
def test_policy_names_exactly_its_own_script_and_style(report: ReportInput, edition: str) -> None:
    """The policy allows nothing but the style and the script that the page carries, by their hashes."""
    elements = _parsed(render(report, edition, "html"))
    policy = next(a["content"] for tag, a in elements.found if tag == "meta" and "http-equiv" in a)
    style = next(text for tag, text in elements.inside if tag == "style")
    script = [text for tag, text in elements.inside if tag == "script"][-1]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("edition", PAGES)
def test_nothing_refers_to_elsewhere(report: ReportInput, edition: str) -> None:
    """No element has an address, an inline style or a handler; links stay inside the page."""
    for tag, attributes in _parsed(render(report, edition, "html")).found:
        assert {
            name for name in attributes if name in ("src", "style", "srcset", "action") or name.startswith("on")
        } == set()
        assert (attributes.get("href") or "#").startswith("#"), tag


@pytest.mark.parametrize("edition", PAGES)
def test_what_a_target_sent_is_only_text(report: ReportInput, edition: str) -> None:
    """A banner with markup, terminal codes and reordering marks adds no element and no such character."""
    hostile = with_every_verdict(report, observed=HOSTILE)
    before, after = (_parsed(render(s, edition, "html")) for s in (report, hostile))
    elements = [[tag for tag, _ in parsed.found if tag != "span"] for parsed in (before, after)]
    assert elements[0] == elements[1]
    page = render(hostile, edition, "html").decode()
    assert set("\x1b\u202e") & set(page) == set()


def test_json_island_cannot_end_its_element() -> None:
    """Whatever is in the data, it stays data and reads back the same."""
    value = {"a": HOSTILE + "<!--\u2028\u2029&amp;"}
    island = str(json_island(value))
    assert (json.loads(island), set("<>&\u2028\u2029") & set(island)) == (value, set())


def test_scripts_and_styles_can_stand_inside_a_page() -> None:
    """No file ends the element it is put into."""
    assert [path.name for path in STATIC.iterdir() if re.search(r"</(script|style)", path.read_text("utf-8"))] == []


def test_spoken_in_two_languages_and_in_one() -> None:
    """Two languages stand side by side, equal ones once, and one language alone; all escaped."""
    text = Bilingual("một & hai", "one & two")
    assert [spoken(text, ("vi", "en")), spoken(same("a<b"), ("vi", "en")), spoken(text, ("en",))] == [
        '<span lang="vi">một &amp; hai</span><span lang="en">one &amp; two</span>',
        "a&lt;b",
        "one &amp; two",
    ]


def test_policy_without_script() -> None:
    """A page without script allows none."""
    assert "script-src" not in content_policy("body{}", "")


def test_first_names() -> None:
    """A long list is cut and says how many more there are."""
    names = [same("a"), same("b"), same("c")]
    assert (first_names(names, 2), first_names(names, 3)) == (
        Bilingual("a, b và 1 mục khác", "a, b and 1 more"),
        same("a, b, c"),
    )
