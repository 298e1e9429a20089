"""Which acts would turn an open verdict into a pass, read from its status and its causes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from auditor.model.control import PAPER, ControlMeta, Need
from auditor.model.facts import KINDS, Cause
from auditor.model.inventory import Zone
from auditor.model.verdict import REQUEST, Verdict
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.plan.run import PlanRun
from auditor.plan.shared.clearance import machine_of
from auditor.plan.shared.fix_rules import FixRules

INVENTORY = "inventory"
POLICY = "policy"
_POINTER = "inv:"
_PORT = re.compile(r"(tcp|udp)/[0-9]{1,5}")
_OPEN_KEYS = frozenset({"from", "open"})

_NAMES_KIND = frozenset({"not_measured", "needed_kind_missing", "incomplete", "record_missing"})
_NAMES_EVIDENCE = frozenset(
    {"observation", "evidence_not_ok", "evidence_stale", "evidence_future", "evidence_vantage", "evidence_missing"}
)
_UNDECLARED = frozenset({"not_declared", "no_evidence"})
_BROKEN_POLICY = frozenset({"foreign_subject", "malformed_finding", "evaluation_aborted"})


class Act(NamedTuple):
    """One thing to do; equal acts are one act, done once.

    `control` is what is mended, empty where an act serves whichever control asks for it. `what` is a kind of
    observation or of paper, `inventory` or `policy`. `place` is the id of what `at` says: the thing itself, the site,
    the zone looked from, or the machine that is looked at from itself.
    """

    kind: Literal["mend", "measure", "record"]
    control: str
    what: str
    place: str
    at: Literal["subject", "site", "zone", "host", "everywhere"]


Want = frozenset[Act]
"""Acts of which any one will do."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One open verdict and what it wants: it passes when each want is met by at least one act."""

    verdict: Verdict
    wants: tuple[Want, ...]


class CandidateFixes:
    """What can be done about the verdicts of one run."""

    def __init__(self, run: PlanRun, rules: FixRules, opened: Iterable[Verdict]) -> None:
        inventory = run.inventory
        self._rules = rules
        self._controls = run.catalogue.by_id
        self._observations = run.observations
        self._parameters = run.parameters
        self._sites = {system.id: system.site for system in inventory.systems}
        self._zones = run.estate.zones
        self._zone_of = {host.id: run.estate.zone_of(host) for host in inventory.hosts}
        self._hosts: dict[str, list[str]] = {}
        for host in inventory.hosts:
            self._hosts.setdefault(host.system, []).append(host.id)
        self._found = {
            (verdict.control, machine_of(verdict.subject)): verdict
            for verdict in opened
            if verdict.status in (Status.FAIL, Status.WARN) and machine_of(verdict.subject)
        }

    def demand(self, verdict: Verdict) -> Demand:
        """What the open verdict wants."""
        if verdict.status is Status.ERROR:
            wants = [self._policy(verdict)]
        elif verdict.status in (Status.UNKNOWN, Status.MANUAL):
            wants = self._of_causes(verdict) or list(self._of_needs(verdict))
        else:
            known = frozenset({self._mend(verdict), *self._covering(verdict)})
            wants = [known, *self._of_causes(verdict)]
        return Demand(verdict, tuple(dict.fromkeys(wants)))

    def _mend(self, verdict: Verdict) -> Act:
        site = self._sites.get(verdict.subject.system)
        if site and self._rules.site_wide(verdict.control):
            return Act("mend", verdict.control, "", site, "site")
        return Act("mend", verdict.control, "", verdict.subject.id, "subject")

    def _covering(self, verdict: Verdict) -> Iterator[Act]:
        seen, machine = ports_only(verdict.observed), machine_of(verdict.subject)
        for control in sorted(self._rules.coverers(verdict.control)):
            wider = self._found.get((control, machine))
            if seen and wider and seen <= ports_in(wider.observed):
                yield self._mend(wider)

    def _policy(self, verdict: Verdict) -> Want:
        return frozenset({Act("mend", verdict.control, POLICY, "", "everywhere")})

    def _declare(self, control: str, subject: str) -> Want:
        return frozenset({Act("record", control, INVENTORY, subject, "subject")})

    def _of_causes(self, verdict: Verdict) -> list[Want]:
        """What is asked of others is no work of the province."""
        own = [cause for cause in verdict.causes if cause.code != REQUEST]
        return [want for cause in own for want in self._of_cause(verdict, cause)]

    def _of_cause(self, verdict: Verdict, cause: Cause) -> list[Want]:
        if cause.code in _BROKEN_POLICY:
            return [self._policy(verdict)]
        if cause.code in _UNDECLARED or (cause.code in _NAMES_EVIDENCE and _rests_on_inventory(cause)):
            return [self._declare(verdict.control, verdict.subject.id)]
        if cause.code in _NAMES_KIND and cause.args:
            return self._of_kind(verdict, cause.args[0])
        if cause.code in _NAMES_EVIDENCE and cause.args:
            return self._of_kind(verdict, self._kind_of(cause.args[0]))
        if cause.code == "subjects_not_listed":
            return self._of_kind(verdict, "ports")
        return list(self._of_needs(verdict))

    def _kind_of(self, observation: str) -> str:
        known = self._observations.get(observation)
        return known.kind if known else observation.partition("/")[0]

    def _of_needs(self, verdict: Verdict) -> Iterator[Want]:
        """Where no cause says what is missing, everything that the control needs, else what the inventory says."""
        needs = [need for need in self._controls[verdict.control].needs if not need.optional]
        for need in needs:
            yield from self._of_kind(verdict, need.kind)
        if not needs:
            yield self._declare(verdict.control, verdict.subject.id)

    def _of_kind(self, verdict: Verdict, kind: str) -> list[Want]:
        if kind.startswith(PAPER):
            return [frozenset({Act("record", "", kind.removeprefix(PAPER), verdict.subject.id, "subject")})]
        control = self._controls[verdict.control]
        need = next((need for need in control.needs if need.kind == kind), Need(kind=kind))
        machines = self.machines(verdict) if _of_machines(kind) else []
        if not machines:
            return [frozenset({Act("measure", "", kind, verdict.subject.id, "subject")})]
        return [want for machine in machines for want in self._looks(control, need, machine, verdict.subject.id)]

    def machines(self, verdict: Verdict) -> list[str]:
        """The machines that looks for a verdict are made at: those of a system, or the one of the subject."""
        if verdict.subject.kind is SubjectKind.SYSTEM:
            return sorted(self._hosts.get(verdict.subject.id, ()))
        machine = machine_of(verdict.subject)
        return [machine] if machine else []

    def _looks(self, control: ControlMeta, need: Need, machine: str, subject: str) -> list[Want]:
        zone = self._zone_of.get(machine, "")
        if need.source == "elsewhere":
            return self._looks_from_around(control, need.kind, machine) or [self._declare(control.id, subject)]
        if need.source == "self" or not zone:
            return [frozenset({Act("measure", "", need.kind, machine, "host")})]
        return [frozenset({Act("measure", "", need.kind, zone, "zone")})]

    def _looks_from_around(self, control: ControlMeta, kind: str, machine: str) -> list[Want]:
        """One from each zone, of a kind that the control looks from, in the machine's routing domain.

        None where the inventory has no such zone: no measurement helps before it is declared.
        """
        own = self._zones.get(self._zone_of.get(machine, ""))
        return [
            frozenset({Act("measure", "", kind, other.id, "zone")})
            for _, other in sorted(self._zones.items())
            if own and other.domain == own.domain and other.id != own.id and self._looks_from(control, other)
        ]

    def _looks_from(self, control: ControlMeta, zone: Zone) -> bool:
        chosen = self._parameters.get(control.id, {}).get("must_look_from")
        if chosen is None and "must_look_from" in control.params:
            chosen = control.params["must_look_from"].default
        if chosen is None:
            chosen = [kind for rule in self._rules.look_from if rule.control == control.id for kind in rule.zones]
        return not chosen or zone.kind in chosen


def _of_machines(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].subject in (SubjectKind.HOST, SubjectKind.ENDPOINT)


def _rests_on_inventory(cause: Cause) -> bool:
    return not cause.args or cause.args[0].startswith(_POINTER)


def ports_only(observed: Any) -> frozenset[str]:
    """The ports that a verdict saw open; empty where it saw anything that is not a port, or nothing at all."""
    parts = [_ports_of(part) for part in (observed if _is_list_of_findings(observed) else [observed])]
    return frozenset().union(*parts) if all(parts) else frozenset()


def ports_in(observed: Any) -> frozenset[str]:
    """Every port among what a verdict saw."""
    if isinstance(observed, str):
        return frozenset({observed}) if _PORT.fullmatch(observed) else frozenset()
    if isinstance(observed, Mapping):
        return ports_in(list(observed.values()))
    if isinstance(observed, Sequence):
        return frozenset().union(*map(ports_in, observed))
    return frozenset()


def _is_list_of_findings(observed: Any) -> bool:
    return isinstance(observed, list) and any(isinstance(part, list | dict) for part in observed)


def _ports_of(part: Any) -> frozenset[str]:
    if isinstance(part, dict):
        part = part.get("open") if part.keys() <= _OPEN_KEYS else None
    if not isinstance(part, list) or not all(isinstance(port, str) and _PORT.fullmatch(port) for port in part):
        return frozenset()
    return frozenset(part)
