"""Every program that Python sources start, followed from `subprocess` back to whoever names the program.

Where the words of a command come from an argument, the callers of the function are read; where they come from a field
(`command.argv`), whoever makes such an object. What cannot be followed is reported, never passed over.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.scripts.starts.sources import Definition, Known, Module
from tests.scripts.starts.words import Command, Project, Scope, either, given
from tests.scripts.starts.wrappers import unwrapped

_SEEDS = {
    **{f"subprocess.{name}": 0 for name in ("Popen", "run", "call", "check_call", "check_output")},
    **{f"os.{name}": 0 for name in ("execv", "execve", "execvp", "execvpe")},
    "asyncio.create_subprocess_exec": 0,
    "shutil.which": 0,
}
"""Functions of the standard library that start or look for a program, and where its words stand."""


@dataclass
class Starts:
    """Places by program, and the places whose program could not be followed."""

    programs: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Call:
    """A call with the functions around it."""

    node: ast.Call
    scope: Scope

    @property
    def name(self) -> str:
        """The last name of what is called."""
        return ast.unparse(self.node.func).rsplit(".", 1)[-1]

    @property
    def place(self) -> str:
        around = self.scope.around
        return around[0].place if around else f"{self.scope.module.path}"


def starts(root: Path, files: list[Path]) -> Starts:
    """What the files start. Raises SyntaxError for a file that is no Python."""
    project = Project([Module(root, path) for path in files])
    calls: dict[str, list[_Call]] = {}
    for module in project.modules.values():
        for call in _calls(project, module):
            calls.setdefault(call.name, []).append(call)
    found = Starts()
    seen: set[tuple[str, Command]] = set()
    waiting = [(call.place, way) for several in calls.values() for call in several for way in _seeded(call)]
    while waiting:
        place, command = waiting.pop()
        if (place, command) in seen:
            continue
        seen.add((place, command))
        read = unwrapped(command)
        for program in read.programs:
            found.programs.setdefault(program, set()).add(place)
        for word in read.open:
            brought = list(_brought(calls, command, word.giver, word.argument)) if word.giver else []
            waiting += brought
            if not brought:
                found.unread.add(place)
    return found


def _calls(project: Project, module: Module) -> Iterator[_Call]:
    def walk(node: ast.AST, around: tuple[Known, ...], owner: ast.ClassDef | None) -> Iterator[_Call]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                yield from walk(child, around, child)
            elif isinstance(child, Definition):
                yield from walk(child, (*around, Known(module, child, owner)), None)
            else:
                if isinstance(child, ast.Call):
                    yield _Call(child, Scope(project, module, around))
                yield from walk(child, around, owner)

    yield from walk(module.tree, (), None)


def _seeded(call: _Call) -> list[Command]:
    name = ast.unparse(call.node.func)
    if name not in _SEEDS or len(call.node.args) <= _SEEDS[name]:
        return []
    return either(call.node.args[_SEEDS[name]], call.scope)


def _brought(
    calls: dict[str, list[_Call]], command: Command, giver: Known, argument: str
) -> Iterator[tuple[str, Command]]:
    """The command as each caller completes it."""
    called = giver.owner.name if giver.owner and giver.node.name == "__init__" else giver.node.name
    for call in calls.get(called, []):
        if giver in call.scope.project.meant(call.node.func, call.scope.module):
            for words in given(call.node, giver, argument, call.scope):
                at = next(n for n, word in enumerate(command) if (word.giver, word.argument) == (giver, argument))
                yield call.place, (*command[:at], *words, *command[at + 1 :])
