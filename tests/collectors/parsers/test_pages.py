"""Pages that strangers wrote: what they never end hides the rest, and costs no more than its length."""

import pytest

from auditor.collectors.parsers.html import Forms, find_forms
from auditor.collectors.parsers.shown import shown

PAGE = "http://portal.example/"
LOGIN = '<form method="post"><input type="password"></form>'
MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    "begun", ["<a ", "<p style='", '<p a="x" b="', "<a b=c ", "<p/////", "<!--", "<![CDATA[", "</a "]
)
def test_a_page_made_of_tags_that_never_end(begun: str) -> None:
    """A megabyte of them is read; looking for each one's end from where it begins would take hours."""
    assert find_forms(begun * (MEGABYTE // len(begun)), PAGE) == Forms(password=False, submission=False)


def test_what_stands_before_a_tag_without_an_end_is_read() -> None:
    assert find_forms(f"{LOGIN}<p title='", PAGE).password


def test_what_a_tag_without_an_end_swallows_is_seen_by_nobody() -> None:
    """A browser shows nothing of it either: everything up to the end of the file belongs to the tag."""
    assert not find_forms(f"<p title='{LOGIN}", PAGE).password
    assert shown("<p title='soc@tinh.example", ["soc@tinh.example"]).found == ()


def test_a_form_that_is_open_at_the_end_counts() -> None:
    assert find_forms('<form method="post"><input name="so-dien-thoai">', PAGE).submission


@pytest.mark.parametrize("end", ["", "<", " 5 < 7", "&amp"])
def test_text_at_the_end_is_read(end: str) -> None:
    assert shown(f"soc@tinh.example{end}", ["soc@tinh.example"]).found == ("soc@tinh.example",)
