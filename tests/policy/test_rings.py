"""Rings are found among what follows one another, and every thing whose way ends in one."""

import pytest

from auditor.policy.rings import rings


@pytest.mark.parametrize(
    ("follows", "expected"),
    [
        ({}, {}),
        ({"a": "b"}, {}),
        ({"a": "b", "b": ""}, {}),
        ({"a": "a"}, {"a": ("a",)}),
        ({"a": "b", "b": "a"}, {"a": ("a", "b"), "b": ("a", "b")}),
        ({"c": "a", "a": "b", "b": "a"}, {"c": ("a", "b"), "a": ("a", "b"), "b": ("a", "b")}),
        ({"a": "b", "b": "c", "c": "a", "d": "e", "e": ""}, dict.fromkeys("abc", ("a", "b", "c"))),
    ],
)
def test_rings(follows: dict[str, str], expected: dict[str, tuple[str, ...]]) -> None:
    """What leads out of the declared world has none."""
    assert expected == rings(follows)


def test_a_long_chain_is_walked_once() -> None:
    """Cost is linear: this would take hours if every start walked to the end."""
    follows = {str(n): str(n + 1) for n in range(200_000)} | {"200000": "199999"}

    assert 200_001 == len(rings(follows))
