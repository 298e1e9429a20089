"""Every kind of fact, found by its file: a new file of this folder with a `KIND` is a new kind, and nothing else is."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from auditor.model.facts.kind import Kind

PACKAGE = "auditor.model.facts"


def _found() -> Iterator[Kind]:
    for module in iter_modules(import_module(PACKAGE).__path__):
        kind = getattr(import_module(f"{PACKAGE}.{module.name}"), "KIND", None)
        if kind is not None:
            if kind.name != module.name:
                raise ImportError(f"the kind {kind.name} stands in {module.name}.py; file and kind have one name")
            yield kind


KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _found()})
"""Kinds by name, in alphabetical order."""
