"""Parts an inventory by label: what may stand beside ordinary results, and what stays in its own store."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from auditor.model.facts import Observation
from auditor.model.inventory import Asset, Flow, Inventory, Network, System
from auditor.model.planning import Planning
from auditor.model.vocab import Label


def labelled_subjects(inventory: Inventory) -> frozenset[str]:
    """Ids of every system, host, endpoint, zone, network, link and data set that a secrecy label covers."""
    zones = {zone.id for zone in inventory.zones if zone.label is not Label.NONE}
    networks = {net.id for net in inventory.networks if net.label is not Label.NONE or net.zone in zones}
    systems = {system.id for system in inventory.systems if system.label is not Label.NONE}
    hosts = {
        host.id
        for host in inventory.hosts
        if host.system in systems or any(interface.network in networks for interface in host.interfaces)
    }
    endpoints = {
        endpoint.id
        for endpoint in inventory.endpoints
        if endpoint.id.partition("/")[0] in hosts or endpoint.system in systems
    }
    links = {
        link.id for link in inventory.links if link.label is not Label.NONE or {link.source, link.target} & systems
    }
    data = {item.id for item in inventory.data_sets if item.label is not Label.NONE or item.system in systems}
    return frozenset(zones | networks | systems | hosts | endpoints | links | data)


def without_labelled(inventory: Inventory) -> Inventory:
    """The inventory with nothing a label covers, nor any mention of it."""
    hidden = labelled_subjects(inventory)

    def shown(entries: Iterable[object], *keys: str) -> tuple[object, ...]:
        return tuple(entry for entry in entries if not {getattr(entry, key) for key in ("id", *keys)} & hidden)

    return inventory.model_copy(
        update={
            "zones": shown(inventory.zones),
            "networks": tuple(
                _without_gateway(net, hidden) for net in inventory.networks if not {net.id, net.zone} & hidden
            ),
            "flows": tuple(flow for one in inventory.flows if (flow := _open_flow(one, hidden))),
            "systems": tuple(_open_system(system, hidden) for system in inventory.systems if system.id not in hidden),
            "hosts": shown(inventory.hosts, "system"),
            "endpoints": shown(inventory.endpoints, "system"),
            "links": shown(inventory.links, "source", "target"),
            "data_sets": shown(inventory.data_sets, "system"),
            "assets": tuple(asset for one in inventory.assets if (asset := _open_asset(one, hidden))),
            "evidence": tuple(record for record in inventory.evidence if record.subject.id not in hidden),
            "waves": tuple(
                wave.model_copy(update={"systems": tuple(name for name in wave.systems if name not in hidden)})
                for wave in inventory.waves
            ),
        }
    )


def _open_system(system: System, hidden: frozenset[str]) -> System:
    """The system without a mention of anything hidden."""
    found: dict[str, object] = {"runs_on": tuple(host for host in system.runs_on if host not in hidden)}
    if system.move:
        found["move"] = system.move.model_copy(
            update={
                "together": tuple(name for name in system.move.together if name not in hidden),
                "apart": tuple(name for name in system.move.apart if name not in hidden),
                "duplicates": None if system.move.duplicates in hidden else system.move.duplicates,
            }
        )
    return system.model_copy(update=found)


def _open_asset(asset: Asset, hidden: frozenset[str]) -> Asset | None:
    """The asset without a mention of anything hidden; one that serves only hidden systems goes with them."""
    serves = tuple(name for name in asset.serves if name not in hidden)
    if asset.host in hidden or (asset.serves and not serves):
        return None
    return asset.model_copy(update={"serves": serves})


def _without_gateway(network: Network, hidden: frozenset[str]) -> Network:
    return network.model_copy(update={"gateway": None}) if network.gateway in hidden else network


def _open_flow(flow: Flow, hidden: frozenset[str]) -> Flow | None:
    """The flow among what may be shown. One whose named hosts are all hidden goes: no names would mean any host."""
    if {flow.id, flow.from_zone, flow.to_zone} & hidden:
        return None
    named = {
        key: tuple(host for host in getattr(flow, key) if host not in hidden) for key in ("from_hosts", "to_hosts")
    }
    if any(getattr(flow, key) and not left for key, left in named.items()):
        return None
    return flow.model_copy(update=named)


def without_labelled_planning(inventory: Inventory, planning: Planning) -> Planning:
    """The planning file without a mention of anything a label covers."""
    hidden = labelled_subjects(inventory)
    kept = _open_entries(planning, hidden)
    return planning.model_copy(
        update={
            "pins": tuple(planning.pins[n] for n in kept["pins"]),
            "costs": tuple(planning.costs[n] for n in kept["costs"]),
            "assignments": tuple(
                task.model_copy(update={"systems": tuple(name for name in task.systems if name not in hidden)})
                for task in (planning.assignments[n] for n in kept["assignments"])
            ),
        }
    )


def _open_entries(planning: Planning, hidden: frozenset[str]) -> dict[str, list[int]]:
    """Positions of the entries that may be shown, for each list of the planning file that names subjects."""
    return {
        "pins": [n for n, pin in enumerate(planning.pins) if pin.system not in hidden],
        "costs": [n for n, cost in enumerate(planning.costs) if cost.subject not in hidden],
        "assignments": [
            n for n, task in enumerate(planning.assignments) if not task.systems or set(task.systems) - hidden
        ],
    }


def without_labelled_places(inventory: Inventory, planning: Planning, places: Mapping[str, str]) -> dict[str, str]:
    """Places of what the open parts of an inventory and its planning file declare, numbered as those parts number."""
    shown = without_labelled(inventory)
    declared = {f"{name}/{thing.id}" for name in Inventory.model_fields for thing in getattr(shown, name)}
    kept = _open_entries(planning, labelled_subjects(inventory))
    found: dict[str, str] = {}
    for pointer, place in places.items():
        if pointer.partition("/")[0] == "planning":
            found |= dict.fromkeys(_renumbered(pointer, kept), place)
        elif "/".join(pointer.split("/")[:2]) in declared:
            found[pointer] = place
    return found


def _renumbered(pointer: str, kept: Mapping[str, list[int]]) -> Iterator[str]:
    """The pointer among the entries kept; nothing for an entry that goes, or for the names inside a task."""
    root, *path = pointer.split("/")
    if len(path) < 2 or path[0] not in kept:  # noqa: PLR2004  # a list and a position in it
        yield pointer
        return
    name, *steps = path
    if int(steps[0]) in kept[name] and steps[1:2] != ["systems"]:
        yield "/".join((root, name, str(kept[name].index(int(steps[0]))), *steps[1:]))


def without_labelled_observations(inventory: Inventory, observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Observations that neither concern nor were made from anything a label covers."""
    hidden = labelled_subjects(inventory)
    covered = hidden | {zone.domain for zone in inventory.zones if zone.id in hidden}

    def concerns(observation: Observation) -> bool:
        places = (observation.subject, observation.zone, observation.vantage, *_words(observation.data))
        return any(place in hidden or place.partition("/")[0] in covered for place in places)

    return tuple(observation for observation in observations if not concerns(observation))


def _words(value: object) -> Iterator[str]:
    """Every text inside a measurement, since a reachability test lists hosts of other zones."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for _, part in value:
            yield from _words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words(part)
