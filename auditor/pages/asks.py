"""Asks in words: what is asked for, why, and what stood in the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditor.model.control import PAPER
from auditor.model.requests import Ask, Requests
from auditor.model.verdict import Subject
from auditor.model.vocab.subjects import SubjectKind
from auditor.pages.names import Names
from auditor.text.causes import cause_in_words
from auditor.text.harmless import for_page
from auditor.text.vocabulary import ADDRESSEE, KIND, word
from auditor.text.words import Bilingual, count, joined, number, same, say


def named_place(ask: Ask, names: Names) -> Bilingual:
    """What an ask is about, by its name with its id behind."""
    if ask.place_kind is None:
        return same(for_page(ask.place))
    name, known = names.subject(Subject(kind=ask.place_kind, id=ask.place)), for_page(ask.place)
    if ask.place_kind is SubjectKind.HOST or name.vi == known:
        return same(known)
    return Bilingual(f"{name.vi} ({known})", f"{name.en} ({known})")


def facts_in_words(ask: Ask) -> Bilingual:
    """Kinds of fact or of paper that are wanted; of entries and answers the controls that want them."""
    prefix = PAPER if ask.kind == "paper" else ""
    return joined(
        [word(KIND, prefix + name) if prefix + name in KIND else same(for_page(name)) for name in ask.what], ", "
    )


def for_what(ask: Ask) -> Bilingual:
    """What would be known by it: how many verdicts want it, and which controls they are of."""
    verdicts = count("{n} verdict waits for it", "{n} verdicts wait for it", ask.serves)
    return joined([verdicts, same(", ".join(ask.controls))], ": ")


def hindrances(ask: Ask) -> Bilingual:
    """Why looks have told nothing so far; empty where nobody has looked yet."""
    return joined([cause_in_words(cause) for cause in ask.hindered], "; ")


def owner_name(ask: Ask, names: Names) -> Bilingual:
    """The body that can give it; an answer comes from the body it is asked of."""
    if ask.kind == "answer":
        return word(ADDRESSEE, ask.place)
    return names.organisation(ask.owner) if ask.owner else say("nobody is named")


@dataclass(frozen=True, slots=True)
class ShownAsk:
    """One ask as a page shows it."""

    text: Bilingual
    owner: Bilingual
    purpose: Bilingual
    hindered: Bilingual | None
    judged: int


def shown_asks(found: Requests | None, names: Names) -> tuple[ShownAsk, ...]:
    """The listed asks in words, in their order; none where nothing is known of any."""
    return tuple(
        ShownAsk(
            text=_SENTENCES[ask.kind](ask, names),
            owner=owner_name(ask, names),
            purpose=for_what(ask),
            hindered=say("so far: {0}", hindrances(ask)) if ask.hindered else None,
            judged=ask.judged,
        )
        for ask in (found.asks if found else ())
    )


def requests_line(found: Requests) -> Bilingual:
    """What the listed asks come to."""
    if not found.open:
        return say("Everything could be concluded: there is nothing to ask for")
    return say(
        "{0} verdicts could not be concluded. {1} of the {2} things wanted for them let at most {3} be concluded.",
        number(found.open),
        number(len(found.asks)),
        number(found.total),
        number(found.judged),
    )


def _settings(ask: Ask, names: Names) -> Bilingual:
    return say("Let settings of {0} be read", named_place(ask, names))


def _look(ask: Ask, names: Names) -> Bilingual:
    if ask.place_kind is SubjectKind.ZONE:
        return say("Let somebody look from the zone {0}", named_place(ask, names))
    if ask.place_kind is SubjectKind.HOST:
        return say("Let somebody look from the machine {0} itself", named_place(ask, names))
    return say("Let somebody look at {0}", named_place(ask, names))


def _export(ask: Ask, names: Names) -> Bilingual:
    return say("A file that {0} exports", named_place(ask, names))


def _paper(ask: Ask, names: Names) -> Bilingual:
    who = named_place(ask, names)
    return count("{n} paper of the register of {who}", "{n} papers of the register of {who}", len(ask.items), who=who)


def _entry(ask: Ask, names: Names) -> Bilingual:
    who = named_place(ask, names)
    return count("{n} line of the inventory of {who}", "{n} lines of the inventory of {who}", len(ask.items), who=who)


def _answer(ask: Ask, _: Names) -> Bilingual:
    return say("An answer in writing of {0}", word(ADDRESSEE, ask.place))


_SENTENCES: Mapping[str, Callable[[Ask, Names], Bilingual]] = {
    "settings": _settings,
    "look": _look,
    "export": _export,
    "paper": _paper,
    "entry": _entry,
    "answer": _answer,
}
