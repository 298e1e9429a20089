"""Whose time each machine has, as they told it themselves: whom they follow, and what it was held against."""

from collections.abc import Iterable, Sequence

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.time_config import TimeConfig
from auditor.model.inventory import Host
from auditor.policy.log_stores import BySubject, machine_called
from auditor.policy.rings import rings

_CLOCKS = frozenset({"time_config", "ntp"})


class TimeSources:
    """The time clients of one world's machines, indexed once."""

    def __init__(self, estate: Estate, by_subject: BySubject) -> None:
        self._estate = estate
        self._by_subject = by_subject
        self._rings = rings(self._follows())

    def ring(self, host: str) -> list[str]:
        """Machines round which the time of a machine goes; empty where its way leads out."""
        return list(self._rings.get(host, ()))

    def reference_ring(self, host: Host) -> list[str]:
        """The same of the time servers that a machine's own time was held against."""
        return sorted({one for server in self._references(host) for one in self.ring(server)})

    def beside(self, hosts: Sequence[Host], known: set[str]) -> list[Observation]:
        """What machines of other systems follow in whose ring the time of these goes round, and what is known of the
        clocks that the time of these was held against.
        """
        around = {one for host in hosts for one in (*self.ring(host.id), *self.reference_ring(host))}
        others = sorted(around - known)
        servers = sorted({server for host in hosts for server in self._references(host)} - known - around)
        return [
            *(look for host in others for look in self._looks(host) if look.kind == "time_config"),
            *(look for host in servers for look in self._looks(host) if look.kind in _CLOCKS),
        ]

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
