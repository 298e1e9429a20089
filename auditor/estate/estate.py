"""The declared world indexed once: what stands where, runs on what, belongs to whom, and at which security level."""

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from auditor.model.base import EndpointId
from auditor.model.entity import Entity
from auditor.model.inventory import (
    Asset,
    Circuit,
    DataSet,
    Endpoint,
    EvidenceRecord,
    Host,
    Inventory,
    Link,
    Network,
    Organisation,
    Site,
    System,
    Wave,
    Zone,
)
from auditor.model.programme import ReportedFigure, Task
from auditor.model.vocab.declared import OrganisationKind, Trait
from auditor.model.vocab.subjects import SUBJECT_LISTS, OwnerRole, SubjectKind

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Prefix = ipaddress.IPv4Network | ipaddress.IPv6Network

_Thing = TypeVar("_Thing", bound=Entity)


class Estate:
    """One inventory, indexed. Every lookup of something nobody declared answers with nothing, never with an error."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory

    @cached_property
    def organisations(self) -> Mapping[str, Organisation]:
        """Organisations by id."""
        return _by_id(self.inventory.organisations)

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Sites by id."""
        return _by_id(self.inventory.sites)

    @cached_property
    def zones(self) -> Mapping[str, Zone]:
        """Zones by id."""
        return _by_id(self.inventory.zones)

    @cached_property
    def networks(self) -> Mapping[str, Network]:
        """Networks by id."""
        return _by_id(self.inventory.networks)

    @cached_property
    def systems(self) -> Mapping[str, System]:
        """Systems by id."""
        return _by_id(self.inventory.systems)

    @cached_property
    def hosts(self) -> Mapping[str, Host]:
        """Hosts by id."""
        return _by_id(self.inventory.hosts)

    @cached_property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """Declared endpoints by id."""
        return _by_id(self.inventory.endpoints)

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """Links by id."""
        return _by_id(self.inventory.links)

    @cached_property
    def data_sets(self) -> Mapping[str, DataSet]:
        """Data sets by id."""
        return _by_id(self.inventory.data_sets)

    @cached_property
    def evidence(self) -> Mapping[str, EvidenceRecord]:
        """Evidence records by id."""
        return _by_id(self.inventory.evidence)

    @cached_property
    def waves(self) -> Mapping[str, Wave]:
        """Adopted waves by id."""
        return _by_id(self.inventory.waves)

    @cached_property
    def tasks(self) -> Mapping[str, Task]:
        """Tasks and milestones by id."""
        return _by_id(self.inventory.tasks)

    @cached_property
    def reported(self) -> Mapping[str, ReportedFigure]:
        """Figures that somebody reported by id."""
        return _by_id(self.inventory.reported)

    @cached_property
    def assets(self) -> Mapping[str, Asset]:
        """Equipment by id."""
        return _by_id(self.inventory.assets)

    @cached_property
    def circuits(self) -> Mapping[str, Circuit]:
        """Leased lines by id."""
        return _by_id(self.inventory.circuits)

    def thing(self, kind: SubjectKind, identifier: str) -> Entity | None:
        """The declared thing a subject names."""
        found: Mapping[str, Entity] = getattr(self, SUBJECT_LISTS[kind])
        return found.get(identifier)

    # where things stand

    def zones_of(self, host: Host) -> tuple[str, ...]:
        """Ids of every zone a machine has a leg in, in the order of its interfaces: it is in all of them."""
        found = (self.networks.get(interface.network) for interface in host.interfaces)
        return tuple(dict.fromkeys(network.zone for network in found if network))

    def zone_of(self, host: Host) -> str:
        """The one zone to print for a machine, its first; empty when none of its networks is declared."""
        return next(iter(self.zones_of(host)), "")

    def zones_of_system(self, system: str) -> tuple[Zone, ...]:
        """Every declared zone in which a machine that the system stands on has a leg."""
        named = dict.fromkeys(zone for host in self.machines_of(system) for zone in self.zones_of(host))
        return tuple(self.zones[zone] for zone in named if zone in self.zones)

    def sites_of_system(self, system: str) -> frozenset[str]:
        """Ids of the premises a system's machines stand on; the one it declares for itself where it has none."""
        found = self.systems.get(system)
        standing = frozenset(zone.site for zone in self.zones_of_system(system))
        return standing or frozenset({found.site} if found and found.site else ())

    def is_hosted_by_company(self, system: System) -> bool:
        """Whether a system stands on premises of a company that does not own it, or is said to be with its vendor."""
        keepers = (self.organisations.get(self.sites[site].organisation) for site in self.sites_of_system(system.id))
        companies = {body.id for body in keepers if body and body.kind is OrganisationKind.ENTERPRISE}
        return Trait.VENDOR_HOSTED in system.traits or bool(companies - {system.owner})

    def is_at_national_centre(self, zone: Zone) -> bool:
        """Whether a zone stands on premises of a body of the nation, as the National Data Center is."""
        site = self.sites.get(zone.site)
        keeper = self.organisations.get(site.organisation) if site else None
        return keeper is not None and keeper.kind is OrganisationKind.NATIONAL

    def domain_of(self, zone: str) -> str:
        """Routing domain of a zone; empty when nobody declared the zone."""
        found = self.zones.get(zone)
        return found.domain if found else ""

    def zone_at(self, domain: str, address: str) -> str:
        """The zone whose longest prefix holds an address in a routing domain; empty for none, or for no address."""
        network = self.network_at(domain, address)
        return network.zone if network else ""

    def network_at(self, domain: str, address: str) -> Network | None:
        """The network whose longest prefix holds an address in a routing domain."""
        try:
            wanted = ipaddress.ip_address(address)
        except ValueError:
            return None
        found = [(prefix.prefixlen, network) for prefix, network in self._prefixes.get(domain, ()) if wanted in prefix]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    @cached_property
    def _prefixes(self) -> Mapping[str, list[tuple[Prefix, Network]]]:
        found: dict[str, list[tuple[Prefix, Network]]] = defaultdict(list)
        for network in self.inventory.networks:
            if network.zone in self.zones:
                domain = self.domain_of(network.zone)
                found[domain] += ((ipaddress.ip_network(prefix), network) for prefix in network.prefixes)
        return found

    def host_at(self, domain: str, address: str) -> Host | None:
        """The declared machine with an address in a routing domain."""
        return self._hosts_at.get((domain, address))

    @cached_property
    def _hosts_at(self) -> Mapping[tuple[str, str], Host]:
        legs = ((host, leg, self.networks.get(leg.network)) for host in self.inventory.hosts for leg in host.interfaces)
        return {(self.domain_of(network.zone), leg.address): host for host, leg, network in legs if network}

    def prefixes_of(self, zone: str) -> tuple[Prefix, ...]:
        """Every prefix of a zone's networks."""
        return tuple(self._prefixes_by_zone.get(zone, ()))

    @cached_property
    def _prefixes_by_zone(self) -> Mapping[str, list[Prefix]]:
        found: dict[str, list[Prefix]] = defaultdict(list)
        for network in self.inventory.networks:
            found[network.zone] += map(ipaddress.ip_network, network.prefixes)
        return found

    def zone_of_subject(self, kind: SubjectKind, identifier: str) -> str:
        """The one zone of a zone, network, machine or service address, declared or seen (`domain/address`)."""
        if kind is SubjectKind.ZONE:
            return identifier
        if kind is SubjectKind.NETWORK:
            network = self.networks.get(identifier)
            return network.zone if network else ""
        if kind in (SubjectKind.HOST, SubjectKind.ENDPOINT):
            name = EndpointId(identifier).host
            host = self.hosts.get(name)
            return self.zone_of(host) if host else self.zone_at(*_seen_at(name))
        return ""

    # what runs on what

    def hosts_of(self, system: str) -> tuple[Host, ...]:
        """Machines a system owns."""
        return tuple(self._hosts_of.get(system, ()))

    @cached_property
    def _hosts_of(self) -> Mapping[str, list[Host]]:
        found: dict[str, list[Host]] = defaultdict(list)
        for host in self.inventory.hosts:
            found[host.system].append(host)
        return found

    def endpoints_on(self, host: str) -> tuple[Endpoint, ...]:
        """Declared endpoints on a machine, whoever owns them."""
        return tuple(self._endpoints_on.get(host, ()))

    @cached_property
    def _endpoints_on(self) -> Mapping[str, list[Endpoint]]:
        found: dict[str, list[Endpoint]] = defaultdict(list)
        for endpoint in self.inventory.endpoints:
            found[endpoint.id.host].append(endpoint)
        return found

    def owner_of(self, endpoint: Endpoint) -> str:
        """System of an endpoint: its own, or else its machine's; empty when the machine is not declared."""
        host = self.hosts.get(endpoint.id.host)
        return endpoint.system or (host.system if host else "")

    def machines_of(self, system: str) -> tuple[Host, ...]:
        """Machines a system stands on: its own, those it `runs_on`, and those that carry one of its endpoints."""
        return tuple(self.hosts[host] for host in self._machines_of.get(system, {}) if host in self.hosts)

    @cached_property
    def _machines_of(self) -> Mapping[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for host in self.inventory.hosts:
            found[host.system][host.id] = None
        for system in self.inventory.systems:
            found[system.id] |= dict.fromkeys(system.runs_on)
        for endpoint in self.inventory.endpoints:
            found[self.owner_of(endpoint)][endpoint.id.host] = None
        return found

    def systems_on(self, host: str) -> tuple[str, ...]:
        """Every system that stands on a machine, its owner first."""
        return tuple(self._systems_on.get(host, ()))

    @cached_property
    def _systems_on(self) -> Mapping[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for host in self.inventory.hosts:
            found[host.id][host.system] = None
        for system, hosts in self._machines_of.items():
            for host_id in hosts:
                found[host_id][system] = None
        return found

    def system_of(self, kind: SubjectKind, identifier: str) -> str:
        """The system a subject belongs to; empty for what belongs to none, or to nothing declared."""
        if kind is SubjectKind.SYSTEM:
            return identifier
        if kind is SubjectKind.ENDPOINT and identifier in self.endpoints:
            return self.owner_of(self.endpoints[identifier])
        if kind in (SubjectKind.HOST, SubjectKind.ENDPOINT):
            host = self.hosts.get(EndpointId(identifier).host)
            return host.system if host else ""
        if kind is SubjectKind.DATA_SET and identifier in self.data_sets:
            return self.data_sets[identifier].system
        if kind is SubjectKind.LINK and identifier in self.links:
            return self.links[identifier].source
        return ""

    def networks_of(self, system: str) -> tuple[str, ...]:
        """Kinds of network a system has a machine or a link on."""
        legs = (self.networks.get(leg.network) for host in self.machines_of(system) for leg in host.interfaces)
        found = dict.fromkeys(network.kind.value for network in legs if network)
        return tuple(found | dict.fromkeys(link.network for link in self._links_of.get(system, ())))

    @cached_property
    def _links_of(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.inventory.links:
            for end in {link.source, link.target} - {None}:
                found[str(end)].append(link)
        return found

    def papers_about(self, kind: SubjectKind, identifier: str) -> tuple[EvidenceRecord, ...]:
        """Evidence records about a subject, in the order they were entered."""
        return tuple(self._papers.get((kind, identifier), ()))

    @cached_property
    def _papers(self) -> Mapping[tuple[SubjectKind, str], list[EvidenceRecord]]:
        found: dict[tuple[SubjectKind, str], list[EvidenceRecord]] = defaultdict(list)
        for record in self.inventory.evidence:
            for subject in record.subjects:
                found[record.subject.kind, subject].append(record)
        return found

    # security levels: the highest of what runs or stands there (design 5); they hide nothing

    def levels_on(self, host: str) -> tuple[int | None, ...]:
        """Declared level of each system on a machine, None for one that declares none."""
        return self._levels(self.systems_on(host))

    def levels_in_zone(self, zone: str) -> tuple[int | None, ...]:
        """Declared level of each system that stands in a zone."""
        return self._levels(self._standing_in_zone.get(zone, ()))

    def levels_in_network(self, network: str) -> tuple[int | None, ...]:
        """Declared level of each system that stands in a network."""
        return self._levels(self._standing_in_network.get(network, ()))

    def systems_in_zone(self, zone: str) -> tuple[str, ...]:
        """Every system that stands in a zone, in the order of its machines."""
        return tuple(self._standing_in_zone.get(zone, ()))

    def systems_in_network(self, network: str) -> tuple[str, ...]:
        """Every system that stands in a network."""
        return tuple(self._standing_in_network.get(network, ()))

    def ip_versions_in_zone(self, zone: str) -> tuple[str, ...]:
        """IP versions in which machines have an address in a zone, as `v4` and `v6`."""
        return tuple(sorted(self._ip_versions.get(zone, ())))

    @cached_property
    def _ip_versions(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for host in self.inventory.hosts:
            for interface in host.interfaces:
                if network := self.networks.get(interface.network):
                    found[network.zone].add(f"v{ipaddress.ip_address(interface.address).version}")
        return found

    def _levels(self, systems: Iterable[str]) -> tuple[int | None, ...]:
        return tuple(self.systems[system].level for system in systems if system in self.systems)

    @cached_property
    def _standing_in_network(self) -> Mapping[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for host in self.inventory.hosts:
            for interface in host.interfaces:
                found[interface.network] |= dict.fromkeys(self.systems_on(host.id))
        return found

    @cached_property
    def _standing_in_zone(self) -> Mapping[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for network in self.inventory.networks:
            found[network.zone] |= self._standing_in_network.get(network.id, {})
        return found

    # who answers for it

    def holder(self, role: OwnerRole, system: str) -> str:
        """The organisation that fills a role for a system; empty when nobody does, which is then what to say.

        The owner stands in where no operator or data steward is named: who runs a thing or keeps its data is the
        owner unless he gave it away. The inventory names no planner of the move, so that role falls to the body that
        leads compliance. Nobody stands in for a monitor, a checker, a vendor or the cipher office.
        """
        found = self.systems.get(system)
        if found is None:
            return ""
        named: dict[OwnerRole, str | None] = {
            OwnerRole.OWNER: found.owner,
            OwnerRole.OPERATOR: found.operator or found.owner,
            OwnerRole.DATA_STEWARD: found.data_steward or found.owner,
            OwnerRole.MONITOR: found.monitor,
            OwnerRole.CHECKER: found.checker,
            OwnerRole.COMPLIANCE_LEAD: found.compliance_lead,
            OwnerRole.VENDOR: found.vendor,
            OwnerRole.PLANNER: found.compliance_lead,
        }
        return named.get(role) or ""

    def above(self, body: str) -> tuple[str, ...]:
        """Ids of a body and of all it belongs to, upwards; a circle of parents ends where it closes."""
        found: dict[str, None] = {}
        while body and body not in found:
            found[body] = None
            entry = self.organisations.get(body)
            body = (entry.parent if entry else "") or ""
        return tuple(found)

    def bodies_on(self, system: str) -> tuple[str, ...]:
        """Ids of other bodies whose systems stand on machines of a system."""
        return self._others(system, (one for host in self.hosts_of(system) for one in self.systems_on(host.id)))

    def bodies_linked(self, system: str) -> tuple[str, ...]:
        """Ids of other bodies whose systems have a link to a system."""
        return self._others(system, (link.source for link in self._links_of.get(system, ()) if link.target == system))

    def _others(self, system: str, users: Iterable[str]) -> tuple[str, ...]:
        owners = {self.systems[one].owner for one in users if one in self.systems}
        return tuple(sorted(owners - {self.systems[system].owner if system in self.systems else ""}))

    def keeper(self, kind: SubjectKind, identifier: str) -> str:
        """The organisation that keeps the premises a site, zone, network or machine is on, owns a task, or whose figure
        was reported; empty when not declared.
        """
        if kind is SubjectKind.TASK:
            task = self.tasks.get(identifier)
            return task.owner if task else ""
        if kind is SubjectKind.REPORTED_FIGURE:
            figure = self.reported.get(identifier)
            return figure.about if figure else ""
        if kind is SubjectKind.SITE:
            site = self.sites.get(identifier)
        else:
            zone = self.zones.get(self.zone_of_subject(kind, identifier))
            site = self.sites.get(zone.site) if zone else None
        return site.organisation if site else ""

    def title(self) -> Organisation | None:
        """The province, or else the first body declared."""
        bodies = self.inventory.organisations
        provinces = (body for body in bodies if body.kind == "province")
        return next(provinces, next(iter(bodies), None))


def _by_id(entries: Iterable[_Thing]) -> dict[str, _Thing]:
    return {str(entry.id): entry for entry in entries}


def _seen_at(host: str) -> tuple[str, str]:
    """Routing domain and address of a machine nobody declared."""
    domain, _, address = host.partition("/")
    return domain, address
