"""Words, numbers and dates in two languages."""

import datetime

import pytest

from auditor.errors import ReportError
from auditor.text.words import Bilingual, catalogue, count, day, instant, joined, number, same, say, share
from tests.text.messages import message_ids

FORBIDDEN = ("kiểm toán", "thanh tra", "kiểm định", "miễn trừ", "quận", "huyện")


def test_every_message_has_its_vietnamese_and_no_more() -> None:
    """Code and templates say nothing that lacks its Vietnamese, and the catalogue holds nothing that nobody says."""
    assert message_ids() == set(catalogue())


def _places(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def test_translations_take_the_same_values() -> None:
    """A translation has the places for values that its message has."""
    assert catalogue()
    assert [] == [message for message, said in catalogue().items() if _places(message) != _places(said)]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_word_of_another_office(word: str) -> None:
    """The words of those who audit, inspect or certify, and of abolished units, are not used."""
    assert [text for text in catalogue().values() if word in text.lower()] == []


def test_a_message_without_vietnamese_is_an_error() -> None:
    """English is never shown in place of missing Vietnamese."""
    with pytest.raises(ReportError, match="no Vietnamese words"):
        say("A sentence nobody translated")


def test_values_are_said_in_each_language() -> None:
    """A value in both languages is filled into each."""
    assert say("level {n}", n=Bilingual("ba", "three")) == Bilingual("cấp độ ba", "level three")


def test_braces_in_a_value_are_only_text() -> None:
    """A value that looks like a place for a value is not filled again."""
    assert say("Not measured: {0}").vi == "Chưa đo: {0}"
    assert say("table {name}", name="{name} {0}") == Bilingual("bảng {name} {0}", "table {name} {0}")


def test_english_counts_one_and_many() -> None:
    """English has a singular, Vietnamese has one form."""
    assert [count("{n} verdict", "{n} verdicts", n) for n in (1, 1200)] == [
        Bilingual("1 kết quả", "1 verdict"),
        Bilingual("1.200 kết quả", "1,200 verdicts"),
    ]


def test_numbers_dates_and_shares() -> None:
    """Vietnamese has the decimal comma, the point for thousands and dd/mm/yyyy."""
    moment = datetime.datetime(2026, 11, 21, 19, 40, tzinfo=datetime.UTC)
    assert (number(20000), share(740), share(None), day(datetime.date(2026, 3, 1)), day(None), instant(moment)) == (
        Bilingual("20.000", "20,000"),
        Bilingual("74,0%", "74.0%"),
        same("–"),
        Bilingual("01/03/2026", "1 Mar 2026"),
        same("–"),
        Bilingual("02:40 22/11/2026", "02:40 22 Nov 2026"),
    )


def test_joining() -> None:
    """Texts are joined in each language."""
    assert joined([Bilingual("một", "one"), same("2")]) == Bilingual("một, 2", "one, 2")
