"""Says a plan's reason in both languages: its code names a sentence, its arguments are said as what they are."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditor.model.reason import Reason
from auditor.pages.clauses import place_in_words
from auditor.pages.names import Names, both
from auditor.text.harmless import for_page
from auditor.text.vocabulary import DECISION, KIND, READINESS, STATUS, word
from auditor.text.words import Bilingual, day, number, same, say


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message with places {0}, {1} …, and what stands in each: `kinds` are keys of `KINDS`, separated by spaces.

    Where a reason carries more arguments than there are kinds, the last kind serves for the rest and their texts are
    joined in the last place, as a list of systems is.
    """

    message: str
    kinds: str = ""


def _day(text: str, _: Names) -> Bilingual:
    try:
        return day(datetime.date.fromisoformat(text))
    except ValueError:
        return same(for_page(text))


def _number(text: str, _: Names) -> Bilingual:
    digits = text.removeprefix("-")
    return number(int(text)) if digits.isascii() and digits.isdigit() else same(for_page(text))


def _title(text: str, names: Names) -> Bilingual:
    """A system with its id behind, as people who look things up need it."""
    name = names.system(text)
    if text not in names.estate.systems:
        return name
    return Bilingual(f"{name.vi} ({for_page(text)})", f"{name.en} ({for_page(text)})")


def wave_name(text: str, names: Names) -> Bilingual:
    """Name of an adopted wave; a proposed one is called by its night, any other by its id."""
    if text in names.estate.waves:
        return both(names.estate.waves[text].name)
    night = text.removeprefix("wave-")
    return say("Wave of {0}", _day(night, names)) if night != text else same(for_page(text))


def _asset(text: str, names: Names) -> Bilingual:
    """A piece of equipment with its id behind."""
    if text not in names.estate.assets:
        return same(for_page(text))
    name = both(names.estate.assets[text].name)
    return Bilingual(f"{name.vi} ({for_page(text)})", f"{name.en} ({for_page(text)})")


def _wave_beside_its_day(text: str, names: Names) -> Bilingual:
    """A wave's name where its night is said right after it."""
    return (
        say("Proposed wave") if text.startswith("wave-") and text not in names.estate.waves else wave_name(text, names)
    )


KINDS: Mapping[str, Callable[[str, Names], Bilingual]] = {
    "text": lambda text, _: same(for_page(text)),
    "id": lambda text, _: same(for_page(text)),
    "day": _day,
    "number": _number,
    "system": _title,
    "organisation": lambda text, names: names.organisation(text),
    "zone": lambda text, names: names.zone(text),
    "wave": wave_name,
    "wave_on": _wave_beside_its_day,
    "fact": lambda text, _: word(KIND, text) if text in KIND else same(for_page(text)),
    "asset": _asset,
    "clause": lambda text, _: place_in_words(text),
    "decision": lambda text, _: word(DECISION, text),
    "readiness": lambda text, _: word(READINESS, text),
    "status": lambda text, _: word(STATUS, text),
}
"""How an argument of each kind is said."""


def reason_in_words(reason: Reason, names: Names, sentences: Mapping[str, Sentence]) -> Bilingual:
    """The reason in both languages; a code nobody has words for stands for itself, with its arguments.

    Raises ReportError when a message lacks its Vietnamese.
    """
    sentence = sentences.get(reason.code)
    if sentence is None:
        return same(for_page(" ".join((reason.code, *reason.args))))
    kinds = sentence.kinds.split()
    if not kinds:
        return say(sentence.message)
    places = [KINDS[kind](text, names) for kind, text in zip(kinds, reason.args, strict=False)]
    places += [KINDS[kinds[-1]](text, names) for text in reason.args[len(kinds) :]]
    if len(places) > len(kinds):
        rest = places[len(kinds) - 1 :]
        listed = Bilingual(", ".join(part.vi for part in rest), ", ".join(part.en for part in rest))
        places = [*places[: len(kinds) - 1], listed]
    places += [same("–")] * (len(kinds) - len(places))
    return say(sentence.message, *places)
