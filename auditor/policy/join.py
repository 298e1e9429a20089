"""Joins one world's inventory and facts into the documents policies read: one per system, one per routing domain for
what nobody declared there, one for the estate.

Joining at evaluation means that correcting an owner's name needs no new scan. What a label covers, at which level a
place must be judged and in which zones a machine stands is worked out by the estate and written into the documents, so
that no policy answers these questions again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import orjson

from auditor.errors import FactsError
from auditor.estate import World
from auditor.model.facts import KINDS, Observation
from auditor.model.inventory import Asset, EvidenceRecord, Flow, Host, Link, Network, System, Zone
from auditor.model.policy_input import INPUT_SCHEMA, LISTS, project
from auditor.model.vocab.controls import Part
from auditor.model.vocab.declared import NetworkKind
from auditor.model.vocab.subjects import SubjectKind
from auditor.policy.aimed import as_declared
from auditor.policy.documents import Clocks
from auditor.policy.from_outside import from_outside
from auditor.policy.log_stores import log_stores
from auditor.policy.network_looks import NetworkLooks
from auditor.policy.regime import regime
from auditor.policy.services import ServiceRows
from auditor.policy.strays import Strays
from auditor.policy.time_sources import TimeSources
from auditor.policy.unlisted import unlisted
from auditor.policy.walls import Told, Walls
from auditor.policy.worded import Worded

UNDECLARED = "undeclared-"


@dataclass(frozen=True, slots=True)
class JoinedDocument:
    """One `input/1` document before its clocks: `name` is the system id, `undeclared-DOMAIN` or `estate`."""

    name: str
    part: Part
    inventory: Mapping[str, list[dict[str, Any]]]
    observations: Mapping[str, list[dict[str, Any]]]

    def to_bytes(self, clocks: Clocks, only: str | None = None) -> bytes:
        """The document as JSON; `only` restricts it to one control."""
        return orjson.dumps(
            {
                "schema": INPUT_SCHEMA,
                "part": self.part.value,
                "context": clocks.context(only),
                "inventory": self.inventory,
                "observations": self.observations,
            }
        )


class Join:
    """The inventory and facts of one world, indexed once."""

    def __init__(self, world: World, clocks: Clocks) -> None:
        self._estate = world.estate
        self._cover = world.cover
        self._inventory = world.estate.inventory
        self._clocks = clocks
        self._by_subject: dict[str, list[Observation]] = defaultdict(list)
        self.observations: dict[str, Observation] = {}
        for observation in (as_declared(world.estate, seen) for seen in world.observations):
            if observation.id in self.observations:
                raise FactsError(f"two observations share the id {observation.id}")
            self.observations[observation.id] = observation
            self._by_subject[observation.subject].append(observation)
        self._strays = Strays(world.estate, self._by_subject)
        self._services = ServiceRows(world, self._by_subject, self._strays)
        self._endpoint_rows = self._services.by_system()
        leaving = (link for link in self._inventory.links if self._leaves(link))
        self._connected = {end for link in leaving for end in (link.source, link.target) if end}
        self._time_sources = TimeSources(world.estate, self._by_subject)
        self._worded = Worded(self._estate)
        self._walls = Walls(self._estate, self.observations.values())
        self._papers = {record.id: project(record) | self._worded.paper(record) for record in self._inventory.evidence}
        self._unlisted = unlisted(world.estate, self.observations.values())
        self._shared = self._shared_entries()
        self._network_looks = NetworkLooks(world.estate, self._by_subject)

    def documents(self) -> Iterator[JoinedDocument]:
        """Every document in a fixed order: systems, then undeclared hosts by domain, then the estate."""
        for system in self._inventory.systems:
            yield self._system(system)
        yield from self._undeclared()
        yield self._whole_estate()

    def system_of(self, kind: SubjectKind, subject: str) -> str:
        """The owning system of a subject, or an empty string."""
        return self._estate.system_of(kind, subject)

    def _host_row(self, host: Host) -> dict[str, Any]:
        return (
            project(host)
            | self._standing(self._estate.zones_of(host))
            | self._label("hosts", host.id)
            | _levels(self._estate.levels_on(host.id))
            | {
                "declared": True,
                "declared_ports": sorted(self._services.declared_ports(host)),
                "guests": self._guests(host),
            }
            | {"log_stores": [{"target": target, "host": store} for target, store in self._log_stores(host)]}
            | {"held_elsewhere": self._strays.held_elsewhere(host)}
            | {"time_ring": self._time_sources.ring(host.id)}
            | {"reference_ring": self._time_sources.reference_ring(host)}
        )

    def _addresses_of(self, host: Host) -> list[str]:
        """Addresses that the dossier tells of a machine, and those among its own that it tells of another."""
        return [*(interface.address for interface in host.interfaces), *self._strays.held_elsewhere(host)]

    def _machine(self, host: Host) -> dict[str, Any]:
        """What an endpoint's row tells of a machine that has no row beside it."""
        return {
            "addresses": self._addresses_of(host),
            "domains": list(self._strays.domains_of(host)),
            "configuration": host.configuration,
        }

    def _log_stores(self, host: Host) -> list[tuple[str, str]]:
        return log_stores(self._estate, self._by_subject, host)

    def _guests(self, host: Host) -> list[dict[str, Any]]:
        """Systems of other owners on a machine, with the paper that would protect their secrets."""
        found = (self._estate.systems.get(system) for system in self._estate.systems_on(host.id))
        return [
            {"id": guest.id, "regime": self._regime(guest)} | self._label("systems", guest.id) | _protection(guest)
            for guest in found
            if guest and guest.id != host.system
        ]

    def _standing(self, zones: Iterable[str]) -> dict[str, Any]:
        """The zones something stands in, with their kinds and routing domains."""
        found = [self._estate.zones[zone] for zone in zones if zone in self._estate.zones]
        return {
            "zones": [zone.id for zone in found],
            "zone_kinds": list(dict.fromkeys(zone.kind.value for zone in found)),
            "domains": list(dict.fromkeys(zone.domain for zone in found)),
        }

    def _label(self, list_name: str, identifier: str) -> dict[str, Any]:
        return {"label": self._cover.label(list_name, identifier).value}

    def _system_row(self, system: System) -> dict[str, Any]:
        return (
            project(system)
            | self._label("systems", system.id)
            | self._worded.system(system)
            | {
                "declared": True,
                "regime": self._regime(system),
                "connected": system.id in self._connected,
                "carries": list(self._estate.bodies_on(system.id)),
                "serves": list(self._estate.bodies_linked(system.id)),
                "machines": [self._machine_row(host) for host in self._estate.machines_of(system.id)],
            }
            | from_outside(self._estate, self._by_subject, system, self._clocks.evaluated_at)
        )

    def _asset_row(self, asset: Asset) -> dict[str, Any]:
        return project(asset) | self._worded.asset(asset)

    def _machine_row(self, host: Host) -> dict[str, Any]:
        """A machine as the row of a system that stands on it tells of it."""
        return (
            {
                "id": host.id,
                "declared_ports": sorted(self._services.declared_ports(host)),
                "addresses": self._addresses_of(host),
                "roles": list(host.roles),
            }
            | self._standing(self._estate.zones_of(host))
            | self._label("hosts", host.id)
        )

    def _regime(self, system: System) -> dict[str, Any]:
        owner = self._estate.organisations.get(system.owner)
        row = project(system)
        return regime(
            row,
            owner.kind.value if owner else "",
            self._estate.networks_of(system.id),
            (self._papers[paper.id] for paper in self._estate.papers_about(SubjectKind.SYSTEM, system.id)),
            self._clocks.as_of.toordinal(),
        )

    def _system(self, system: System) -> JoinedDocument:
        hosts = self._estate.hosts_of(system.id)
        own = {host.id for host in hosts}
        endpoints = [
            row if row["host"] in own else row | {"machine": self._machine(self._estate.hosts[row["host"]])}
            for row in self._endpoint_rows[system.id]
        ]
        near = {system.id, *(host.id for host in hosts), *(row["id"] for row in endpoints)}
        foreign = {row["host"] for row in endpoints} - near
        owners = {name for host in hosts for name in self._estate.systems_on(host.id)} | {system.id}
        papers = {
            _protection(self._estate.systems[name]).get("record") for name in owners & self._estate.systems.keys()
        }
        nights = [wave for wave in self._inventory.waves if system.id in wave.systems]
        waves = {wave.id for wave in nights}
        lists = {
            **self._shared,
            "systems": [self._system_row(system)],
            "hosts": [self._host_row(host) for host in hosts],
            "endpoints": endpoints,
            "evidence": [
                self._papers[record.id]
                for record in self._inventory.evidence
                if _is_about(record, near, waves) or record.id in papers
            ],
            "assets": [self._asset_row(asset) for asset in self._inventory.assets if asset.host in own],
            "waves": [project(wave) for wave in nights],
        }
        chosen = [seen for subject in sorted(near | foreign) for seen in self._by_subject.get(subject, ())]
        chosen += self._strays.beside(near | foreign)
        chosen += self._network_looks.ways_out_beside(system, near | foreign)
        chosen += self._logs_kept_beside(hosts, near | foreign)
        chosen += self._time_sources.beside(hosts, near | foreign)
        walls = self._walls.about(own, (zone for host in hosts for zone in self._estate.zones_of(host)))
        return self._document(system.id, Part.SYSTEM, lists, chosen, walls)

    def _logs_kept_beside(self, hosts: Iterable[Host], known: set[str]) -> list[Observation]:
        """How long machines of other systems keep the logs that are sent to them."""
        stores = sorted({store for host in hosts for _, store in self._log_stores(host)} - known)
        return [seen for store in stores for seen in self._by_subject.get(store, ()) if seen.kind == "logging"]

    def _undeclared(self) -> Iterator[JoinedDocument]:
        """Live hosts nobody declared, as one pseudo system a routing domain; their id is `domain/address`."""
        by_domain: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
        for observation in self.observations.values():
            kind = KINDS[observation.kind]
            if kind.subject is SubjectKind.HOST and observation.subject not in self._estate.hosts:
                domain = observation.subject.partition("/")[0]
                by_domain[domain][observation.subject].append(observation)
        for domain, hosts in sorted(by_domain.items()):
            rows = [self._undeclared_row(domain, host, seen) for host, seen in sorted(hosts.items())]
            chosen = [observation for seen in hosts.values() for observation in seen]
            yield self._document(UNDECLARED + domain, Part.SYSTEM, {**self._shared, "hosts": rows}, chosen)

    def _undeclared_row(self, domain: str, host: str, seen: list[Observation]) -> dict[str, Any]:
        zone = self._estate.zone_of_subject(SubjectKind.HOST, host) or seen[0].zone
        return self._standing([zone]) | {
            "id": host,
            "declared": False,
            "system": UNDECLARED + domain,
            "domains": [domain],
            "label": self._cover.label_of(SubjectKind.HOST, host).value,
            "interfaces": [],
            "roles": [],
            "os": "",
            "configuration": "none",
            "declared_ports": [],
        }

    def _shared_entries(self) -> dict[str, list[dict[str, Any]]]:
        """What every system document carries: zones, networks, bodies and permitted flows."""
        inventory = self._inventory
        return {
            "zones": [self._zone_row(zone) for zone in inventory.zones],
            "networks": [self._network_row(network) for network in inventory.networks],
            "organisations": [project(body) | self._worded.organisation(body) for body in inventory.organisations],
            "flows": [project(flow) | {"from_addresses": self._senders(flow)} for flow in inventory.flows],
        }

    def _zone_row(self, zone: Zone) -> dict[str, Any]:
        joined: dict[str, Any] = {
            "joined_by": self._walls.joining(zone.id),
            "met_unlisted": self._unlisted.get(zone.id, []),
            "at_national_centre": self._estate.is_at_national_centre(zone),
        }
        return project(zone) | self._label("zones", zone.id) | _levels(self._estate.levels_in_zone(zone.id)) | joined

    def _senders(self, flow: Flow) -> list[str]:
        """Addresses of the machines that a line of the matrix names as its senders."""
        named = (self._estate.hosts[host] for host in flow.from_hosts if host in self._estate.hosts)
        return [interface.address for host in named for interface in host.interfaces]

    def _network_row(self, network: Network) -> dict[str, Any]:
        gateway = self._estate.hosts.get(network.gateway or "")
        addresses = [interface.address for interface in gateway.interfaces] if gateway else []
        return (
            project(network)
            | self._label("networks", network.id)
            | _levels(self._estate.levels_in_network(network.id))
            | {"gateway_addresses": addresses}
        )

    def _whole_estate(self) -> JoinedDocument:
        inventory = self._inventory
        lists = {
            **self._shared,
            "zones": [row | self._stands_in_zone(row["id"]) for row in self._shared["zones"]],
            "networks": [
                row | {"systems": list(self._estate.systems_in_network(row["id"]))} for row in self._shared["networks"]
            ],
            "sites": [project(site) for site in inventory.sites],
            "systems": [self._system_row(system) for system in inventory.systems],
            "links": [self._link_row(link) for link in inventory.links],
            "data_sets": [
                project(one) | self._label("data_sets", one.id) | self._worded.data_set(one)
                for one in inventory.data_sets
            ],
            "circuits": [project(circuit) for circuit in inventory.circuits],
            "assets": [self._asset_row(asset) for asset in inventory.assets],
            "evidence": [self._papers[record.id] for record in inventory.evidence],
            "waves": [project(wave) for wave in inventory.waves],
            "tasks": [project(task) for task in inventory.tasks],
            "reported": [project(figure) for figure in inventory.reported],
        }
        return self._document("estate", Part.ESTATE, lists, self.observations.values())

    def _stands_in_zone(self, zone: str) -> dict[str, Any]:
        return {
            "systems": list(self._estate.systems_in_zone(zone)),
            "ip_versions": list(self._estate.ip_versions_in_zone(zone)),
        }

    def _leaves(self, link: Link) -> bool:
        """Whether a link leads to another body, or out of the networks of one house; what says neither does."""
        source, target = self._ends(link)
        return source != target or link.network not in _INNER

    def _ends(self, link: Link) -> tuple[str, str]:
        """Owners at both ends; the second is empty where nobody says whose the other end is."""
        target = self._estate.systems[link.target].owner if link.target else (link.organisation or "")
        return self._estate.systems[link.source].owner, target

    def _link_row(self, link: Link) -> dict[str, Any]:
        source, target = self._ends(link)
        ends = {"crosses_owners": source != target, "source_owner": source, "target_owner": target}
        return project(link) | self._label("links", link.id) | ends | self._worded.link(link)

    def _document(
        self,
        name: str,
        part: Part,
        lists: Mapping[str, list[dict[str, Any]]],
        chosen: Iterable[Observation],
        walls: Iterable[Told] = (),
    ) -> JoinedDocument:
        observations: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        for observation in chosen:
            if KINDS[observation.kind].part is part or (part is Part.ESTATE and self._network_looks.tells(observation)):
                observations[observation.kind].append(self._observation_row(observation))
        for wall in walls:
            pairs = {"pairs": [project(pair) for pair in wall.pairs]}
            observations[wall.look.kind].append(self._observation_row(wall.look, pairs))
        return JoinedDocument(name, part, {key: lists.get(key, []) for key in LISTS}, observations)

    def _observation_row(self, observation: Observation, part: dict[str, Any] | None = None) -> dict[str, Any]:
        """A look; `part` is what of its data the document has, where that is not all."""
        age = int((self._clocks.evaluated_at - observation.observed_at).total_seconds())
        row: dict[str, Any] = {
            "id": observation.id,
            "subject": observation.subject,
            "vantage": observation.vantage,
            "zone": observation.zone,
            "state": observation.state.value,
            "basis": observation.basis.value,
            "age_seconds": age,
            "observed_day": observation.observed_at.date().toordinal(),
        }
        if observation.unread:
            row["unread"] = sorted({item.field for item in observation.unread})
        data = observation.typed() if part is None else None
        if part is not None or data is not None:
            row["data"] = part if data is None else _aged(project(data), age)
        return row


_INNER = frozenset({NetworkKind.LAN, NetworkKind.INDEPENDENT_LAN, NetworkKind.MANAGEMENT})


def _is_about(record: EvidenceRecord, near: AbstractSet[str], waves: AbstractSet[str]) -> bool:
    """Whether a paper is about a system, its machines and services, or a night in which it moves."""
    return not (waves if record.subject.kind is SubjectKind.WAVE else near).isdisjoint(record.subjects)


def _protection(system: System) -> dict[str, str]:
    """Supplier and deployment paper of the cipher product that protects a system, as far as they are declared."""
    cipher = system.secret_protection
    if cipher is None:
        return {}
    return {"provider": cipher.provider.value} | ({"record": cipher.record} if cipher.record else {})


def _levels(levels: Iterable[int | None]) -> dict[str, Any]:
    """The highest security level declared there; `level_open` where something there declares none and may be higher."""
    found = tuple(levels)
    declared = [level for level in found if level is not None]
    return ({"level": max(declared)} if declared else {}) | {"level_open": None in found}


def _aged(data: dict[str, Any], age: int) -> dict[str, Any]:
    """Ages an export states were true when it was made; they have grown by the export's own age since."""
    return {key: value + age if key.endswith("_age_seconds") else value for key, value in data.items()}
