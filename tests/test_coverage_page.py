"""The page on which law is covered."""

from tools.coverage import PAGE, page


def test_the_page_says_what_is_so() -> None:
    """Rows, controls and what is unread stand there as they are; to write it: `python -m tools.coverage`."""
    assert page() == PAGE.read_text(encoding="utf-8")
