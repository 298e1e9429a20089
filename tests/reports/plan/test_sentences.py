"""The words of the plan: every code has one sentence, whose places fit its arguments."""

import string
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

from auditor.model.inventory import Inventory
from auditor.model.plan.reason import because
from auditor.reports.content.estate import Estate
from auditor.reports.content.words import Both, same
from auditor.reports.plan import sentences
from auditor.reports.plan.sentence import KINDS, Sentence, said

AREAS = [import_module(f"{sentences.__name__}.{found.name}") for found in iter_modules(sentences.__path__)]
ESTATE = Estate.of(
    Inventory.model_validate(
        {"systems": [{"id": "app", "name": {"vi": "Ứng dụng", "en": "App"}, "kind": "application", "owner": "so"}]}
    )
)


def test_every_area_is_known_and_owns_its_codes() -> None:
    """No two areas use one code, and none is left out of the whole."""
    tally = Counter(code for area in AREAS for code in area.SENTENCES)

    assert dict(tally) == dict.fromkeys(sentences.SENTENCES, 1)


@pytest.mark.parametrize("code", sorted(sentences.SENTENCES))
def test_a_sentence_has_a_place_for_each_kind(code: str) -> None:
    """Places are numbered from nought and each has a kind that is known."""
    sentence = sentences.SENTENCES[code]
    kinds = sentence.kinds.split()
    places = {name for _, name, _, _ in string.Formatter().parse(sentence.message) if name is not None}

    assert (places, [kind for kind in kinds if kind not in KINDS]) == ({str(n) for n in range(len(kinds))}, [])


@pytest.mark.parametrize("code", sorted(sentences.SENTENCES))
def test_a_sentence_can_be_said(code: str) -> None:
    """It is said in both languages, with too few and with too many arguments too."""
    for args in ((), ("app",), ("app", "2027-01-02", "3", "x", "y", "z")):
        text = said(because(code, *args), ESTATE, sentences.SENTENCES)
        assert (bool(text.vi), bool(text.en), "{" in text.vi + text.en) == (True, True, False)


def test_arguments_are_said_as_what_they_are() -> None:
    """Names, days and numbers are said in each language; a list fills the last place; markup stays text."""
    known = {"x": Sentence("{0}, {1}", "system text")}
    known_code = {"code": Sentence("Not measured: {0}", "day")}

    assert said(because("nobody_knows", "<b>", "2"), ESTATE, known) == same("nobody_knows <b> 2")
    assert said(because("code", "2027-01-02"), ESTATE, known_code) == Both(
        "Chưa đo: 02/01/2027", "Not measured: 2 Jan 2027"
    )
    assert KINDS["system"]("app", ESTATE) == Both("Ứng dụng (app)", "App (app)")
    assert KINDS["number"]("12000", ESTATE) == Both("12.000", "12,000")
    assert KINDS["number"]("many", ESTATE) == same("many")
