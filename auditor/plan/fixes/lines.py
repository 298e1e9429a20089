"""Fixes as lines of text: what a terminal or a plain list shows of them."""

from collections import Counter
from collections.abc import Iterator

from auditor.pages.names import Names
from auditor.pages.sentences import reason_in_words
from auditor.plan.fixes.shape import Fix, FixSet
from auditor.plan.shared.sentences import SENTENCES
from auditor.text.harmless import for_page
from auditor.text.vocabulary import CLEARER, READINESS, word
from auditor.text.words import Bilingual, count, joined, mark, number, same, say

_NOBODY = mark("nobody is named")
_OF_EVERY_MEASUREMENT = "fix_may_find"


def fix_lines(item: Fix, names: Names) -> tuple[Bilingual, ...]:
    """What is to be done, by whom and at what cost; then why, a line for each reason.

    That a measurement may find a fault is so for all of them, and is said once, by `fix_set_lines`.
    """
    task, *reasons = [
        reason_in_words(reason, names, SENTENCES) for reason in item.why if reason.code != _OF_EVERY_MEASUREMENT
    ]
    cost = say("no cost entered")
    if item.million_vnd is not None:
        cost = joined([say("{0} million VND", number(item.million_vnd)), say("{0} days", number(item.days or 0))])
    owner = names.organisation(item.owner) if item.owner else say(_NOBODY)
    return (
        task,
        joined([word(CLEARER, item.clearer), say("owner {0}", owner), cost], "; "),
        *reasons,
    )


def fix_set_lines(found: FixSet) -> Iterator[Bilingual]:
    """What the whole set comes to and leads to."""
    if not found.fixes:
        yield say("No open verdict asks for anything to be done")
    else:
        amounts = (found.million_vnd, found.days, found.unpriced)
        yield say("In all {0} million VND and {1} days; {2} without a cost", *map(number, amounts))
    for state, times in sorted(Counter(item.after for item in found.outcome).items()):
        yield joined([word(READINESS, state), count("{n} system", "{n} systems", times)], ": ")
    for item in found.outcome:
        if item.after == "unknown":
            yield say("Nothing was judged about {0}: no fix readies it", same(for_page(item.system)))
    if any(item.kind == "measure" for item in found.fixes):
        yield say(SENTENCES[_OF_EVERY_MEASUREMENT].message)
    if not found.proven:
        yield say("The search for a smaller set was ended by its work limit")
