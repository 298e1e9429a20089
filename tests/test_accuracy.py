"""The page on how accurate the controls are."""

from tools.accuracy import PAGE, kept, page


def test_the_page_says_what_is_so() -> None:
    """Cases, lab rows, matters, needs and limits stand there as they are; to write it: `python -m tools.accuracy`."""
    assert page(kept()) == PAGE.read_text(encoding="utf-8")
