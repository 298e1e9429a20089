"""What time a server tells: one mode-3 query (RFC 5905)."""

import ipaddress
import time

import ntplib

from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.scope import Address
from auditor.model.facts import Ntp
from auditor.model.vocab.measurements import State

PACKETS = 2
"""Questions that one address is put at most."""

_TOOL = "ntplib"
_SERVER_MODE = 4
_VERSION = 4
_SLACK = 0.001
_SLOW_MS = 50
"""An answer under way for longer is asked for again: its offset may be wrong by half of that (RFC 5905, 8)."""

_TRIED_AGAIN = frozenset({State.TIMEOUT, State.PARSE_ERROR})
_REFERENCE_CLOCK = 1
_KISS = 0
"""The stratum of a kiss-o'-death (RFC 5905, 7.4): a refusal with a code of four letters, whose times mean nothing."""
_FURTHEST_MS = 10**12


def query(address: Address, timeout: float = 2.0) -> Outcome:
    """Asks twice before calling it silence, and again where the way took so long that the offset may be far from true:
    of two answers the one that was under way for less counts, as a client's own filter has it (RFC 5905, 10).
    """
    first = _asked(address, timeout)
    if first.state in _TRIED_AGAIN:
        return _asked(address, timeout)
    if isinstance(first.data, Ntp) and first.data.delay_ms > _SLOW_MS:
        second = _asked(address, timeout)
        if isinstance(second.data, Ntp) and second.data.delay_ms < first.data.delay_ms:
            return second
    return first


def _asked(address: Address, timeout: float) -> Outcome:
    begun = time.time()
    try:
        answer = ntplib.NTPClient().request(str(address), version=_VERSION, port=123, timeout=timeout)
    except ntplib.NTPException as fault:
        silent = "No response" in str(fault)
        return failed(State.TIMEOUT if silent else State.PARSE_ERROR, "no_answer" if silent else "not_ntp", tool=_TOOL)
    except OSError as fault:
        return from_fault(fault, _TOOL)
    return _outcome(answer) if _is_answer(answer, begun) else failed(State.PARSE_ERROR, "not_ntp", tool=_TOOL)


def _is_answer(answer: ntplib.NTPStats, begun: float) -> bool:
    """Whether a packet is what a server answers to our query: of its version, with our time in it and one of its own
    (RFC 5905, 8: what is not is bogus).
    """
    asked = begun - _SLACK <= answer.orig_time <= time.time() + _SLACK
    return answer.mode == _SERVER_MODE and answer.version == _VERSION and asked and bool(answer.tx_timestamp)


def _outcome(answer: ntplib.NTPStats) -> Outcome:
    if answer.stratum == _KISS:
        return failed(State.REFUSED, "kiss_of_death", _reference(answer.ref_id, answer.stratum), tool=_TOOL)
    offset, delay = round(answer.offset * 1000), round(answer.delay * 1000)
    if abs(offset) > _FURTHEST_MS:
        return failed(State.PARSE_ERROR, "absurd_time", tool=_TOOL)
    data = Ntp(
        version=answer.version,
        stratum=answer.stratum,
        leap=answer.leap,
        offset_ms=offset,
        delay_ms=delay,
        reference=_reference(answer.ref_id, answer.stratum),
    )
    return Outcome(State.OK, data, tool=_TOOL)


def _reference(ref_id: int, stratum: int) -> str:
    """A name of four letters for a reference clock, else an address (or the digest of an IPv6 address)."""
    raw = ref_id.to_bytes(4, "big")
    if stratum <= _REFERENCE_CLOCK:
        return "".join(chr(byte) for byte in raw if chr(byte).isalnum())
    return str(ipaddress.IPv4Address(raw))
