"""The words of the plan: every code has one sentence, whose places fit its arguments."""

import string
from collections import Counter
from importlib import import_module

import pytest

from auditor.errors import ReportError
from auditor.model.inventory import Inventory
from auditor.model.reason import because
from auditor.pages.names import Names
from auditor.pages.sentences import KINDS, Sentence, reason_in_words
from auditor.plan.shared import sentences
from auditor.text.words import Bilingual, same

AREAS = [import_module(name) for name in sentences.WORDS]
NAMES = Names.of(
    Inventory.model_validate(
        {"systems": [{"id": "app", "name": {"vi": "Ứng dụng", "en": "App"}, "kind": "application", "owner": "so"}]}
    )
)


def test_every_area_is_known_and_owns_its_codes() -> None:
    """No two areas use one code, and none is left out of the whole."""
    tally = Counter(code for area in AREAS for code in area.SENTENCES)

    assert dict(tally) == dict.fromkeys(sentences.SENTENCES, 1)


def _places(sentence: Sentence) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence.message) if name is not None}


def _wrong_places(code: str) -> bool:
    kinds = sentences.SENTENCES[code].kinds.split()
    return not set(kinds) <= set(KINDS) or _places(sentences.SENTENCES[code]) != {str(n) for n in range(len(kinds))}


def test_a_sentence_has_a_place_for_each_kind() -> None:
    """Places are numbered from nought and each has a kind that is known."""
    assert sentences.SENTENCES
    assert [] == [code for code in sentences.SENTENCES if _wrong_places(code)]


def _fault(code: str, args: tuple[str, ...]) -> str:
    """What is wrong with a sentence said with these arguments; empty when nothing is."""
    try:
        text = reason_in_words(because(code, *args), NAMES, sentences.SENTENCES)
    except (IndexError, KeyError, ValueError, ReportError) as error:
        return f"{code}: {error!r}"
    sound = text.vi and text.en and "{" not in text.vi + text.en
    return "" if sound else f"{code}: {text}"


@pytest.mark.parametrize("args", [(), ("app",), ("app", "2027-01-02", "3", "x", "y", "z")], ids=len)
def test_a_sentence_can_be_said(args: tuple[str, ...]) -> None:
    """It is said in both languages, with too few and with too many arguments too."""
    faults = [_fault(code, args) for code in sentences.SENTENCES]

    assert [] == [fault for fault in faults if fault]


def test_arguments_are_said_as_what_they_are() -> None:
    """Names, days and numbers are said in each language; a list fills the last place; markup stays text."""
    known = {"x": Sentence("{0}, {1}", "system text")}
    known_code = {"code": Sentence("Not measured: {0}", "day")}

    assert reason_in_words(because("nobody_knows", "<b>", "2"), NAMES, known) == same("nobody_knows <b> 2")
    assert reason_in_words(because("code", "2027-01-02"), NAMES, known_code) == Bilingual(
        "Chưa đo: 02/01/2027", "Not measured: 2 Jan 2027"
    )
    assert KINDS["system"]("app", NAMES) == Bilingual("Ứng dụng (app)", "App (app)")
    assert KINDS["number"]("12000", NAMES) == Bilingual("12.000", "12,000")
    assert KINDS["number"]("many", NAMES) == same("many")
