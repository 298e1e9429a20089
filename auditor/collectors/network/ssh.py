"""Which algorithms an SSH server offers, from its banner and first packet; no key is exchanged, nobody logs in."""

import struct

from auditor.collectors.network.sockets import Reader, connect
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.parsers.ssh_wire import MAX_PACKET, parse_banner, parse_kexinit
from auditor.collectors.questions import Question
from auditor.collectors.scope import Address
from auditor.errors import UnreadableError
from auditor.model.facts import Ssh
from auditor.model.vocab.measurements import State

_TOOL = "ssh banner and KEXINIT"
_OURS = b"SSH-2.0-auditor\r\n"
_LINES_BEFORE = 20
_LONGEST_LINE = 512


def algorithms(address: Address, port: int, timeout: float = 5.0) -> Outcome:
    """Reads the banner and the list of algorithms."""
    try:
        with connect(address, port, timeout) as sock:
            reader = Reader(sock, seconds=timeout, limit=128 * 1024)
            protocol, software = parse_banner(_identification(reader))
            sock.sendall(_OURS)
            offer = parse_kexinit(_packet(reader))
    except UnreadableError as fault:
        return failed(State.PARSE_ERROR, "not_ssh", fault.message, tool=_TOOL)
    except OSError as fault:
        return from_fault(fault, _TOOL)
    data = Ssh(
        protocol=protocol,
        software=software,
        kex=offer.kex,
        host_keys=offer.host_keys,
        ciphers=offer.ciphers,
        macs=offer.macs,
    )
    return Outcome(State.OK, data, tool=_TOOL)


def _identification(reader: Reader) -> bytes:
    """A server may send other lines before its own (RFC 4253, section 4.2)."""
    line = b""
    for _ in range(_LINES_BEFORE):
        line = reader.line(_LONGEST_LINE)
        if line.startswith(b"SSH-"):
            break
    return line


def _packet(reader: Reader) -> bytes:
    length, padding = struct.unpack(">IB", reader.exactly(5))
    if not padding + 2 <= length <= MAX_PACKET:
        raise UnreadableError("the server's first packet has an impossible length")
    return reader.exactly(length - 1)[: length - 1 - padding]


QUESTION = Question(
    kind="ssh",
    wanted=lambda endpoint, port, _tls: endpoint.purpose == "ssh" or port == "tcp/22",
    found=lambda name, _encrypted: name == "ssh",
    ask=lambda asked: algorithms(asked.address, asked.number),
    from_administrators=True,
)
