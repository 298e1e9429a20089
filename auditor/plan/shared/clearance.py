"""Who can clear what holds a system up: rules kept as data, the first that fits decides."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from auditor.estate import Estate
from auditor.inventory.explain import Fault, nearest
from auditor.inventory.yamlfile import Loc
from auditor.model.base import Document, EndpointId, Identifier, Text
from auditor.model.control import ControlMeta
from auditor.model.inventory import System
from auditor.model.readiness import Clearer
from auditor.model.verdict import Subject, Verdict
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.declared import OrganisationKind, ZoneKind
from auditor.model.vocab.subjects import OwnerRole, SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.plan.shared.rule_files import read_rules
from auditor.policy.catalogue import Catalogue

FILE_NAME = "clearances.yaml"
ANY = "any"


class Basis(Document):
    """The clause that says who clears it, and how well that clause is known."""

    instrument: Identifier
    clause: Text
    confidence: Confidence


class Condition(Document):
    """Narrows a rule: every condition given must hold, one left out asks nothing.

    `responsible` is the kind of the organisation behind the control's owner role; `guest` that another body than the
    owner operates the system; `target_side` that the machine was built, or stands, on the receiving side;
    `national_source` that the data set has its master in a national database.
    """

    statuses: tuple[Status, ...] = ()
    levels: tuple[Annotated[int, Field(ge=1, le=5)], ...] = ()
    responsible: tuple[OrganisationKind, ...] = ()
    labelled: bool | None = None
    guest: bool | None = None
    vendor: bool | None = None
    target_side: bool | None = None
    national_source: bool | None = None


class Clearance(Document):
    """One rule. `control` is an id, the letters of a family, or `any`; without `law` it is our own reading."""

    control: Annotated[str, Field(pattern=r"^([A-Z]{2,8}(-[0-9]{2})?|any)$")]
    when: Condition = Condition()
    clearer: Clearer
    law: Basis | None = None

    def names(self, control: str) -> bool:
        """Whether the rule speaks of the control by its id or its family."""
        return self.control in (control, control.partition("-")[0])


class Clearances(Document):
    """All rules, in order."""

    clearances: tuple[Clearance, ...] = ()


def load_clearances(path: Path | None = None, catalogue: Catalogue | None = None) -> Clearances:
    """The rules of a file, or those shipped.

    Raises PlanningError with every fault and its line, also for a rule that speaks of nothing in the `catalogue`.
    """
    if path is None:
        return _shipped()
    return read_rules(
        path, FILE_NAME, Clearances, lambda rules: strangers(_named(rules), catalogue) if catalogue else []
    )


def _named(rules: Clearances) -> Iterator[tuple[Loc, str]]:
    yield from ((("clearances", n, "control"), rule.control) for n, rule in enumerate(rules.clearances))


def strangers(named: Iterable[tuple[Loc, str]], catalogue: Catalogue) -> list[Fault]:
    """Faults for names, each with its place, that are no control and no family of the catalogue, nor `any`."""
    known = {control.id for control in catalogue.controls}
    known |= {name.partition("-")[0] for name in known} | {ANY}
    message = "speaks of no control of this run"
    return [Fault(loc, message, name, nearest(name, known)) for loc, name in named if name not in known]


@cache
def _shipped() -> Clearances:
    return read_rules(None, FILE_NAME, Clearances)


class Clearing:
    """The rules beside one inventory, ready to be asked."""

    def __init__(self, rules: Clearances, estate: Estate) -> None:
        self._rules = rules.clearances
        self._estate = estate
        self._arrived = _arrived(estate)

    def of(self, control: ControlMeta, verdict: Verdict, system: System | None) -> Clearance:
        """The rule that decides. Where none speaks of the control, it is left to the unit itself.

        Without a system, as for a zone or a wave, no condition about one holds.
        """
        for rule in self._rules:
            spoken_of = rule.control == ANY or rule.names(control.id)
            if spoken_of and self._holds(rule.when, control, verdict, system):
                return rule
        return Clearance(control=control.id, clearer="unit")

    def _holds(self, when: Condition, control: ControlMeta, verdict: Verdict, system: System | None) -> bool:
        lists = (
            (when.statuses, lambda: verdict.status),
            (when.levels, lambda: system and system.level),
            (when.responsible, lambda: system and self._kind_of(control, system)),
        )
        flags: tuple[tuple[bool | None, Callable[[], bool]], ...] = (
            (when.labelled, lambda: system is not None and not system.label.is_open),
            (when.guest, lambda: system is not None and system.operator not in (None, system.owner)),
            (when.vendor, lambda: system is not None and system.vendor is not None),
            (when.target_side, lambda: machine_of(verdict.subject) in self._arrived),
            (when.national_source, lambda: self._national(verdict.subject)),
        )
        return all(not wanted or found() in wanted for wanted, found in lists) and all(
            wanted is None or wanted is found() for wanted, found in flags
        )

    def _kind_of(self, control: ControlMeta, system: System) -> OrganisationKind | None:
        body = self._estate.organisations.get(self._estate.holder(OwnerRole(control.owner_role), system.id))
        return body.kind if body else None

    def _national(self, subject: Subject) -> bool:
        data = self._estate.data_sets.get(subject.id)
        return data is not None and bool(data.national_source)


def machine_of(subject: Subject) -> str:
    """The host that a host's or service address's id names; empty for every other kind of subject."""
    if subject.kind is SubjectKind.HOST:
        return subject.id
    return EndpointId(subject.id).host if subject.kind is SubjectKind.ENDPOINT else ""


def _arrived(estate: Estate) -> frozenset[str]:
    """Hosts built for the move, or with a leg in a zone of national infrastructure."""
    national = {zone.id for zone in estate.zones.values() if zone.kind is ZoneKind.NATIONAL}
    return frozenset(
        host.id
        for host in estate.hosts.values()
        if host.instance == "new" or not national.isdisjoint(estate.zones_of(host))
    )
