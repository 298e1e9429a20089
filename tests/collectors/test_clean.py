"""Text from targets is bounded, one line, and free of what a terminal or reader would obey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.collectors.clean import LIMIT, clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"OpenSSH_9.2", "OpenSSH_9.2"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07shown", "shown"),
        ("a\x00b\x07", "a�b�"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\u202egnp.exe", "�gnp.exe"),
        (b"\xff\xfe caf\xc3\xa9", "�� café"),
        ("\ud800lone", "�lone"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("Cổng dịch vụ", "Cổng dịch vụ"),
    ],
)
def test_known_texts(raw: str | bytes, expected: str) -> None:
    """Terminal sequences vanish, unseen characters become U+FFFD, markup and formulas stay plain text."""
    assert expected == clean(raw)


def test_long_text_is_cut() -> None:
    """No more than the limit is kept, and a cut is visible."""
    kept = clean("x" * 100_000_000)

    assert LIMIT == len(kept)
    assert kept.endswith("…")


@given(st.one_of(st.text(), st.binary()))
def test_any_text_is_harmless(raw: str | bytes) -> None:
    """Whatever comes in, what goes out is short, printable, encodable, and cleaning it again changes nothing."""
    kept = clean(raw)

    assert len(kept) <= LIMIT
    assert all(char.isprintable() or char == " " for char in kept)
    assert kept == kept.encode("utf-8").decode("utf-8")
    assert clean(kept) == kept
