"""What walls between zones tell of the pairs that one system's machines stand behind, or stand at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from auditor.estate import Estate
from auditor.model.facts import Firewall, Observation, Pair
from auditor.model.vocab.declared import NetworkKind, ZoneKind


@dataclass(frozen=True, slots=True)
class Told:
    """A look at a wall, and those of its pairs that concern somebody."""

    look: Observation
    pairs: tuple[Pair, ...]


class Walls:
    """Looks at walls, indexed once; each system's document has the few pairs that concern it."""

    def __init__(self, estate: Estate, observations: Iterable[Observation]) -> None:
        self._estate = estate
        zones = estate.inventory.zones
        networks = estate.inventory.networks
        self._dedicated = {zone.id for zone in zones if zone.kind is ZoneKind.TSLCD} | {
            network.zone for network in networks if network.kind is NetworkKind.TSLCD
        }
        self._internet = {zone.id for zone in zones if zone.kind is ZoneKind.INTERNET}
        self._looks = [look for look in observations if look.kind == "firewall"]
        self._towards: dict[str, list[tuple[int, Pair]]] = defaultdict(list)
        self._at: dict[str, list[tuple[int, Pair]]] = defaultdict(list)
        self._outward: dict[str, list[tuple[int, Pair]]] = defaultdict(list)
        for place, look in enumerate(self._looks):
            for pair in _pairs(look):
                self._towards[pair.to_zone].append((place, pair))
                if pair.to_zone in self._internet:
                    self._outward[look.subject].append((place, pair))
                if self._dedicated & {pair.to_zone, look.subject}:
                    self._at[look.vantage].append((place, pair))
        self._joining = self._joined()

    def joining(self, zone: str) -> list[str]:
        """Declared machines that join a zone to others: everything that leaves it passes one of them."""
        return self._joining.get(zone, [])

    def about(self, hosts: Iterable[str], zones: Iterable[str]) -> Iterator[Told]:
        """What walls tell of the way to some zones, and from them to the Internet, and what some machines let into the
        dedicated network or out.
        """
        found: dict[int, dict[str, Pair]] = defaultdict(dict)
        theirs = sorted(set(zones))
        towards = (row for zone in theirs for row in (*self._towards.get(zone, ()), *self._outward.get(zone, ())))
        at = (row for host in sorted(set(hosts)) for row in self._at.get(host, ()))
        for place, pair in chain(towards, at):
            found[place][pair.to_zone] = pair
        for place, pairs in sorted(found.items()):
            yield Told(self._looks[place], tuple(pairs.values()))

    def _joined(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for host in self._estate.inventory.hosts:
            zones = self._estate.zones_of(host)
            for zone in zones if len(zones) > 1 else ():
                found[zone].append(host.id)
        return found


def _pairs(look: Observation) -> tuple[Pair, ...]:
    data = look.typed()
    return (data.pairs or ()) if isinstance(data, Firewall) else ()
