"""Finds names, zones, owners and labels of subjects in the inventory, declared or not."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model.inventory import Host, Inventory, Name, Network, Organisation, System, Zone
from auditor.model.verdict import Subject
from auditor.model.vocab import Label, SubjectKind
from auditor.text.harmless import for_page
from auditor.text.words import Bilingual, same, say

ENDPOINT_TAIL = ("tcp", "udp")
LABELS = (Label.NONE, Label.MAT, Label.TOI_MAT, Label.TUYET_MAT)


def both(name: Name) -> Bilingual:
    """A name in both languages; Vietnamese where there is no English one."""
    return Bilingual(for_page(name.vi), for_page(name.en or name.vi))


def highest(labels: Iterable[Label]) -> Label:
    """The gravest of the labels."""
    return max(labels, key=LABELS.index, default=Label.NONE)


@dataclass(frozen=True, slots=True)
class Estate:
    """The inventory by id, for lookups while rendering."""

    inventory: Inventory
    organisations: dict[str, Organisation]
    systems: dict[str, System]
    hosts: dict[str, Host]
    networks: dict[str, Network]
    zones: dict[str, Zone]

    @classmethod
    def of(cls, inventory: Inventory) -> "Estate":
        """Indexes an inventory."""
        return cls(
            inventory,
            {item.id: item for item in inventory.organisations},
            {item.id: item for item in inventory.systems},
            {item.id: item for item in inventory.hosts},
            {item.id: item for item in inventory.networks},
            {item.id: item for item in inventory.zones},
        )

    def title(self) -> Bilingual:
        """The province, or the first organisation, or nothing."""
        provinces = [item for item in self.inventory.organisations if item.kind == "province"]
        chosen = provinces or list(self.inventory.organisations)
        return both(chosen[0].name) if chosen else same("")

    def organisation(self, identifier: str) -> Bilingual:
        """Name of an organisation; its id when it is not declared."""
        found = self.organisations.get(identifier)
        return both(found.name) if found else same(for_page(identifier))

    def system(self, identifier: str) -> Bilingual:
        """Name of a system; its id when it is not declared, and words for none."""
        found = self.systems.get(identifier)
        if found:
            return both(found.name)
        return same(for_page(identifier)) if identifier else say("Province as a whole")

    def zone(self, identifier: str) -> Bilingual:
        """Name of a zone; its id when it is not declared, and words for none."""
        found = self.zones.get(identifier)
        if found:
            return both(found.name)
        return same(for_page(identifier)) if identifier else say("Not tied to a zone")

    def subject(self, subject: Subject) -> Bilingual:
        """What a person calls the subject."""
        named = self._named(subject)
        return named if named.vi else same(for_page(subject.id))

    def _named(self, subject: Subject) -> Bilingual:
        if subject.kind is SubjectKind.SYSTEM:
            return self.system(subject.id)
        if subject.kind is SubjectKind.ORGANISATION:
            return self.organisation(subject.id)
        if subject.kind is SubjectKind.ZONE:
            return self.zone(subject.id)
        if subject.kind is SubjectKind.HOST:
            host = self.hosts.get(subject.id)
            return same(for_page(host.name if host else ""))
        lists: dict[SubjectKind, Iterable[object]] = {
            SubjectKind.SITE: self.inventory.sites,
            SubjectKind.DATA_SET: self.inventory.data_sets,
            SubjectKind.WAVE: self.inventory.waves,
        }
        for item in lists.get(subject.kind, ()):
            name = getattr(item, "name", None)
            if getattr(item, "id", "") == subject.id and isinstance(name, Name):
                return both(name)
        return same("")

    def zone_of(self, subject: Subject) -> str:
        """Zone id of a zone, network, host or service address; empty for what has no one zone or lies in none
        declared.
        """
        if subject.kind is SubjectKind.ZONE:
            return subject.id
        if subject.kind is SubjectKind.NETWORK:
            network = self.networks.get(subject.id)
            return network.zone if network else ""
        if subject.kind in (SubjectKind.HOST, SubjectKind.ENDPOINT):
            return self._zone_of_host(host_of(subject))
        return ""

    def _zone_of_host(self, host: str) -> str:
        declared = self.hosts.get(host)
        if declared:
            network = self.networks.get(declared.interfaces[0].network)
            return network.zone if network else ""
        domain, _, address = host.partition("/")
        return self._zone_of_address(domain, address)

    def _zone_of_address(self, domain: str, address: str) -> str:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return ""
        for network in self.inventory.networks:
            zone = self.zones.get(network.zone)
            if zone and zone.domain == domain and any(ip in ipaddress.ip_network(p) for p in network.prefixes):
                return zone.id
        return ""

    def unit(self, role: str, subject: Subject) -> str:
        """Id of the organisation that fills a role for the subject's system, or keeps its premises; empty when
        nobody is declared.
        """
        system = self.systems.get(subject.system)
        if system is None:
            return self._keeper(subject) if role in ("owner", "operator") else ""
        units = {
            "owner": system.owner,
            "operator": system.operator or system.owner,
            "data_steward": system.data_steward or system.owner,
            "monitor": system.monitor or "",
            "planner": system.compliance_lead or "",
        }
        return units.get(role, "")

    def _keeper(self, subject: Subject) -> str:
        zone = self.zones.get(self.zone_of(subject))
        site = zone.site if zone else subject.id if subject.kind is SubjectKind.SITE else ""
        return next((item.organisation for item in self.inventory.sites if item.id == site), "")

    def label_of(self, subject: Subject) -> Label:
        """The gravest label of the subject itself, its system and its zone."""
        labels = [Label.NONE]
        system = self.systems.get(subject.id if subject.kind is SubjectKind.SYSTEM else subject.system)
        zone = self.zones.get(self.zone_of(subject))
        labels += [item.label for item in (system, zone) if item]
        if subject.kind is SubjectKind.NETWORK and subject.id in self.networks:
            labels.append(self.networks[subject.id].label)
        labels += [
            link.label for link in self.inventory.links if subject.kind is SubjectKind.LINK and link.id == subject.id
        ]
        labels += [
            item.label
            for item in self.inventory.data_sets
            if subject.kind is SubjectKind.DATA_SET and item.id == subject.id
        ]
        return highest(labels)


def host_of(subject: Subject) -> str:
    """Host part of a host's or service address's id; `domain/address` for what nobody declared."""
    if subject.kind is not SubjectKind.ENDPOINT:
        return subject.id
    parts = subject.id.split("/")
    for place in range(1, len(parts)):
        if parts[place] in ENDPOINT_TAIL:
            return "/".join(parts[:place])
    return subject.id
