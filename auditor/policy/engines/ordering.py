"""Canonical order for answers of engines: Rego sets reach us as arrays in no fixed order."""

from typing import Any

import orjson


def ordered(value: Any) -> Any:
    """The value with every array sorted by its canonical JSON, so that two engines' answers compare equal."""
    if isinstance(value, dict):
        return {key: ordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(
            (ordered(item) for item in value), key=lambda item: orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
        )
    return value
