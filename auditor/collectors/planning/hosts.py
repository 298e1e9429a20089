"""What one vantage may ask of each host: ports from everywhere, services and settings from one place."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.collectors import registry
from auditor.collectors.dialect import Machine
from auditor.collectors.job import ConfigurationJob, EndpointJob, HostJob
from auditor.collectors.outcome import Outcome, failed, refused_by
from auditor.collectors.planning.addresses import PlanningEstate
from auditor.collectors.planning.assignments import Assignments
from auditor.collectors.scope import Address, Door, Probe, Refusal
from auditor.model.facts import KINDS, Cause
from auditor.model.inventory import Host, System
from auditor.model.settings import Vantage
from auditor.model.vocab.measurements import State
from auditor.model.vocab.subjects import SubjectKind

_TLS_PORTS = frozenset({"tcp/443", "tcp/8443"})


@dataclass(frozen=True, slots=True)
class HostOrder:
    """What was wished of a host, what is allowed, and why the rest is not (by subject, by kind, or `*` for all)."""

    wanted: HostJob
    allowed: HostJob | None
    refusal: Mapping[str, Outcome] = field(default_factory=dict)


def host_orders(
    estate: PlanningEstate, door: Door, posts: Assignments, vantage: Vantage, now: datetime.datetime
) -> list[HostOrder]:
    """One order for each host this vantage has anything to do with."""
    found = [_order(_Case(estate, door, posts, vantage, now, host)) for host in estate.inventory.hosts]
    return [order for order in found if order is not None]


@dataclass(frozen=True, slots=True)
class _Case:
    """One vantage and one host."""

    estate: PlanningEstate
    door: Door
    posts: Assignments
    vantage: Vantage
    now: datetime.datetime
    host: Host

    @property
    def owner(self) -> str | None:
        return self.estate.owners.get(self.host.id)

    @property
    def domain(self) -> str:
        return self.estate.domain_of(self.vantage.zone)

    def ask(self, address: Address, port: str | None, *, configuration: bool = False) -> Outcome | None:
        """None when permitted now."""
        probe = Probe(self.owner, self.domain, address, port, configuration=configuration)
        answer = self.door.ask(probe, self.now)
        return refused_by(answer) if isinstance(answer, Refusal) else None


def _order(case: _Case) -> HostOrder | None:
    addresses = case.estate.addresses_in(case.host, case.domain)
    home = case.posts.home(case.host)
    at_home = home is not None and home.id == case.vantage.id
    admitted = case.posts.administering(case.host)
    admits = admitted is not None and admitted.id == case.vantage.id
    settings, wished = _settings(case)
    if not addresses or not (case.vantage.sweep or wished):
        return None
    refusals = {address: outcome for address in addresses if (outcome := case.ask(address, None)) is not None}
    open_to_us = tuple(address for address in addresses if address not in refusals)
    wanted = HostJob(
        subject=case.host.id,
        system=case.host.system,
        zone=case.estate.zone_of(case.host),
        domain=case.domain,
        owner=case.owner,
        addresses=tuple(map(str, open_to_us or addresses)),
        left_out=tuple(map(str, refusals)) if open_to_us else (),
        sweep=case.vantage.sweep,
        services=at_home,
        endpoints=_endpoints(case, at_home=at_home, admits=admits),
        ntp=at_home and case.estate.gives(case.host, "time_server", "ntp"),
        snmp=(at_home or admits) and case.vantage.sweep,
        configuration=wished,
    )
    if not open_to_us:
        return HostOrder(wanted, None, {"*": next(iter(refusals.values()))})
    return _narrowed(case, wanted, open_to_us, settings)


def _narrowed(
    case: _Case, wanted: HostJob, addresses: tuple[Address, ...], settings: ConfigurationJob | None
) -> HostOrder:
    """Takes away what some port or the reading of settings has no permission for."""
    permitted = [set(case.door.ports(case.owner, case.domain, address, case.now)) for address in addresses]
    ports = set.intersection(*permitted)
    refusal: dict[str, Outcome] = {}
    for endpoint in wanted.endpoints:
        if endpoint.port not in ports:
            refusal[endpoint.subject] = case.ask(addresses[0], endpoint.port) or _partly(endpoint.port)
    for kind, port in (("ntp", "udp/123"), ("snmp", "udp/161")):
        if port not in ports:
            refusal[kind] = case.ask(addresses[0], port) or _partly(port)
    wished, offered = (set(job.kinds) if job else set() for job in (wanted.configuration, settings))
    refusal |= dict.fromkeys(wished - offered, failed(State.NOT_TRIED, "configuration_not_offered"))
    if settings is not None:
        outcomes = [case.ask(address, None, configuration=True) for address in addresses]
        if outcomes[0] is not None and None not in outcomes:  # one that is permitted is enough
            refusal |= dict.fromkeys(settings.kinds, outcomes[0])
            settings = None
    allowed = wanted.model_copy(
        update={
            "ports": tuple(sorted(ports)),
            "endpoints": tuple(e for e in wanted.endpoints if e.port in ports),
            "ntp": wanted.ntp and "udp/123" in ports,
            "snmp": wanted.snmp and "udp/161" in ports,
            "configuration": settings,
        }
    )
    return HostOrder(wanted, allowed, refusal)


def _partly(port: str) -> Outcome:
    """Some of the host's addresses may be asked on the port, but not all."""
    return Outcome(State.OUT_OF_SCOPE, cause=Cause(code="port_outside_scope", args=(port,)))


def _endpoints(case: _Case, *, at_home: bool, admits: bool) -> tuple[EndpointJob, ...]:
    """Declared TCP services that have something to be asked: SSH from where administrators come, the rest from home."""
    found = []
    for endpoint in case.estate.endpoints_on(case.host.id):
        port = endpoint.id.port
        tls = endpoint.tls or port in _TLS_PORTS
        system = case.estate.systems.get(case.estate.system_of(SubjectKind.ENDPOINT, endpoint.id))
        questions = tuple(
            question.kind
            for question in registry.questions().values()
            if port.startswith("tcp/")
            and question.wanted(endpoint, port, tls)
            and (system is None or question.of_system(system))
            and (admits if question.from_administrators else at_home)
        )
        if questions:
            job = EndpointJob(
                subject=endpoint.id,
                port=port,
                names=endpoint.names,
                path=endpoint.path,
                tls=tls,
                questions=questions,
                **_sought(system),
            )
            found.append(job)
    return tuple(found)


def _sought(system: System | None) -> dict[str, Any]:
    reports = None if system is None else system.incident_reports
    return {} if reports is None else {"sought": reports.to, "sought_at": reports.page or ""}


def _settings(case: _Case) -> tuple[ConfigurationJob | None, ConfigurationJob | None]:
    """What this vantage reads of a host's settings, and that together with what nobody reads, if it must report it."""
    kinds = _kinds(case)
    standing, remote = case.posts.standing_on(case.host), case.posts.over_ssh(case.host)
    here = _local_kinds(case, standing, kinds)
    over_ssh = [kind for kind in kinds if kind not in here] if case.host.configuration == "ssh" and remote else []
    nobody = [kind for kind in kinds if kind not in here and kind not in over_ssh]
    mine: ConfigurationJob | None = None
    if standing is not None and standing.id == case.vantage.id and here:
        mine = _job(case, "local", here)
    elif remote is not None and remote.id == case.vantage.id and over_ssh:
        mine = _job(case, "ssh", over_ssh)
    speaks = bool(nobody) and case.posts.speaks_for(case.vantage, case.host)
    return mine, (_job(case, "local", [*(mine.kinds if mine else ()), *nobody]) if speaks else mine)


def _local_kinds(case: _Case, standing: Vantage | None, kinds: list[str]) -> list[str]:
    """A network namespace by name shares its files with this computer, so only its network tells about the host."""
    if standing is None:
        return []
    return [kind for kind in kinds if registry.of_network(kind)] if _network_only(case, standing) else kinds


def _network_only(case: _Case, standing: Vantage) -> bool:
    named = standing.kind == "netns" and not standing.namespace.startswith("pid:")
    return named or case.host.configuration == "none"


def _job(case: _Case, way: str, kinds: list[str]) -> ConfigurationJob:
    domain = case.domain
    zones = {
        zone: tuple(map(str, prefixes))
        for zone, prefixes in case.estate.prefixes.items()
        if case.estate.domain_of(zone) == domain and prefixes
    }
    is_gateway = any(KINDS[kind].subject is SubjectKind.ZONE for kind in kinds)
    return ConfigurationJob.model_validate(
        {
            "way": way,
            "ssh": case.vantage.ssh if way == "ssh" else None,
            "kinds": tuple(kinds),
            "firewall_zones": _gateway_zones(case) if is_gateway else (),
            "zones": zones if is_gateway else {},
            "accounts": case.posts.accounts,
            "network_only": way == "local" and _network_only(case, case.vantage),
        }
    )


def _gateway_zones(case: _Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(zone for zone, _ in case.estate.places(case.host)))


def _kinds(case: _Case) -> list[str]:
    return list(registry.wanted(Machine(case.host, case.estate.endpoints_on(case.host.id))))
