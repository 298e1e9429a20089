"""Observed and expected values as text."""

from typing import Any

import pytest

from auditor.text.values import LONGEST, Wording, expected_in_words, observed_in_words
from auditor.text.words import Bilingual, same


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, same("–")),
        ([], Bilingual("không thấy", "nothing seen")),
        (0, same("0")),
        (False, Bilingual("không", "no")),
        (["tcp/21", "tcp/23"], same("tcp/21, tcp/23")),
        ({"b": [1, 2], "a": True}, Bilingual("a: có; b: 1, 2", "a: yes; b: 1, 2")),
        ("a\x1b[0m\tb", same("a b")),
        (
            ["two_sources", "H49.01"],
            Bilingual("có hơn một nguồn dữ liệu gốc, H49.01", "more than one source of record, H49.01"),
        ),
        (
            {"to": "database", "answered": [{"target": "web", "port": "tcp/5432"}]},
            Bilingual(
                "có trả lời: cổng: tcp/5432; đích: web; đến: database",
                "answered: port: tcp/5432; target: web; to: database",
            ),
        ),
        (
            {"missing": ["border", "wan"]},
            Bilingual("thiếu: vùng biên, mạng diện rộng", "missing: border zone, wide-area network"),
        ),
    ],
)
def test_observed(value: Any, words: Bilingual) -> None:
    """Plain values are said plainly; nothing seen is not the same as nothing to show."""
    assert observed_in_words(value) == words


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({"at_least": 30}, Bilingual("ít nhất 30", "at least 30")),
        ({"none_of": ["tcp/21"]}, Bilingual("không có mục nào sau đây: tcp/21", "none of: tcp/21")),
        ({"equals": []}, Bilingual("đúng bằng không có", "exactly nothing")),
        ({"present": True}, Bilingual("phải có", "must be present")),
        (
            {"present": ["level", "level_approval"]},
            Bilingual(
                "phải có: cấp độ, quyết định phê duyệt cấp độ",
                "must be present: security level, approval of the security level",
            ),
        ),
        ({"present": False}, Bilingual("không được có", "must be absent")),
        ({"at_least": 1, "at_most": 5}, Bilingual("ít nhất 1; không quá 5", "at least 1; at most 5")),
        ({"unheard_of": 3}, same("unheard_of: 3")),
        ({}, same("–")),
        (None, same("–")),
    ],
)
def test_expected(expected: Any, words: Bilingual) -> None:
    """Each operator has its words; an operator nobody knows is shown as it is."""
    assert expected_in_words(expected) == words


def test_a_flood_is_cut() -> None:
    """However much a target sends, a cell stays short."""
    nested: Any = "x" * 10_000
    for _ in range(50):
        nested = [nested, "y" * 10_000]
    assert len(observed_in_words([nested] * 1000).vi) <= LONGEST


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "day", Bilingual("1 ngày", "1 day")),
        (360, "days", Bilingual("360 ngày", "360 days")),
        (-1001, "ms", Bilingual("-1.001 ms", "-1,001 ms")),
        (129600, "second", Bilingual("129.600 giây", "129,600 seconds")),
        (1500, "permille", Bilingual("1.500 phần nghìn", "1,500 per thousand")),
        (3, "level", Bilingual("cấp độ 3", "level 3")),
        (0.5, "ms", Bilingual("0,5 ms", "0.5 ms")),
        (7, "furlongs", same("7 furlongs")),
        (False, "level", Bilingual("không", "no")),
    ],
)
def test_numbers_say_what_they_count(value: Any, unit: str, words: Bilingual) -> None:
    """A number stands with its unit in each language; a unit nobody knows is shown as it is."""
    assert observed_in_words(value, Wording(unit=unit)) == words
