"""Who reads each field of each kind of fact: controls, rules of `policies/lib`, and modules of the program.

Collectors and their readers, which write facts, count for nothing.
"""

import ast
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import orjson

from auditor.model.facts import KINDS
from auditor.policy.compiled import parse_catalogue
from auditor.policy.opa_binary import find_opa
from auditor.policy.reads import Library, read_library
from auditor.resources import policies_dir

Field = tuple[str, str]
"""A field by the name of its kind and its own."""

_PACKAGE = "auditor"
_WRITERS = ("auditor.collectors.", "auditor.model.facts.")
_SHAPES = {kind.shape.__name__: kind for kind in KINDS.values()}


def uses() -> Mapping[Field, list[str]]:
    """Names of everything that reads each field, in order; a field that nothing reads has an empty list."""
    found: dict[Field, set[str]] = {
        (kind.name, field): set() for kind in KINDS.values() for field in kind.shape.model_fields
    }
    for field, reader in (*_controls(), *_library(), *_modules()):
        found[field].add(reader)
    return {field: sorted(readers) for field, readers in found.items()}


def _controls() -> Iterator[tuple[Field, str]]:
    """Fields that a control needs; `policy check` holds these lists against what its rules read."""
    catalogue = parse_catalogue(orjson.loads((policies_dir() / "compiled" / "catalogue.json").read_bytes()))
    for control in catalogue.controls:
        for need in control.needs:
            yield from (((need.kind, field), control.id) for field in need.fields)


def _library() -> Iterator[tuple[Field, str]]:
    """Fields that rules of the library read which anything outside may ask."""
    library = read_library(policies_dir() / "lib", find_opa())
    for package, module in library.modules.items():
        for rule in module.rules:
            if not rule.startswith("_"):
                yield from ((field, f"lib.{package}.{rule}") for field in _read(library, package, rule))


def _read(library: Library, package: str, rule: str) -> Iterator[Field]:
    for read in library.reads(package, rule):
        yield from ((kind, read.field) for kind in read.kinds)


def _modules() -> Iterator[tuple[Field, str]]:
    """Fields that a module of the program asks of a kind whose shape it imports."""
    for info in walk_packages(import_module(_PACKAGE).__path__, f"{_PACKAGE}."):
        if not info.name.startswith(_WRITERS):
            yield from ((field, info.name) for field in _asked(_source(info.name)))


def _source(name: str) -> Path:
    base = Path(str(import_module(_PACKAGE).__file__)).parent.parent.joinpath(*name.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def _asked(source: Path) -> Iterator[Field]:
    text = source.read_text(encoding="utf-8")
    if "auditor.model.facts" not in text:
        return
    tree = ast.parse(text)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("auditor.model.facts")
        for alias in node.names
    }
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for shape in imported & _SHAPES.keys():
        kind = _SHAPES[shape]
        yield from ((kind.name, field) for field in attributes & kind.shape.model_fields.keys())
