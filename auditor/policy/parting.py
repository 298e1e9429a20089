"""Which verdicts may stand in the open run, and which live in the labelled one only (design 5).

The whole world and the open one were both judged. A verdict about a covered subject, or one whose status, observed
value or due day the open world alone would have got otherwise, is the labelled run's; so is the readiness of its
system, since what is missing in the open run would make it wrong. Every open verdict says what the whole world says.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.estate import Cover
from auditor.model.verdict import Verdict
from auditor.model.vocab.subjects import SubjectKind

_Key = tuple[str, SubjectKind, str]


@dataclass(frozen=True, slots=True)
class Parted:
    """Verdicts of both runs.

    `beside` are open verdicts about systems whose readiness only the labelled run may tell: it needs them for that and
    counts them nowhere. `withheld` names those systems.
    """

    open: tuple[Verdict, ...]
    labelled: tuple[Verdict, ...]
    beside: tuple[Verdict, ...]
    withheld: tuple[str, ...]


def part(whole: Iterable[Verdict], open_: Iterable[Verdict], cover: Cover) -> Parted:
    """Shares out the verdicts of one evaluation. What only the open world says is nobody's: the whole denies it."""
    said_openly = {_key(verdict): verdict for verdict in open_}
    kept: list[Verdict] = []
    labelled: list[Verdict] = []
    for verdict in whole:
        other = said_openly.get(_key(verdict))
        if other is not None and _is_open(verdict, cover) and _same(verdict, other):
            kept.append(other)
        else:
            labelled.append(verdict)
    touched = {_system_of(verdict) for verdict in labelled} - {""}
    withheld = {system for system in touched if not cover.covers("systems", system)}
    beside = tuple(verdict for verdict in kept if _system_of(verdict) in withheld)
    return Parted(tuple(kept), tuple(labelled), beside, tuple(sorted(withheld)))


def _key(verdict: Verdict) -> _Key:
    return verdict.control, verdict.subject.kind, verdict.subject.id


def _is_open(verdict: Verdict, cover: Cover) -> bool:
    return cover.label_of(verdict.subject.kind, verdict.subject.id).is_open


def _same(one: Verdict, other: Verdict) -> bool:
    return (one.status, one.observed, one.due) == (other.status, other.observed, other.due)


def _system_of(verdict: Verdict) -> str:
    return verdict.subject.id if verdict.subject.kind is SubjectKind.SYSTEM else verdict.subject.system
