"""In which IP versions the web servers of a name take connections, and in which nobody reaches them."""

import ipaddress
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from auditor.collectors.deadline import WindowEndedError
from auditor.collectors.job import NameJob, Target
from auditor.collectors.network.departure import Departures
from auditor.collectors.network.reach import Tried, try_all, with_departures
from auditor.collectors.network.sockets import Attempt
from auditor.collectors.scope import Probe
from auditor.collectors.session import Session
from auditor.model.base import is_address
from auditor.model.facts import Dns
from auditor.model.facts.addressed import Family, families

_WEB = ("tcp/443", "tcp/80")
_MOST_ASKED = 64
"""Services asked whether an IP version works from here at all, before nobody knows."""

_TOLD_NO = frozenset({Attempt.REFUSED, Attempt.REJECTED, Attempt.UNREACHABLE})
"""Somebody beyond the vantage said that nothing takes the packet."""


class Versions:
    """What one vantage knows of IPv4 and IPv6: whether anything beyond it answers in each."""

    def __init__(self, session: Session, departures: Departures) -> None:
        self._session = session
        self._departures = departures
        self._works: dict[Family, bool] = {}

    def of(self, order: NameJob, data: Dns) -> dict[str, Any]:
        """Both fields of a name's look; neither of them where the permission ended meanwhile."""
        addresses = [text for text in (*data.a, *data.aaaa) if is_address(text)]
        targets = [
            Target(name=order.name, owner=order.owner, domain=self._session.job.domain, address=text, ports=_WEB)
            for text in addresses
        ]
        try:
            tried = self._tried(targets, "web servers of a name")
            answers = _answering(tried)
            shut = [version for version in families(addresses) if _shut(version, targets, tried)]
            closed = [version for version in shut if self._works_here(version, addresses)]
            # What was closed for a moment only, as while a neighbour is looked for, is open at the second try.
            again = self._tried([each for each in targets if _version(each) in closed], "web servers of a name, again")
        except WindowEndedError:
            return {}
        answers = tuple(sorted({*answers, *_answering(again)}))
        return {"answers_over": answers, "closed_over": tuple(v for v in closed if _shut(v, targets, again))}

    def _tried(self, targets: Collection[Target], what: str) -> tuple[Tried, ...]:
        probes = (
            Probe(target.owner, target.domain, ipaddress.ip_address(target.address), port)
            for target in targets
            for port in target.ports
        )
        session = self._session.ending(probe for probe in probes if self._session.closed(probe) is None)
        return with_departures(session, try_all(session, targets, what), self._departures).tried

    def _works_here(self, version: Family, spared: Collection[str]) -> bool:
        """Whether a service at another address than some takes a connection in the version. Asked once."""
        if version not in self._works:
            others = list(islice(self._others(version, spared), _MOST_ASKED))
            tried = self._tried(others, f"whether {version} works") if others else ()
            self._works[version] = any(one.attempt is Attempt.ANSWERED for one in tried)
        return self._works[version]

    def _others(self, version: Family, spared: Collection[str]) -> Iterator[Target]:
        job = self._session.job
        known = [job.control] if job.control else []
        for target in (*known, *(target for order in job.reach for target in order.targets)):
            ports = [port for port in (*_WEB, *target.ports) if port in target.ports and port.startswith("tcp/")]
            if ports and target.address not in spared and _version(target) == version:
                yield target.model_copy(update={"ports": (ports[0],)})


def _version(target: Target) -> Family:
    return families([target.address])[0]


def _answering(tried: Collection[Tried]) -> tuple[Family, ...]:
    return families(one.target.address for one in tried if one.attempt is Attempt.ANSWERED)


def _shut(version: Family, targets: Collection[Target], tried: Collection[Tried]) -> bool:
    """Whether every address of a version was tried on every port, and each packet is known to have come to nothing
    beyond the vantage.
    """
    mine = [one for one in tried if _version(one.target) == version]
    wanted = sum(len(target.ports) for target in targets if _version(target) == version)
    return len(mine) == wanted > 0 and all(
        one.attempt in _TOLD_NO or (one.attempt is Attempt.SILENT and one.left) for one in mine
    )
