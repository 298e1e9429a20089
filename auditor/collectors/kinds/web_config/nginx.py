"""nginx: its virtual servers, from the configuration that `nginx -T` shows, or else the main file and its includes.

What it shows is what it takes: every file that it read, wherever it lies, and nothing else. Where it refuses its own
configuration there is none. An ordinary user may not have it test one; then the files are read that may be.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from crossplane.analyzer import DIRECTIVES

from auditor.collectors.asks import Answers, Command, Includes, Trouble, globbed
from auditor.collectors.dialect import Claim, Dialect, Fit, Platform, cover_of, gap, serves_web, unreadable
from auditor.collectors.kinds.web_config.nginx_servers import Doubts, web_servers
from auditor.collectors.trees.nginx import Block, parse, walk
from auditor.errors import UnreadableError
from auditor.model.facts.reading import Reading, Unread
from auditor.model.facts.web_config import WebConfig

MAIN = "/etc/nginx/nginx.conf"

_MAX_SERVERS = 500
_MAX_DEPTH = 10


def includes(text: str, main: str = MAIN) -> tuple[str, ...]:
    """Patterns of the files this one includes, absolute; none of a text that is no configuration."""
    try:
        block = parse(text)
    except UnreadableError:
        return ()
    return tuple(dict.fromkeys(_pattern(directive, main) for directive in walk(block) if _includes(directive)))


DUMP = Command(
    id="nginx -T",
    words=("nginx", "-T"),
    # it refuses a configuration with these words, and without a right to its keys and logs it cannot test one
    accepts=frozenset({Trouble.MISSING, Trouble.DENIED, Trouble.FAILED}),
    otherwise=Command(id="nginx -T by its path", words=("/usr/sbin/nginx", "-T")),
)
TREE = Includes(
    id="nginx.conf", mains=(MAIN,), roots=("/etc/nginx",), patterns=includes, matches=globbed, unless=DUMP.id
)

_TABLES = frozenset({"types", "map", "geo", "split_clients", "charset_map"})
_FILE = re.compile(r"^# configuration file (/[^\n]{1,400}):$", re.MULTILINE)
_REFUSED = re.compile(r"\[(?:emerg|crit)\] (?:\d+#\d+: )?([^\n]{1,600})")
_QUOTED = re.compile(r'"([^"\n]*)"')
_PATH = re.compile(r"/[A-Za-z0-9_./+-]{1,200}")


def _recognises(answers: Answers) -> Fit:
    if answers[DUMP].ok or answers[TREE].files:
        return Fit.YES
    return Fit.NO if answers[TREE].trouble is Trouble.MISSING else Fit.UNKNOWN


NGINX = Platform(id="nginx", transport="shell", recognises=_recognises, defaults=MappingProxyType({"listen": "*:80"}))


def read(answers: Answers) -> Reading:
    """Virtual servers. Only files of the configuration are read, and never a key or a list of passwords."""
    shown = answers[DUMP]
    refused = _REFUSED.search(shown.said) if shown.trouble in {Trouble.FAILED, Trouble.MISSING} else None
    if refused is not None:
        return unreadable(f"nginx refuses its configuration: {_without_words(refused[1])}")
    texts = dict(_shown(shown.text)) if shown.ok else answers[TREE].texts()
    main = next(iter(texts), "")
    if not texts or (not shown.ok and main != MAIN):
        return Reading()
    try:
        trees = {path: _parsed(path, text) for path, text in texts.items()}
        whole = _expand(trees[main], trees, main, 0)
    except UnreadableError as fault:
        return unreadable(fault.message)
    if not any(d["directive"] in {"http", "stream", "mail"} for d in whole):
        return unreadable("nginx's configuration has no block for http")
    doubts: Doubts = []
    found = web_servers(whole, doubts, NGINX.defaults["listen"])
    gaps = [gap("servers", where, code) for where, code in doubts]
    gaps += _gaps(whole)
    gaps += [gap("servers", MAIN, "too_many")] * (len(found) > _MAX_SERVERS)
    if not shown.ok:
        gaps += [gap("servers", "an include outside of /etc/nginx", "not_read")] * _outside(trees, main)
        gaps.append(gap("servers", DUMP.id, "not_permitted" if shown.trouble is Trouble.DENIED else "not_told"))
    data = WebConfig(servers=found[:_MAX_SERVERS])
    cover = cover_of(answers, DIALECT.asks)
    return Reading(data, cover, tuple(dict.fromkeys(gaps)))


def _shown(text: str) -> Iterator[tuple[str, str]]:
    """Path and text of each file, in the order that nginx read them. A comment of that form in a file cuts it, and what
    is left of it is no configuration.
    """
    parts = _FILE.split(text)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _without_words(sentence: str) -> str:
    """A sentence of nginx without what it quotes of the file, but for paths and the names of directives."""
    return _QUOTED.sub(_quoted, sentence)


def _quoted(found: re.Match[str]) -> str:
    return found[0] if _PATH.fullmatch(found[1]) or found[1] in DIRECTIVES else '"..."'


def _parsed(path: str, text: str) -> Block:
    try:
        return parse(text)
    except UnreadableError as fault:
        raise UnreadableError(f"{path}: {fault.message}") from fault


def _gaps(whole: Block) -> list[Unread]:
    """What may say something else than was read: words nobody knows, and servers of other protocols."""
    servers = [
        d for block in whole if block["directive"] == "http" for d in block["block"] if d["directive"] == "server"
    ]
    foreign = [d["line"] for d in _statements(servers) if _foreign(d)]
    gaps = [gap("servers", f"line {line}", "not_understood") for line in dict.fromkeys(foreign)]
    other = [d["directive"] for d in whole if d["directive"] in {"stream", "mail"} and d.get("block")]
    gaps += [gap("servers", f"the block {name}", "not_read") for name in dict.fromkeys(other)]
    return gaps


def _outside(trees: Mapping[str, Block], main: str) -> bool:
    """Whether files are included that may not be read where nginx does not show them."""
    patterns = {_pattern(d, main) for block in trees.values() for d in walk(block) if _includes(d)}
    return any(not pattern.startswith("/etc/nginx/") for pattern in patterns)


def _statements(block: Block) -> Iterator[dict[str, Any]]:
    """Every directive but the rows of tables, whose words are anybody's."""
    for directive in block:
        yield directive
        if directive["directive"] not in _TABLES:
            yield from _statements(directive.get("block") or [])


def _foreign(directive: dict[str, Any]) -> bool:
    return directive["directive"] not in DIRECTIVES and directive["directive"] != "#"


def _includes(directive: dict[str, Any]) -> bool:
    return directive["directive"] == "include" and bool(directive["args"])


def _pattern(directive: dict[str, Any], main: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(main), directive["args"][0]))


def _expand(block: Block, trees: Mapping[str, Block], main: str, depth: int) -> Block:
    if depth > _MAX_DEPTH:
        raise UnreadableError("nginx's configuration includes itself")
    out: Block = []
    for directive in block:
        if _includes(directive):
            pattern = _pattern(directive, main)
            for path in sorted(path for path in trees if globbed(path, pattern)):
                out += _expand(trees[path], trees, main, depth + 1)
        elif "block" in directive:
            out.append({**directive, "block": _expand(directive["block"], trees, main, depth)})
        else:
            out.append(directive)
    return out


DIALECT = Dialect(
    kind="web_config",
    platform=NGINX,
    asks=(DUMP, TREE),
    read=read,
    tool="nginx -T",
    truth="nginx -T",
    claims=(Claim(ask=DUMP.id, opens=r"^\s*server\s*\{", foreign="frobnicate on;"),),
    wanted=serves_web,
)
