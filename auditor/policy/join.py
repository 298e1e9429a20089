"""Joins inventory and facts into the documents policies read: one per system, one for the estate, one for the labelled
estate.

Joining at evaluation means that correcting an owner's name needs no new scan. Labelled things never share a document
with others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from auditor.errors import FactsError
from auditor.model.facts import KINDS, Observation
from auditor.model.inventory import Entity, Host, Inventory, System
from auditor.model.policy_input import INPUT_SCHEMA, LISTS, project
from auditor.model.vocab import Label, Part, SubjectKind
from auditor.policy.documents import Clocks
from auditor.policy.seen import SeenEndpoint, seen_endpoints

UNDECLARED = "undeclared-"


@dataclass(frozen=True, slots=True)
class JoinedDocument:
    """One `input/1` document before its clocks: `name` is the system id, `estate` or `estate-labelled`."""

    name: str
    part: Part
    label: Label
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
    """The inventory and facts of one evaluation, indexed once."""

    def __init__(self, inventory: Inventory, observations: Iterable[Observation], clocks: Clocks) -> None:
        self._inventory = inventory
        self._clocks = clocks
        self._networks = {network.id: network for network in inventory.networks}
        self._zones = {zone.id: zone for zone in inventory.zones}
        self._hosts = {host.id: host for host in inventory.hosts}
        self._systems = {system.id: system for system in inventory.systems}
        self._by_subject: dict[str, list[Observation]] = defaultdict(list)
        self.observations: dict[str, Observation] = {}
        for observation in observations:
            if observation.id in self.observations:
                raise FactsError(f"two observations share the id {observation.id}")
            self.observations[observation.id] = observation
            self._by_subject[observation.subject].append(observation)
        self._hosts_of: dict[str, list[Host]] = defaultdict(list)
        for host in inventory.hosts:
            self._hosts_of[host.system].append(host)
        self._endpoints_of = self._endpoints()
        self._connected = {end for link in inventory.links for end in (link.source, link.target) if end}
        self._shared = self._shared_entries()

    def documents(self) -> Iterator[JoinedDocument]:
        """Every document in a fixed order: systems, then undeclared hosts by domain, then the estates."""
        for system in self._inventory.systems:
            yield self._system(system)
        yield from self._undeclared()
        yield self._estate(labelled=False)
        if self._has_labels():
            yield self._estate(labelled=True)

    def system_of(self, kind: str, subject: str) -> str:
        """The owning system of a subject, or an empty string."""
        if kind == SubjectKind.SYSTEM:
            return subject
        if kind == SubjectKind.HOST:
            host = self._hosts.get(subject)
            return host.system if host else ""
        return self._owners.get((kind, subject), "")

    def _endpoints(self) -> dict[str, list[dict[str, Any]]]:
        """Declared and seen endpoints as input rows, by the system they belong to."""
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._owners: dict[tuple[str, str], str] = {}
        self._declared_ports: dict[str, set[str]]
        services = self._services()
        self._declared_ports = defaultdict(set)
        for endpoint in self._inventory.endpoints:
            host_id, port = split_endpoint(endpoint.id)
            self._declared_ports[host_id].add(port)
            owner = endpoint.system or self._hosts[host_id].system
            seen = services.get((host_id, port))
            row = project(endpoint) | self._endpoint_keys(
                host_id, port, declared=True, services=[seen.service] if seen and seen.service else []
            )
            rows[owner].append(row | {"system": owner})
            self._owners[SubjectKind.ENDPOINT, endpoint.id] = owner
        for (host_id, port), seen in sorted(services.items()):
            host = self._hosts.get(host_id)
            if host is None or port in self._declared_ports[host_id]:
                continue
            rows[host.system].append(self._seen_row(host, port, seen))
            self._owners[SubjectKind.ENDPOINT, f"{host_id}/{port}"] = host.system
        for data_set in self._inventory.data_sets:
            self._owners[SubjectKind.DATA_SET, data_set.id] = data_set.system
        for link in self._inventory.links:
            self._owners[SubjectKind.LINK, link.id] = link.source
        return rows

    def _seen_row(self, host: Host, port: str, seen: SeenEndpoint) -> dict[str, Any]:
        row = {
            "id": f"{host.id}/{port}",
            "system": host.system,
            "purpose": seen.purpose,
            "names": [],
            "path": "/",
            "tls": seen.tls,
        }
        return row | self._endpoint_keys(host.id, port, declared=False, services=[seen.service] if seen.service else [])

    def _endpoint_keys(self, host_id: str, port: str, *, declared: bool, services: list[str]) -> dict[str, Any]:
        return {
            "declared": declared,
            "host": host_id,
            "port": port,
            "zone": self._zone_of(self._hosts[host_id]),
            "services": services,
        }

    def _services(self) -> dict[tuple[str, str], SeenEndpoint]:
        found: dict[tuple[str, str], SeenEndpoint] = {}
        for host_id in self._hosts:
            for seen in seen_endpoints(self._by_subject.get(host_id, ())):
                found[host_id, seen.port] = seen
        return found

    def _zone_of(self, host: Host) -> str:
        return self._networks[host.interfaces[0].network].zone

    def _host_row(self, host: Host) -> dict[str, Any]:
        zone = self._zones[self._zone_of(host)]
        return project(host) | {
            "declared": True,
            "zone": zone.id,
            "zone_kind": zone.kind.value,
            "domain": zone.domain,
            "declared_ports": sorted(self._declared_ports.get(host.id, ())),
        }

    def _system_row(self, system: System) -> dict[str, Any]:
        return project(system) | {"declared": True, "connected": system.id in self._connected}

    def _system(self, system: System) -> JoinedDocument:
        hosts = self._hosts_of[system.id]
        endpoints = self._endpoints_of[system.id]
        near = {system.id, *(host.id for host in hosts), *(row["id"] for row in endpoints)}
        foreign = {row["host"] for row in endpoints} - near
        lists = {
            **self._shared,
            "systems": [self._system_row(system)],
            "hosts": [self._host_row(host) for host in hosts],
            "endpoints": endpoints,
            "evidence": [
                project(record)
                for record in self._inventory.evidence
                if record.subject.id in near or record.id in self._records(system)
            ],
        }
        chosen = [seen for subject in sorted(near | foreign) for seen in self._by_subject.get(subject, ())]
        return self._document(system.id, Part.SYSTEM, system.label, lists, chosen)

    def _records(self, system: System) -> set[str]:
        return {system.secret_protection.record} - {None} if system.secret_protection else set()  # type: ignore[return-value]

    def _undeclared(self) -> Iterator[JoinedDocument]:
        """Live hosts nobody declared, as one pseudo system a routing domain; their id is `domain/address`."""
        by_domain: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
        for observation in self.observations.values():
            kind = KINDS[observation.kind]
            if kind.subject is SubjectKind.HOST and observation.subject not in self._hosts:
                domain = observation.subject.partition("/")[0]
                by_domain[domain][observation.subject].append(observation)
        for domain, hosts in sorted(by_domain.items()):
            rows = [self._undeclared_row(domain, host, seen) for host, seen in sorted(hosts.items())]
            chosen = [observation for seen in hosts.values() for observation in seen]
            label = self._domain_label(domain)
            yield self._document(UNDECLARED + domain, Part.SYSTEM, label, {**self._shared, "hosts": rows}, chosen)

    def _undeclared_row(self, domain: str, host: str, seen: list[Observation]) -> dict[str, Any]:
        zone = self._zones.get(seen[0].zone)
        return {
            "id": host,
            "declared": False,
            "system": UNDECLARED + domain,
            "zone": zone.id if zone else "",
            "zone_kind": zone.kind.value if zone else "",
            "domain": domain,
            "interfaces": [],
            "roles": [],
            "os": "",
            "configuration": "none",
            "declared_ports": [],
        }

    def _domain_label(self, domain: str) -> Label:
        labels = {zone.label for zone in self._inventory.zones if zone.domain == domain}
        return next((label for label in reversed(Label) if label in labels), Label.NONE)

    def _shared_entries(self) -> dict[str, list[dict[str, Any]]]:
        """What every system document carries: zones, networks, bodies and permitted flows."""
        inventory = self._inventory
        return {
            "zones": [project(zone) for zone in inventory.zones],
            "networks": [self._network_row(network) for network in inventory.networks],
            "organisations": [project(body) for body in inventory.organisations],
            "flows": [project(flow) for flow in inventory.flows],
        }

    def _network_row(self, network: Entity) -> dict[str, Any]:
        row = project(network)
        gateway = self._hosts.get(row.get("gateway", ""))
        return row | {"gateway_addresses": [interface.address for interface in gateway.interfaces] if gateway else []}

    def _has_labels(self) -> bool:
        inventory = self._inventory
        return any(
            entry.label is not Label.NONE
            for entries in (
                inventory.systems,
                inventory.networks,
                inventory.zones,
                inventory.links,
                inventory.data_sets,
            )
            for entry in entries
        )

    def _estate(self, *, labelled: bool) -> JoinedDocument:
        inventory = self._inventory
        secret_zones = {zone.id for zone in inventory.zones if zone.label is not Label.NONE}
        secret_systems = {system.id for system in inventory.systems if system.label is not Label.NONE}

        def mine(entry: Any) -> bool:
            own = entry.label is not Label.NONE or getattr(entry, "zone", "") in secret_zones
            return (
                own or getattr(entry, "system", "") in secret_systems or getattr(entry, "source", "") in secret_systems
            ) == labelled

        lists = {
            "organisations": [_context(project(body), labelled) for body in inventory.organisations],
            "sites": [_context(project(site), labelled) for site in inventory.sites],
            "zones": [
                _context(project(zone), (zone.id in secret_zones) != labelled)
                for zone in inventory.zones
                if labelled or zone.id not in secret_zones
            ],
            "networks": [
                _context(self._network_row(row), not mine(row)) for row in inventory.networks if labelled or mine(row)
            ],
            "flows": [
                project(flow)
                for flow in inventory.flows
                if labelled or not {flow.from_zone, flow.to_zone} & secret_zones
            ],
            "systems": [self._system_row(system) for system in inventory.systems if mine(system)],
            "links": [self._link_row(link) for link in inventory.links if mine(link)],
            "data_sets": [project(data_set) for data_set in inventory.data_sets if mine(data_set)],
            "circuits": [project(circuit) for circuit in inventory.circuits],
            "evidence": [
                project(record) for record in inventory.evidence if labelled or record.subject.id not in secret_systems
            ],
            "waves": [] if labelled else [project(wave) for wave in inventory.waves],
        }
        judged_data = {row["id"] for row in lists["data_sets"]}
        chosen = [
            observation
            for observation in self.observations.values()
            if KINDS[observation.kind].part is Part.ESTATE
            and self._belongs(observation, secret_zones, judged_data, labelled=labelled)
        ]
        label = self._highest() if labelled else Label.NONE
        return self._document("estate-labelled" if labelled else "estate", Part.ESTATE, label, lists, chosen)

    def _belongs(
        self, observation: Observation, secret_zones: set[str], data_sets: set[str], *, labelled: bool
    ) -> bool:
        if KINDS[observation.kind].subject is SubjectKind.DATA_SET:
            return observation.subject in data_sets
        zones = {observation.subject, str(getattr(observation.data, "to_zone", ""))}
        return bool(zones & secret_zones) == labelled or (labelled and observation.kind == "firewall")

    def _highest(self) -> Label:
        inventory = self._inventory
        labels = {
            entry.label for entries in (inventory.systems, inventory.networks, inventory.zones) for entry in entries
        }
        return next((label for label in reversed(Label) if label in labels), Label.NONE)

    def _link_row(self, link: Any) -> dict[str, Any]:
        source = self._systems[link.source].owner
        target = self._systems[link.target].owner if link.target else (link.organisation or "")
        return project(link) | {"crosses_owners": source != target, "source_owner": source, "target_owner": target}

    def _document(
        self,
        name: str,
        part: Part,
        label: Label,
        lists: Mapping[str, list[dict[str, Any]]],
        chosen: Iterable[Observation],
    ) -> JoinedDocument:
        observations: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        for observation in chosen:
            if KINDS[observation.kind].part is part:
                observations[observation.kind].append(self._observation_row(observation))
        return JoinedDocument(name, part, label, {key: lists.get(key, []) for key in LISTS}, observations)

    def _observation_row(self, observation: Observation) -> dict[str, Any]:
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
        data = observation.typed()
        if data is not None:
            row["data"] = _aged(project(data), age)
        return row


def split_endpoint(endpoint: str) -> tuple[str, str]:
    """`host/tcp/443/name` as host and port."""
    host, transport, number = endpoint.split("/")[:3]
    return host, f"{transport}/{number}"


def _context(row: dict[str, Any], context_only: bool) -> dict[str, Any]:  # noqa: FBT001  # a flag of the row, not of behaviour
    return row | {"context_only": True} if context_only else row


def _aged(data: dict[str, Any], age: int) -> dict[str, Any]:
    """Ages an export states were true when it was made; they have grown by the export's own age since."""
    return {key: value + age if key.endswith("_age_seconds") else value for key, value in data.items()}
