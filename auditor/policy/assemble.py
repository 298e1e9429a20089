"""Turns an engine's raw verdicts into the published shape: evidence with provenance, law cited, owner named."""

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from auditor.law.entries import unread
from auditor.model.base import digest
from auditor.model.control import ControlMeta
from auditor.model.facts import Cause
from auditor.model.verdict import CitedClause, Evidence, OtherClause, Subject, Verdict
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.policy.catalogue import Catalogue
from auditor.policy.join import Join

_POINTER = "inv:"
_SETTLED = frozenset({"pass", "not_applicable"})


class Assembler:
    """Makes verdicts for one evaluation; holds nothing of its own but caches."""

    def __init__(self, join: Join, catalogue: Catalogue) -> None:
        self._join = join
        self._controls = catalogue.by_id
        self._instruments = catalogue.instruments
        self._evidence = lru_cache(maxsize=65_536)(self._make_evidence)
        self._clause = lru_cache(maxsize=4_096)(self._make_clause)

    def verdict(self, raw: Mapping[str, Any]) -> Verdict:
        """One raw verdict of `policies/main` as a `Verdict`."""
        control = self._controls[raw["control"]]
        findings = raw["findings"]
        pieces = sorted({piece for finding in findings for piece in finding["evidence"]})
        kind = SubjectKind(raw["kind"])
        return Verdict(
            control=control.id,
            control_version=control.version,
            subject=Subject(kind=kind, id=raw["subject"], system=self._join.system_of(kind, raw["subject"])),
            status=Status(raw["status"]),
            severity=control.severity,
            observed=_merged([finding["observed"] for finding in findings]),
            expected=_merged([finding["expected"] for finding in findings]),
            evidence=tuple(self._evidence(piece) for piece in pieces),
            causes=tuple(
                Cause(code=cause["code"], args=tuple(str(arg)[:300] for arg in cause["args"]))
                for cause in raw["causes"]
            ),
            flags=tuple(sorted(raw["flags"])),
            due=datetime.date.fromordinal(max(raw["due_days"])) if raw["due_days"] else None,
            duties=self._duties(control, raw),
            law=tuple(self._clause(control.id, index) for index in sorted(raw["law"])),
        )

    def _duties(self, control: ControlMeta, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """Ids of the law entries that decide the verdict; a settled one names none, since it meets all it cites."""
        chosen = raw["duties"] if raw["status"] not in _SETTLED else raw["law"]
        return tuple(control.law[index].id for index in sorted(chosen) if control.law[index].is_duty)

    def _make_clause(self, control: str, index: int) -> CitedClause:
        entry = self._controls[control].law[index]
        return CitedClause(
            id=entry.id,
            role=entry.role,
            instrument=entry.instrument,
            clause=entry.clause,
            force=entry.force,
            confidence=entry.confidence,
            unread=unread(entry, self._instruments),
            against=tuple(OtherClause(instrument=one.instrument, clause=one.clause) for one in entry.against),
        )

    def _make_evidence(self, piece: str) -> Evidence:
        if piece.startswith(_POINTER):
            return Evidence.of_pointer(piece.removeprefix(_POINTER))
        observation = self._join.observations.get(piece)
        if observation is None:
            return Evidence(id=piece, kind="missing", state=State.NOT_TRIED, basis=Basis.DECLARED)
        return Evidence(
            id=observation.id,
            kind=observation.kind,
            state=observation.state,
            basis=observation.basis,
            vantage=observation.vantage,
            zone=observation.zone,
            observed_at=observation.observed_at,
            digest=digest(observation),
        )


def _merged(values: list[Any]) -> Any:
    """The single value, or every distinct one in order when several findings speak of one subject."""
    distinct = [value for i, value in enumerate(values) if value not in values[:i]]
    return distinct[0] if len(distinct) == 1 else (distinct or None)
