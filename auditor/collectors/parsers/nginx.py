"""nginx's configuration, read with `crossplane` from the text of its files."""

import fnmatch
import posixpath
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import crossplane

from auditor.errors import UnreadableError
from auditor.model.facts import WebConfig, WebServer
from auditor.text.harmless import from_target

MAIN = "/etc/nginx/nginx.conf"

_MAX_SERVERS = 500
_MAX_DEPTH = 10
_REDIRECTS = frozenset({"301", "302", "303", "307", "308"})

Block = list[dict[str, Any]]


def includes(text: str) -> tuple[str, ...]:
    """Patterns of the files this one includes, absolute. Raises UnreadableError when the text is no configuration."""
    return tuple(
        dict.fromkeys(_pattern(directive["args"][0]) for directive in _walk(_parse(text)) if _includes(directive))
    )


def parse(files: Mapping[str, str]) -> WebConfig:
    """Virtual servers of the configuration whose files are given by absolute path, `MAIN` among them.

    Raises UnreadableError when the main file is missing or one of them is no configuration.
    """
    if MAIN not in files:
        raise UnreadableError(f"{MAIN} is missing")
    trees = {path: _parse(text) for path, text in files.items()}
    main = _expand(trees[MAIN], trees, 0)
    servers = []
    for http in (directive for directive in main if directive["directive"] == "http"):
        block = http.get("block", [])
        servers += [_server(d.get("block", []), block) for d in block if d["directive"] == "server"]
    return WebConfig(servers=tuple(servers[:_MAX_SERVERS]))


def _parse(text: str) -> Block:
    """Crossplane reads only files; includes are followed here, among the texts that were fetched."""
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        path = Path(folder) / "nginx.conf"
        path.write_text(text, encoding="utf-8", errors="replace")
        result = crossplane.parse(str(path), single=True, check_ctx=False, check_args=False)
    if result["errors"]:
        raise UnreadableError(f"nginx's configuration cannot be read: {from_target(str(result['errors'][0]['error']))}")
    block: Block = result["config"][0]["parsed"]
    return block


def _includes(directive: dict[str, Any]) -> bool:
    return directive["directive"] == "include" and bool(directive["args"])


def _pattern(value: str) -> str:
    return posixpath.normpath(posixpath.join("/etc/nginx", value))


def _walk(block: Block) -> Iterator[dict[str, Any]]:
    for directive in block:
        yield directive
        yield from _walk(directive.get("block") or [])


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
    listens = [directive["args"] for directive in block if directive["directive"] == "listen"] or [["80"]]
    switched_on = ["on"] in [directive["args"] for directive in block if directive["directive"] == "ssl"]
    tls = switched_on or any("ssl" in args or "quic" in args for args in listens)
    return WebServer(
        listen=tuple(from_target(args[0], 80) for args in listens if args),
        names=tuple(from_target(name, 255) for args in _all(block, "server_name") for name in args),
        tls=tls,
        protocols=_protocols(block, outer) if tls else (),
        redirects_to_https=any(_to_https(directive) for directive in _walk(block)),
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


def max_age(value: str) -> int | None:
    """Seconds of a Strict-Transport-Security value (RFC 6797, section 6.1.1), or None when it names none."""
    for part in value.split(";"):
        key, _, number = part.strip().partition("=")
        digits = number.strip().strip('"')
        if key.strip().lower() == "max-age" and digits.isascii() and digits.isdecimal():
            return min(int(digits[:12]), 10**10)
    return None
