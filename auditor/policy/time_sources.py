"""Whose time each machine has, as they told it themselves: whom they follow, and what it was held against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.time_config import TimeConfig
from auditor.model.inventory import Host
from auditor.policy.log_stores import BySubject, machine_called
from auditor.policy.rings import rings

_CLIENTS = frozenset({"time_config"})
_CLOCKS = _CLIENTS | {"ntp"}


class TimeSources:
    """The time clients of one world's machines, indexed once."""

    def __init__(self, estate: Estate, by_subject: BySubject) -> None:
        self._estate = estate
        self._by_subject = by_subject
        self._rings = rings(self._follows())
        self._asked = self._machines_asked()

    def ring(self, host: str) -> list[str]:
        """Machines round which the time of a machine goes; empty where its way leads out."""
        return list(self._rings.get(host, ()))

    def reference_ring(self, host: Host) -> list[str]:
        """The same of the time servers that a machine's own time was held against."""
        return sorted({one for server in self._references(host) for one in self.ring(server)})

    def beside(self, hosts: Sequence[Host], known: set[str]) -> list[Observation]:
        """What machines of other systems follow in whose ring the time of these goes round, and what is known of the
        clocks that the time of these was held against, or that a vantage asked which asked these.
        """
        around = {one for host in hosts for one in (*self.ring(host.id), *self.reference_ring(host))}
        clocks = {clock for host in hosts for clock in (*self._references(host), *self._asked_beside(host))}
        return [
            look
            for host in sorted((around | clocks) - known)
            for look in self._looks(host)
            if look.kind in (_CLOCKS if host in clocks else _CLIENTS)
        ]

    def _asked_beside(self, host: Host) -> set[str]:
        """The machines that vantages asked for the time which asked this one."""
        vantages = {look.vantage for look in self._looks(host.id) if look.kind == "ntp"}
        return {machine for vantage in vantages for machine in self._asked[vantage]}

    def _machines_asked(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for host in self._estate.inventory.hosts:
            for look in self._looks(host.id):
                if look.kind == "ntp":
                    found[look.vantage].add(host.id)
        return found

    def _looks(self, host: str) -> Iterable[Observation]:
        return self._by_subject.get(host, ())

    def _follows(self) -> dict[str, str]:
        """The declared machine that each machine takes its time from, as its own client told last. One that says that
        it is out of step, or that it follows its own clock, takes it from itself, whatever source it names.
        """
        found: dict[str, str] = {}
        for host in self._estate.inventory.hosts:
            looks = [look for look in self._looks(host.id) if look.kind == "time_config"]
            for look in sorted(looks, key=lambda look: look.observed_at):
                data = look.typed()
                if isinstance(data, TimeConfig) and _adrift(data):
                    found[host.id] = host.id
                elif isinstance(data, TimeConfig) and data.source is not None:
                    found[host.id] = machine_called(self._estate, host, data.source)
        return found

    def _references(self, host: Host) -> list[str]:
        """The time servers that a machine's own time was held against."""
        told = (look.typed() for look in self._looks(host.id) if look.kind == "own_clock")
        return sorted({data.reference for data in told if isinstance(data, OwnClock) and data.reference})


def _adrift(clock: TimeConfig) -> bool:
    return clock.service == "none" or clock.synchronised is False or bool(clock.self_source)
