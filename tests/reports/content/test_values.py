"""Observed and expected values as text."""

from typing import Any

import pytest

from auditor.reports.content.values import LONGEST, expected_in_words, observed_in_words
from auditor.reports.content.words import Both, same


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, same("–")),
        ([], Both("không thấy", "nothing seen")),
        (0, same("0")),
        (False, Both("không", "no")),
        (["tcp/21", "tcp/23"], same("tcp/21, tcp/23")),
        ({"b": [1, 2], "a": True}, Both("a: có; b: 1, 2", "a: yes; b: 1, 2")),
        ("a\x1b[0m\tb", same("a b")),
    ],
)
def test_observed(value: Any, words: Both) -> None:
    """Plain values are said plainly; nothing seen is not the same as nothing to show."""
    assert observed_in_words(value) == words


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({"at_least": 30}, Both("ít nhất 30", "at least 30")),
        ({"none_of": ["tcp/21"]}, Both("không có: tcp/21", "none of: tcp/21")),
        ({"equals": []}, Both("đúng bằng không có", "exactly nothing")),
        ({"present": True}, Both("phải có", "must be present")),
        ({"present": False}, Both("không được có", "must be absent")),
        ({"at_least": 1, "at_most": 5}, Both("ít nhất 1; không quá 5", "at least 1; at most 5")),
        ({"unheard_of": 3}, same("unheard_of: 3")),
        ({}, same("–")),
        (None, same("–")),
    ],
)
def test_expected(expected: Any, words: Both) -> None:
    """Each operator has its words; an operator nobody knows is shown as it is."""
    assert expected_in_words(expected) == words


def test_a_flood_is_cut() -> None:
    """However much a target sends, a cell stays short."""
    nested: Any = "x" * 10_000
    for _ in range(50):
        nested = [nested, "y" * 10_000]
    assert len(observed_in_words([nested] * 1000).vi) <= LONGEST
