"""Single permissions from one end to another on one port, with the flow or link that asks for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.estate.matrix import barred
from auditor.model.inventory import Flow, Host
from auditor.plan.changes.planner import ChangePlanner, End, same_place


@dataclass(frozen=True, slots=True, order=True)
class Asker:
    """What asks for a permission: a declared flow, a declared link, or the copy of a system's data."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """One permission: `port` from `source` to `target`."""

    source: End
    target: End
    port: str

    @property
    def wire(self) -> tuple[str, tuple[str, ...], str, tuple[str, ...], str]:
        """What a firewall would see of it, whoever it is for."""
        return self.source.zone, self.source.addresses, self.target.zone, self.target.addresses, self.port


def ways_of_flow(planner: ChangePlanner, flow: Flow, moved: frozenset[str]) -> set[Way]:
    """What the flow asks for when `moved` are at their new place. Ends in one zone need nothing."""
    found: set[Way] = set()
    for port in flow.ports:
        for source in _sources(planner, flow, moved):
            found |= {Way(source, target, port) for target in _targets(planner, flow, port, moved)}
    return {way for way in found if not same_place(way.source, way.target) and planner.related(way.source, way.target)}


def _sources(planner: ChangePlanner, flow: Flow, moved: frozenset[str]) -> list[End]:
    if flow.from_hosts:
        return [
            end for name in flow.from_hosts if name in planner.hosts for end in planner.ends(planner.hosts[name], moved)
        ]
    followers = [end for name in sorted(moved & planner.zone_users[flow.id]) for end in _followed(planner, name, flow)]
    return [planner.whole(flow.from_zone), *followers]


def standing_in(planner: ChangePlanner, system: str, zone: str) -> tuple[Host, ...]:
    """The machines the system would leave behind in that zone."""
    return tuple(host for host in planner.leaving(system) if planner.zone(host) == zone)


def _followed(planner: ChangePlanner, system: str, flow: Flow) -> list[End]:
    return [end for host in standing_in(planner, system, flow.from_zone) for end in planner.there(system, host)]


def _targets(planner: ChangePlanner, flow: Flow, port: str, moved: frozenset[str]) -> list[End]:
    if flow.to_hosts:
        known = [planner.hosts[name] for name in flow.to_hosts if name in planner.hosts]
        return [end for host in known for end in planner.ends(host, moved, port)]
    served = [
        end
        for name in sorted(moved)
        for host in standing_in(planner, name, flow.to_zone)
        if planner.serves(host.id, port) and name in planner.users(host, port)
        for end in planner.there(name, host)
    ]
    return [planner.whole(flow.to_zone), *served]


def permitted(planner: ChangePlanner, ways: Iterable[Way]) -> tuple[set[Way], set[Way]]:
    """The ways a rule may open, and those that no declaration can permit."""
    every = set(ways)
    never = {way for way in every if barred(planner.zones.get(way.source.zone), planner.zones.get(way.target.zone))}
    return every - never, never


def difference(before: set[Way], after: set[Way]) -> tuple[set[Way], set[Way]]:
    """What opens and what closes; what looks the same on the wire does neither."""
    old, new = {way.wire for way in before}, {way.wire for way in after}
    opens = {way for way in after - before if not _known(way) or way.wire not in old}
    closes = {way for way in before - after if not _known(way) or way.wire not in new}
    return opens, closes


def _known(way: Way) -> bool:
    return bool(way.source.addresses and way.target.addresses)


@dataclass(frozen=True, slots=True, order=True)
class Bundle:
    """Ways that make one rule: every source to every target on every port, all of one zone on each side."""

    sources: tuple[End, ...]
    targets: tuple[End, ...]
    ports: tuple[str, ...]


def bundles(ways: Iterable[Way]) -> Iterator[Bundle]:
    """The fewest rules of equal ports, then equal targets, in a fixed order. Ends without addresses stand apart."""
    ports: dict[tuple[End, End], set[str]] = defaultdict(set)
    for way in ways:
        ports[way.source, way.target].add(way.port)
    targets: dict[tuple[End, str, bool, tuple[str, ...]], set[End]] = defaultdict(set)
    for (source, target), named in ports.items():
        targets[source, target.zone, bool(target.addresses), tuple(sorted(named))].add(target)
    sources: dict[tuple[str, bool, tuple[End, ...], tuple[str, ...]], set[End]] = defaultdict(set)
    for (source, _, _, named_ports), reached in targets.items():
        sources[source.zone, bool(source.addresses), tuple(sorted(reached)), named_ports].add(source)
    found = [Bundle(tuple(sorted(froms)), reached, named) for (_, _, reached, named), froms in sources.items()]
    yield from sorted(found)
