"""Works out the words of a command from the expression that makes it, as far as the source says."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from tests.scripts.starts.sources import Definition, Known, Module

_MOST_WAYS = 24
"""Ways of building one command that are told apart; the programs of this project need a handful."""
_DEEPEST = 12


@dataclass(frozen=True)
class Word:
    """One word: its text (`{}` where a part of it is only known later), or the argument that brings it.

    A word without either cannot be followed. `many`: it may be any number of words.
    """

    text: str = ""
    giver: Known | None = None
    argument: str = ""
    many: bool = False


Command = tuple[Word, ...]
LOST = Word(many=True)


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its module, the functions around it from outside in, and how deep we have looked."""

    project: "Project"
    module: Module
    around: tuple[Known, ...] = ()
    depth: int = 0

    def values(self, name: str) -> list[tuple[ast.expr, "Scope"]]:
        """What may have been given to a name, with the place where that was written."""
        for inner in range(len(self.around), 0, -1):
            found = self.around[inner - 1].assigned.get(name)
            if found:
                return [(value, replace(self, around=self.around[:inner])) for value in found]
        outside = replace(self, around=())
        if name in self.module.constants:
            return [(value, outside) for value in self.module.constants[name]]
        origin, there = self.module.imports.get(name, ("", ""))
        other = self.project.modules.get(origin)
        if other and there and there in other.constants:
            return [(value, replace(outside, module=other)) for value in other.constants[there]]
        return []

    def giver(self, name: str) -> Known | None:
        """The innermost function around that takes an argument of this name."""
        takers = [known for known in self.around if name in known.parameters() or name == _vararg(known.node)]
        return takers[-1] if takers else None


class Project:
    """Every module by name, and what a call may mean."""

    def __init__(self, modules: list[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        self.fields: dict[str, list[Known]] = {}
        for module in modules:
            for known in (one for several in module.known.values() for one in several):
                if isinstance(known.node, ast.ClassDef):
                    for name in known.parameters():
                        self.fields.setdefault(name, []).append(known)

    def meant(self, called: ast.expr, module: Module) -> list[Known]:
        """The functions, methods or classes a call may mean; methods are told apart by name and file only."""
        match called:
            case ast.Name(id=name):
                return self._named(name, module)
            case ast.Attribute(value=ast.Name(id=room), attr=name) if module.imports.get(room, ("", "x"))[1] == "":
                return self._of_module(module.imports[room][0], name)
            case ast.Attribute(value=ast.Name(id=room), attr=name) if (
                ".".join(module.imports.get(room, ("", ""))) in self.modules
            ):
                return self._of_module(".".join(module.imports[room]), name)
            case ast.Attribute(attr=name):
                return [known for known in module.known.get(name, []) if known.owner]
        return []

    def _named(self, name: str, module: Module) -> list[Known]:
        return _reachable(module, name) or self._of_module(*module.imports.get(name, ("", "")))

    def _of_module(self, origin: str, name: str) -> list[Known]:
        there = self.modules.get(origin)
        return _reachable(there, name) if there else []


def _reachable(module: Module, name: str) -> list[Known]:
    """What a bare name means; a class means its constructor too."""
    found = [known for known in module.known.get(name, []) if not known.owner]
    makers = [known for known in module.known.get("__init__", []) if any(known.owner is one.node for one in found)]
    return found + makers


def _vararg(node: Definition) -> str:
    return "" if isinstance(node, ast.ClassDef) or not node.args.vararg else node.args.vararg.arg


def ways(made: ast.expr, scope: Scope) -> list[Command]:
    """The commands an expression may stand for, where it stands for a whole command or a part of several words."""
    if scope.depth > _DEEPEST:
        return [(LOST,)]
    scope = replace(scope, depth=scope.depth + 1)
    for look in (_ways_written, _ways_given):
        found = look(made, scope)
        if found is not None:
            return found
    return [(LOST,)]


def _ways_written(made: ast.expr, scope: Scope) -> list[Command] | None:
    match made:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return _joined([_part(part, scope) for part in parts])
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([ways(left, scope), ways(right, scope)])
        case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
            return either(one, scope) + either(other, scope)
    return None


def _ways_given(made: ast.expr, scope: Scope) -> list[Command] | None:
    match made:
        case ast.Name(id=name):
            return _given(name, scope)
        case ast.Subscript(value=whole, slice=ast.Slice()):
            return ways(whole, scope)
        case ast.Subscript():
            return [way for one in _elements(made, scope) for way in ways(*one)] or [(LOST,)]
        case ast.Attribute():
            return [(word,) for word in _of_object(made, scope)]
        case ast.Call():
            return _called(made, scope)
    return None


def _joined(parts: list[list[Command]]) -> list[Command]:
    every = product(*parts)
    return [tuple(word for part in way for word in part) for way in islice(every, _MOST_WAYS)]


def _part(part: ast.expr, scope: Scope) -> list[Command]:
    return ways(part.value, scope) if isinstance(part, ast.Starred) else [(word,) for word in texts(part, scope)]


def _given(name: str, scope: Scope) -> list[Command]:
    values = scope.values(name)
    giver = scope.giver(name)
    if giver and not any(place.around and place.around[-1] == giver for _, place in values):
        return [(Word(giver=giver, argument=name, many=True),)]
    return [way for value, place in values for way in ways(value, place)] or [(LOST,)]


def _elements(made: ast.Subscript, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """Elements of a written list that a subscript, or a loop over it, takes."""
    wanted = made.slice.value if isinstance(made.slice, ast.Constant) else "each"
    for whole, place in _written(made.value, scope):
        if isinstance(whole, ast.Tuple | ast.List):
            for number, element in enumerate(whole.elts):
                if wanted in {"each", number} and not isinstance(element, ast.Starred):
                    yield element, place


def _written(made: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    deeper = replace(scope, depth=scope.depth + 1)
    match made:
        case _ if scope.depth > _DEEPEST:
            return
        case ast.Name(id=name):
            for value, place in scope.values(name):
                yield from _written(value, replace(place, depth=deeper.depth))
        case ast.IfExp(body=one, orelse=other):
            yield from _written(one, deeper)
            yield from _written(other, deeper)
        case ast.Subscript():
            for element, place in _elements(made, deeper):
                yield from _written(element, place)
        case _:
            yield made, scope


def _of_object(made: ast.Attribute, scope: Scope) -> list[Word]:
    """`x.argv`: whatever made the object gave it. Of `x` only the classes that its file knows can be meant."""
    owner = next((known.owner for known in scope.around if known.owner), None)
    mine = isinstance(made.value, ast.Name) and made.value.id == "self"
    if mine:
        found = [word for value, place in _set_on_self(made.attr, owner, scope) for word in _whole(value, place)]
        if found:
            return found
    makers = scope.project.fields.get(made.attr, [])
    meant = [known for known in makers if (known.node is owner if mine else scope.module.knows(known.node.name))]
    return [Word(giver=known, argument=made.attr, many=True) for known in meant] or [LOST]


def _whole(value: ast.expr, scope: Scope) -> list[Word]:
    return [way[0] if way else LOST for way in ways(value, scope)]


def _set_on_self(name: str, owner: ast.ClassDef | None, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    methods = [known for several in scope.module.known.values() for known in several if owner and known.owner is owner]
    for known in methods:
        for node in ast.walk(known.node):
            match node:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=attr)], value=value) if (
                    attr == name
                ):
                    yield value, replace(scope, around=(known,))


def _called(made: ast.Call, scope: Scope) -> list[Command]:
    match made:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[whole]):
            return ways(whole, scope)
        case ast.Call(func=ast.Attribute(value=text, attr="split"), args=[]):
            return [tuple(Word(part) for part in word.text.split()) or (LOST,) for word in texts(text, scope)]
    found = [
        filled
        for known in scope.project.meant(made.func, scope.module)
        for result, inside in _results(known, scope)
        for way in either(result, inside)
        for filled in _filled(way, known, made, scope)
    ]
    return found or [(LOST,)]


def _results(known: Known, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    if isinstance(known.node, ast.ClassDef):
        return
    for node in ast.walk(known.node):
        if isinstance(node, ast.Return) and node.value:
            yield node.value, Scope(scope.project, known.module, (known,), scope.depth)


def _filled(way: Command, known: Known, call: ast.Call, scope: Scope) -> list[Command]:
    """A command of a function's result with the arguments of one call put in."""
    parts: list[list[Command]] = []
    for word in way:
        mine = word.giver == known
        parts.append(given(call, known, word.argument, scope) if mine else [(word,)])
    return _joined(parts)


def given(call: ast.Call, known: Known, argument: str, scope: Scope) -> list[Command]:
    """What a call gives for one argument, as words."""
    names = known.parameters()
    for keyword in call.keywords:
        if keyword.arg == argument:
            return either(keyword.value, scope)
    if argument == _vararg(known.node):
        return _joined([_part(one, scope) for one in call.args[_before_rest(known) :]])
    if argument in names and names.index(argument) < len(call.args):
        return either(call.args[names.index(argument)], scope)
    if any(isinstance(one, ast.Starred) for one in call.args) or any(not keyword.arg for keyword in call.keywords):
        return [(LOST,)]
    return [way for value in _default(known, argument) for way in either(value, replace(scope, module=known.module))]


def _before_rest(known: Known) -> int:
    assert not isinstance(known.node, ast.ClassDef)
    taken = [*known.node.args.posonlyargs, *known.node.args.args]
    return len(taken) - (1 if known.owner and taken and taken[0].arg in {"self", "cls"} else 0)


def _default(known: Known, argument: str) -> list[ast.expr]:
    """What an argument is when a call says nothing; nothing at all for None, since nobody starts that."""
    if isinstance(known.node, ast.ClassDef):
        return []
    given = known.node.args
    places = [*given.posonlyargs, *given.args]
    pairs = [
        *zip(reversed(places), reversed(given.defaults), strict=False),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    return [
        value
        for taken, value in pairs
        if taken.arg == argument and value and not (isinstance(value, ast.Constant) and value.value is None)
    ]


def either(made: ast.expr, scope: Scope) -> list[Command]:
    """Words of an expression of which one cannot know whether it is one word or several."""
    several = ways(made, scope)
    return [(word,) for word in texts(made, scope)] if set(several) <= {(LOST,)} else several


def _inserted(part: ast.expr, scope: Scope) -> str:
    """A part of an f-string: its text where the source says it."""
    value = part.value if isinstance(part, ast.FormattedValue) else part
    known = {word.text for word in texts(value, scope)}
    return (known.pop() if len(known) == 1 else "") or "{}"


def texts(made: ast.expr, scope: Scope) -> list[Word]:
    """The texts an expression for one word may stand for."""
    if scope.depth > _DEEPEST:
        return [LOST]
    scope = replace(scope, depth=scope.depth + 1)
    for look in (_text_written, _text_chosen, _text_given):
        found = look(made, scope)
        if found is not None:
            return found
    return [LOST]


def _text_written(made: ast.expr, scope: Scope) -> list[Word] | None:
    match made:
        case ast.Constant(value=str() as text):
            return [Word(text)]
        case ast.JoinedStr(values=parts):
            return [Word("".join(_inserted(part, scope) for part in parts))]
        case ast.Attribute(value=ast.Name(id="sys"), attr="executable"):
            return [Word("python3")]
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            folder = next((word.text for word in texts(left, scope)), "") or "{}"
            return [replace(word, text=f"{folder}/{word.text}") if word.text else word for word in texts(right, scope)]
    return None


def _text_chosen(made: ast.expr, scope: Scope) -> list[Word] | None:
    match made:
        case ast.IfExp(body=one, orelse=other):
            return texts(one, scope) + texts(other, scope)
        case ast.BoolOp(values=several):
            return [word for one in several for word in texts(one, scope)]
        case ast.Subscript():
            return [word for one in _elements(made, scope) for word in texts(*one)] or [LOST]
        case ast.Name(id=name) if scope.values(name):
            return [word for value, place in scope.values(name) for word in texts(value, place)]
        case ast.Name(id=name) if scope.giver(name):
            return [Word(giver=scope.giver(name), argument=name)]
    return None


def _text_given(made: ast.expr, scope: Scope) -> list[Word] | None:
    match made:
        case ast.Attribute():
            return _of_object(made, scope)
        case ast.Call(func=func) if ast.unparse(func) == "os.environ.get":
            return []  # a program that a user names is the user's own affair
        case ast.Call(func=ast.Attribute(value=path, attr="absolute" | "resolve")):
            return texts(path, scope)
        case ast.Call(func=func, args=[one, *_]) if ast.unparse(func) in {"str", "Path", "shutil.which"}:
            return texts(one, scope)
        case ast.Call():
            return [way[0] for way in _called(made, scope) if len(way) == 1] or [LOST]
    return None
