"""nginx: its virtual servers, from the main file and what that includes."""

import fnmatch
import posixpath
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from crossplane.analyzer import DIRECTIVES

from auditor.collectors.asks import Answers, Includes, Trouble
from auditor.collectors.dialect import Claim, Dialect, Fit, Platform, cover_of, gap, serves_web, unreadable
from auditor.collectors.trees.hsts import max_age
from auditor.collectors.trees.nginx import Block, parse, walk
from auditor.errors import UnreadableError
from auditor.model.facts.reading import Cause, Reading, Unread
from auditor.model.facts.web_config import WebConfig, WebServer
from auditor.text.harmless import from_target

MAIN = "/etc/nginx/nginx.conf"

_MAX_SERVERS = 500
_MAX_DEPTH = 10
_REDIRECTS = frozenset({"301", "302", "303", "307", "308"})
_OWN = "/etc/nginx/"


def includes(text: str, _: str = MAIN) -> tuple[str, ...]:
    """Patterns of the files this one includes, absolute; none of a text that is no configuration."""
    try:
        block = parse(text)
    except UnreadableError:
        return ()
    return tuple(dict.fromkeys(_pattern(directive["args"][0]) for directive in walk(block) if _includes(directive)))


TREE = Includes(id="nginx.conf", mains=(MAIN,), roots=("/etc/nginx",), patterns=includes)


def _recognises(answers: Answers) -> Fit:
    answer = answers[TREE]
    return Fit.YES if answer.files else Fit.NO if answer.trouble is Trouble.MISSING else Fit.UNKNOWN


NGINX = Platform(id="nginx", transport="shell", recognises=_recognises, defaults=MappingProxyType({"listen": "80"}))


def read(answers: Answers) -> Reading:
    """Virtual servers. Only files that the configuration includes are read, and never a key or a list of passwords."""
    texts = answers[TREE].texts()
    if MAIN not in texts:
        return Reading()
    try:
        trees = {path: parse(text) for path, text in texts.items()}
        main = _expand(trees[MAIN], trees, 0)
    except UnreadableError as fault:
        return unreadable(fault.message)
    blocks = [d.get("block", []) for d in main if d["directive"] == "http"]
    found = [(server, block) for block in blocks for server in block if server["directive"] == "server"]
    data = WebConfig(servers=tuple(_server(d.get("block", []), outer) for d, outer in found[:_MAX_SERVERS]))
    if not blocks:
        return Reading(cause=Cause(code="unreadable", args=("nginx's configuration has no block for http",)))
    return Reading(data, cover_of(answers, DIALECT.asks), tuple(_gaps(found, trees)))


def _gaps(found: list[tuple[dict[str, Any], Block]], trees: Mapping[str, Block]) -> list[Unread]:
    """What may say something else than was read: words nobody knows, files outside, and too many servers."""
    foreign = [d["line"] for server, _ in found for d in walk(server.get("block", [])) if _foreign(d)]
    outside = [
        pattern
        for block in trees.values()
        for d in walk(block)
        if _includes(d)
        for pattern in [_pattern(d["args"][0])]
        if not pattern.startswith(_OWN)
    ]
    gaps = [gap("servers", f"line {line}", "not_understood") for line in dict.fromkeys(foreign)]
    gaps += [gap("servers", "an include outside of /etc/nginx", "not_read")] * bool(outside)
    return gaps + [gap("servers", MAIN, "too_many")] * (len(found) > _MAX_SERVERS)


def _foreign(directive: dict[str, Any]) -> bool:
    return directive["directive"] not in DIRECTIVES and directive["directive"] != "#"


def _includes(directive: dict[str, Any]) -> bool:
    return directive["directive"] == "include" and bool(directive["args"])


def _pattern(value: str) -> str:
    return posixpath.normpath(posixpath.join("/etc/nginx", value))


def _expand(block: Block, trees: Mapping[str, Block], depth: int) -> Block:
    if depth > _MAX_DEPTH:
        raise UnreadableError("nginx's configuration includes itself")
    out: Block = []
    for directive in block:
        if _includes(directive):
            pattern = _pattern(directive["args"][0])
            for path in sorted(trees):
                if fnmatch.fnmatchcase(path, pattern):
                    out += _expand(trees[path], trees, depth + 1)
        elif "block" in directive:
            out.append({**directive, "block": _expand(directive["block"], trees, depth)})
        else:
            out.append(directive)
    return out


def _server(block: Block, outer: Block) -> WebServer:
    listens = _all(block, "listen") or [[NGINX.defaults["listen"]]]
    switched_on = ["on"] in [directive["args"] for directive in block if directive["directive"] == "ssl"]
    tls = switched_on or any("ssl" in args or "quic" in args for args in listens)
    return WebServer(
        listen=tuple(from_target(args[0], 80) for args in listens if args),
        names=tuple(from_target(name, 255) for args in _all(block, "server_name") for name in args),
        tls=tls,
        protocols=_protocols(block, outer) if tls else (),
        redirects_to_https=any(_to_https(directive) for directive in walk(block)),
        hsts_seconds=_hsts(block, outer) if tls else None,
    )


def _all(block: Block, name: str) -> list[list[str]]:
    return [directive["args"] for directive in block if directive["directive"] == name]


def _protocols(block: Block, outer: Block) -> tuple[str, ...]:
    """Versions in the spelling of the facts; empty when nothing sets them, since the default differs by version."""
    given = _all(block, "ssl_protocols") or _all(outer, "ssl_protocols")
    return tuple("TLSv1.0" if word == "TLSv1" else from_target(word, 20) for word in (given[0] if given else []))


def _to_https(directive: dict[str, Any]) -> bool:
    args = directive["args"]
    if directive["directive"] == "return" and args:
        return args[-1].startswith("https://") and (len(args) == 1 or args[0] in _REDIRECTS)
    return directive["directive"] == "rewrite" and len(args) > 1 and args[1].startswith("https://")


def _hsts(block: Block, outer: Block) -> int | None:
    for args in (*_all(block, "add_header"), *_all(outer, "add_header")):
        if len(args) > 1 and args[0].lower() == "strict-transport-security":
            return max_age(args[1])
    return None


DIALECT = Dialect(
    kind="web_config",
    platform=NGINX,
    asks=(TREE,),
    read=read,
    tool="nginx files",
    truth="nginx -T",
    claims=(Claim(ask=TREE.id, opens=r"^\s*server\s*\{", foreign="frobnicate on;"),),
    wanted=serves_web,
)
