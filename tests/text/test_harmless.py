"""Text of others is harmless wherever it goes: one set of characters nobody can see, whichever door it passes."""

import json
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.text.harmless import (
    PAGE_LIMIT,
    TARGET_LIMIT,
    UNSEEN,
    declared,
    for_cell,
    for_page,
    for_paper,
    for_terminal,
    for_terminal_json,
    from_target,
    is_formula,
    unseen,
)

HOSTILE = {
    "NUL": "\x00",
    "bell": "\x07",
    "escape": "\x1b",
    "delete": "\x7f",
    "C1 control sequence introducer": "\x9b",
    "soft hyphen": "\xad",
    "Arabic letter mark": "\u061c",
    "Mongolian vowel separator": "\u180e",
    "zero width space": "\u200b",
    "left-to-right mark": "\u200e",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "left-to-right embedding": "\u202a",
    "right-to-left override": "\u202e",
    "word joiner": "\u2060",
    "right-to-left isolate": "\u2067",
    "pop directional isolate": "\u2069",
    "byte order mark": "\ufeff",
    "interlinear annotation": "\ufff9",
    "non-character": "\uffff",
    "private use": "\ue000",
    "surrogate": "\ud800",
    "tag": "\U000e0041",
    "private use beyond the first plane": "\U000f0000",
    "unassigned": "\U0003fffd",
}
"""One character of each kind that a terminal acts on, that reorders or hides text, or that nobody defined."""

DOORS: dict[str, Callable[[str], str]] = {
    "from_target": from_target,
    "for_page": for_page,
    "for_cell": for_cell,
    "for_paper": for_paper,
    "for_terminal": for_terminal,
    "for_terminal_json": lambda text: for_terminal_json(json.dumps(text, ensure_ascii=True).encode()).decode(),
    "declared": lambda text: declared(text)[0],
}
KEEP_LINES = {"for_paper", "for_terminal", "declared"}
SEEN = "Cổng dịch vụ công – “Quảng Ninh” → ✓ 😀 e\u0323\u0302 1.250,5 đ"


def hidden(text: str) -> list[str]:
    """The characters of a text that nobody sees, but for line ends and tabs."""
    return [char for char in text if char not in "\n\t" and unicodedata.category(char) in UNSEEN]


@pytest.mark.parametrize("door", DOORS)
def test_nothing_unseen_passes(door: str) -> None:
    """None of these characters comes out, alone or inside a text, and no line end where one line was promised."""
    texts = [text for char in HOSTILE.values() for text in (char, f"a{char}b", f"{char}{char}=x\r\ny")]

    assert [] == [char for text in texts for char in hidden(DOORS[door](text))]
    if door not in KEEP_LINES:
        assert [] == [text for text in texts if set("\r\n\t") & set(DOORS[door](text))]


@pytest.mark.parametrize("door", sorted(set(DOORS) - {"for_terminal_json"}))
def test_what_people_read_stays(door: str) -> None:
    """Vietnamese, typographic signs, composed and decomposed letters, pictures are left; `declared` alone composes."""
    assert (unicodedata.normalize("NFC", SEEN) if door == "declared" else SEEN) == DOORS[door](SEEN)


@pytest.mark.long
@pytest.mark.no_cover  # every character there is through a few lines
def test_the_shortcut_means_nothing_of_its_own() -> None:
    """Of all characters there are, exactly those of the unseen categories are replaced."""
    every = [chr(code) for code in range(sys.maxunicode + 1)]

    assert [] == [
        char
        for char in every
        if char not in "\n\t" and (for_terminal(char) == "\ufffd") != unseen(char) and char != "\ufffd"
    ]
    assert [] == [char for char in every if char not in "\n\t" and bool(declared(char)[1]) != unseen(char)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"OpenSSH_9.2", "OpenSSH_9.2"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07shown", "shown"),
        ("\x9b31mred", "red"),
        ("a\x00b\x07", "a�b�"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\u202egnp.exe", "�gnp.exe"),
        (b"\xff\xfe caf\xc3\xa9", "�� café"),
        ("\ud800lone", "�lone"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_from_target(raw: str | bytes, expected: str) -> None:
    """Terminal sequences vanish, unseen characters become U+FFFD, markup and formulas stay plain text."""
    assert expected == from_target(raw)


def test_long_text_is_cut() -> None:
    """No more than the limit is kept, and a cut is visible."""
    kept = {TARGET_LIMIT: from_target("x" * 100_000_000), PAGE_LIMIT: for_page("x" * 100_000_000)}

    assert [(limit, "…") for limit in kept] == [(len(text), text[-1]) for text in kept.values()]
    assert for_page("x" * 50, 10) == "x" * 9 + "…"


def test_for_page() -> None:
    """Terminal sequences vanish, and where something hidden stood, it shows that something did."""
    assert for_page("a\x1b[31mred\x00\nb\u202etxt.exe\u200b") == "ared� b�txt.exe�"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("|calc", "'|calc"),
        ("%0", "'%0"),
        ("-2+3", "'-2+3"),
        ("-41", "-41"),
        ("\uff1dcmd", "'\uff1dcmd"),
        ("\t=cmd", "'=cmd"),
        ("\x1b[0m=cmd", "'=cmd"),
        ("a\r\nb", "a b"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_for_cell(cell: str, written: str) -> None:
    """Formulas get an apostrophe, negative whole numbers stay numbers, and every cell stays on one line."""
    assert written == for_cell(cell)


def test_a_formula_behind_blanks_is_one() -> None:
    """What spreadsheets trim before they look does not hide a formula from the writers of workbooks."""
    assert [True, True, False] == [is_formula(text) for text in ("\t\n =A1", "\uff20A1", "a=b")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("\x9b2J\x07\u202e", "\ufffd2J\ufffd\ufffd"),
        ("two\nlines\tand words", "two\nlines\tand words"),
        ("\rover", "\ufffdover"),
    ],
)
def test_for_terminal(text: str, shown: str) -> None:
    """Characters a terminal acts on are replaced; line ends and tabs stay."""
    assert shown == for_terminal(text)


@given(st.text())
def test_json_keeps_its_value(text: str) -> None:
    """What a program reads from the JSON is what was written, whatever the screen is spared."""
    document = json.dumps({"a": text}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if not any(0xD800 <= ord(char) <= 0xDFFF for char in text):  # no writer of ours can put these into UTF-8
        shown = for_terminal_json(document)

        assert {"a": text} == json.loads(shown)
        assert [] == hidden(shown.decode())


def test_json_beyond_the_first_plane() -> None:
    """A character that takes two UTF-16 units becomes two escapes."""
    assert b'"\\udb40\\udc41"' == for_terminal_json('"\U000e0041"'.encode())


@pytest.mark.parametrize(
    ("text", "kept", "first"),
    [
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt", ""),
        ("two\nlines\tkept", "two\nlines\tkept", ""),
        ("user\u202etxt.exe\x00", "usertxt.exe", "U+202E"),
        ("a\u2028b", "ab", "U+2028"),
        ("a\U0003fffdb", "ab", "U+3FFFD"),
    ],
)
def test_declared(text: str, kept: str, first: str) -> None:
    """Letters are composed, and the first hidden character is named so that whoever wrote it can find it."""
    assert (kept, first) == declared(text)


@given(st.one_of(st.text(), st.binary()))
def test_any_text_is_harmless(raw: str | bytes) -> None:
    """Whatever comes in, what goes out is short, printable, encodable, and cleaning it again changes nothing."""
    kept = from_target(raw)

    assert len(kept) <= TARGET_LIMIT
    assert [] == hidden(kept)
    assert kept == kept.encode("utf-8").decode("utf-8")
    assert kept == from_target(kept) == for_page(kept)
