"""Clauses as they are cited: instrument, force and confidence, and those that must still be compared with the
original.
"""

from dataclasses import dataclass

from auditor.model.law import Confirmed
from auditor.model.verdict import CitedClause
from auditor.model.vocab.controls import Confidence
from auditor.pages.interface import ReportInput
from auditor.policy.catalogue import Catalogue
from auditor.text.harmless import for_page
from auditor.text.vocabulary import CLAIM, CONFIDENCE, FORCE, word
from auditor.text.words import Bilingual, day, joined, same, say

# Catalogues write clauses once, with the international abbreviations; a Vietnamese reader expects these.
_PLACES = (("Art.", "Điều"), ("Annex", "Phụ lục"), ("annex", "phụ lục"), ("Appendix", "Phụ lục"), ("Chapter", "Chương"))

UNREAD = (Confidence.C, Confidence.D)


@dataclass(frozen=True, slots=True)
class UnreadClause:
    """A clause whose text nobody here has read, with the controls that rest on it and how many verdicts cite it."""

    instrument: Bilingual
    clause: Bilingual
    confidence: Confidence
    controls: tuple[str, ...]
    verdicts: int


def instrument_name(catalogue: Catalogue, identifier: str) -> Bilingual:
    """Number of an instrument; its id when the catalogue does not know it."""
    found = catalogue.instruments.get(identifier)
    return same(for_page(found.number if found else identifier))


def place_in_words(clause: str) -> Bilingual:
    """The place in an instrument, with articles and annexes named in each language."""
    english = for_page(clause)
    vietnamese = english
    for place, words in _PLACES:
        vietnamese = vietnamese.replace(place, words)
    return Bilingual(vietnamese, english)


def clause_in_words(catalogue: Catalogue, cited: CitedClause) -> Bilingual:
    """`instrument, clause (force; confidence)`, with what of it nobody has read and which clauses say otherwise."""
    how = [word(FORCE, cited.force), word(CONFIDENCE, cited.confidence)]
    if (said := catalogue.confirmed.get((cited.instrument, cited.clause))) and cited.confidence is Confidence.A:
        how.append(_compared(said))
    if cited.role == "support":
        how.insert(0, say("cited in support"))
    if cited.unread:
        how.append(say("not read: {0}", joined([word(CLAIM, claim) for claim in cited.unread])))
    how += [say("{0} says otherwise", _place_of(catalogue, one.instrument, one.clause)) for one in cited.against]
    name, told = _place_of(catalogue, cited.instrument, cited.clause), joined(how, "; ")
    return Bilingual(f"{name.vi} ({told.vi})", f"{name.en} ({told.en})")


def _compared(said: Confirmed) -> Bilingual:
    """Who in the province compared a clause with the original, when, and by which paper."""
    who = [same(for_page(text)) for text in (said.by, said.unit)]
    return say(
        "compared with the original by {0}, {1}, on {2}, paper {3}", *who, day(said.day), same(for_page(said.paper))
    )


def confirmed_clauses(report: ReportInput) -> tuple[Bilingual, ...]:
    """Clauses that the province's officers compared, each with who did it and what was known before."""
    return tuple(
        joined([_place_of(report.catalogue, instrument, clause), word(CONFIDENCE, said.before), _compared(said)], "; ")
        for (instrument, clause), said in sorted(report.catalogue.confirmed.items(), key=lambda one: one[0])
    )


def _place_of(catalogue: Catalogue, instrument: str, clause: str) -> Bilingual:
    return joined([instrument_name(catalogue, instrument), place_in_words(clause)])


def unread_clauses(report: ReportInput) -> tuple[UnreadClause, ...]:
    """Cited clauses of confidence C or D, by instrument and clause."""
    controls: dict[tuple[str, str, Confidence], set[str]] = {}
    verdicts: dict[tuple[str, str, Confidence], int] = {}
    for verdict in report.result.verdicts:
        for cited in verdict.law:
            if cited.confidence in UNREAD:
                key = (cited.instrument, cited.clause, cited.confidence)
                controls.setdefault(key, set()).add(verdict.control)
                verdicts[key] = verdicts.get(key, 0) + 1
    return tuple(
        UnreadClause(
            instrument_name(report.catalogue, key[0]),
            place_in_words(key[1]),
            key[2],
            tuple(sorted(names)),
            verdicts[key],
        )
        for key, names in sorted(controls.items())
    )
