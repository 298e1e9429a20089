"""The declared matrix of flows beside what was observed: one state per flow, and one entry per answer nobody declared.

An answer counts however the observation ended; silence counts only from an observation that finished, tried the port,
and (for `reach`) proved by a control target that its probe worked. A flow that names its senders is shown only by one
of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from auditor.estate.estate import Estate
from auditor.model.facts import Observation, Ports, Reach
from auditor.model.inventory import Flow, Inventory, Zone
from auditor.model.matrix import Matrix, MatrixEntry, MatrixState
from auditor.model.vocab.declared import ZoneKind
from auditor.model.vocab.measurements import State
from auditor.model.vocab.subjects import SubjectKind


@dataclass(frozen=True, slots=True)
class _Try:
    """One port of one target, tried or seen from a vantage of another zone."""

    from_zone: str
    vantage: str
    to_zone: str
    target: str
    port: str

    @property
    def way(self) -> tuple[str, str, str]:
        """The pair of zones and the port, by which flows find their tries."""
        return self.from_zone, self.to_zone, self.port


_Tries = dict[tuple[str, str, str], dict[_Try, set[str]]]


@dataclass(slots=True)
class _Seen:
    """What all observations say together: per try, the observations that answered or soundly kept silent."""

    answered: _Tries = field(default_factory=dict)
    silent: _Tries = field(default_factory=dict)
    measured: set[tuple[str, str]] = field(default_factory=set)

    def add(self, tries: Iterable[_Try], answers: Iterable[_Try], observation: str) -> None:
        """Take in one observation: sound tries, and answers of any kind."""
        given = set(answers)
        for one in given:
            self.answered.setdefault(one.way, {}).setdefault(one, set()).add(observation)
        for one in set(tries):
            self.measured.add((one.from_zone, one.to_zone))
            if one not in given:
                self.silent.setdefault(one.way, {}).setdefault(one, set()).add(observation)


class _Places:
    """Where targets stand, also undeclared ones (`domain/address`), and which pairs of zones a flow joins."""

    def __init__(self, inventory: Inventory) -> None:
        self._estate = Estate(inventory)
        self.zones = self._estate.zones
        self._joined = {(flow.from_zone, flow.to_zone) for flow in inventory.flows}

    def zones_of(self, target: str) -> tuple[str, ...]:
        """Every zone a target stands in; one empty name when its address lies in no declared network."""
        host = self._estate.hosts.get(target)
        zones = self._estate.zones_of(host) if host else ()
        return zones or (self._estate.zone_of_subject(SubjectKind.HOST, target),)

    def zone_seen(self, target: str, from_zone: str) -> str | None:
        """The other zone in which a look met the target: one that a flow leads to, or else its first; None for a look
        at a neighbour.
        """
        zones = [zone for zone in self.zones_of(target) if zone != from_zone]
        return next((zone for zone in zones if (from_zone, zone) in self._joined), next(iter(zones), None))


def matrix(inventory: Inventory, observations: Iterable[Observation]) -> Matrix:
    """Every declared flow with its state, every undeclared answer, and every pair of zones nobody could measure.

    Reads `reach` observations, and `ports` observations made from another zone than the host's own.
    """
    places, seen = _Places(inventory), _Seen()
    for observation in observations:
        if observation.kind == "reach":
            _take_reach(seen, observation)
        elif observation.kind == "ports":
            _take_ports(seen, places, observation)
    entries = [entry for flow in inventory.flows for entry in _declared(flow, seen, places)]
    entries += _undeclared(inventory.flows, seen, places)
    entries += _unmeasured(entries, seen, places)
    return Matrix(entries=tuple(sorted(entries, key=_order)))


def _order(entry: MatrixEntry) -> tuple[str, str, str, str, str, str]:
    return entry.from_zone, entry.to_zone, entry.target, entry.port, entry.flow, entry.state


def _take_reach(seen: _Seen, observation: Observation) -> None:
    data = observation.typed()
    if not isinstance(data, Reach) or data.to_zone == observation.subject:
        return

    def tries(rows: Iterable[object]) -> Iterator[_Try]:
        for row in rows:
            target, port = getattr(row, "target", ""), getattr(row, "port", "")
            yield _Try(observation.subject, observation.vantage, data.to_zone, target, port)

    sound = observation.state is State.OK and data.control
    seen.add(tries(data.tried) if sound else (), tries(data.answered), observation.id)


def _take_ports(seen: _Seen, places: _Places, observation: Observation) -> None:
    data = observation.typed()
    to_zone = places.zone_seen(observation.subject, observation.zone)
    if not isinstance(data, Ports) or to_zone is None:
        return

    def tries(ports: Iterable[str]) -> Iterator[_Try]:
        return (_Try(observation.zone, observation.vantage, to_zone, observation.subject, port) for port in ports)

    seen.add(tries(data.swept) if observation.state is State.OK else (), tries(data.open), observation.id)


def _permits(flow: Flow, one: _Try) -> bool:
    """Whether the flow opens this port to this vantage, as the policies read a flow."""
    return (
        (flow.from_zone, flow.to_zone) == (one.from_zone, one.to_zone)
        and one.port in flow.ports
        and (not flow.from_hosts or one.vantage in flow.from_hosts)
        and (not flow.to_hosts or one.target in flow.to_hosts)
    )


def _declared(flow: Flow, seen: _Seen, places: _Places) -> Iterator[MatrixEntry]:
    for target in flow.to_hosts or ("",):
        for port in flow.ports:
            answered = _evidence(seen.answered, flow, target, port)
            silent = _evidence(seen.silent, flow, target, port)
            state = MatrixState.ALLOWED_NOT_SEEN if silent else MatrixState.NOT_MEASURABLE
            if answered:
                barred = _never(places, flow.from_zone, flow.to_zone)
                state = MatrixState.FORBIDDEN_SEEN if barred else MatrixState.SEEN_ALLOWED
            yield MatrixEntry(
                from_zone=flow.from_zone,
                to_zone=flow.to_zone,
                target=target,
                port=port,
                state=state,
                flow=flow.id,
                evidence=tuple(sorted(answered or silent)),
            )


def _evidence(tries: _Tries, flow: Flow, target: str, port: str) -> set[str]:
    here = tries.get((flow.from_zone, flow.to_zone, port), {})
    return set().union(*(ids for one, ids in here.items() if target in ("", one.target) and _permits(flow, one)))


def _undeclared(flows: Iterable[Flow], seen: _Seen, places: _Places) -> list[MatrixEntry]:
    by_pair: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        by_pair.setdefault((flow.from_zone, flow.to_zone), []).append(flow)
    found: dict[tuple[str, str, str, str], set[str]] = {}
    answers = (pair for tries in seen.answered.values() for pair in tries.items())
    for one, ids in answers:
        if not any(_permits(flow, one) for flow in by_pair.get((one.from_zone, one.to_zone), ())):
            found.setdefault((one.from_zone, one.to_zone, one.target, one.port), set()).update(ids)
    return [
        MatrixEntry(
            from_zone=from_zone,
            to_zone=to_zone,
            target=target,
            port=port,
            state=_undeclared_state(places, from_zone, to_zone),
            evidence=tuple(sorted(ids)),
        )
        for (from_zone, to_zone, target, port), ids in found.items()
    ]


def _undeclared_state(places: _Places, from_zone: str, to_zone: str) -> MatrixState:
    kinds = _kind(places, from_zone), _kind(places, to_zone)
    exposed = kinds[0] is ZoneKind.INTERNET and kinds[1] in (ZoneKind.DATABASE, ZoneKind.MANAGEMENT)
    forbidden = exposed or _never(places, from_zone, to_zone)
    return MatrixState.FORBIDDEN_SEEN if forbidden else MatrixState.SEEN_UNDECLARED


def _kind(places: _Places, zone: str) -> ZoneKind | None:
    return places.zones[zone].kind if zone in places.zones else None


def _never(places: _Places, from_zone: str, to_zone: str) -> bool:
    return barred(places.zones.get(from_zone), places.zones.get(to_zone))


def barred(source: Zone | None, target: Zone | None) -> bool:
    """Whether no declaration can permit it: over the edge of an independent LAN, or from TSLCD to the Internet.

    None is a zone nobody declared.
    """
    kinds = source.kind if source else None, target.kind if target else None
    if source and target and kinds == (ZoneKind.INDEPENDENT_LAN, ZoneKind.INDEPENDENT_LAN):
        return source.domain != target.domain
    return ZoneKind.INDEPENDENT_LAN in kinds or kinds == (ZoneKind.TSLCD, ZoneKind.INTERNET)


def _unmeasured(entries: Iterable[MatrixEntry], seen: _Seen, places: _Places) -> list[MatrixEntry]:
    known = seen.measured | {(entry.from_zone, entry.to_zone) for entry in entries}
    return [
        MatrixEntry(from_zone=source, to_zone=target, state=MatrixState.NOT_MEASURABLE)
        for source in places.zones
        for target in places.zones
        if source != target and (source, target) not in known
    ]
