"""The project's Python files, parsed, with what is defined and imported where."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True)
class Known:  # no slots: what is worked out once is kept in the object
    """Something a module defines, with the module and, for a method, its class."""

    module: "Module"
    node: Definition
    owner: ast.ClassDef | None = None

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr]]:
        """Values given to each name inside it."""
        return assigned(self.node.body)

    @property
    def place(self) -> str:
        """File and dotted name."""
        inside = f"{self.owner.name}." if self.owner else ""
        return f"{self.module.path} {inside}{self.node.name}"

    def parameters(self) -> list[str]:
        """Names of the arguments a caller gives, in order; those of a class are its constructor's or its fields."""
        if isinstance(self.node, ast.ClassDef):
            fields = [line.target for line in self.node.body if isinstance(line, ast.AnnAssign)]
            return [target.id for target in fields if isinstance(target, ast.Name)]
        given = self.node.args
        names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        return names[1:] if self.owner and names[:1] in (["self"], ["cls"]) else names


class Module:
    """One file; `name` is its dotted name from the project's root."""

    def __init__(self, root: Path, path: Path) -> None:
        self.path = path.relative_to(root)
        self.name = ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    @cached_property
    def known(self) -> dict[str, list[Known]]:
        """Functions, classes and methods by their last name."""
        found: dict[str, list[Known]] = {}
        for known in self._definitions(self.tree, None):
            found.setdefault(known.node.name, []).append(known)
        return found

    def _definitions(self, node: ast.AST, owner: ast.ClassDef | None) -> Iterator[Known]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Definition):
                yield Known(self, child, owner)
            if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield from self._definitions(child, child if isinstance(child, ast.ClassDef) else None)

    def knows(self, name: str) -> bool:
        """Whether a name is defined or imported here."""
        return name in self.known or name in self.imports

    @cached_property
    def constants(self) -> dict[str, list[ast.expr]]:
        """Values given to each name at the top of the module."""
        return assigned(self.tree.body)

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """Module and name behind each imported name; the name is empty for a module."""
        found: dict[str, tuple[str, str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {alias.asname or alias.name: (node.module or "", alias.name) for alias in node.names}
        return found


def assigned(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """Every value that statements give to a plain name, those of loops and of `with` included; functions inside not."""
    found: dict[str, list[ast.expr]] = {}
    for statement in body:
        for node in _own(statement):
            for target, value in _gifts(node):
                found.setdefault(target, []).append(value)
    return found


def _own(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Definition):
            yield from _own(child)


def _gifts(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _named(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _named(target, value)
        case ast.NamedExpr(target=target, value=value):
            yield from _named(target, value)
        case ast.For(target=target, iter=whole) | ast.comprehension(target=target, iter=whole):
            yield from _named(target, _each(whole))


def _named(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for one, given in zip(targets, values, strict=True):
                yield from _named(one, given)
        case ast.Tuple(elts=targets), _:
            for number, one in enumerate(targets):
                yield from _named(one, ast.Subscript(value, ast.Constant(number)))


def _each(whole: ast.expr) -> ast.expr:
    """The element a loop takes, written as `*whole` in a subscript: any of them."""
    return ast.Subscript(whole, ast.Constant("each"))
