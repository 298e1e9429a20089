"""What an agent is believed about: the looks of its own order, and nothing else it may write.

An agent stands on a machine that may have been taken over. It still may lie about what it was asked; it may not speak
of other machines, from other places, of other kinds or times.
"""

import datetime
import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from auditor.collectors import registry
from auditor.collectors.agent.zone import UNDECLARED
from auditor.collectors.job import DiscoveryJob, HostJob, Job
from auditor.collectors.looks import AT_EACH_ADDRESS, Look, looks
from auditor.collectors.outcome import Place
from auditor.collectors.session import Sent
from auditor.collectors.steady import steady_us
from auditor.model.facts import KINDS, Observation
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.steady import SteadyClock, SteadyReading
from auditor.model.vocab.subjects import SubjectKind
from auditor.text.harmless import from_target

APART = datetime.timedelta(minutes=15)
"""How far the clocks of the agent's machine and of this one may lie apart."""

MOST_PROBES = 2_000_000
"""Lines of the log of probes from one vantage; more would only fill the disk."""

TOOLS = frozenset({"nmap", "openssl", "python"})
_LONGEST_WORD = 4000


class UnorderedError(ValueError):
    """An agent wrote what its order does not ask for; says what in words of the order, and none of the agent's."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The steady clock of this computer, where one is known, and what it told when the collection began."""

    clock: SteadyClock | None = None
    since_us: int = 0

    def refuses(self, reading: SteadyReading) -> bool:
        """Whether a reading by this very clock was not taken in the time of the collection."""
        if self.clock is None or not reading.clock.is_same(self.clock):
            return False
        return not self.since_us <= reading.at_us <= steady_us()


class Bound:
    """A work order and `since` when it was given, by this computer's clock and its `watch`, as results are held against
    it.
    """

    def __init__(self, job: Job, since: datetime.datetime, watch: Watch | None = None) -> None:
        self._job = job
        self._since = since
        self._watch = watch or Watch()
        self._promised = looks(job)

    def check(self, unit: str, document: str, found: Sequence[Observation], now: datetime.datetime) -> None:
        """Raises UnorderedError for observations of one unit and document that are not all of this order."""
        if unit not in self._promised:
            raise UnorderedError("a unit nobody ordered")
        ordered = {name: look for look in self._looks(unit) for name in _ids(look)}
        if len({item.id for item in found}) < len(found):
            raise UnorderedError(f"one look twice, in {unit}")
        for item in found:
            look = ordered.get(item.id)
            if look is None or _told(item) != (look.kind, look.subject, look.place):
                raise UnorderedError(f"a look nobody ordered, in {unit}")
            if document != look.document:
                raise UnorderedError(f"into a document nobody ordered, in {unit}")
            if item.basis is not registry.basis(item.kind):
                raise UnorderedError(f"another basis than its look has, in {unit}")
            if not self._since - APART <= item.observed_at <= now + APART:
                when = f"{item.observed_at:%Y-%m-%d %H:%M %z}"
                raise UnorderedError(f"of a time outside the collection ({when}; is its clock right?), in {unit}")
            if isinstance(item.data, OwnClock):
                self._check_clock(unit, item.data)

    def _check_clock(self, unit: str, told: OwnClock) -> None:
        """Raises UnorderedError for a machine's time by a steady clock that stood elsewhere while the order was carried
        out, or against a server that the order does not name.
        """
        if told.steady is not None and self._watch.refuses(told.steady):
            raise UnorderedError(f"of a time outside the collection by its computer's steady clock, in {unit}")
        servers = {target.name for target in self._job.time_servers}
        if told.carried is not None or (told.reference is not None and told.reference not in servers):
            raise UnorderedError(f"of a time server it was not to ask, in {unit}")

    def check_whole(self, unit: str, found: Iterable[Observation]) -> None:
        """Raises UnorderedError for a unit that nobody ordered, or that is done without one of its looks."""
        if unit not in self._promised:
            raise UnorderedError("a unit nobody ordered")
        told = {_told(item) for item in found}
        for look in self._promised[unit]:
            if (look.kind, look.subject, look.place) not in told:
                raise UnorderedError(f"nothing of {look.kind} of {look.subject}, which it was to look at")

    def _looks(self, unit: str) -> Iterator[Look]:
        """Looks that were promised, and those that nobody could promise: at what is found only by looking."""
        yield from self._promised[unit]
        place = Place(self._job.vantage, self._job.zone)
        for host in self._job.hosts:
            if unit == f"host/{host.subject}":
                yield from _undeclared(host, place)
        for search in self._job.discovery:
            if unit == f"discovery/{search.prefix}":
                yield from _strangers(search, place)


def probe_line(sent: object) -> dict[str, str]:
    """One line of the log of probes as an agent may write it. Raises UnorderedError for anything else."""
    known = {field.name for field in fields(Sent)}
    if not isinstance(sent, dict) or not set(sent) <= known:
        raise UnorderedError("a probe with words that no probe has")
    return {key: from_target(str(value), _LONGEST_WORD) for key, value in sent.items()}


def tool_versions(tools: object, vantage: str) -> dict[str, str]:
    """Versions of what looks at a vantage, by an agent's names for them. Raises UnorderedError for other names."""
    if not isinstance(tools, dict) or not set(tools) <= TOOLS:
        raise UnorderedError("tools that no agent has")
    return {f"{name} ({vantage})": from_target(str(version), 80) for name, version in sorted(tools.items())}


def _told(item: Observation) -> tuple[str, str, Place]:
    return item.kind, item.subject, Place(item.vantage, item.zone)


def _ids(look: Look) -> Iterator[str]:
    """Ids that the observations of a look may have: its own, with the address or program it also speaks of."""
    base = f"{look.kind}/{look.subject}/{look.place.vantage}"
    if look.detail:
        yield f"{base}/{look.detail}"
        return
    yield base
    yield from (f"{base}/{dialect.platform.id}" for dialect in registry.of(look.kind))
    if KINDS[look.kind].subject is SubjectKind.ENDPOINT or look.kind in AT_EACH_ADDRESS:
        yield from (f"{base}/{address}" for address in look.targets)


def _undeclared(host: HostJob, place: Place) -> Iterator[Look]:
    """Questions to services that answered on ports of the host that no endpoint declares."""
    declared = {endpoint.port for endpoint in host.endpoints}
    for port in host.ports:
        if port not in declared and port.startswith("tcp/"):
            for kind in registry.questions():
                yield Look(host.system, kind, f"{host.subject}/{port}", place, "", host.addresses, (port,))


def _strangers(search: DiscoveryJob, place: Place) -> Iterator[Look]:
    known = set(search.known)
    for address in ipaddress.ip_network(search.prefix):
        if str(address) not in known:
            yield Look(f"{UNDECLARED}{search.domain}", "ports", f"{search.domain}/{address}", place)
