"""Reads the written permission to probe. Whatever is unclear in it is an error, so that nothing is sent by mistake."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path

from auditor.errors import ScopeError
from auditor.inventory.document import read_document
from auditor.inventory.explain import Fault, no_port
from auditor.inventory.yamlfile import Loc
from auditor.model.base import holds_ipv6_clothing, is_port
from auditor.model.scope import ECHO, Authorisation, Scope

SHORTEST_PREFIX = {4: 8, 6: 32}
"""A shorter prefix holds more than any owner has, and is taken for a slip."""


def load_scope(path: Path) -> Scope:
    """The authorisations of a scope file. Raises ScopeError with every problem; also when there is no such file."""
    scope, source = read_document(path, Scope, ScopeError)
    if faults := list(_faults(scope)):
        raise ScopeError([source.problem(fault) for fault in faults])
    return scope


def scope_of(folder: Path) -> Scope:
    """The scope of an inventory folder; an empty one, under which nothing is sent, where no `scope.yaml` stands."""
    path = folder / "scope.yaml"
    return load_scope(path) if path.exists() or path.is_symlink() else Scope()


def _faults(scope: Scope) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for position, paper in enumerate(scope.authorisations):
        if paper.id in first:
            message = f"stands twice: as entry {first[paper.id] + 1} and as entry {position + 1}"
            yield Fault(("authorisations", position, "id"), message, paper.id, "Give one of them another id.")
        first.setdefault(paper.id, position)
        yield from _paper(("authorisations", position), paper)


def _paper(loc: Loc, paper: Authorisation) -> Iterator[Fault]:
    if paper.valid_until < paper.valid_from:
        message = f"lies before valid_from ({paper.valid_from})"
        yield Fault((*loc, "valid_until"), message, str(paper.valid_until), "Correct one of the dates.")
    for key in ("document", "allowed_by"):
        if not getattr(paper, key).strip():
            yield Fault((*loc, key), "is empty", remedy="Name the paper and the person that allow the probing.")
    for position, port in enumerate(paper.ports):
        if port != ECHO and not is_port(port):
            yield no_port((*loc, "ports", position), port)
    for position, window in enumerate(paper.windows):
        if window.start == window.end or not window.days:
            yield Fault(
                (*loc, "windows", position), "never opens", remedy="Name days, and let `to` differ from `from`."
            )
    for number, area in enumerate(paper.areas):
        for position, prefix in enumerate(area.prefixes):
            yield from _prefix((*loc, "areas", number, "prefixes", position), prefix)


def _prefix(loc: Loc, text: str) -> Iterator[Fault]:
    network = ipaddress.ip_network(text)
    if network.prefixlen < (shortest := SHORTEST_PREFIX[network.version]):
        message = f"holds more addresses than one owner has (shorter than /{shortest})"
        yield Fault(loc, message, text, "Name the owner's own networks.")
    elif holds_ipv6_clothing(network):
        yield Fault(loc, "holds IPv4 addresses in IPv6 clothing", text, "Name IPv4 networks as such.")
