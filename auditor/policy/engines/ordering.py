"""Canonical order for answers of engines: Rego sets reach us as arrays in no fixed order."""

from typing import Any

import orjson


def ordered(value: Any) -> Any:
    """The value with every array sorted by its canonical JSON, so that two engines' answers compare equal.

    The arguments of a cause are no set: each has its place in a sentence, and keeps it.
    """
    if isinstance(value, dict):
        return {key: item if isinstance(item, str) or key == "args" else ordered(item) for key, item in value.items()}
    if not isinstance(value, list) or not value:
        return value
    if all(isinstance(item, str) for item in value):
        return sorted(value)
    items = [ordered(item) for item in value]
    return sorted(items, key=_canonical) if len(items) > 1 else items


def _canonical(item: Any) -> bytes:
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
