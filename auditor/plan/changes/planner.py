"""The estate by id, as a change list needs it: zones, owners of services, and each machine's old and new place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from auditor.estate import Worlds
from auditor.model.inventory import Endpoint, Flow, Host
from auditor.model.vocab.declared import ZoneKind
from auditor.plan.run import PlanRun
from auditor.plan.shared.counterparts import counterparts, endpoint_port, leaves

ANYWHERE = ("0.0.0.0/0", "::/0")
"""Addresses of the Internet as a whole."""


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One side of a permission: a machine, a whole zone, or (without addresses) a new place nobody entered yet.

    `systems` are those whose traffic it carries, `among` all who share the machine before anybody moves; both are empty
    for a whole zone.
    """

    zone: str
    name: str
    addresses: tuple[str, ...]
    systems: tuple[str, ...] = field(default=(), compare=False)
    among: tuple[str, ...] = field(default=(), compare=False)


class ChangePlanner:
    """An estate without anything a label covers, indexed. `moved` arguments are ids of systems already at their new
    place.
    """

    def __init__(self, run: PlanRun) -> None:
        self.estate = Worlds(run.inventory).open.estate
        self.inventory = self.estate.inventory
        self.systems, self.zones, self.hosts = self.estate.systems, self.estate.zones, self.estate.hosts
        self._own: dict[str, list[Host]] = defaultdict(list)
        for host in self.inventory.hosts:
            self._own[host.system].append(host)
        self._guests: dict[str, list[str]] = defaultdict(list)
        for system in self.inventory.systems:
            for name in system.runs_on:
                self._guests[name].append(system.id)
        self._served: dict[tuple[str, str], list[Endpoint]] = defaultdict(list)
        self._services: dict[str, list[Endpoint]] = defaultdict(list)
        for endpoint in self.inventory.endpoints:
            place = endpoint_port(endpoint.id)
            self._served[place].append(endpoint)
            if place[0] in self.hosts:
                for owner in self._owners(endpoint, self.hosts[place[0]]):
                    self._services[owner].append(endpoint)
        self._leaving = {system: self._left_by(system) for system in {*self._own, *self.systems}}
        self._linked = {(link.source, link.target) for link in self.inventory.links}

    def zone(self, host: Host) -> str:
        """The zone a machine stands in."""
        return self.estate.zone_of(host)

    def leaving(self, system: str) -> tuple[Host, ...]:
        """Machines whose work for the system ends with its move, its own first and then those of others."""
        return self._leaving.get(system, ())

    def _left_by(self, system: str) -> tuple[Host, ...]:
        siblings = self._own.get(system, [])
        own = tuple(host for host in siblings if leaves(host, siblings))
        return own + tuple(host for host in self._lent(system) if host.instance != "new")

    def _left(self, system: str, host: Host) -> bool:
        return any(one.id == host.id for one in self.leaving(system))

    def built(self, system: str) -> tuple[Host, ...]:
        """Machines of the system at its new place, own ones or of others it runs on."""
        found = (*self._own.get(system, ()), *self._lent(system))
        return tuple(host for host in found if host.instance == "new")

    def _lent(self, system: str) -> tuple[Host, ...]:
        names = self.systems[system].runs_on if system in self.systems else ()
        known = (self.hosts[name] for name in names if name in self.hosts)
        return tuple(host for host in known if host.system != system)

    def services(self, system: str) -> tuple[Endpoint, ...]:
        """Declared endpoints by which the system serves."""
        return tuple(self._services.get(system, ()))

    def serves(self, host: str, port: str) -> bool:
        """Whether anybody declared a service there."""
        return (host, port) in self._served

    def users(self, host: Host, port: str = "") -> tuple[str, ...]:
        """Systems whose traffic the machine carries; with a port, those the service there belongs to.

        A service that names no system belongs to all who share the machine.
        """
        declared = self._served.get((host.id, port), ())
        if declared:
            return tuple(sorted({name for endpoint in declared for name in self._owners(endpoint, host)}))
        return tuple(sorted({host.system, *self._guests.get(host.id, ())}))

    @cached_property
    def sides(self) -> tuple[tuple[Flow, frozenset[str], frozenset[str]], ...]:
        """Each declared flow with the systems that stand at its two ends, old and new."""
        return tuple(
            (flow, self._at(flow.from_zone, flow.from_hosts), self._at(flow.to_zone, flow.to_hosts))
            for flow in self.inventory.flows
        )

    def _at(self, zone: str, named: tuple[str, ...]) -> frozenset[str]:
        hosts = [self.hosts[name] for name in named if name in self.hosts] if named else self._standing[zone]
        return frozenset(name for host in hosts for name in self.users(host))

    @cached_property
    def _standing(self) -> dict[str, list[Host]]:
        found: dict[str, list[Host]] = defaultdict(list)
        for host in self.inventory.hosts:
            found[self.zone(host)].append(host)
        return found

    @cached_property
    def zone_users(self) -> dict[str, frozenset[str]]:
        """For each flow from a whole zone the systems standing there that use it, as links or their own services at
        its other end show.
        """
        found: dict[str, frozenset[str]] = {}
        nobody: frozenset[str] = frozenset()
        for flow, senders, _ in self.sides:
            served = {name for host in flow.to_hosts if host in self.hosts for name in self.users(self.hosts[host])}
            linked = {link.source for link in self.inventory.links if link.target in served}
            found[flow.id] = nobody if flow.from_hosts else senders & (served | linked)
        return found

    def _owners(self, endpoint: Endpoint, host: Host) -> tuple[str, ...]:
        return (endpoint.system,) if endpoint.system else (host.system, *self._guests.get(host.id, ()))

    def related(self, source: End, target: End) -> bool:
        """Whether the one may speak to the other for any of its systems.

        Where a shared machine is split up, only systems that a link joins, or one and the same, go on together; where
        nothing joins any of those who shared it, nobody can tell them apart and all do.
        """
        if not (source.systems and target.systems):
            return True
        return self._joined(source.systems, target.systems) or not self._joined(source.among, target.among)

    def _joined(self, sources: tuple[str, ...], targets: tuple[str, ...]) -> bool:
        return any(one == other or (one, other) in self._linked for one in sources for other in targets)

    def replacements(self, system: str, host: Host) -> tuple[Host, ...]:
        """New machines that take over what the machine does for the system; empty where nobody can tell."""
        built = self.built(system)
        if len(built) == 1 and len(self.leaving(system)) == 1:
            return built
        return counterparts(host, built, self._served)

    def here(self, host: Host, systems: tuple[str, ...] = ()) -> End:
        """The machine where it stands."""
        addresses = tuple(sorted({interface.address for interface in host.interfaces}))
        return End(self.zone(host), host.id, addresses, systems or self.users(host))

    def there(self, system: str, host: Host) -> tuple[End, ...]:
        """The system's new machines in place of this one; one end without addresses where nobody entered them."""
        found = tuple(self.here(one, (system,)) for one in self.replacements(system, host))
        return found or (self.nowhere(system),)

    def nowhere(self, system: str) -> End:
        """The system's new place as far as it is known without an address: the target zone it is meant for."""
        declared = self.systems.get(system)
        target = declared.move.target if declared and declared.move and declared.move.target else ""
        return End(target, f"new:{system}", (), (system,))

    def whole(self, zone: str) -> End:
        """A zone as one end: all its networks, and anywhere for the Internet."""
        if zone in self.zones and self.zones[zone].kind is ZoneKind.INTERNET:
            return End(zone, "", ANYWHERE)
        networks = (network for network in self.inventory.networks if network.zone == zone)
        return End(zone, "", tuple(sorted({prefix for network in networks for prefix in network.prefixes})))

    def ends(self, host: Host, moved: frozenset[str], port: str = "") -> tuple[End, ...]:
        """Where the machine's work is done when `moved` are at their new place, some or all of its users among them.

        A new machine does nothing until its system has moved; one that stays is always where it is.
        """
        users = self.users(host, port)
        found = self._ends(host, moved, users)
        return tuple(replace(end, among=users) for end in found)

    def _ends(self, host: Host, moved: frozenset[str], users: tuple[str, ...]) -> tuple[End, ...]:
        if host.instance == "new":
            here = self.here(host, tuple(user for user in users if user in moved))
            return (here,) if here.systems and set(users) & moved else ()
        gone = [user for user in users if user in moved and self._left(user, host)]
        left = tuple(user for user in users if user not in gone)
        found = [self.here(host, left)] if left else []
        return tuple(found + [end for user in gone for end in self.there(user, host)])


def same_place(one: End, other: End) -> bool:
    """Whether both stand in one known zone, so that no firewall between zones sees their traffic."""
    return bool(one.zone) and bool(one.addresses and other.addresses) and one.zone == other.zone


def affected(systems: Iterable[str], ends: Iterable[End]) -> tuple[str, ...]:
    """Those of the systems whose traffic any of the ends carries."""
    carried = {name for end in ends for name in end.systems}
    return tuple(sorted(set(systems) & carried))
