"""Addresses a name resolves to, as one resolver answers them."""

from collections.abc import Callable

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype

from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.scope import Address
from auditor.model.facts import Dns
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target

_TOOL = "dnspython"
_MAX_ADDRESSES = 50
_SECONDS = 3.0
_PAYLOAD = 1232
"""Bytes of an answer that arrive whole on every way (DNS flag day 2020)."""


def resolve(
    name: str, resolver: Address, port: int = 53, *, refusal_of_tcp: Callable[[], Outcome | None] = lambda: None
) -> Outcome:
    """Asks for A and AAAA. A name that does not exist is an answer; SERVFAIL and REFUSED are not.

    An answer that the resolver says does not fit into a datagram (TC, RFC 7766 section 5) is asked for over TCP, which
    is another port of another protocol: `refusal_of_tcp` says why not, when it comes to that.
    """
    found: dict[str, tuple[str, ...]] = {}
    for kind in ("A", "AAAA"):
        try:
            query = dns.message.make_query(name, kind, use_edns=0, payload=_PAYLOAD)
            answer = dns.query.udp(query, str(resolver), timeout=_SECONDS, port=port)
            if answer.flags & dns.flags.TC:
                if (refusal := refusal_of_tcp()) is not None:
                    return refusal
                answer = dns.query.tcp(query, str(resolver), timeout=_SECONDS, port=port)
            if answer.rcode() not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
                return failed(State.REFUSED, "resolver_refused", dns.rcode.to_text(answer.rcode()), tool=_TOOL)
            found[kind] = _addresses(answer, kind)
        except dns.exception.Timeout:
            return failed(State.TIMEOUT, "no_answer", name, tool=_TOOL)
        except (dns.exception.DNSException, ValueError) as fault:
            return failed(State.PARSE_ERROR, "not_dns", str(fault), tool=_TOOL)
        except OSError as fault:
            return from_fault(fault, _TOOL)
    return Outcome(State.OK, Dns(name=name, a=found["A"], aaaa=found["AAAA"]), tool=_TOOL)


def _addresses(answer: dns.message.Message, kind: str) -> tuple[str, ...]:
    """Addresses at the end of the way that the name's aliases lead; what else stands in an answer is not asked for."""
    wanted = dns.rdatatype.from_text(kind)
    found = answer.resolve_chaining().answer if isinstance(answer, dns.message.QueryMessage) else None
    items = found if found is not None and found.rdtype == wanted else ()
    return tuple(sorted({from_target(item.to_text(), 60) for item in items})[:_MAX_ADDRESSES])
