"""A run as a document: what does not apply is grouped, since most rows of an estate say so in the same words.

A group holds what its rows share, and its subjects what they do not, so that expanding gives back equal rows. A piece
of evidence in the inventory is written as a pattern of its pointer, where `{id}` and `{system}` stand for those of the
subject.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import Field

from auditor.model.base import Document, Text, canonical
from auditor.model.verdict import CitedClause, Evidence, RunHead, RunResult, Subject, Totals, Verdict
from auditor.model.vocab.measurements import Basis
from auditor.model.vocab.verdicts import Severity, Status

_ID, _SYSTEM = "{id}", "{system}"


class GroupedSubject(Subject):
    """A subject of a group; `evidence` is its own where a pattern does not say it."""

    evidence: tuple[Evidence, ...] = ()


class NotApplicable(Document):
    """Rows of one control that do not apply for one reason, on evidence of one basis."""

    control: Text
    control_version: int
    severity: Severity
    reason: Any = None
    expected: Any = None
    basis: tuple[Basis, ...]
    evidence: tuple[Text, ...] = ()
    duties: tuple[Text, ...] = ()
    law: tuple[CitedClause, ...] = ()
    subjects: tuple[GroupedSubject, ...]

    def verdicts(self) -> Iterator[Verdict]:
        """The rows, in the order of the subjects."""
        for member in self.subjects:
            subject = Subject(kind=member.kind, id=member.id, system=member.system)
            pointers = (Evidence.of_pointer(_pointer(pattern, subject)) for pattern in self.evidence)
            yield Verdict(
                control=self.control,
                control_version=self.control_version,
                subject=subject,
                status=Status.NOT_APPLICABLE,
                severity=self.severity,
                observed=self.reason,
                expected=self.expected,
                evidence=(*pointers, *member.evidence),
                duties=self.duties,
                law=self.law,
            )


class RunDocument(Document):
    """One run as other programs read it and the store keeps it (`verdicts/2`).

    Rows that do not apply stand in groups, or among `verdicts` where somebody asked for all of them one by one.
    `parted`, `withheld` and `beside` are as in `RunResult`.
    """

    result_schema: Literal["verdicts/2"] = Field(default="verdicts/2", alias="schema")
    run: RunHead
    totals: Totals
    verdicts: tuple[Verdict, ...]
    not_applicable: tuple[NotApplicable, ...] = ()
    parted: bool = False
    withheld: tuple[Text, ...] = ()
    beside: tuple[Verdict, ...] = ()


def run_document(result: RunResult, *, every_row: bool = False) -> dict[str, Any]:
    """A result as plain JSON data; with `every_row` nothing is grouped."""
    rows, groups = (result.verdicts, ()) if every_row else grouped(result.verdicts)
    document = RunDocument(
        run=result.run,
        totals=result.totals,
        verdicts=rows,
        not_applicable=groups,
        parted=result.parted,
        withheld=result.withheld,
        beside=result.beside,
    )
    plain = document.model_dump(mode="json", by_alias=True)
    for group in plain["not_applicable"]:
        for member in group["subjects"]:
            if not member["evidence"]:
                del member["evidence"]
    return plain


def read_run(document: Any) -> RunResult:
    """The result that a document holds, every row of it. Raises pydantic's ValidationError for anything else."""
    read = RunDocument.model_validate(document)
    rows = [*read.verdicts, *(row for group in read.not_applicable for row in group.verdicts())]
    return RunResult(
        run=read.run,
        totals=read.totals,
        verdicts=tuple(sorted(rows, key=lambda row: (row.control, row.subject.kind, row.subject.id))),
        parted=read.parted,
        withheld=read.withheld,
        beside=read.beside,
    )


def grouped(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, ...], tuple[NotApplicable, ...]]:
    """The rows that stand alone, and the groups of the others, both in the order in which they come."""
    alone: list[Verdict] = []
    groups: dict[bytes, tuple[dict[str, Any], list[GroupedSubject]]] = {}
    for verdict in verdicts:
        if verdict.status is not Status.NOT_APPLICABLE or _says_more(verdict):
            alone.append(verdict)
            continue
        patterns = _patterns(verdict)
        shared = {
            "control": verdict.control,
            "control_version": verdict.control_version,
            "severity": verdict.severity,
            "reason": verdict.observed,
            "expected": verdict.expected,
            "basis": tuple(sorted({piece.basis for piece in verdict.evidence})),
            "evidence": patterns or (),
            "duties": verdict.duties,
            "law": verdict.law,
        }
        law = [clause.model_dump(mode="json") for clause in verdict.law]
        own = () if patterns is not None else verdict.evidence
        member = GroupedSubject(**dict(verdict.subject), evidence=own)
        groups.setdefault(canonical(shared | {"law": law}), (shared, []))[1].append(member)
    return tuple(alone), tuple(NotApplicable(**shared, subjects=tuple(members)) for shared, members in groups.values())


def _says_more(verdict: Verdict) -> bool:
    """Whether a row carries what a group has no place for; policies say none of it beside a row that does not apply."""
    return bool(verdict.causes or verdict.flags or verdict.due or verdict.waiver)


def _patterns(verdict: Verdict) -> tuple[str, ...] | None:
    """Its evidence as patterns; None where one piece is no plain pointer into the inventory."""
    found = []
    for piece in verdict.evidence:
        tokens = piece.pointer.split("/")
        if not piece.pointer or {_ID, _SYSTEM} & set(tokens) or piece != Evidence.of_pointer(piece.pointer):
            return None
        found.append("/".join(_placeholder(token, verdict.subject) for token in tokens))
    return tuple(found)


def _placeholder(token: str, subject: Subject) -> str:
    if token == _escaped(subject.id):
        return _ID
    return _SYSTEM if subject.system and token == _escaped(subject.system) else token


def _pointer(pattern: str, subject: Subject) -> str:
    values = {_ID: _escaped(subject.id), _SYSTEM: _escaped(subject.system)}
    return "/".join(values.get(token, token) for token in pattern.split("/"))


def _escaped(name: str) -> str:
    """An id as one token of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
