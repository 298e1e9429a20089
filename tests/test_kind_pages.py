"""The pages of the kinds of fact."""

import pytest

from tools.kind_pages import FOLDER, pages

pytestmark = pytest.mark.needs_opa


def test_pages_say_what_is_so() -> None:
    """Fields, readers and controls stand on a kind's page as they are; to write them: `python -m tools.kind_pages`."""
    assert pages() == {path.name: path.read_text() for path in FOLDER.glob("*.md")}
