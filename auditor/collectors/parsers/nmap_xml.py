"""nmap's XML output: what was tried, what answered, versions, and the tables of the script `ssl-enum-ciphers`."""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from auditor.errors import UnreadableError
from auditor.model.base import LARGEST_PORT
from auditor.model.facts import Service
from auditor.text.harmless import from_target

TLS_TRIED = ("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
"""Versions that `ssl-enum-ciphers` of nmap 7.93 and later offers; it cannot speak SSLv2."""

_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,9});")
_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DEEPEST = 60
_LONGEST_NUMBER = 12
_SPEAKS_TLS_13 = [7, 93]
_TELLING = frozenset({"syn", "connect", "udp"})
_SPACES = frozenset({0x9, 0xA, 0xD})

_SOUND_GRADES = frozenset({"A", "B"})
_MAX_PORTS = 70_000

_RESETS = frozenset({"reset"})
_UNPROVEN = frozenset({"conn-refused"})
"""nmap's reasons (`portreasons.cc`) for a closed TCP port, by raw packets and by plain connections."""


@dataclass(frozen=True, slots=True)
class TlsOffer:
    """Versions that completed a handshake, and ciphers graded below B."""

    offered: tuple[str, ...]
    weak_ciphers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScannedHost:
    """One address. `answered`: a port was open or refused. `neighbour`: something answered for it on the link (ARP,
    neighbour discovery) with the hardware address `mac`, which says nothing of a port, and may have been said by a
    router for another machine (RFC 1027). `local`: it is the scanning machine.

    `refused` are closed ports that a reset told of. A scan by plain connections cannot tell a reset from a firewall's
    ICMP answer, so its refusals are `unproven`. Ports that are closed in a number only, without a list, are in neither.
    """

    address: str
    local: bool
    finished: bool
    answered: bool
    open: tuple[str, ...]
    refused: tuple[str, ...]
    unproven: tuple[str, ...]
    services: tuple[Service, ...]
    tls: dict[str, TlsOffer]
    neighbour: bool = False
    mac: str = ""
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class NmapRun:
    """One run. `tried` are the ports the scanner was given, as `tcp/22`; `finished` that it ended by itself and tells
    every host it met. `ended` is when, in seconds of Unix time, as far as it tells.
    """

    version: str
    tried: tuple[str, ...]
    hosts: tuple[ScannedHost, ...]
    finished: bool
    ended: int | None = None

    @property
    def tls_tried(self) -> tuple[str, ...]:
        """Versions that `ssl-enum-ciphers` of this nmap offers; before 7.93 it could not speak TLS 1.3."""
        numbers = [int(part) for part in re.findall(r"[0-9]{1,6}", self.version)[:2]]
        return TLS_TRIED if numbers >= _SPEAKS_TLS_13 else tuple(name for name in TLS_TRIED if name != "TLSv1.3")


def parse(xml: str | bytes) -> NmapRun:
    """Reads one whole document. Raises UnreadableError when it is cut short, carries entities or is no nmap output."""
    run, fault = parse_kept(xml)
    if fault:
        raise _unreadable(fault)
    return run


def parse_kept(xml: str | bytes) -> tuple[NmapRun, str]:
    """Reads what there is of one document: hosts that are told to their end, and what stood in the way of the rest,
    empty where nothing did. A run that is not whole is not finished.

    Raises UnreadableError where not even the beginning of nmap's output is there, and where entities are defined.
    """
    reading = _Reading()
    fault = ""
    try:
        for event, node in iterparse(BytesIO(_legal(xml)), events=("start", "end")):
            reading.take(event, node)
    except ParseError as error:
        fault = from_target(str(error))
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise _unreadable(str(error)) from error
    if reading.root is None:
        raise _unreadable(fault)
    return reading.run(whole=not fault), fault


def _unreadable(fault: str) -> UnreadableError:
    return UnreadableError(
        f"nmap's XML cannot be read: {from_target(fault)}", remedy="Run the collection again with --resume."
    )


class _Reading:
    """Takes the document element by element, so that a long one is not held whole."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._depth = 0
        self._tried: list[str] = []
        self._hosts: list[ScannedHost] = []

    def take(self, event: str, node: Element) -> None:
        """The next beginning or end of an element. Raises UnreadableError for what is no output of nmap."""
        self._depth += 1 if event == "start" else -1
        if self.root is None:
            if node.tag != "nmaprun":
                raise UnreadableError(f"this XML is no output of nmap: it starts with <{from_target(node.tag)}>")
            self.root = node
        if self._depth > _DEEPEST:
            raise UnreadableError("nmap's XML is deeper than any")
        if event == "end" and self._depth == 1:
            self._child(node)

    def _child(self, node: Element) -> None:
        if node.tag == "scaninfo":
            self._tried += _tried(node)
        elif node.tag == "host":
            if _is_up(node):
                self._hosts.append(_host(node))
            node.clear()

    def run(self, *, whole: bool) -> NmapRun:
        """What was taken."""
        root = self.root if self.root is not None else Element("nmaprun")
        ended, up = root.find("runstats/finished"), root.find("runstats/hosts")
        told = 0 if up is None else _number(up.get("up")) or 0
        finished = ended is not None and ended.get("exit", "success") == "success" and not ended.get("errormsg")
        return NmapRun(
            version=from_target(root.get("version", "")),
            tried=tuple(dict.fromkeys(self._tried)),
            hosts=tuple(self._hosts),
            finished=whole and finished and told <= len(self._hosts),
            ended=_number(ended.get("time") if ended is not None else root.get("start")),
        )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _tried(info: Element) -> list[str]:
    """Ports of one scan that tells open from closed: another (ACK, FIN, idle) shows neither."""
    if info.get("protocol", "tcp") not in {"tcp", "udp"} or info.get("type", "syn") not in _TELLING:
        return []
    return _listed(info.get("protocol", "tcp"), info.get("services", ""))


def _legal(xml: str | bytes) -> bytes:
    """Without references to characters that XML has none of (XML 1.0, 2.2), which nmap writes for bytes of a banner,
    and without the name of an encoding, which is UTF-8 always.
    """
    text = xml.decode("utf-8", "replace") if isinstance(xml, bytes) else xml
    text = _HEAD.sub("", text, count=1)
    return _REFERENCE.sub(lambda found: found[0] if _is_character(found[1]) else "?", text).encode("utf-8", "replace")


def _is_character(number: str) -> bool:
    value = int(number[1:], 16) if number[:1] in "xX" else int(number)
    return value in _SPACES or 0x20 <= value <= 0xD7FF or 0xE000 <= value <= 0xFFFD or 0x10000 <= value <= 0x10FFFF  # noqa: PLR2004  # XML 1.0, 2.2


def _is_up(node: Element) -> bool:
    status = node.find("status")
    return status is not None and status.get("state") == "up"


def _is_neighbour(node: Element) -> bool:
    status = node.find("status")
    return status is not None and status.get("reason") in {"arp-response", "nd-response"}


def _listed(protocol: str, text: str) -> list[str]:
    """Ports of a list as `22,80-90`. Raises UnreadableError for more than there are."""
    ports: list[str] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            ports += [f"{protocol}/{number}" for number in range(int(first), min(int(last or first), LARGEST_PORT) + 1)]
        if len(ports) > _MAX_PORTS:
            raise UnreadableError("nmap's XML lists more ports than exist")
    return ports


def _host(node: Element) -> ScannedHost:
    ports = node.findall("ports/port")
    opened = [port for port in ports if _state(port) == "open"]
    refused = _closed(node, _RESETS)
    return ScannedHost(
        address=next((a.get("addr", "") for a in node.findall("address") if a.get("addrtype") != "mac"), ""),
        local=node.find("status[@reason='localhost-response']") is not None,
        finished=node.get("timedout") != "true",
        answered=bool(opened or refused),
        open=tuple(_name(port) for port in opened),
        refused=refused,
        unproven=_closed(node, _UNPROVEN),
        services=tuple(_service(port) for port in opened),
        tls={_name(port): offer for port in opened if (offer := _tls(port)) is not None},
        neighbour=_is_neighbour(node),
        ended=_number(node.get("endtime")),
        mac=next((a.get("addr", "").lower() for a in node.findall("address") if a.get("addrtype") == "mac"), ""),
    )


def _closed(node: Element, reasons: frozenset[str]) -> tuple[str, ...]:
    """Ports that are closed for one of some reasons, one by one or in the lists of `extraports`."""
    found = [
        _name(port)
        for port in node.findall("ports/port")
        if (state := port.find("state")) is not None
        and state.get("state") == "closed"
        and state.get("reason") in reasons
    ]
    for extra in node.findall("ports/extraports[@state='closed']/extrareasons"):
        if extra.get("reason") in reasons:
            found += _listed(extra.get("proto", "tcp"), extra.get("ports", ""))
    return tuple(found)


def _state(port: Element) -> str:
    state = port.find("state")
    return "" if state is None else state.get("state", "")


def _name(port: Element) -> str:
    return f"{port.get('protocol', 'tcp')}/{port.get('portid', '0')}"


def _speaks_tls(port: Element) -> bool:
    """Of a protocol that begins TLS by itself (MS-SQL), nmap tells no tunnel; that its scripts met a certificate or a
    version of TLS shows it.
    """
    met = {script.get("id") for script in port.findall("script") if script.find("table") is not None}
    return bool(met & {"ssl-cert", "ssl-enum-ciphers"})


def _service(port: Element) -> Service:
    node = port.find("service")
    if node is None:
        return Service(port=_name(port), tls=_speaks_tls(port))
    guessed = node.get("method") == "table"  # a name from the port number alone is no observation
    return Service(
        port=_name(port),
        name="" if guessed else from_target(node.get("name", ""), 60),
        product=from_target(node.get("product", "")),
        version=from_target(node.get("version", ""), 80),
        tls=node.get("tunnel") == "ssl" or _speaks_tls(port),
    )


def _tls(port: Element) -> TlsOffer | None:
    script = next((s for s in port.findall("script") if s.get("id") == "ssl-enum-ciphers"), None)
    if script is None:
        return None
    tables = [table for table in script.findall("table") if table.get("key") in TLS_TRIED]
    weak = {
        from_target(_elem(cipher, "name"), 100)
        for table in tables
        for cipher in table.findall("table[@key='ciphers']/table")
        if _elem(cipher, "strength") not in _SOUND_GRADES
    }
    return TlsOffer(tuple(sorted(table.get("key", "") for table in tables)), tuple(sorted(weak)))


def _elem(table: Element, key: str) -> str:
    return next((elem.text or "" for elem in table.findall("elem") if elem.get("key") == key), "")
