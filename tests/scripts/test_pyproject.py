"""What the package imports is what it declares, so that an installation has every library and none too many."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_every_library_imported_is_declared_and_locked() -> None:
    """No module leans on a library that only the developers' environment happens to have."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "auditor").rglob("*.py")]
    tops = {name.partition(".")[0] for source in sources for name in imported(ast.parse(source))}
    owners = packages_distributions()
    foreign = tops - set(sys.stdlib_module_names) - {"auditor"}
    used = {normal(owners[name][0]) for name in foreign}
    declared = {normal(re.split(r"[<>=!~;\[ ]", line)[0]) for line in PROJECT["dependencies"]}
    lock = (ROOT / "requirements/runtime.txt").read_text(encoding="utf-8")
    locked = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}

    assert used == declared
    assert declared <= locked
