"""Where a redirect to another service leads, and whether that may be asked: a machine of the same order at an address
and port that the door lets through now. An address that the order does not have may be anybody's.
"""

import ipaddress
from collections.abc import Iterable, Iterator

from auditor.collectors.job import Job
from auditor.collectors.network import dns
from auditor.collectors.scope import Address, Probe
from auditor.collectors.session import Session
from auditor.model.base import is_address
from auditor.model.facts import Cause, Dns

_QUESTIONS = 2
_MOST_TRIED = 8


class Onward:
    """Leads from one host's pages to those of other services."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._owners = dict(_machines(session.job))

    def __call__(self, name: str, port: int, near: Address) -> Address | Cause:
        """An address of a web server that may be asked on a port, at once, or why none may."""
        found = [ipaddress.ip_address(name)] if is_address(name) else self._resolved(name)
        if isinstance(found, Cause):
            return found
        cause = Cause(code="address_outside_scope", args=tuple(map(str, found[:1])))
        for address in sorted(found, key=lambda one: (one != near, one.version, int(one)))[:_MOST_TRIED]:
            if address not in self._owners:
                continue
            owner, domain = self._owners[address]
            refusal = self._session.refusal(Probe(owner, domain, address, f"tcp/{port}"), "http, sent on")
            if refusal is None:
                return address
            cause = refusal.cause or cause
        return cause

    def _resolved(self, name: str) -> list[Address] | Cause:
        """What the name service of the order says, or the order itself where it has none."""
        job = self._session.job
        if not job.resolver:
            return sorted(set(_declared(job, name)), key=int) or Cause(code="no_resolver")
        resolver = ipaddress.ip_address(job.resolver)
        probe = Probe(None, job.resolver_domain, resolver, "udp/53")
        self._session.pace.wait(_QUESTIONS)
        if (refusal := self._session.refusal(probe, "dns, sent on")) is not None:
            return refusal.cause or Cause(code="no_resolver")
        over_tcp = Probe(None, job.resolver_domain, resolver, "tcp/53")
        outcome = dns.resolve(name, resolver, refusal_of_tcp=lambda: self._session.refusal(over_tcp, "dns over TCP"))
        if not isinstance(outcome.data, Dns):
            return outcome.cause or Cause(code="no_answer")
        texts = [text for text in (*outcome.data.a, *outcome.data.aaaa) if is_address(text)]
        return [ipaddress.ip_address(text) for text in texts] or Cause(code="name_unknown", args=(name,))


def _machines(job: Job) -> Iterator[tuple[Address, tuple[str | None, str]]]:
    """Owner and routing domain of every address of the order, those of its own domain last, so that they count."""
    for target in (target for reach in job.reach for target in reach.targets):
        if target.domain == job.domain:
            yield ipaddress.ip_address(target.address), (target.owner, target.domain)
    for host in job.hosts:
        yield from ((ipaddress.ip_address(address), (host.owner, host.domain)) for address in host.addresses)


def _declared(job: Job, name: str) -> Iterable[Address]:
    for host in job.hosts:
        if any(name == known.lower().removesuffix(".") for one in host.endpoints for known in one.names):
            yield from map(ipaddress.ip_address, host.addresses)
