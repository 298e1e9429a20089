"""What a policy reported, as text: plain values and the one-operator objects of `expected`. Targets' text is cleaned
and cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from auditor.model.control import Observed
from auditor.model.verdict import Verdict
from auditor.text.codes import NAMED_PARTS, code_in_words, lists_names, part_in_words
from auditor.text.harmless import for_page
from auditor.text.units import amount, unit_of
from auditor.text.words import Bilingual, joined, mark, same, say

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


@dataclass(frozen=True, slots=True)
class Wording:
    """How to say values: whether kinds of the inventory become words, whether texts are names, what numbers count."""

    kinds: bool = True
    names: bool = False
    unit: str = ""


_WORDS = Wording()


def observed_of(verdict: Verdict, how: Observed) -> Bilingual:
    """What a verdict's control saw, in words with units."""
    kinds = not lists_names(how, verdict.status, verdict.expected)
    wording = Wording(kinds=kinds, unit=unit_of(how, verdict.expected))
    return observed_in_words(verdict.observed, wording)


def expected_of(verdict: Verdict, how: Observed) -> Bilingual:
    """What a verdict's control asks for, in words with units."""
    wording = Wording(kinds=not how.asks_names, unit=unit_of(how, verdict.expected))
    return expected_in_words(verdict.expected, wording)


def observed_in_words(value: Any, wording: Wording = _WORDS) -> Bilingual:
    """What was seen. An empty list says that nothing was seen; None says that there is nothing to show."""
    if value is None:
        return same("–")
    if value in ([], {}, ""):
        return say("nothing seen")
    return _cut(_plain(value, 0, wording))


def expected_in_words(expected: Any, wording: Wording = _WORDS) -> Bilingual:
    """What the rule asks for, by its operator; several operators are joined."""
    if not isinstance(expected, Mapping):
        return same("–") if expected is None else _cut(_plain(expected, 0, wording))
    if not expected:
        return same("–")
    return _cut(joined([_operator(str(name), value, wording) for name, value in sorted(expected.items())], "; "))


def _operator(name: str, value: Any, wording: Wording) -> Bilingual:
    if name == "present":
        return _present(value, wording)
    said = say("nothing") if value in ([], {}, "") else _plain(value, 0, wording)
    return say(OPERATORS[name], value=said) if name in OPERATORS else joined([same(for_page(name, 60)), said], ": ")


def _present(value: Any, wording: Wording) -> Bilingual:
    if value is False:
        return say("must be absent")
    named = value if isinstance(value, str | list | tuple) else []
    if not named:
        return say("must be present")
    return joined([say("must be present"), _plain(named, 0, wording)], ": ")


def _plain(value: Any, depth: int, wording: Wording) -> Bilingual:
    if depth >= _DEEPEST:
        return same("…")
    if isinstance(value, Mapping):
        pairs = sorted(value.items(), key=lambda pair: str(pair[0]))[:_ITEMS_SHOWN]
        return joined([_pair(str(key), item, depth, wording) for key, item in pairs], "; ")
    if isinstance(value, list | tuple):
        shown = [_plain(item, depth + 1, wording) for item in value[:_ITEMS_SHOWN]]
        return joined([*shown, same("…")] if len(value) > _ITEMS_SHOWN else shown)
    return _single(value, wording)


def _single(value: Any, wording: Wording) -> Bilingual:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None:
        return same("–")
    if isinstance(value, int | float):
        return amount(value, wording.unit)
    if not wording.names:
        return code_in_words(str(value), LONGEST, kinds=wording.kinds)
    return same(for_page(str(value), LONGEST))


def _pair(key: str, item: Any, depth: int, wording: Wording) -> Bilingual:
    inner = replace(wording, names=wording.names or key in NAMED_PARTS, unit="")
    return joined([part_in_words(key), _plain(item, depth + 1, inner)], ": ")


def _cut(text: Bilingual) -> Bilingual:
    return Bilingual(for_page(text.vi, LONGEST), for_page(text.en, LONGEST))
