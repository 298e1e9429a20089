"""The looks a work order promises: what must appear in the facts, whether it succeeded, failed or was never tried."""

import datetime
from dataclasses import dataclass

from auditor.collectors import registry
from auditor.collectors.job import HostJob, Job
from auditor.collectors.outcome import Outcome, Place, observation
from auditor.model.facts import KINDS, Observation
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

ESTATE = ""
"""The document of what is no system's: zones and data sets."""

AT_EACH_ADDRESS = frozenset({"ntp", "snmp"})
"""Kinds about a machine that are asked at each of its addresses, with an observation for each that answers."""


@dataclass(frozen=True, slots=True)
class Look:
    """One promised observation. `document` is the system whose facts it joins, or `ESTATE`."""

    document: str
    kind: str
    subject: str
    place: Place
    detail: str = ""
    targets: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()

    def observed(self, outcome: Outcome, at: datetime.datetime | None = None) -> Observation:
        """The observation this look becomes, made `at` an instant or now."""
        basis = registry.basis(self.kind)
        return observation(self.kind, self.subject, self.place, outcome, detail=self.detail, basis=basis, at=at)


def looks(job: Job) -> dict[str, tuple[Look, ...]]:
    """Looks by unit of work, in the order of `Job.units`. Looking for undeclared machines promises nothing."""
    found: dict[str, tuple[Look, ...]] = {}
    place = Place(job.vantage, job.zone)
    for host in job.hosts:
        found[f"host/{host.subject}"] = host_looks(job, host)
    for reach in job.reach:
        ports = tuple(sorted({port for target in reach.targets for port in target.ports}))
        targets = tuple(sorted({target.address for target in reach.targets}))
        look = Look(ESTATE, "reach", job.zone, place, reach.to_zone, targets, ports)
        found[f"reach/{reach.to_zone}"] = (look,)
    if job.egress and job.stands_on:
        ports = tuple(sorted({port for target in job.egress for port in target.ports}))
        targets = tuple(target.address for target in job.egress)
        found["egress"] = (Look(job.stands_on_system, "egress", job.stands_on, place, "", targets, ports),)
    for name in job.names:
        look = Look(name.system, "dns", name.system, place, name.name, (job.resolver,), ("udp/53",))
        found[f"dns/{name.system}/{name.name}"] = (look,)
    for item in job.discovery:
        found[f"discovery/{item.prefix}"] = ()
    return found


def host_looks(job: Job, host: HostJob) -> tuple[Look, ...]:
    """Everything promised about one host from one vantage."""
    place, system, name = Place(job.vantage, job.zone), host.system, host.subject
    found: list[Look] = []
    if host.sweep:
        found.append(Look(system, "ports", name, place, "", host.addresses, host.ports))
    if host.services:
        found.append(Look(system, "services", name, place, "", host.addresses))
    for endpoint in host.endpoints:
        found += [
            Look(system, question, endpoint.subject, place, "", host.addresses, (endpoint.port,))
            for question in endpoint.questions
        ]
    if host.ntp:
        found.append(Look(system, "ntp", name, place, "", host.addresses, ("udp/123",)))
    if host.snmp:
        found.append(Look(system, "snmp", name, place, "", host.addresses, ("udp/161",)))
    return (*found, *_configuration_looks(host))


def _configuration_looks(host: HostJob) -> list[Look]:
    """Settings are read on the host itself, by whatever way, so that is where they were seen from."""
    order = host.configuration
    if order is None:
        return []
    place = Place(host.subject, host.zone)
    ports = (f"tcp/{order.ssh.port}",) if order.ssh else ()
    targets = host.addresses[:1] if order.way == "ssh" else ()
    return [
        Look(document_of(kind, host.system), kind, subject, place, "", targets, ports)
        for kind in order.kinds
        for subject in (order.firewall_zones if KINDS[kind].subject is SubjectKind.ZONE else (host.subject,))
    ]


def document_of(kind: str, system: str) -> str:
    """The document that an observation of a host's settings joins."""
    return ESTATE if KINDS[kind].part is Part.ESTATE else system
