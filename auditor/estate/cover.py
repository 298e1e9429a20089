"""What a secrecy label covers: the one closure, downward only (design 5), and why each thing is covered.

    zone -> network -> machine with a leg in it -> every endpoint on it, whoever owns it
    data set -> system -> its machines, endpoints, data sets and links, and each machine it runs on as a guest
    zone -> flow; machine -> asset; task -> its parts; any covered thing -> the papers about it
    all systems of a wave or task -> it; all an asset serves -> the asset; all machines of one end of a flow -> the flow

An entry that says by names whom it is for, and names covered things only, speaks of those alone: without the names it
would speak of everybody.

A zone or network is labelled by declaration only, never by what stands in it, and nothing goes from a machine up to its
owner or its other guests: what a neighbour holds says nothing of one's own secrets. No other module compares labels.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from auditor.estate.estate import Estate
from auditor.estate.references import REFERENCES
from auditor.model.base import EndpointId
from auditor.model.inventory import System
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SUBJECT_LISTS, SubjectKind

Key = tuple[str, str]
"""List of the inventory and id in it: ids are unique in their list only."""

LABELLED_LISTS = ("zones", "networks", "systems", "links", "data_sets")
"""Lists whose entries declare a label."""

_FOR_WHOM = {
    "flows": ("from_hosts", "to_hosts"),
    "assets": ("serves",),
    "waves": ("systems",),
    "tasks": ("systems",),
}
"""Lists of names that say whom an entry is for."""

_Reached = dict[Key, tuple[Label, Key | None]]


class Cover:
    """The closure over one estate. `label` and `chain` answer for any key, `NONE` and nothing for what is open."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    @cached_property
    def labels(self) -> Mapping[Key, Label]:
        """The highest label that reaches each covered thing."""
        return {key: label for key, (label, _) in self._reached.items()}

    @property
    def empty(self) -> bool:
        """Whether nothing at all is labelled, so that there is but one world."""
        return not self.labels

    @cached_property
    def highest(self) -> Label:
        """The highest label of the estate."""
        return highest(self.labels.values())

    def label(self, list_name: str, identifier: str) -> Label:
        """The label that covers a thing."""
        return self.labels.get((list_name, identifier), Label.NONE)

    def label_of(self, kind: SubjectKind, identifier: str) -> Label:
        """The label that covers a subject, declared or seen (`host/tcp/80`, `domain/address`)."""
        known = self.labels.get((SUBJECT_LISTS[kind], identifier))
        if known:
            return known
        if kind is SubjectKind.ENDPOINT:
            return self.label_of(SubjectKind.HOST, EndpointId(identifier).host)
        if kind is SubjectKind.HOST and "/" in identifier:
            return self._label_at(*identifier.split("/", 1))
        return Label.NONE

    def covers(self, list_name: str, identifier: str) -> bool:
        """Whether a label reaches the thing."""
        return (list_name, identifier) in self.labels

    def holds_secrets(self, system: System) -> bool:
        """Whether a system holds state secrets: a label covers it (its own, or that of its data), or it says so."""
        return system.declares_secrets or self.covers("systems", system.id)

    def chain(self, list_name: str, identifier: str) -> tuple[Key, ...]:
        """Why a thing is covered: the thing first, then what covers it, and so on to what declares the label."""
        found: list[Key] = []
        key: Key | None = (list_name, identifier)
        while key is not None and key in self._reached and key not in found:
            found.append(key)
            key = self._reached[key][1]
        return tuple(found)

    def _label_at(self, domain: str, address: str) -> Label:
        """The label of a place nobody declared: of the machine that has the address after all, of its network, or of
        the domain where all its zones carry one.
        """
        host = self.estate.host_at(domain, address)
        if host and self.covers("hosts", host.id):
            return self.label("hosts", host.id)
        network = self.estate.network_at(domain, address)
        if network:
            return self.label("networks", network.id)
        zones = [zone for zone in self.estate.inventory.zones if zone.domain == domain]
        covered = [self.label("zones", zone.id) for zone in zones if self.covers("zones", zone.id)]
        return highest(covered) if len(covered) == len(zones) else Label.NONE

    @cached_property
    def _reached(self) -> _Reached:
        """Each covered thing with its label and the neighbour the label came from; highest labels first, so that a
        thing's first reason is the one of its final label.
        """
        found: _Reached = {}
        for start, label in sorted(self._declared(), key=lambda item: -item[1].rank):
            self._spread(found, start, label, None)
        for start, named in self._for_covered_only(found):
            cause = max(named, key=lambda key: found[key][0].rank)
            self._spread(found, start, found[cause][0], cause)
        return found

    def _spread(self, found: _Reached, start: Key, label: Label, reason: Key | None) -> None:
        waiting: deque[tuple[Key, Key | None]] = deque([(start, reason)])
        while waiting:
            key, cause = waiting.popleft()
            if key not in found:
                found[key] = (label, cause)
                waiting.extend((below, key) for below in self._below.get(key, ()))

    def _for_covered_only(self, found: Mapping[Key, object]) -> list[tuple[Key, list[Key]]]:
        """Entries that are for covered things only, with those; nothing but papers and parts lies below one."""
        only: list[tuple[Key, list[Key]]] = []
        for list_name, keys in _FOR_WHOM.items():
            for entry in getattr(self.estate.inventory, list_name):
                ends = [[(REFERENCES[list_name][key], name) for name in getattr(entry, key)] for key in keys]
                named = [end for end in ends if end and all(key in found for key in end)]
                if named:
                    only.append(((list_name, entry.id), [key for end in named for key in end]))
        return only

    def _declared(self) -> Iterator[tuple[Key, Label]]:
        for list_name in LABELLED_LISTS:
            for entry in getattr(self.estate.inventory, list_name):
                if entry.label is not Label.NONE:
                    yield (list_name, entry.id), entry.label

    @cached_property
    def _below(self) -> Mapping[Key, list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for above, below in self._steps():
            found[above].append(below)
        return found

    def _steps(self) -> Iterator[tuple[Key, Key]]:
        """Every step of the closure: what covers, and what is covered by it."""
        inventory, estate = self.estate.inventory, self.estate
        for network in inventory.networks:
            yield ("zones", network.zone), ("networks", network.id)
        for flow in inventory.flows:
            yield from ((("zones", zone), ("flows", flow.id)) for zone in (flow.from_zone, flow.to_zone))
        for host in inventory.hosts:
            yield from ((("networks", leg.network), ("hosts", host.id)) for leg in host.interfaces)
            yield from ((("systems", system), ("hosts", host.id)) for system in estate.systems_on(host.id))
        for endpoint in inventory.endpoints:
            yield ("hosts", endpoint.id.host), ("endpoints", endpoint.id)
            yield ("systems", estate.owner_of(endpoint)), ("endpoints", endpoint.id)
        for data_set in inventory.data_sets:
            yield ("systems", data_set.system), ("data_sets", data_set.id)
            yield ("data_sets", data_set.id), ("systems", data_set.system)
        yield from self._other_steps()

    def _other_steps(self) -> Iterator[tuple[Key, Key]]:
        inventory = self.estate.inventory
        for link in inventory.links:
            yield from ((("systems", end), ("links", link.id)) for end in (link.source, link.target) if end)
        for asset in inventory.assets:
            if asset.host:
                yield ("hosts", asset.host), ("assets", asset.id)
        for task in inventory.tasks:
            if task.part_of:
                yield ("tasks", task.part_of), ("tasks", task.id)
        for record in inventory.evidence:
            listed = SUBJECT_LISTS[record.subject.kind]
            yield from (((listed, subject), ("evidence", record.id)) for subject in record.subjects)


def highest(labels: Iterable[Label]) -> Label:
    """The gravest of some labels; `NONE` of none."""
    return max(labels, key=lambda label: label.rank, default=Label.NONE)


def takes_open(labels: Iterable[Label]) -> bool:
    """Whether a place for things of these labels takes things without one."""
    return any(label.is_open for label in labels)


def above(one: Label, other: Label) -> bool:
    """Whether one label is graver than another."""
    return one.rank > other.rank


def is_labelled(entry: Any) -> bool:
    """Whether an entry itself declares a label."""
    return not getattr(entry, "label", Label.NONE).is_open
