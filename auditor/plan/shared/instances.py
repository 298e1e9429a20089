"""Whether the old instance of a system has fallen silent, and where the system's names point, as it was measured.

Nothing counts that is old, unfinished or missing: then the answer is None, which is neither yes nor no.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.model.facts import Dns, Observation, Ports
from auditor.model.inventory import Host, System
from auditor.model.reason import Reason, because
from auditor.model.vocab.measurements import State
from auditor.plan.run import PlanRun

MOST_AGE_DAYS = 30
"""Days after which a look says nothing about today any more. Ours, not the law's."""

_AHEAD = datetime.timedelta(minutes=5)
_SILENT = "silent"
_NEVER_SENT = frozenset({State.NOT_TRIED, State.OUT_OF_SCOPE, State.OUTSIDE_WINDOW, State.NO_PERMISSION})


@dataclass(frozen=True, slots=True)
class Seen:
    """Yes, no or (None) nobody can tell, with the reason and the observations it rests on, oldest instant first."""

    holds: bool | None
    why: tuple[Reason, ...] = ()
    evidence: tuple[Observation, ...] = ()


def fresh(run: PlanRun, observation: Observation, most_age_days: int = MOST_AGE_DAYS) -> bool:
    """Whether a look is young enough to speak of the day of the run; one from after the run is not believed."""
    age = run.result.run.evaluated_at - observation.observed_at
    return -_AHEAD <= age <= datetime.timedelta(days=most_age_days)


def names_at_new(run: PlanRun, system: System, most_age_days: int = MOST_AGE_DAYS) -> Seen:
    """Whether every name of the system resolves to addresses of its new hosts only; no, where one gives an old address.

    An address that old and new hosts share tells nothing. A look that was sent and not answered leaves it open.
    """
    if not system.domains:
        return Seen(holds=None, why=(because("names_none", system.id),))
    old, new = _addresses(run, system, "old"), _addresses(run, system, "new")
    asked = [_name(run, system, name, (old - new, new - old), most_age_days) for name in system.domains]
    return _together(asked, because("names_at_new", system.id))


def old_silent(run: PlanRun, system: System, most_age_days: int = MOST_AGE_DAYS) -> Seen:
    """Whether no old host of the system answers on any of its declared ports, and none of its names leads to one.

    A host that answers nothing at all may be switched off or hidden by a firewall: that counts only as seen from
    another machine of its own zone.
    """
    hosts = _hosts(run, system, "old")
    if not hosts:
        return Seen(holds=None, why=(because("old_none", system.id),))
    looks = [_host(run, system, host, most_age_days) for host in hosts]
    if system.domains:
        looks.append(names_at_new(run, system, most_age_days))
    return _together(looks, because("old_is_silent", system.id))


def _together(parts: Sequence[Seen], all_hold: Reason) -> Seen:
    """No if any part says no, else open if any is open."""
    for answer in (False, None):
        if found := [part for part in parts if part.holds is answer]:
            return Seen(holds=answer, why=tuple(why for part in found for why in part.why), evidence=_evidence(found))
    return Seen(holds=True, why=(all_hold,), evidence=_evidence(parts))


def _evidence(parts: Iterable[Seen]) -> tuple[Observation, ...]:
    found = {item.id: item for part in parts for item in part.evidence}
    return tuple(sorted(found.values(), key=lambda item: (item.observed_at, item.id)))


def _hosts(run: PlanRun, system: System, instance: str) -> list[Host]:
    """Its own hosts, and those of others it runs on."""
    return [
        host
        for host in run.inventory.hosts
        if host.instance == instance and (host.system == system.id or host.id in system.runs_on)
    ]


def _addresses(run: PlanRun, system: System, instance: str) -> frozenset[str]:
    return frozenset(interface.address for host in _hosts(run, system, instance) for interface in host.interfaces)


def _name(
    run: PlanRun, system: System, name: str, sides: tuple[frozenset[str], frozenset[str]], most_age_days: int
) -> Seen:
    old, new = sides
    looks = [
        item
        for item in run.observations.values()
        if item.kind == "dns" and item.subject == system.id and _asks(item, name)
    ]
    young = [item for item in looks if fresh(run, item, most_age_days) and item.state not in _NEVER_SENT]
    answers = [(item, _resolved(item)) for item in young]
    if behind := [item for item, found in answers if found & old]:
        return Seen(holds=False, why=(because("name_at_old", name),), evidence=tuple(behind))
    if not young:
        return Seen(
            holds=None, why=(because("name_stale" if looks else "name_not_looked", name),), evidence=tuple(looks)
        )
    if all(item.state is State.OK and found and found <= new for item, found in answers):
        return Seen(holds=True, why=(), evidence=tuple(young))
    return Seen(holds=None, why=(because("name_elsewhere", name),), evidence=tuple(young))


def _asks(item: Observation, name: str) -> bool:
    """A look that taught nothing carries its name at the end of its id only."""
    data = item.typed()
    return data.name == name if isinstance(data, Dns) else item.id.split("@")[0].endswith(f"/{name}")


def _resolved(item: Observation) -> frozenset[str]:
    data = item.typed()
    return frozenset((*data.a, *data.aaaa)) if isinstance(data, Dns) else frozenset()


def _host(run: PlanRun, system: System, host: Host, most_age_days: int) -> Seen:
    ports = _declared_ports(run, system, host)
    if not ports:
        return Seen(holds=None, why=(because("old_no_ports", host.id),))
    looks = [
        item
        for item in run.observations.values()
        if item.kind == "ports" and item.subject == host.id and item.vantage != host.id
    ]
    zone = _zone(run, host)
    looks = [item for item in looks if not any(_replaces(other, item, zone, ports) for other in looks)]
    young = [item for item in looks if fresh(run, item, most_age_days)]
    if answering := [item for item in young if ports & _open(item)]:
        open_ = sorted({port for item in answering for port in ports & _open(item)})
        return Seen(holds=False, why=(because("old_answers", host.id, *open_),), evidence=tuple(answering))
    if before := [item for item in looks if item not in young and ports & _open(item)]:
        return Seen(holds=None, why=(because("old_answered_before", host.id),), evidence=tuple(before))
    silent = [item for item in young if _finished(item, zone) and ports <= _swept(item)]
    if not silent:
        return Seen(
            holds=None,
            why=(because("old_not_swept" if young or not looks else "old_stale", host.id),),
            evidence=tuple(looks),
        )
    return Seen(holds=True, why=(), evidence=tuple(silent))


def _declared_ports(run: PlanRun, system: System, host: Host) -> frozenset[str]:
    """Ports of the host's declared endpoints, without those by which it serves another system."""
    return frozenset(
        endpoint.id.port
        for endpoint in run.inventory.endpoints
        if endpoint.id.host == host.id and (endpoint.system or host.system) == system.id
    )


def _replaces(newer: Observation, older: Observation, zone: str, ports: frozenset[str]) -> bool:
    """A finished sweep of all the ports says more than an earlier one of the same vantage."""
    later = newer.vantage == older.vantage and newer.observed_at > older.observed_at
    return later and _finished(newer, zone) and ports <= _swept(newer)


def _zone(run: PlanRun, host: Host) -> str:
    return run.estate.zone_of(host)


def _finished(item: Observation, zone: str) -> bool:
    if item.state is State.OK:
        return True
    silent = item.state is State.FILTERED and item.cause is not None and item.cause.code == _SILENT
    return silent and bool(zone) and item.zone == zone


def _open(item: Observation) -> frozenset[str]:
    data = item.typed()
    return frozenset(data.open) if isinstance(data, Ports) else frozenset()


def _swept(item: Observation) -> frozenset[str]:
    data = item.typed()
    return frozenset(data.swept) if isinstance(data, Ports) else frozenset()
