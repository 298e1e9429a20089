"""The one sentence a leader reads first: is it met or not?"""

from typing import Literal

from auditor.model.verdict import RunHead
from auditor.reports.content.figures import Figures
from auditor.text.words import Bilingual, count, joined, number, say

Answer = Literal["met", "not_met", "not_concluded"]


def answer_of(figures: Figures, run: RunHead) -> Answer:
    """`met` only when everything that should be judged was, nothing failed and the run is whole."""
    totals = figures.totals
    if totals.fail:
        return "not_met"
    open_ends = totals.unknown + totals.manual + totals.error
    return "met" if totals.pass_ and not open_ends and run.complete else "not_concluded"


def sentence(figures: Figures, run: RunHead) -> Bilingual:
    """The answer with the counts that explain it."""
    totals = figures.totals
    answer = answer_of(figures, run)
    parts = {"met": _met, "not_met": _not_met, "not_concluded": _not_concluded}[answer](figures)
    if totals.error:
        parts.append(count("{n} ended in a tool error", "{n} ended in tool errors", totals.error))
    if not run.complete:
        parts.append(say("the collection is incomplete"))
    return joined([joined(parts, "; "), say(".")], "")


def _not_met(figures: Figures) -> list[Bilingual]:
    totals = figures.totals
    head = say(
        "Not met: {fails} of {due} items reviewed are not met, in {failing} of {systems} systems",
        fails=number(totals.fail),
        due=number(figures.due),
        failing=number(figures.systems_failing),
        systems=number(figures.systems),
    )
    grave = count("{n} of these items critical or high", "{n} of these items critical or high", figures.grave_fails)
    return [joined([head, grave]), *_open_ends(figures)]


def _not_concluded(figures: Figures) -> list[Bilingual]:
    if not figures.due:
        return [say("Not enough evidence to conclude: nothing has been reviewed")]
    head = say(
        "Not enough evidence to conclude that it is met: {passes} of {due} items reviewed are met, none found not met",
        passes=number(figures.totals.pass_),
        due=number(figures.due),
    )
    return [head, *_open_ends(figures)]


def _met(figures: Figures) -> list[Bilingual]:
    head = say(
        "Met: {passes} of {due} items reviewed are met",
        passes=number(figures.totals.pass_),
        due=number(figures.due),
    )
    warn = figures.totals.warn
    return [head, *([count("{n} needs attention", "{n} need attention", warn)] if warn else [])]


def _open_ends(figures: Figures) -> list[Bilingual]:
    totals = figures.totals
    ends = []
    if totals.unknown:
        ends.append(count("{n} lacks the evidence to conclude", "{n} lack the evidence to conclude", totals.unknown))
    if totals.manual:
        ends.append(count("{n} awaits records or confirmation", "{n} await records or confirmation", totals.manual))
    return ends
