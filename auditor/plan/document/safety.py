"""How each system is kept safe and stable after the move, from the inventory, papers and verdicts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.estate.wording import is_identified
from auditor.model.inventory import EvidenceRecord, System
from auditor.model.reason import Reason, because
from auditor.model.verdict import Verdict
from auditor.model.vocab.declared import EvidenceKind
from auditor.model.vocab.moves import Disposition
from auditor.model.vocab.subjects import OwnerRole
from auditor.model.vocab.verdicts import Status
from auditor.plan.document.inputs import DocumentInput
from auditor.plan.document.shape import Safety, SafetyItem, SafetyLine

_PAPERS: Mapping[SafetyItem, EvidenceKind] = {
    "restore_test": EvidenceKind.RESTORE_TEST,
    "rollback": EvidenceKind.ROLLBACK_REHEARSAL,
    "parallel_run": EvidenceKind.TRIAL_RUN,
    "safety_plan": EvidenceKind.SAFETY_PLAN,
}
_FOR_ALL: tuple[SafetyItem, ...] = ("backups", "restore_test", "monitoring", "logs", "contact", "safety_plan")
_FOR_MOVES: tuple[SafetyItem, ...] = ("rollback", "parallel_run")
_FAULTS = (Status.FAIL, Status.WARN)

State = tuple[bool | None, tuple[Reason, ...], tuple[str, ...]]
"""Whether something holds (None where that is not known), why, and by what evidence."""


def safety(inputs: DocumentInput) -> tuple[Safety, ...]:
    """Systems that move, then those that stay; nothing is said of those that end or that nobody decided about."""
    verdicts: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in inputs.run.result.verdicts:
        if verdict.subject.system and verdict.counts:
            verdicts.setdefault((verdict.subject.system, verdict.control), []).append(verdict)
    staying = inputs.population.those(Disposition.STAYS)
    return tuple(
        Safety(system=name, moves=moves, lines=tuple(_lines(inputs, inputs.systems[name], verdicts, moves=moves)))
        for moves, names in ((True, inputs.moving()), (False, staying))
        for name in names
    )


def _lines(
    inputs: DocumentInput, system: System, verdicts: Mapping[tuple[str, str], Sequence[Verdict]], *, moves: bool
) -> Iterator[SafetyLine]:
    for item in (*_FOR_ALL[:4], *(_FOR_MOVES if moves else ()), *_FOR_ALL[4:]):
        controls = [control.id for control in inputs.run.catalogue.controls if control.safety == item]
        judged = {control: verdicts[system.id, control] for control in controls if (system.id, control) in verdicts}
        pieces: list[State] = [_judged(control, mine) for control, mine in judged.items()]
        if item in _PAPERS:
            pieces += _papers(inputs, system, _PAPERS[item])
        told = tuple(_declared(inputs, system, item, moves=moves))
        yield _line(item, ", ".join(controls), pieces, told)


def _line(item: SafetyItem, control: str, pieces: Sequence[State], told: tuple[Reason, ...]) -> SafetyLine:
    """A fault outweighs everything, doubt outweighs what holds; what is only declared proves nothing."""
    holds = [piece[0] for piece in pieces]
    if not pieces and not told:
        return SafetyLine(item=item, state="blank", control=control)
    if False in holds:
        state: str = "not_met"
    elif holds and None not in holds:
        state = "met"
    else:
        state = "unknown"
    return SafetyLine.model_validate(
        {
            "item": item,
            "state": state,
            "why": (*told, *(reason for piece in pieces for reason in piece[1])),
            "control": control,
            "evidence": tuple(dict.fromkeys(name for piece in pieces for name in piece[2])),
        }
    )


def _judged(control: str, verdicts: Sequence[Verdict]) -> State:
    passed = sum(verdict.status is Status.PASS for verdict in verdicts)
    faulty = any(verdict.status in _FAULTS for verdict in verdicts)
    holds = False if faulty else True if passed == len(verdicts) else None
    evidence = tuple(piece.id for verdict in verdicts for piece in verdict.evidence)
    return holds, (because("safety_control", control, passed, len(verdicts)),), evidence


def _papers(inputs: DocumentInput, system: System, kind: EvidenceKind) -> Iterator[State]:
    """The newest paper of its kind; one that failed or ended holds nothing, one that nobody can find is none."""
    today = inputs.run.result.run.as_of
    own = [one for one in inputs.run.inventory.evidence if one.kind is kind and system.id in one.subjects]
    own = [one for one in own if one.subject.kind == "system" and one.date <= today]
    own = [one for one in own if one.result == "failed" or is_identified(one)]
    if not own:
        return
    newest = max(own, key=lambda one: (one.date, one.id))
    yield _paper(newest, ended=newest.until is not None and newest.until < today)


def _paper(record: EvidenceRecord, *, ended: bool) -> State:
    number = record.number or record.id
    evidence = (f"inv:/evidence/{record.id}",)
    if record.result == "failed":
        return False, (because("safety_paper_failed", number, record.date),), evidence
    if ended:
        return False, (because("safety_paper_ended", number, record.until),), evidence
    return True, (because("safety_paper", number, record.date),), evidence


def _declared(inputs: DocumentInput, system: System, item: SafetyItem, *, moves: bool) -> Iterator[Reason]:
    if item == "backups" and system.backups:
        places = {copy.site for copy in system.backups}
        yield because("safety_backups", len(system.backups), len(places))
    if item == "monitoring" and system.monitoring:
        yield because(f"safety_feed_{system.monitoring.feed}")
    if item == "contact":
        yield because("safety_contact", inputs.run.estate.holder(OwnerRole.OPERATOR, system.id))
        if moves and inputs.run.planning.target.contact:
            yield because("safety_contact_target", inputs.run.planning.target.contact)
    if item in _FOR_MOVES:
        yield from _windows(inputs, system, item)


def _windows(inputs: DocumentInput, system: System, item: SafetyItem) -> Iterable[Reason]:
    days = inputs.rollback_days(system.id) if item == "rollback" else inputs.parallel_days(system.id)
    yield because("safety_days", days)
