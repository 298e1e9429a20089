"""The partition of everything declared and measured into the whole world and the open one (design 5).

The open world holds what is let through, not what is left after something was taken out: an entry no label covers,
stripped of each id that names a covered one, compared as (list, id); an observation whose subject, place and every text
are open. The whole world is everything, and stays inside under the highest label.
"""

import copy
import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from auditor.estate.cover import Cover, Key, takes_open
from auditor.estate.estate import Estate
from auditor.estate.mentions import Mentions, texts_in
from auditor.estate.open_places import open_places
from auditor.estate.openly import TARGET_ZONES, Openly
from auditor.model.facts import KINDS, Observation
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.scope import Authorisation, Scope, ScopeArea
from auditor.model.settings import Settings, Vantage
from auditor.model.vocab.subjects import SubjectKind

_IDS_UNDER = {"to_zone": "zones", "from_zone": "zones", "zone": "zones", "target": "hosts", "vantage": "hosts"}
"""Keys of observations under which ids stand, and the list those ids are of."""

_CLOSED_WORDS = {"kind", "subject", "state", "basis", "observed_at"}
"""Keys of an observation whose values are no free text; the subject is compared by kind and id."""


@dataclass(frozen=True)
class World:
    """One world to be judged alone: its estate, what labels cover in it, and the observations made of it."""

    estate: Estate
    cover: Cover
    observations: tuple[Observation, ...] = ()

    @classmethod
    def of(cls, inventory: Inventory, observations: Iterable[Observation] = ()) -> "World":
        """The world of an inventory."""
        estate = Estate(inventory)
        return cls(estate, Cover(estate), tuple(observations))


class Worlds:
    """One estate parted: `whole`, and `open` with nothing that a label covers, nor any mention of it.

    The planning file is asked which zones of the receiving side take nothing open: their names are hidden like those of
    covered things.
    """

    def __init__(
        self, inventory: Inventory, observations: Iterable[Observation] = (), planning: Planning | None = None
    ) -> None:
        self.whole = World.of(inventory, observations)
        self.cover = self.whole.cover
        self.mentions = Mentions(self.cover, planning)
        closed = planning.target.zones if planning else ()
        self._closed = frozenset(zone.id for zone in closed if not takes_open(zone.labels))
        self._openly = Openly(self.cover, self.mentions, self._is_hidden)

    def observed(self, observations: Iterable[Observation]) -> "Worlds":
        """The same worlds with what was measured of them; nothing declared is parted again."""
        found = copy.copy(self)
        found.whole = replace(self.whole, observations=tuple(observations))
        found.__dict__.pop("open", None)
        return found

    @property
    def parted(self) -> bool:
        """Whether anything is labelled. Where nothing is, both worlds are the same."""
        return not self.cover.empty

    @cached_property
    def open(self) -> World:
        """The open world."""
        if not self.parted:
            return self.whole
        return replace(self._declared_openly, observations=self.open_observations(self.whole.observations))

    @cached_property
    def _declared_openly(self) -> World:
        return World.of(self._openly.inventory(self.whole.estate.inventory))

    def _is_hidden(self, list_name: str, identifier: str) -> bool:
        return identifier in self._closed if list_name == TARGET_ZONES else self.cover.covers(list_name, identifier)

    # what was measured

    def open_observations(self, observations: Iterable[Observation]) -> tuple[Observation, ...]:
        """Observations about open things, made from open places, that mention nothing covered."""
        return tuple(observation for observation in observations if self.is_open(observation))

    def is_open(self, observation: Observation) -> bool:
        """Whether an observation may be known in the open world."""
        kind = KINDS[observation.kind].subject
        if not self.cover.label_of(kind, observation.subject).is_open:
            return False
        if self._covered_place(observation.zone, observation.vantage):
            return False
        domain = self.whole.estate.domain_of(observation.zone)
        said = observation.model_dump(mode="json", exclude=_CLOSED_WORDS)
        said["id"] = observation.id.removeprefix(f"{observation.kind}/")
        return not (self._names_covered(said) or self.mentions.in_texts(texts_in(said), domain))

    def _names_covered(self, value: Any, key: str = "") -> bool:
        """Whether a value under a key that holds ids holds the id of a covered zone or machine. Free text is searched
        for words by `Mentions`, which knows no kinds and so passes over words that mean something open too.
        """
        if isinstance(value, Mapping):
            return any(self._names_covered(part, name) for name, part in value.items())
        if isinstance(value, list):
            return any(self._names_covered(part, key) for part in value)
        list_name = _IDS_UNDER.get(key)
        return bool(list_name) and self.cover.covers(str(list_name), str(value))

    def _covered_place(self, zone: str, host: str) -> bool:
        return self.cover.covers("zones", zone) or self.cover.covers("hosts", host)

    # how it may be probed, and how it will move

    def open_vantages(self, settings: Settings) -> Settings:
        """Settings with the vantages that stand in the open world, without addresses of covered machines to ask."""
        kept = (self._open_vantage(vantage) for vantage in settings.vantages if self.is_open_vantage(vantage))
        return settings.model_copy(update={"vantages": tuple(kept)})

    def _open_vantage(self, vantage: Vantage) -> Vantage:
        domain = self.whole.estate.domain_of(vantage.zone)
        asked = {"resolver": vantage.resolver, "control_target": vantage.control_target}
        blank: dict[str, Any] = {key: "" for key, text in asked.items() if self.mentions.in_text(text, domain)}
        targets = tuple(text for text in vantage.egress_targets if not self.mentions.in_text(text, domain))
        return vantage.model_copy(update=blank | {"egress_targets": targets})

    def is_open_vantage(self, vantage: Vantage) -> bool:
        """Whether a vantage stands neither in a covered zone nor on a covered machine, by declaration or by the address
        it is reached at, and neither it nor its namespace is named after one.
        """
        domain = self.whole.estate.domain_of(vantage.zone)
        named = self.mentions.in_texts((vantage.id, vantage.namespace, vantage.address), domain)
        return not (named or self._covered_place(vantage.zone, vantage.host or ""))

    def open_scope(self, scope: Scope) -> Scope:
        """The permission without addresses of covered things; what permitted only those goes."""
        return Scope(authorisations=tuple(self._open_papers(scope.authorisations))) if self.parted else scope

    def _open_papers(self, papers: Iterable[Authorisation]) -> Iterator[Authorisation]:
        """Papers with their open areas. One named after a covered thing permits in the labelled world only."""
        for paper in papers:
            if self.mentions.in_text(paper.id):
                continue
            areas = tuple(area for one in paper.areas if (area := self._open_area(one)) is not None)
            domains = {area.domain for area in paper.areas}
            spared = tuple(
                address
                for address in paper.do_not_touch
                if not any(self.mentions.in_text(address, domain) for domain in domains)
            )
            if areas:
                yield self._openly.said(paper.model_copy(update={"areas": areas, "do_not_touch": spared}))

    def _open_area(self, area: ScopeArea) -> ScopeArea | None:
        prefixes = tuple(prefix for prefix in area.prefixes if not self._speaks_of_covered(prefix, area.domain))
        return area.model_copy(update={"prefixes": prefixes}) if prefixes else None

    def _speaks_of_covered(self, prefix: str, domain: str) -> bool:
        single = ipaddress.ip_network(prefix)
        place = str(single.network_address) if single.num_addresses == 1 else prefix
        return self.mentions.in_text(place, domain) or domain.casefold() in self.mentions.words

    def open_planning(self, planning: Planning) -> Planning:
        """The planning file without a mention of anything a label covers."""
        if not self.parted:
            return planning
        kept = self._kept_entries(planning)
        target = self._openly.unnamed(planning.target, "agreement", "evidence")
        zones = tuple(target.zones[n] for n in kept["target/zones"])
        shown = planning.model_copy(
            update={
                "pins": tuple(planning.pins[n] for n in kept["pins"]),
                "costs": tuple(planning.costs[n] for n in kept["costs"]),
                "assignments": tuple(self._open_task(planning.assignments[n]) for n in kept["assignments"]),
                "target": target.model_copy(update={"zones": zones}),
            }
        )
        return self._openly.said(shown)  # type: ignore[no-any-return]  # a document of the same type

    def _open_task(self, task: Any) -> Any:
        return task.model_copy(update={"systems": tuple(filter(self._is_open_system, task.systems))})

    def _is_open_system(self, system: str) -> bool:
        return not self.cover.covers("systems", system)

    def _kept_entries(self, planning: Planning) -> dict[str, list[int]]:
        """Positions of the entries that may be shown, by path of each list of the planning file that may lose some."""
        return {
            "target/zones": [n for n, zone in enumerate(planning.target.zones) if takes_open(zone.labels)],
            "pins": [n for n, pin in enumerate(planning.pins) if self._is_open_system(pin.system)],
            "costs": [n for n, cost in enumerate(planning.costs) if not self._is_covered_subject(cost.subject)],
            "assignments": [
                n
                for n, task in enumerate(planning.assignments)
                if not task.systems or any(map(self._is_open_system, task.systems))
            ],
        }

    def _is_covered_subject(self, subject: str) -> bool:
        """A cost names its subject without its kind: it is open when an open thing of any kind bears that id."""
        if any(self._declared_openly.estate.thing(kind, subject) for kind in SubjectKind):
            return False
        covered = any(not self.cover.label_of(kind, subject).is_open for kind in SubjectKind)
        return covered or self.mentions.in_text(subject)

    def open_params(self, params: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """Parameters by control and name, without what mentions a covered thing: entries go, a text is blank."""
        if not self.parted:
            return {control: dict(values) for control, values in params.items()}
        return {
            control: {name: self._openly.values(value) for name, value in values.items()}
            for control, values in params.items()
        }

    def open_places(self, planning: Planning, places: Mapping[str, str]) -> dict[str, str]:
        """Where what the open world declares is written."""
        if not self.parted:
            return dict(places)
        inventory, shown = self._declared_openly.estate.inventory, self.open_planning(planning)
        return open_places(places, inventory, shown, self._kept_entries(planning), self.mentions.in_text)


__all__ = ["Key", "World", "Worlds"]
