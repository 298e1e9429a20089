"""What a system's sheet says of the controls that gate its move: one row for each, the worst first, with evidence, and
for what is open who can act and how.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.model.control import ControlMeta
from auditor.model.readiness import Blocker
from auditor.model.verdict import Verdict
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, control_title, host_of
from auditor.plan.shared.gates import gating
from auditor.text.harmless import for_page
from auditor.text.values import observed_of
from auditor.text.vocabulary import BASIS, KIND, STATUS, word
from auditor.text.words import Bilingual, instant, joined, number, same, say

LONGEST_VALUE = 160
"""Letters of what a target sent; the whole of it stands in the technical report."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One control on one sheet.

    `status` is that of the worst subject; `standing` says it in words, with how many of the subjects it applies to met
    it. `owner`, `remedy` and `due` are empty for what is met.
    """

    control: str
    title: Bilingual
    status: Status
    standing: Bilingual
    observed: Bilingual
    known: Bilingual
    owner: Bilingual
    remedy: Bilingual
    due: datetime.date | None


def conditions_of(identifier: str, report: ReportInput, names: Names) -> tuple[Condition, ...]:
    """The controls that gate the system's move and apply to it or to a machine it runs on."""
    system = names.estate.systems.get(identifier)
    shared = set(system.runs_on) if system else set()
    gates = gating(report.catalogue)
    found: dict[str, list[Verdict]] = {}
    for verdict in report.result.verdicts:
        own = verdict.subject.system == identifier or host_of(verdict.subject) in shared
        if own and verdict.control in gates and verdict.counts:
            found.setdefault(verdict.control, []).append(verdict)
    blockers = [item.blockers for item in report.readiness.systems if item.id == identifier]
    rows = [_row(gates[name], verdicts, [*sum(blockers, ())], names) for name, verdicts in found.items()]
    return tuple(sorted(rows, key=lambda row: (row.status.rank, row.control)))


def _row(control: ControlMeta, verdicts: Sequence[Verdict], blockers: Sequence[Blocker], names: Names) -> Condition:
    worst = min(verdicts, key=lambda one: (one.status.rank, one.subject.id))
    met = sum(one.status is Status.PASS for one in verdicts)
    words = word(STATUS, worst.status)
    held = [blocker for blocker in blockers if blocker.control == control.id]
    seen = observed_of(worst, control.observed)
    return Condition(
        control=control.id,
        title=control_title(control),
        status=worst.status,
        standing=say("{0}; met by {1} of {2}", words, number(met), number(len(verdicts)))
        if len(verdicts) > 1
        else words,
        observed=Bilingual(for_page(seen.vi, LONGEST_VALUE), for_page(seen.en, LONGEST_VALUE)),
        known=_known(worst, names),
        owner=names.organisation(held[0].owner) if held and held[0].owner else same(""),
        remedy=Bilingual(for_page(held[0].remedy_vi), for_page(held[0].remedy)) if held else same(""),
        due=min((one.due for one in held if one.due), default=None),
    )


def _known(verdict: Verdict, names: Names) -> Bilingual:
    """When, how and from where the oldest piece of evidence comes; a dash when nothing was named."""
    if not verdict.evidence:
        return same("–")
    dated = [piece for piece in verdict.evidence if piece.observed_at]
    if not dated:
        first = verdict.evidence[0]
        return joined([word(BASIS, first.basis), word(KIND, first.kind)], ": ")
    piece = min(dated, key=lambda one: one.observed_at or datetime.datetime.max.replace(tzinfo=datetime.UTC))
    place = names.zone(piece.zone) if piece.zone else same(for_page(piece.vantage, 80))
    return joined([instant(piece.observed_at), word(BASIS, piece.basis), place])
