"""Two engines' answers become comparable, and nothing that has an order of its own loses it."""

from auditor.policy.engines.ordering import ordered


def test_sets_are_sorted_and_arguments_are_not() -> None:
    """Arrays that were sets are sorted; a cause's arguments stay where its sentence expects them."""
    answer = {
        "observed": [{"b": ["z", "a"]}, {"a": 1}],
        "causes": [
            {"code": "observation", "args": ["ports/web/v", "partial"]},
            {"code": "observation", "args": ["http/web/v", "timeout"]},
        ],
    }

    assert {
        "observed": [{"a": 1}, {"b": ["a", "z"]}],
        "causes": [
            {"code": "observation", "args": ["http/web/v", "timeout"]},
            {"code": "observation", "args": ["ports/web/v", "partial"]},
        ],
    } == ordered(answer)
