"""The pages of the controls."""

from tools.control_pages import FOLDER, pages


def test_the_pages_say_what_is_so() -> None:
    """Law, grounds and cases stand there as they are; to write them: `python -m tools.control_pages`."""
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert pages() == there
    assert all(f"\n- **{status}**: " in there["NW-05.md"] for status in ("pass", "fail", "unknown"))
