"""Papers against the calendar and against what they are named for, and waves against decisions."""

from collections.abc import Iterator

from auditor.estate.wording import bodies_by_name, is_body, is_number, may_issue
from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import EvidenceRecord
from auditor.model.vocab.declared import EvidenceKind
from auditor.model.vocab.secrecy import CipherProvider
from auditor.model.vocab.subjects import SubjectKind

_NAMED = {
    ("links", "exception"): EvidenceKind.EXCEPTION,
    ("links", "bridge"): EvidenceKind.BRIDGE_TEST,
}
"""The kind of the paper that a key of a link names."""


def compare_papers(told: Declarations) -> Iterator[Doubt]:
    """Papers of a later day, that nobody can find or their issuer may not issue, of another kind or about something
    else than the entry that names them.
    """
    bodies = bodies_by_name(told.estate)
    for paper in told.estate.inventory.evidence:
        yield from _found(paper)
        if not may_issue(told.estate, bodies, paper):
            message = f"issued a paper of kind {paper.kind.value} that it may not issue about {paper.subject.id!r}"
            fault = Fault(("issuer",), message, paper.issuer, "Enter the paper of the body that decides this.")
            yield Doubt("evidence", paper.id, fault)
        if paper.date > told.rules.as_of:
            message = f"lies after {told.rules.as_of}, the day of this check"
            fault = Fault(
                ("date",), message, str(paper.date), "Correct the date, or enter the paper when it is signed."
            )
            yield Doubt("evidence", paper.id, fault)
        if paper.kind is EvidenceKind.LEVEL_APPROVAL and paper.subject.kind is not SubjectKind.SYSTEM:
            message = "approves a level, and its subject is no system"
            remedy = "Name the system whose level it approves."
            yield Doubt("evidence", paper.id, Fault(("subject", "kind"), message, paper.subject.kind.value, remedy))
    for link in told.estate.inventory.links:
        for (_, key), kind in _NAMED.items():
            yield from _named(told, ("links", link.id), (key,), getattr(link, key), kind)
        if link.cipher:
            yield from _named(
                told, ("links", link.id), ("cipher", "record"), link.cipher.record, EvidenceKind.CIPHER_DEPLOYMENT
            )
    yield from _ciphers(told)
    yield from _waves(told)


def _found(paper: EvidenceRecord) -> Iterator[Doubt]:
    """A paper that nobody can find proves nothing."""
    if not is_number(paper.number):
        fault = Fault(("number",), "is no number of a paper, so that it proves nothing", paper.number, _NUMBER)
        yield Doubt("evidence", paper.id, fault)
    if not is_body(paper.issuer):
        fault = Fault(("issuer",), "names nobody, so that the paper proves nothing", paper.issuer, _ISSUER)
        yield Doubt("evidence", paper.id, fault)


_NUMBER = "Write the number as the paper shows it, for example 12/QĐ-UBND."
_ISSUER = "Write who issued the paper."


def _named(
    told: Declarations, entry: tuple[str, str], loc: tuple[str, ...], name: str | None, kind: EvidenceKind
) -> Iterator[Doubt]:
    paper = told.estate.evidence.get(name or "")
    if paper is None:
        return
    if paper.kind is not kind:
        message = f"names a paper of kind {paper.kind.value}, not {kind.value}"
        fault = Fault(loc, message, paper.id, "Name the right paper, or correct its kind.")
        yield Doubt(*entry, fault, impossible=True)
    elif entry[1] not in paper.subjects:
        message = f"names a paper about {paper.subject.kind.value} {paper.subject.id!r}"
        yield Doubt(*entry, Fault(loc, message, paper.id, "Name the paper about this one, or correct its subject."))


def _ciphers(told: Declarations) -> Iterator[Doubt]:
    """Cipher products whose supplier and paper do not agree."""
    deployed = {
        (paper.subject.kind, name)
        for paper in told.estate.inventory.evidence
        for name in paper.subjects
        if paper.kind is EvidenceKind.CIPHER_DEPLOYMENT
    }
    for system in told.estate.inventory.systems:
        cipher = system.secret_protection
        if cipher is None:
            continue
        loc = ("secret_protection", "record")
        yield from _named(told, ("systems", system.id), loc, cipher.record, EvidenceKind.CIPHER_DEPLOYMENT)
        if cipher.provider is not CipherProvider.BAN_CO_YEU and (SubjectKind.SYSTEM, system.id) in deployed:
            message = "is not the cipher office, and a paper says that it deployed a product for the system"
            remedy = "Correct the provider, or the kind of the paper."
            fault = Fault(("secret_protection", "provider"), message, cipher.provider.value, remedy)
            yield Doubt("systems", system.id, fault)


def _waves(told: Declarations) -> Iterator[Doubt]:
    for wave in told.estate.inventory.waves:
        if wave.status == "done" and wave.date > told.rules.as_of:
            message = f"is done, and its date {wave.date} lies after the day of this check"
            yield Doubt("waves", wave.id, Fault(("status",), message, "done", "Correct the date or the status."))
        for position, name in enumerate(wave.systems):
            system = told.estate.systems.get(name)
            if system and system.decision and not system.decision.in_waves:
                message = f"moves in the wave, and the decision about it is {system.decision.value}"
                fault = Fault(("systems", position), message, name, "Correct the decision, or take it out of the wave.")
                yield Doubt("waves", wave.id, fault)
