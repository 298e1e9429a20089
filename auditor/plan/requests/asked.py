"""What an open verdict wants, as things that somebody can be asked for."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from auditor.collectors import registry
from auditor.collectors.running.imports import COLUMNS
from auditor.model.facts import KINDS
from auditor.model.requests import AskKind, Item
from auditor.model.verdict import REQUEST, Subject, Verdict
from auditor.model.vocab.subjects import OwnerRole, SubjectKind
from auditor.plan.run import PlanRun
from auditor.plan.shared.acts import INVENTORY, Act, CandidateFixes
from auditor.plan.shared.fix_rules import load_rules


class Key(NamedTuple):
    """One thing to ask for: settings of one machine, looks from one place, the register of papers of one body and what
    it has to enter are one each, whatever is read, looked at or written there.
    """

    kind: AskKind
    place_kind: SubjectKind | None
    place: str
    owner: str = ""


class Wanted(NamedTuple):
    """An ask with what of it is wanted, a kind of fact or of paper, or a control; of papers and entries about what."""

    key: Key
    what: str
    item: Item | None = None


class Asking:
    """Turns open verdicts of one run into asks, and knows who can give each."""

    def __init__(self, run: PlanRun, opened: Iterable[Verdict]) -> None:
        self._run = run
        self._estate = run.estate
        self._controls = run.catalogue.by_id
        self._workshop = CandidateFixes(run, load_rules(), opened)

    def of(self, verdict: Verdict) -> frozenset[Wanted]:
        """Everything that has to be there before the verdict can be concluded; nothing where no ask would do it."""
        answers = {
            Wanted(Key("answer", None, cause.args[0]), verdict.control)
            for cause in verdict.causes
            if cause.code == REQUEST and cause.args
        }
        if verdict.requested:
            return frozenset(answers)
        acts = [min(want) for want in self._workshop.demand(verdict).wants]
        if any(act.kind == "mend" for act in acts):
            return frozenset()
        return frozenset(answers.union(*(set(self._of_act(verdict, act)) for act in acts)))

    @cached_property
    def _gateways(self) -> dict[str, list[str]]:
        """Machines that lead out of each zone."""
        found: dict[str, set[str]] = {}
        for network in self._run.inventory.networks:
            if network.gateway:
                found.setdefault(network.zone, set()).add(network.gateway)
        return {zone: sorted(machines) for zone, machines in found.items()}

    def _answers(self, role: OwnerRole, subject: Subject) -> str:
        """The body in a role for the subject's system, else who keeps the place; empty where nobody is declared."""
        if subject.kind is SubjectKind.ORGANISATION:
            return subject.id
        return self._estate.holder(role, subject.system) or self._estate.keeper(subject.kind, subject.id)

    def _of_act(self, verdict: Verdict, act: Act) -> Iterator[Wanted]:
        subject = verdict.subject
        if act.kind == "record":
            body = self._answers(OwnerRole(self._controls[verdict.control].owner_role), subject)
            kind: AskKind = "entry" if act.what == INVENTORY else "paper"
            what = verdict.control if act.what == INVENTORY else act.what
            item = Item(place_kind=subject.kind, place=subject.id, what=what)
            yield Wanted(Key(kind, SubjectKind.ORGANISATION, body, body), what, item)
        elif act.what in COLUMNS:
            steward = self._answers(OwnerRole.DATA_STEWARD, subject)
            yield Wanted(Key("export", SubjectKind.SYSTEM, subject.system, steward), act.what)
        elif act.what in registry.dialects():
            for kind_, place in self._read_at(verdict, act):
                yield Wanted(Key("settings", kind_, place, self._gives(kind_, place, subject)), act.what)
        else:
            at, place = (SubjectKind(act.at), act.place) if act.at in ("zone", "host") else (subject.kind, subject.id)
            yield Wanted(Key("look", at, place, self._gives(at, place, subject)), act.what)

    def _gives(self, kind: SubjectKind, place: str, subject: Subject) -> str:
        """Who can let somebody look there: who runs the machine, who keeps the premises, or who runs the system."""
        if kind is SubjectKind.HOST and (host := self._estate.hosts.get(place)):
            return self._estate.holder(OwnerRole.OPERATOR, host.system)
        if kind is SubjectKind.ZONE:
            return self._estate.keeper(kind, place)
        return self._answers(OwnerRole.OPERATOR, subject)

    def _read_at(self, verdict: Verdict, act: Act) -> list[tuple[SubjectKind, str]]:
        """Machines whose settings tell a kind: the subject's own, or of walls those that lead out of its zones."""
        machines = self._workshop.machines(verdict)
        if KINDS[act.what].subject is not SubjectKind.ZONE:
            return [(SubjectKind.HOST, name) for name in machines] or [(verdict.subject.kind, verdict.subject.id)]
        zones = {self._estate.zone_of_subject(SubjectKind.HOST, name) for name in machines}
        zones |= {self._estate.zone_of_subject(verdict.subject.kind, verdict.subject.id)}
        walls = sorted({wall for zone in zones for wall in self._gateways.get(zone, ())})
        return [(SubjectKind.HOST, wall) for wall in walls] or [(verdict.subject.kind, verdict.subject.id)]
