"""YAML files that people and attackers write."""

from pathlib import Path

import pytest

from auditor.inventory.yamlfile import DEEPEST, LARGEST_BYTES, read_yaml

LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)


def read(tmp_path: Path, content: str | bytes) -> tuple[object, list[tuple[int | None, str]]]:
    path = tmp_path / "x.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    root, problems = read_yaml(path)
    return root and root.value, [(problem.line, problem.message) for problem in problems]


def test_scalars(tmp_path: Path) -> None:
    """Only null, true, false and decimal integers are more than text; times, octals, dates and `no` stay text."""
    text = "[~, null, true, false, 12, -3, 22:00, 012, 0x1f, 1.5, 2026-01-02, no, on, 'true', '12', !!str 12, 1_000]"

    assert read(tmp_path, text.replace("!!str 12", '"12"')) == (
        [
            None,
            None,
            True,
            False,
            12,
            -3,
            "22:00",
            "012",
            "0x1f",
            "1.5",
            "2026-01-02",
            "no",
            "on",
            "true",
            "12",
            "12",
            "1_000",
        ],
        [],
    )


def test_a_huge_number_stays_text(tmp_path: Path) -> None:
    """A number longer than any integer field holds is text, so that it is refused by its field."""
    assert read(tmp_path, "a: 99999999999999999999999999\n") == ({"a": "99999999999999999999999999"}, [])


def test_lines(tmp_path: Path) -> None:
    """Every place has its line; one that does not exist has the line of what is around it."""
    path = tmp_path / "x.yaml"
    path.write_text("systems:\n  - id: a\n    plan:\n      done: 1\n  - {id: b,\n     level: 3}\n")
    root, _ = read_yaml(path)
    assert root is not None

    places = [
        (),
        ("systems",),
        ("systems", 0),
        ("systems", 0, "plan", "done"),
        ("systems", 1, "level"),
        ("systems", 1, "x"),
    ]

    assert [1, 1, 2, 4, 6, 5] == [root.line_of(place) for place in places]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a:\n\t- b\n", 2, "a tab stands in the indentation"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key stands twice (first in line 1)"),
        ("a: &x 1\nb: 2\n", 1, "an anchor or alias stands here"),
        ("a: 1\nb: *x\n", 2, "an anchor or alias stands here"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "an explicit tag stands here"),
        ("a: 1\n---\nb: 2\n", 2, "a second document starts here"),
        ("? [a]\n: 1\n", 1, "a key is not a plain word"),
        ('a: "\\x1b[31mred"\n', 1, "the text holds an invisible character"),
        ('a: "\\u202Egpj.exe"\n', 1, "the text holds an invisible character"),
        ('"\\e[31mkey": 1\n', 1, "the text holds an invisible character"),
        (b"a: 1\nb: \xff\n", 2, "is not UTF-8 text"),
        ("a: " + "[" * 100_000, 1, f"values are nested deeper than {DEEPEST} levels"),
        ("a: b: c\n", 1, "this is not YAML: mapping values are not allowed in this context"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_refused(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    """Whatever could be misread is refused with its line."""
    assert (line, message) in read(tmp_path, content)[1]


def test_billion_laughs(tmp_path: Path) -> None:
    """Aliases are refused before anything is multiplied."""
    value, problems = read(tmp_path, LAUGHS)

    assert (None, [(1, "an anchor or alias stands here"), (2, "an anchor or alias stands here")]) == (
        value,
        problems[:2],
    )


def test_nul_byte(tmp_path: Path) -> None:
    """A file with a byte that no text has is refused."""
    value, problems = read(tmp_path, b"a: \x00\n")

    assert value is None
    assert problems[0][1].startswith("this is not YAML")


def test_merge_key_has_no_power(tmp_path: Path) -> None:
    """A merge key is a key like any other, so that it is refused as an unknown one."""
    assert read(tmp_path, "a: {<<: {b: 1}}\n") == ({"a": {"<<": {"b": 1}}}, [])


def test_too_large(tmp_path: Path) -> None:
    """A file above the limit is refused unread."""
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_BYTES + 1)

    assert ["is larger than 32 MiB"] == [problem.message for problem in read_yaml(path)[1]]


def test_letters_in_one_form(tmp_path: Path) -> None:
    """Vietnamese letters typed as letter and mark become the one character, so that equal words are equal."""
    assert read(tmp_path, "a: S\u01a1\u0309 Y te\u0302\u0301\n")[0] == {"a": "S\u1edf Y t\u1ebf"}


def test_byte_order_mark(tmp_path: Path) -> None:
    """A file saved by a Windows editor with a byte-order mark is read."""
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n") == ({"a": 1}, [])
