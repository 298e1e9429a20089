"""One system in both runs, and which of its machines after the move does the work of which before it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from auditor.model.base import VIETNAM, EndpointId
from auditor.model.facts import Observation
from auditor.model.inventory import Endpoint, Host, System
from auditor.model.verdict import Subject, Verdict
from auditor.model.vocab.subjects import SubjectKind
from auditor.plan.run import PlanRun
from auditor.plan.shared.counterparts import counterparts, endpoint_port, hosts_of, leaves
from auditor.plan.shared.instances import fresh


class Side:
    """One run, its looks by kind and subject and its verdicts by system, so that each is found at once."""

    def __init__(self, run: PlanRun) -> None:
        self.run = run
        self.looks: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for observation in run.observations.values():
            self.looks[observation.kind, observation.subject].append(observation)
        self.verdicts: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in run.result.verdicts:
            self.verdicts[verdict.subject.system].append(verdict)
        self.vantages = frozenset(observation.vantage for observation in run.observations.values())
        self.ports = frozenset(endpoint_port(endpoint.id) for endpoint in run.inventory.endpoints)

    def seen(self, kind: str, subject: str) -> list[Observation]:
        """Looks of a kind at a subject."""
        return self.looks.get((kind, subject), [])


@dataclass(frozen=True)
class Pair:
    """A system as it was in the run before and as it is in the run after.

    `night` is that of its wave; None where no wave says when it moved.
    """

    before: Side
    after: Side
    was: System
    now: System
    night: datetime.date | None

    def seen_before(self, kind: str, subject: str) -> list[Observation]:
        """Looks that were young when the earlier run was judged, from before the move."""
        looks = self.before.seen(kind, subject)
        return [one for one in looks if fresh(self.before.run, one) and not self.since_night(one.observed_at)]

    def seen_after(self, kind: str, subject: str) -> list[Observation]:
        """Looks that were young when the later run was judged, from after the night.

        What was seen on the day of the night itself may have been seen before the cut-over, and does not count.
        """
        looks = self.after.seen(kind, subject)
        young = [one for one in looks if fresh(self.after.run, one)]
        return [one for one in young if self.night is None or self.since_night(one.observed_at)]

    def since_night(self, at: datetime.datetime) -> bool:
        """Whether the instant lies on a later day than the night."""
        return self.night is not None and at.astimezone(VIETNAM).date() > self.night

    @cached_property
    def hosts_before(self) -> dict[str, Host]:
        """Its machines before, by id."""
        return {host.id: host for host in hosts_of(self.before.run.inventory, self.was)}

    @cached_property
    def hosts_after(self) -> dict[str, Host]:
        """Its machines after, by id."""
        return {host.id: host for host in hosts_of(self.after.run.inventory, self.now)}

    @cached_property
    def _ports(self) -> frozenset[tuple[str, str]]:
        return self.before.ports | self.after.ports

    def successors(self, host: str) -> tuple[str, ...]:
        """Machines that do after the move what this one did before it; empty where nobody can tell.

        A machine that was carried over under its own id succeeds itself.
        """
        built = [one for one in self.hosts_after.values() if one.instance == "new"]
        known = self.hosts_before.get(host)
        if host in self.hosts_after and self._stays(self.hosts_after[host], built):
            return (host,)
        if known is None or not built:
            return ()
        leaving = [name for name in self.hosts_before if name not in self.hosts_after or self._leaves(name)]
        if len(built) == 1 and leaving == [host]:
            return (built[0].id,)
        return tuple(one.id for one in counterparts(known, built, self._ports))

    def _stays(self, host: Host, built: list[Host]) -> bool:
        if host.instance == "new":
            return True
        return host.instance == "only" and (not built or not self._leaves(host.id))

    def _leaves(self, name: str) -> bool:
        host = self.hosts_after[name]
        siblings = [one for one in self.after.run.inventory.hosts if one.system == host.system]
        return leaves(host, siblings)

    def subjects_after(self, subject: Subject) -> tuple[str, ...]:
        """Ids of what is to be looked at after the move in place of the subject."""
        if subject.kind is SubjectKind.HOST:
            return self.successors(subject.id)
        if subject.kind is SubjectKind.ENDPOINT:
            return self.endpoints_after(subject.id)
        if subject.kind is SubjectKind.SYSTEM:
            return (self.now.id,)
        return (subject.id,)

    def endpoints_after(self, endpoint: str) -> tuple[str, ...]:
        """The same port and name on each machine that took over."""
        host = EndpointId(endpoint).host
        return tuple(f"{one}{endpoint.removeprefix(host)}" for one in self.successors(host))

    @cached_property
    def services(self) -> tuple[Endpoint, ...]:
        """Endpoints by which the system served before; one that names no system serves all who share its machine."""
        return tuple(
            endpoint
            for endpoint in self.before.run.inventory.endpoints
            if (host := self.hosts_before.get(endpoint_port(endpoint.id)[0]))
            and endpoint.system in (None, self.was.id)
            and host.instance != "new"
        )
