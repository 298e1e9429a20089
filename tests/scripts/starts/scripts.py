"""Every program that the project's shell scripts, and the shell lines that the lab writes, start."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.scripts.starts.shell import commands, functions
from tests.scripts.starts.sources import Module
from tests.scripts.starts.words import Project, Scope, texts
from tests.scripts.starts.wrappers import Found, as_command, of_shell, unwrapped

_PATH = re.compile(r"/s?bin/([a-z][a-z0-9.-]*)")
"""A program that a server's configuration names, such as the one behind inetd's port."""

_SHIFT = re.compile(r"\bshift\b(?: (\d+))?")
_COMMON = "scripts/common.sh"


def of_script(root: Path, path: Path) -> Found:
    """The programs of one script; functions of its own and of the file all scripts share are none."""
    text = path.read_text(encoding="utf-8")
    own = functions((root / _COMMON).read_text(encoding="utf-8")) | functions(text)
    found = of_shell(_looked_through(text, own))
    return Found(found.programs - set(own), found.open)


def _looked_through(text: str, own: dict[str, str]) -> str:
    """The script, and once more each command that a function such as `as_root` is given to run."""
    shifts = _handing_on(own)
    more = []
    for words in commands(text):
        if words[0] in shifts:
            beyond = words[1 + shifts[words[0]] :]
            more.append(" ".join(word if word.startswith("$") else f"'{word}'" for word in beyond))
    return "\n".join([text, *more])


def _handing_on(own: dict[str, str]) -> dict[str, int]:
    """Functions that run the words they are given, directly or by another such function, with how many they keep."""
    handing: dict[str, int] = {}
    while True:
        found = {
            name: sum(int(number or 1) for number in _SHIFT.findall(body))
            for name, body in own.items()
            if any(_hands_on(run, handing) for run in commands(body.strip("{}")))
        }
        if found == handing:
            return found
        handing = found


def _hands_on(run: tuple[str, ...], handing: dict[str, int]) -> bool:
    beyond = run[1 + handing[run[0]] :] if run[0] in handing else run
    return unwrapped(as_command(beyond)).handed if beyond else False


def of_lab(root: Path) -> Found:
    """The programs of the shell lines that make up the machines of the lab: their heads and what starts each server."""
    found = of_shell("\n".join(_constants(Module(root, root / "lab/initscript.py"))))
    for path in sorted((root / "lab/services").glob("*.py")):
        module = Module(root, path)
        for line in _lines(module):
            found = found.add(of_shell(line))
        found.programs |= set(_PATH.findall(path.read_text(encoding="utf-8")))
    return found


def _constants(module: Module) -> Iterator[str]:
    """Texts at the top of the module, as they are after `format`."""
    for value in (one for several in module.constants.values() for one in several):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value.replace("{{", "{").replace("}}", "}")


def _lines(module: Module) -> Iterator[str]:
    """Every text in a list, or added to one, in functions that answer lines of shell."""
    project = Project([module])
    for known in (one for several in module.known.values() for one in several):
        answer = None if isinstance(known.node, ast.ClassDef) else known.node.returns
        if answer and ast.unparse(answer) == "list[str]":
            for text in _listed(known.node):
                yield from (word.text for word in texts(text, Scope(project, module, (known,))))


def _listed(node: ast.AST) -> Iterator[ast.expr]:
    for inner in ast.walk(node):
        match inner:
            case ast.List(elts=parts) | ast.Call(func=ast.Attribute(attr="append"), args=parts):
                yield from (part for part in parts if isinstance(part, ast.Constant | ast.JoinedStr))
