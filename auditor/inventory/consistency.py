"""Checks that an inventory does not contradict itself: addresses, ports, links, waves, dates."""

import ipaddress
from collections.abc import Iterable, Iterator

from auditor.errors import Problem
from auditor.estate.cover import above
from auditor.inventory.entries import Entry
from auditor.inventory.explain import Fault, no_port
from auditor.inventory.references import Declared
from auditor.inventory.yamlfile import Loc
from auditor.model.base import is_port
from auditor.model.inventory import Host, Network, Organisation, Zone


def check_addresses(declared: Declared) -> Iterator[Problem]:
    """Each address is one a machine can have, inside its network, and used once in its routing domain."""
    networks: dict[str, Network] = {thing.id: thing for _, thing in declared.typed("networks")}
    zones: dict[str, Zone] = {thing.id: thing for _, thing in declared.typed("zones")}
    taken: dict[tuple[str, str], Entry] = {}
    for entry, host in declared.typed("hosts"):
        for position, interface in enumerate(host.interfaces):
            loc: Loc = ("interfaces", position, "address")
            yield from (entry.problem(fault) for fault in _unusable(loc, interface.address))
            network = networks.get(interface.network)
            if network is None:
                continue
            if not _inside(interface.address, network.prefixes):
                message = f"lies outside network {network.id!r} ({', '.join(network.prefixes) or 'no prefixes'})"
                yield entry.problem(
                    Fault(loc, message, interface.address, "Correct the address, the network or its prefixes.")
                )
            zone = zones.get(network.zone)
            key = (zone.domain if zone else "", interface.address)
            if zone and key in taken:
                message = f"stands twice in routing domain {zone.domain!r}: in {taken[key].place} and in {entry.place}"
                remedy = "Give one another address, or put independent networks into zones with their own `domain`."
                yield entry.problem(Fault(loc, message, interface.address, remedy))
            taken.setdefault(key, entry)


def _unusable(loc: Loc, text: str) -> Iterator[Fault]:
    address = ipaddress.ip_address(text)
    if address.is_multicast or address.is_unspecified or text == "255.255.255.255":
        yield Fault(loc, "is no address a machine can have", text, "Write the machine's own address.")


def _inside(text: str, prefixes: Iterable[str]) -> bool:
    address = ipaddress.ip_address(text)
    return any(address in ipaddress.ip_network(prefix) for prefix in prefixes)


def check_networks(declared: Declared) -> Iterator[Problem]:
    """A network has a prefix; a flow's hosts stand in the zones it names; ports exist."""
    for entry, network in declared.typed("networks"):
        if not network.prefixes:
            yield entry.problem(Fault(("prefixes",), "is empty", remedy="Name at least one prefix, as 10.1.2.0/24."))
    zones = _zones_of_hosts(declared)
    for entry, flow in declared.typed("flows"):
        for side in ("from", "to"):
            zone = getattr(flow, f"{side}_zone")
            for position, host in enumerate(getattr(flow, f"{side}_hosts")):
                if host in zones and zone not in zones[host]:
                    message = f"has no address in zone {zone!r}"
                    yield entry.problem(
                        Fault((f"{side}_hosts", position), message, host, "Name the zone the host stands in.")
                    )
        yield from _ports(entry, flow.ports)
        if not flow.ports:
            yield entry.problem(Fault(("ports",), "is empty", remedy="Name the ports the flow may use, as [tcp/443]."))
    for entry, endpoint in declared.typed("endpoints"):
        yield from _ports(entry, [endpoint.id.port], ("id",))


def _zones_of_hosts(declared: Declared) -> dict[str, set[str]]:
    networks = {network.id: network.zone for _, network in declared.typed("networks")}
    hosts: Iterator[tuple[Entry, Host]] = declared.typed("hosts")
    return {host.id: {networks.get(interface.network, "") for interface in host.interfaces} for _, host in hosts}


def _ports(entry: Entry, ports: Iterable[str], loc: Loc = ("ports",)) -> Iterator[Problem]:
    for position, port in enumerate(ports):
        if not is_port(port):
            yield entry.problem(no_port(loc if loc == ("id",) else (*loc, position), port))


def check_links(declared: Declared) -> Iterator[Problem]:
    """A link ends either at a declared system or at somebody else's, and at one of them; a log's name for it is that of
    no other link, since calls under the name of two are nobody's.
    """
    named: dict[str, Entry] = {link.id.casefold(): entry for entry, link in declared.typed("links")}
    for entry, link in declared.typed("links"):
        for position, name in enumerate(link.logged_as):
            other = named.setdefault(name.strip().casefold(), entry)
            if other is not entry:
                message = f"is a name of the link in {other.place} too"
                remedy = "Give each link names of its own, as the log's own names of its services."
                yield entry.problem(Fault(("logged_as", position), message, name, remedy))
        if bool(link.target) == bool(link.external):
            message = "has both `target` and `external`" if link.target else "has neither `target` nor `external`"
            remedy = "Write `target:` for a declared system, or `external:` for somebody else's."
            yield entry.problem(Fault((), message, remedy=remedy))
        if link.target == link.source:
            yield entry.problem(Fault(("target",), "is the source itself", link.target, "Name the other end."))


def check_moves(declared: Declared) -> Iterator[Problem]:
    """A move has a night it can fall on; a thing is not told to move with or apart from itself; assets hold what they
    say.
    """
    for entry, system in declared.typed("systems"):
        move = system.move
        if move is None:
            continue
        if move.earliest and move.latest and move.latest < move.earliest:
            message = f"lies before `earliest` ({move.earliest})"
            yield entry.problem(Fault(("move", "latest"), message, str(move.latest), "Correct one of the dates."))
        for key in ("together", "apart"):
            for position, other in enumerate(getattr(move, key)):
                if other == system.id:
                    remedy = "Name other systems only."
                    yield entry.problem(Fault(("move", key, position), "is the system itself", other, remedy))
        for other in sorted(set(move.together) & set(move.apart)):
            message = "stands under `together` and under `apart`"
            yield entry.problem(Fault(("move", "apart"), message, other, "Strike it from one of them."))
        if move.duplicates == system.id:
            remedy = "Name the system that stays."
            yield entry.problem(Fault(("move", "duplicates"), "is the system itself", system.id, remedy))
    yield from _assets(declared)


def check_labels(declared: Declared) -> Iterator[Problem]:
    """A system carries the highest grade of what it holds: otherwise an ordinary run, which must not speak of the data,
    would plan the system as if nothing secret were in it.
    """
    labels = {system.id: system.label for _, system in declared.typed("systems")}
    for entry, data in declared.typed("data_sets"):
        label = labels.get(data.system)
        if label is not None and above(data.label, label):
            message = f"is above the label of its system {data.system!r} ({label.value})"
            remedy = f"Write `label: {data.label.value}` for the system too."
            yield entry.problem(Fault(("label",), message, data.label.value, remedy))


def _assets(declared: Declared) -> Iterator[Problem]:
    for entry, asset in declared.typed("assets"):
        if asset.capacity is not None and asset.used is not None and asset.used > asset.capacity:
            message = f"is more than the capacity of {asset.capacity} {asset.unit}".rstrip()
            yield entry.problem(Fault(("used",), message, str(asset.used), "Correct one of the two."))
        if asset.installed and asset.support_ends and asset.support_ends < asset.installed:
            message = f"lies before `installed` ({asset.installed})"
            yield entry.problem(Fault(("support_ends",), message, str(asset.support_ends), "Check both dates."))


def check_plans(declared: Declared) -> Iterator[Problem]:
    """Done items do not exceed all items; a system moves in one wave; a paper does not end before it begins."""
    for entry, system in declared.typed("systems"):
        if system.plan and system.plan.done > system.plan.total:
            message = f"says {system.plan.done} of {system.plan.total} items are done"
            yield entry.problem(Fault(("plan", "done"), message, remedy="`done` is at most `total`."))
    waves: dict[str, Entry] = {}
    for entry, wave in declared.typed("waves"):
        for position, system in enumerate(wave.systems):
            if system in waves:
                message = f"is already in the wave of {waves[system].place}"
                yield entry.problem(Fault(("systems", position), message, system, "A system moves in one wave."))
            waves.setdefault(system, entry)
    for entry, paper in declared.typed("evidence"):
        if paper.until and paper.until < paper.date:
            yield entry.problem(
                Fault(("until",), f"lies before `date` ({paper.date})", str(paper.until), "Check both dates.")
            )


def check_organisations(declared: Declared) -> Iterator[Problem]:
    """No organisation stands above itself."""
    bodies: dict[str, Organisation] = {thing.id: thing for _, thing in declared.typed("organisations")}
    for entry, body in declared.typed("organisations"):
        seen: set[str] = set()
        above = body.parent
        while above in bodies and above not in seen and above != body.id:
            seen.add(above)
            above = bodies[above].parent
        if above == body.id:
            yield entry.problem(
                Fault(
                    ("parent",), "leads back to the organisation itself", body.parent or "", "Name the body above it."
                )
            )
