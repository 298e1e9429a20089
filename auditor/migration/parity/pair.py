"""One system in both runs, and which of its machines after the move does the work of which before it."""

from dataclasses import dataclass
from functools import cached_property

from auditor.migration.counterparts import counterparts, endpoint_port, hosts_of, leaves
from auditor.migration.source import PlanSource
from auditor.model.inventory import Endpoint, Host, System
from auditor.model.verdict import Subject
from auditor.model.vocab import SubjectKind


@dataclass(frozen=True)
class Pair:
    """A system as it was in the run before and as it is in the run after."""

    before: PlanSource
    after: PlanSource
    was: System
    now: System

    @cached_property
    def hosts_before(self) -> dict[str, Host]:
        """Its machines before, by id."""
        return {host.id: host for host in hosts_of(self.before.inventory, self.was)}

    @cached_property
    def hosts_after(self) -> dict[str, Host]:
        """Its machines after, by id."""
        return {host.id: host for host in hosts_of(self.after.inventory, self.now)}

    @cached_property
    def _ports(self) -> frozenset[tuple[str, str]]:
        endpoints = (*self.before.inventory.endpoints, *self.after.inventory.endpoints)
        return frozenset(endpoint_port(endpoint.id) for endpoint in endpoints)

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
        siblings = [one for one in self.after.inventory.hosts if one.system == host.system]
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
        host, _, rest = endpoint.partition("/")
        return tuple(f"{one}/{rest}" for one in self.successors(host))

    @cached_property
    def services(self) -> tuple[Endpoint, ...]:
        """Endpoints by which the system served before; one that names no system serves all who share its machine."""
        return tuple(
            endpoint
            for endpoint in self.before.inventory.endpoints
            if (host := self.hosts_before.get(endpoint_port(endpoint.id)[0]))
            and endpoint.system in (None, self.was.id)
            and host.instance != "new"
        )
