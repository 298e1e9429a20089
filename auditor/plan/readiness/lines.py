"""Readiness as lines of text: what a terminal or a plain list shows of it."""

from auditor.model.readiness import Blocker, Request, SystemReadiness
from auditor.pages.names import Names
from auditor.text.harmless import for_page
from auditor.text.vocabulary import ADDRESSEE, CLEARER, READINESS, STATUS, word
from auditor.text.words import Bilingual, day, joined, mark, number, same, say

_NOBODY = mark("nobody is named")


def system_line(item: SystemReadiness) -> Bilingual:
    """One system: its state, and how many of the conditions that gate its move are met if that is told here."""
    if item.withheld:
        return joined([same(for_page(item.id)), word(READINESS, item.state), say("kept and shown elsewhere")])
    met = say("{0} of {1} conditions met", number(item.passed), number(item.gates))
    return joined([same(for_page(item.id)), word(READINESS, item.state), met])


def blocker_line(item: Blocker, names: Names) -> Bilingual:
    """What holds a system up: control, subject, how it stands, who clears it, whose it is, when it falls due."""
    parts = [
        same(f"{item.control} {for_page(item.subject.id)}"),
        word(STATUS, item.status),
        say("cleared by {0}", word(CLEARER, item.clearer)),
        say("owner {0}", names.organisation(item.owner) if item.owner else say(_NOBODY)),
    ]
    return joined([*parts, say("due {0}", day(item.due))] if item.due else parts, "; ")


def request_line(item: Request) -> Bilingual:
    """What has to be asked of whom; it holds no system up."""
    return say("{0}: to ask of {1}", same(f"{item.control} {for_page(item.subject.id)}"), word(ADDRESSEE, item.of))
