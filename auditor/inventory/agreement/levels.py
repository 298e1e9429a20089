"""The security level of a system against the paper that approves it, and against what the system says of itself."""

from collections.abc import Iterator
from itertools import pairwise

from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import EvidenceRecord, System
from auditor.model.vocab.declared import EvidenceKind, SystemKind
from auditor.model.vocab.subjects import SubjectKind

_PROVINCIAL = 3
"""Least level of what serves a whole province (NĐ 331/2026/NĐ-CP Art. 13); the other suggestions are ours."""

_SERVING_ALL = frozenset(
    {SystemKind.IDC, SystemKind.INFRASTRUCTURE, SystemKind.TTHC, SystemKind.SHARING_PLATFORM, SystemKind.NDOP_AGENT}
)


def compare_levels(told: Declarations) -> Iterator[Doubt]:
    """The regime a level was approved under with the date of the newest paper, and levels that seem too low."""
    papers, masters = _newest_approvals(told), _shared_masters(told)
    for system in told.estate.inventory.systems:
        yield from _regime(told, system, papers.get(system.id))
        yield from _days(told, system)
        yield from _height(system, holds_master=system.id in masters)


def _newest_approvals(told: Declarations) -> dict[str, EvidenceRecord]:
    approvals = (
        paper
        for paper in told.estate.inventory.evidence
        if paper.kind is EvidenceKind.LEVEL_APPROVAL and paper.subject.kind is SubjectKind.SYSTEM
    )
    by_day = sorted(approvals, key=lambda paper: (paper.date, paper.id))
    return {name: paper for paper in by_day for name in paper.subjects}


def _shared_masters(told: Declarations) -> frozenset[str]:
    """Systems with a data set that is shared and of which they hold the master."""
    held = told.estate.inventory.data_sets
    return frozenset(one.system for one in held if one.shared and one.role == "system_of_record")


def _regime(told: Declarations, system: System, paper: EvidenceRecord | None) -> Iterator[Doubt]:
    under = system.levelled_under or ""
    if system.level is None and (under or paper):
        key = "levelled_under" if under else "level"
        message = "says under which decree the level was approved, and no level is given" if under else _UNFILLED
        remedy = "Write the approved `level:`, or strike `levelled_under`." if under else "Write the approved `level:`."
        yield Doubt("systems", system.id, Fault((key,), message, under, remedy), impossible=bool(under))
    elif under and paper is None:
        message = "names the decree of an approval of which no paper is entered"
        remedy = "Enter the decision under `evidence:` with kind `level_approval`, or strike `levelled_under`."
        yield Doubt("systems", system.id, Fault(("levelled_under",), message, under, remedy))
    if under and paper:
        yield from _dated(told, system, paper)


_UNFILLED = "is not given, and a paper approves one"


def _dated(told: Declarations, system: System, paper: EvidenceRecord) -> Iterator[Doubt]:
    new, since = paper.date >= told.rules.levels_since, told.rules.levels_since
    if new == (system.levelled_under == "nd331") or (new and _finishing(told, system, paper)):
        return
    when = "on or after" if new else "before"
    message = (
        f"does not agree with the newest approval, {paper.id} of {paper.date}: {when} {since}, when NĐ 331/2026 began"
    )
    remedy = f"Write `levelled_under: {'nd331' if new else 'nd85'}`, or correct the date of the paper."
    fault = Fault(("levelled_under",), message, system.levelled_under or "", remedy)
    yield Doubt("systems", system.id, fault, impossible=True)


def _finishing(told: Declarations, system: System, paper: EvidenceRecord) -> bool:
    """Whether its investment began early enough for the old decree to count for the paper still (NĐ 331/2026 39(1))."""
    invested, before = system.invested_on, told.rules.invested_before
    early = invested is not None and before is not None and invested < before
    return early and paper.date < told.rules.old_approvals_until


def _days(told: Declarations, system: System) -> Iterator[Doubt]:
    """Investment begins, then the system stands as built, then it is accepted; what is planned is no such day."""
    days = [(key, getattr(system, key)) for key in ("invested_on", "built_on", "accepted_on")]
    known = [(key, day) for key, day in days if day]
    for key, day in known:
        if day > told.rules.as_of:
            message = f"lies after {told.rules.as_of}, the day of this check"
            fault = Fault((key,), message, str(day), "Correct the date, or enter it when the day has come.")
            yield Doubt("systems", system.id, fault)
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            message = f"lies before {earlier}, {first}"
            fault = Fault((later,), message, str(second), f"Correct `{later}` or `{earlier}`.")
            yield Doubt("systems", system.id, fault, impossible=True)


def _height(system: System, *, holds_master: bool) -> Iterator[Doubt]:
    if system.level is None:
        return
    for least, reason in _asks_for(system, holds_master=holds_master):
        if system.level < least:
            message = f"is below {least}, and the system {reason}"
            remedy = "Confirm the level with the dossier, or correct one of the two."
            yield Doubt("systems", system.id, Fault(("level",), message, str(system.level), remedy))
            return


def _asks_for(system: System, *, holds_master: bool) -> Iterator[tuple[int, str]]:
    """Levels that what a system says of itself would suggest, with the words for it; the first one missed is asked."""
    if system.key_system:
        yield _PROVINCIAL, "is a key system"
    if system.scope == "province" and system.kind in _SERVING_ALL:
        yield _PROVINCIAL, f"is of kind {system.kind.value} and serves the province"
    if holds_master:
        yield _PROVINCIAL - 1, "holds the master of shared data"
    if system.personal_data.kind != "none" or system.personal_data.subjects:
        yield _PROVINCIAL - 1, "holds personal data"
