"""What nginx's blocks mean for each virtual server: sockets and their default servers, inherited headers, redirects.

Sources: ngx_http_core_module, ngx_http_ssl_module, ngx_http_headers_module and ngx_http_rewrite_module on nginx.org.
"""

import re
from collections.abc import Iterator
from typing import Any

from auditor.collectors.trees.hsts import max_age
from auditor.collectors.trees.nginx import Block
from auditor.model.facts.web_config import WebServer
from auditor.text.harmless import from_target

Doubts = list[tuple[str, str]]
"""Places and codes of what was not understood."""

_REDIRECTS = frozenset({"301", "302", "303", "307", "308"})
_VERSIONS = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_EVERYTHING = frozenset({"^", "^(.*)$", "^/(.*)$", "(.*)", ".*", "^.*", "^.*$", "/(.*)", "^/(.*)", "^(.*)", "^/"})
"""Patterns of `rewrite` that every path has."""

_PLAIN_HTTP = frozenset({
    "$scheme != https", "$scheme = http", "$https = ", "$https != on", "$server_port = 80",
})  # fmt: skip
"""Conditions that hold for every request without TLS."""

_ANY_ADDRESS = {"*", "0.0.0.0", ""}  # noqa: S104  # how nginx writes it


def web_servers(whole: Block, doubts: Doubts, default_listen: str) -> tuple[WebServer, ...]:
    """Every virtual server of every block `http`, in order."""
    found: list[WebServer] = []
    for http in (directive.get("block", []) for directive in whole if directive["directive"] == "http"):
        servers = [d.get("block", []) for d in http if d["directive"] == "server"]
        sockets = _Sockets(servers, http, default_listen)
        found += [_server(block, http, sockets, doubts) for block in servers]
    return tuple(found)


class _Sockets:
    """What servers that listen on one address and port share: TLS, and the versions of the one that is the default."""

    def __init__(self, servers: list[Block], http: Block, default_listen: str) -> None:
        self._default_listen = default_listen
        self._http = http
        self._default: dict[str, Block] = {}
        self._tls: set[str] = set()
        named: set[str] = set()
        for block in servers:
            for args in self.listens(block):
                key = _socket(args[0])
                if {"default_server", "default"} & set(args[1:]) and key not in named:
                    named.add(key)
                    self._default[key] = block
                self._default.setdefault(key, block)
                if {"ssl", "quic"} & set(args[1:]):
                    self._tls.add(key)

    def listens(self, block: Block) -> list[list[str]]:
        """What a server listens on; the usual port where it does not say."""
        return [args for args in _all(block, "listen") if args] or [[self._default_listen]]

    def tls(self, block: Block) -> list[str]:
        """Sockets of a server that speak TLS."""
        switched_on = ["on"] in (_all(block, "ssl") or _all(self._http, "ssl"))
        return [key for key in map(_socket, (a[0] for a in self.listens(block))) if switched_on or key in self._tls]

    def protocols(self, sockets: list[str]) -> tuple[str, ...]:
        """Versions on any of some sockets; empty when nothing sets them, since the default differs by version."""
        each = [_all(self._default[key], "ssl_protocols") or _all(self._http, "ssl_protocols") for key in sockets]
        if not each or not all(each):
            return ()
        given = {word for lines in each for args in lines for word in args}
        known = [version for version in _VERSIONS if version in given]
        names = [*known, *sorted(given - set(known))]
        return tuple("TLSv1.0" if name == "TLSv1" else from_target(name, 20) for name in names)


def _socket(address: str) -> str:
    """One way to write an address and a port."""
    if address.startswith("unix:"):
        return address
    if address.isdecimal():
        return f"*:{int(address)}"
    host, colon, port = address.rpartition(":")
    if not colon or address.endswith("]"):
        host, port = address, "80"
    host = host.lower().replace("localhost", "127.0.0.1")
    return f"{'*' if host in _ANY_ADDRESS else host}:{int(port) if port.isdecimal() else port}"


def _server(block: Block, http: Block, sockets: _Sockets, doubts: Doubts) -> WebServer:
    listens, tls = sockets.listens(block), sockets.tls(block)
    return WebServer(
        listen=tuple(from_target(args[0], 80) for args in listens),
        names=tuple(from_target(name, 255) for args in _all(block, "server_name") for name in args),
        tls=bool(tls),
        protocols=sockets.protocols(tls),
        redirects_to_https=_redirects(block, doubts),
        hsts_seconds=_hsts(block, http, doubts) if tls else None,
    )


def _all(block: Block, name: str) -> list[list[str]]:
    return [directive["args"] for directive in block if directive["directive"] == name]


def _redirects(block: Block, doubts: Doubts) -> bool:
    """Whether whatever is asked for leads to HTTPS: by the server itself, or by each of its locations."""
    told = _first_answer(block, doubts)
    if told is not None:
        return told
    places = [d for d in block if d["directive"] == "location"]
    all_paths = any(d["args"] in (["/"], ["^~", "/"]) for d in places)
    return all_paths and all(_first_answer(d.get("block", []), doubts) is True for d in places)


def _first_answer(block: Block, doubts: Doubts) -> bool | None:
    """What the rewrite module does with every request in a block: True leads to HTTPS, False answers some otherwise,
    None leaves them to others. Its directives are taken in their order.
    """
    for directive in block:
        name, args = directive["directive"], directive["args"]
        if name == "return":
            return _to_https(args, args[-1:], directive, doubts)
        if name == "rewrite" and len(args) > 1 and args[1].startswith(("http://", "https://", "$scheme")):
            told = args[1].startswith("https://")
            if args[0] in _EVERYTHING or not told:
                return told and args[0] in _EVERYTHING
        if name == "if":
            inner = _first_answer(directive.get("block", []), doubts)
            if _condition(args) in _PLAIN_HTTP and inner is not None:
                return inner
            if inner is False:
                return False
        if name == "break":
            return None
    return None


def _to_https(args: list[str], target: list[str], directive: dict[str, Any], doubts: Doubts) -> bool:
    if not target or (len(args) > 1 and args[0] not in _REDIRECTS):
        return False
    if re.match(r"\$(?!scheme\b)", target[0]):
        doubts.append((f"line {directive['line']}", "not_understood"))  # a variable may say anything
    return target[0].startswith("https://")


def _condition(args: list[str]) -> str:
    return " ".join(args).strip("()").strip()


def _hsts(block: Block, http: Block, doubts: Doubts) -> int | None:
    """The shortest that any answer of a server carries; None where one carries none. A level with headers of its own
    has none of those above it.
    """
    inherited = _headers(block) or _headers(http)
    each = [_own_hsts(headers, doubts) for headers in _levels(block, inherited)]
    known = [seconds for seconds in each if seconds is not None]
    return min(known) if known and len(known) == len(each) else None


_Header = dict[str, Any]


def _headers(block: Block) -> list[_Header]:
    return [directive for directive in block if directive["directive"] == "add_header"]


def _levels(block: Block, headers: list[_Header]) -> Iterator[list[_Header]]:
    """Headers in force in a server, and in each location and condition within it."""
    yield headers
    for directive in block:
        if directive["directive"] in {"location", "if"}:
            inner = directive.get("block", [])
            yield from _levels(inner, _headers(inner) or headers)


def _own_hsts(headers: list[_Header], doubts: Doubts) -> int | None:
    for directive in headers:
        args = directive["args"]
        if len(args) > 1 and args[0].lower() == "strict-transport-security":
            if "$" in args[1]:
                doubts.append((f"line {directive['line']}", "not_understood"))
            return max_age(args[1])
    return None
