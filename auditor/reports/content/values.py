"""What a policy reported, as text: plain values and the one-operator objects of `expected`. Targets' text is cleaned
and cut.
"""

from collections.abc import Mapping
from typing import Any

from auditor.reports.content.words import Both, clean, joined, mark, same, say

OPERATORS: Mapping[str, str] = {
    "equals": mark("exactly {value}"),
    "at_least": mark("at least {value}"),
    "at_most": mark("at most {value}"),
    "none_of": mark("none of: {value}"),
    "any_of": mark("one of: {value}"),
    "all_of": mark("all of: {value}"),
    "within": mark("within {value}"),
}

LONGEST = 600
_ITEMS_SHOWN = 40
_DEEPEST = 6


def observed_in_words(value: Any) -> Both:
    """What was seen. An empty list says that nothing was seen; None says that there is nothing to show."""
    if value is None:
        return same("–")
    if value in ([], {}, ""):
        return say("nothing seen")
    return _cut(_plain(value, 0))


def expected_in_words(expected: Any) -> Both:
    """What the rule asks for, by its operator; several operators are joined."""
    if not isinstance(expected, Mapping):
        return same("–") if expected is None else _cut(_plain(expected, 0))
    if not expected:
        return same("–")
    return _cut(joined([_operator(str(name), value) for name, value in sorted(expected.items())], "; "))


def _operator(name: str, value: Any) -> Both:
    if name == "present":
        return say("must be absent") if value is False else say("must be present")
    said = say("nothing") if value in ([], {}, "") else _plain(value, 0)
    return say(OPERATORS[name], value=said) if name in OPERATORS else joined([same(clean(name, 60)), said], ": ")


def _plain(value: Any, depth: int) -> Both:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None:
        return same("–")
    if depth >= _DEEPEST:
        return same("…")
    if isinstance(value, Mapping):
        pairs = sorted(value.items(), key=lambda pair: str(pair[0]))[:_ITEMS_SHOWN]
        return joined([joined([same(clean(str(key), 80)), _plain(item, depth + 1)], ": ") for key, item in pairs], "; ")
    if isinstance(value, list | tuple):
        shown = [_plain(item, depth + 1) for item in value[:_ITEMS_SHOWN]]
        return joined([*shown, same("…")] if len(value) > _ITEMS_SHOWN else shown)
    return same(clean(str(value), LONGEST))


def _cut(text: Both) -> Both:
    return Both(clean(text.vi, LONGEST), clean(text.en, LONGEST))
