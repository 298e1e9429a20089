"""All looks of one vantage at one host, each ending in an observation."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from auditor.collectors import registry
from auditor.collectors.agent.logins import MOST_LOGINS, Tried, let_in, shut_out
from auditor.collectors.agent.onward import Onward
from auditor.collectors.agent.settings import Found, Interview
from auditor.collectors.agent.spread import left_out, spread
from auditor.collectors.agent.sweep import Swept
from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.agent.transports import LocalReader, Reader, SshReader
from auditor.collectors.deadline import permitted_for
from auditor.collectors.job import ConfigurationJob, EndpointJob, HostJob
from auditor.collectors.looks import AT_EACH_ADDRESS, Look, host_looks
from auditor.collectors.network import nmap, ntp, snmp
from auditor.collectors.outcome import Outcome, Place, failed, from_fault
from auditor.collectors.parsers.nmap_xml import NmapRun
from auditor.collectors.questions import Asked
from auditor.collectors.scope import Address, Probe
from auditor.collectors.session import Session
from auditor.model.facts import Observation, Service, Services, Snmp
from auditor.model.facts.addressed import addressed
from auditor.model.settings import SshAccess
from auditor.model.vocab.measurements import State

MOST_ADDRESSES = 16
"""Addresses of a machine that are asked for the time or by SNMP; what is beyond is named as left out."""


@dataclass(frozen=True, slots=True)
class HostWork:
    """One host, what the sweep of its ports gave (None when this vantage does not sweep), and the time servers that the
    vantage holds its clock against.
    """

    session: Session
    host: HostJob
    swept: Swept | None
    time_servers: TimeServers

    def run(self) -> list[Observation]:
        """Every promised observation, and those of services found on ports nobody declared."""
        found: dict[tuple[str, str], tuple[Look, Outcome]] = {}
        promised = host_looks(self.session.job, self.host)
        services: tuple[Service, ...] = ()
        for look in promised:
            if look.kind == "ports" and self.swept is not None:
                found[look.kind, look.subject] = look, self.swept.outcome
            elif look.kind == "services":
                outcome = guarded(self._services)
                found[look.kind, look.subject] = look, outcome
                services = outcome.data.services if isinstance(outcome.data, Services) else ()
        endpoints = (*self.host.endpoints, *self._undeclared(services))
        heard = {service.port: service for service in services}
        asked = [observed for endpoint in endpoints for observed in self._endpoint(endpoint, heard.get(endpoint.port))]
        for look in promised:
            if look.kind in AT_EACH_ADDRESS:
                asked += self._at_each(look)
        settings = self._configuration(promised)
        missing = failed(State.NOT_TRIED, "not_reached")
        told = {(look.kind, look.subject) for look, _ in settings} | {(item.kind, item.subject) for item in asked}
        for look in promised:
            if (look.kind, look.subject) not in told:
                found.setdefault((look.kind, look.subject), (look, missing))
        return [*asked, *(look.observed(outcome) for look, outcome in (*found.values(), *settings))]

    def _services(self) -> Outcome:
        opened = self._open_tcp()
        if self.swept is None or not opened:
            state = State.OK if self.swept is not None and self.swept.outcome.state is State.OK else State.PARTIAL
            data = Services(**addressed(self._known_at(opened), self._unknown_at(opened)))
            return Outcome(state, data, self.swept.outcome.cause if self.swept else None, "nmap -sV")
        found: set[Service] = set()
        faults: dict[Address, Outcome] = {}
        for address, ports in opened.items():
            run = self._refusal(address, ports[0], "services") or self._identified(address, ports)
            if isinstance(run, NmapRun) and all(host.finished for host in run.hosts):
                found |= {service for host in run.hosts for service in host.services}
            else:
                faults[address] = run if isinstance(run, Outcome) else failed(State.TIMEOUT, "host_timeout")
        left = [*faults, *self._unknown_at(opened)]
        data = Services(
            services=tuple(sorted(found, key=lambda service: (service.port, service.name, service.product))),
            **addressed([address for address in self._known_at(opened) if address not in faults], left),
        )
        fault = next(iter(faults.values()), left_out(left) if left else None)
        if fault is None:
            return Outcome(State.OK, data, tool="nmap -sV")
        return Outcome(State.PARTIAL if found else fault.state, data, fault.cause, "nmap -sV")

    def _identified(self, address: Address, ports: tuple[str, ...]) -> NmapRun | Outcome:
        with permitted_for(self.session.seconds_left(self._probe(address, port) for port in ports)):
            return nmap.identify(address, ports, self.session.rates)

    def _known_at(self, opened: Mapping[Address, tuple[str, ...]]) -> list[Address]:
        """Addresses whose open ports are known, and those whose sweep ended and found none."""
        swept = self.swept.at if self.swept is not None else {}
        return [address for address, at in swept.items() if at.fault is None or address in opened]

    def _unknown_at(self, opened: Mapping[Address, tuple[str, ...]]) -> list[object]:
        known = self._known_at(opened)
        return [*(address for address in self._addresses if address not in known), *self.host.left_out]

    def _open_tcp(self) -> Mapping[Address, tuple[str, ...]]:
        if self.swept is None:
            return {}
        found = {a: tuple(p for p in ports if p.startswith("tcp/")) for a, ports in self.swept.open_at.items()}
        return {address: ports for address, ports in found.items() if ports}

    def _undeclared(self, services: tuple[Service, ...]) -> list[EndpointJob]:
        """Web, TLS and SSH services on open ports that no endpoint declares."""
        declared = {endpoint.port for endpoint in self.host.endpoints}
        found = []
        for service in services:
            name = service.name.removeprefix("ssl/")
            encrypted = service.tls or name == "https"
            questions = [item.kind for item in registry.questions().values() if item.found(name, encrypted)]
            if questions and service.port not in declared:
                subject = f"{self.host.subject}/{service.port}"
                found.append(EndpointJob(subject=subject, port=service.port, tls=encrypted, questions=tuple(questions)))
        return found

    def _endpoint(self, endpoint: EndpointJob, heard: Service | None) -> Iterator[Observation]:
        """Every question at every address; the first keeps the name of the look, each other adds its address."""
        first, begun = self._address_for(endpoint.port), self.session.clock()
        at = {address: self._questions(endpoint, address, heard) for address in self._addresses}
        silent = self._silent(endpoint.port)
        for kind in endpoint.questions:
            found = {address: outcomes[kind] for address, outcomes in at.items()}
            for address, outcome in spread(found, first, self.host.left_out, silent).items():
                detail = "" if address == first else str(address)
                look = Look(self.host.system, kind, endpoint.subject, self.session.place, detail)
                yield look.observed(outcome, begun)  # of one sitting no look is the newer

    def _questions(self, endpoint: EndpointJob, address: Address, heard: Service | None) -> dict[str, Outcome]:
        if (refusal := self._refusal(address, endpoint.port, ",".join(endpoint.questions))) is not None:
            return dict.fromkeys(endpoint.questions, refusal)
        if (shut := self._shut(endpoint.port, address)) is not None:
            return dict.fromkeys(endpoint.questions, shut)
        name, encrypted = ("", False) if heard is None else (heard.name.removeprefix("ssl/"), heard.tls)
        asked = Asked(
            address=address,
            number=int(endpoint.port[4:]),
            endpoint=endpoint,
            trust_anchors=self.session.job.trust_anchors,
            service=name,
            encrypted=encrypted,
            lead=Onward(self.session),
        )
        known = registry.questions()
        probe = self._probe(address, endpoint.port)
        return {kind: self._answered(probe, partial(known[kind].ask, asked)) for kind in endpoint.questions}

    def _answered(self, probe: Probe, ask: Callable[[], Outcome]) -> Outcome:
        """Asked once more where the connection was refused or broke, on a port that was open a moment ago: it was lost,
        or the service was just being started. What took too long is not: it would again.
        """
        outcome = self._paced(probe, ask)
        return self._paced(probe, ask) if outcome.state is State.REFUSED and outcome.data is None else outcome

    def _silent(self, port: str) -> list[Address]:
        """Addresses at which the port says nothing, though the machine answers in their IP version."""
        at = self.swept.at if self.swept is not None else {}
        alive = {address.version for address, item in at.items() if item.answered}
        quiet = [a for a, item in at.items() if port in item.tried and port not in item.open | item.refused]
        return [address for address in quiet if address.version in alive]

    def _shut(self, port: str, address: Address) -> Outcome | None:
        """Why there is nothing to be asked, as the sweep of that address found; None where there may be."""
        at = self.swept.at.get(address) if self.swept is not None else None
        if at is None or port not in at.tried or port in at.open:
            return None
        if port in at.refused:
            return failed(State.REFUSED, "port_not_open", port)
        return failed(State.FILTERED, "no_answer", port)

    def _paced(self, probe: Probe, ask: Callable[[], Outcome]) -> Outcome:
        """Asked in its turn, if that still lies within the permission, and no longer than that lasts."""
        self.session.pace.wait()
        if (closed := self.session.closed(probe)) is not None:
            return closed
        with permitted_for(self.session.seconds_left([probe]), self.session.turns(probe)):
            return guarded(ask)

    @property
    def _addresses(self) -> list[Address]:
        return [ipaddress.ip_address(address) for address in self.host.addresses]

    def _address_for(self, port: str) -> Address:
        opened = self.swept.open_at if self.swept is not None else {}
        return next((address for address in self._addresses if port in opened.get(address, ())), self._addresses[0])

    def _at_each(self, look: Look) -> list[Observation]:
        """A question over UDP at every address, with an observation for each that answers it. An address that is
        silent, on a machine that answers in its IP version, is said to be, and is no gap.
        """
        (port,), begun = look.ports, self.session.clock()
        near, beyond = self._addresses[:MOST_ADDRESSES], self._addresses[MOST_ADDRESSES:]
        at = self.swept.at if self.swept is not None else {}
        shut = [address for address in near if address in at and port in at[address].refused]
        asked = [address for address in near if address not in shut] or near[:1]
        found = {address: failed(State.REFUSED, "port_not_open", port) for address in shut}
        found |= {address: guarded(partial(self._put, look.kind, port, address)) for address in asked}
        mute = [address for address in asked if _says_nothing(found[address])]
        heard = [address for address in asked if address not in mute and found[address].data is not None]
        first = next(iter(heard), self._address_for(port) if self._address_for(port) in asked else asked[0])
        others = [address for address in mute if address != first]
        found |= dict.fromkeys(others, failed(State.FILTERED, "no_answer"))
        alive = {address.version for address, item in at.items() if item.answered}
        silent = [address for address in others if address.version in alive]
        told = spread(found, first, [*map(str, beyond), *self.host.left_out], silent)
        return [
            replace(look, detail="" if address == first else str(address)).observed(outcome, begun)
            for address, outcome in told.items()
        ]

    def _put(self, kind: str, port: str, address: Address) -> Outcome:
        entered = self.session.job.entered.for_owner(self.host.owner)
        self.session.pace.wait(ntp.PACKETS if kind == "ntp" else snmp.packets(entered))
        if (refusal := self._refusal(address, port, kind)) is not None:
            return refusal
        with permitted_for(self.session.seconds_left([self._probe(address, port)])):
            return ntp.query(address) if kind == "ntp" else snmp.query(address, entered)

    def _refusal(self, address: Address, port: str | None, what: str) -> Outcome | None:
        return self.session.refusal(self._probe(address, port), what)

    def _probe(self, address: Address, port: str | None, *, configuration: bool = False) -> Probe:
        return Probe(self.host.owner, self.host.domain, address, port, configuration=configuration)

    def _configuration(self, promised: tuple[Look, ...]) -> list[tuple[Look, Outcome]]:
        """Every promised look at settings, once for each platform that tells about it."""
        order = self.host.configuration
        if order is None:
            return []
        place = Place(self.host.subject, self.host.zone)
        mine = [look for look in promised if look.place == place and look.kind in order.kinds]
        found = self._at_hand(order) if order.ssh is None else self._over_ssh(order, order.ssh)
        return [pair for look in mine for pair in _told(look, found[look.kind])]

    def _at_hand(self, order: ConfigurationJob) -> dict[str, list[Found]]:
        """Settings of the machine that the agent runs on."""
        probe = self._probe(self._addresses[0], None, configuration=True)
        if (refusal := self.session.refusal(probe, f"settings ({order.way})")) is not None:
            return _nothing(order, refusal)
        with permitted_for(self.session.seconds_left([probe])):
            return read_settings(LocalReader(), order, self.host.subject, self.time_servers)

    def _over_ssh(self, order: ConfigurationJob, access: SshAccess) -> dict[str, list[Found]]:
        """Settings at the first address that lets us in, of a few. Each is asked for by itself, just before."""
        tried: list[Tried] = []
        for address in self._addresses[:MOST_LOGINS]:
            probe = self._probe(address, f"tcp/{access.port}", configuration=True)
            if (refusal := self.session.refusal(probe, f"settings ({order.way})")) is not None:
                tried.append(Tried(address, refusal))
                continue
            with (
                permitted_for(self.session.seconds_left([probe])),
                SshReader(address, access, self.session.job.vantage_id) as reader,
            ):
                if reader.unavailable is None:
                    found = read_settings(reader, order, self.host.subject, self.time_servers)
                    return let_in(found, address, tried)
            tried.append(Tried(address, reader.unavailable))
            if not tried[-1].leads_on:
                break
        return _nothing(order, shut_out(tried))


def _nothing(order: ConfigurationJob, outcome: Outcome) -> dict[str, list[Found]]:
    return {kind: [Found("", "", outcome)] for kind in order.kinds}


def _says_nothing(outcome: Outcome) -> bool:
    """Whether nobody answered a question over UDP, which is no fault of the look."""
    if isinstance(outcome.data, Snmp):
        return not outcome.data.answered
    return outcome.state is State.TIMEOUT


def _told(look: Look, found: list[Found]) -> list[tuple[Look, Outcome]]:
    """What is said about one subject: what names it, or else what stands for all that nothing names."""
    own = [item for item in found if item.subject == look.subject]
    chosen = own or [item for item in found if not item.subject]
    return [(replace(look, detail=item.detail), item.outcome) for item in chosen]


def read_settings(
    reader: Reader, order: ConfigurationJob, host: str, time_servers: TimeServers
) -> dict[str, list[Found]]:
    """Everything that was found, by kind; each ask is put once."""
    zones = {zone: tuple(prefixes) for zone, prefixes in order.zones.items()}
    compare = partial(time_servers.compare, host)
    alone = order.network_only
    interview = Interview(
        reader, zones, order.accounts, network_only=alone, compare=compare, steady=time_servers.steady
    )
    return {kind: _interviewed(interview, kind, host) for kind in order.kinds}


def _interviewed(interview: Interview, kind: str, host: str) -> list[Found]:
    try:
        return interview.read(kind, host)
    except Exception as fault:  # noqa: BLE001  # a look that fails is an outcome, whatever failed
        return [Found("", "", from_fault(fault))]


def guarded(look: Callable[[], Outcome]) -> Outcome:
    """A look that fails in a way nobody foresaw still ends in an outcome, so that it is neither silent nor fatal."""
    try:
        return look()
    except Exception as fault:  # noqa: BLE001  # a look that fails is an outcome, whatever failed
        return from_fault(fault)
