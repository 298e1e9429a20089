"""Rules that a province may want to change are files: those shipped, or its own in their place."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from auditor.errors import PlanningError
from auditor.inventory.document import read_document
from auditor.inventory.explain import Fault
from auditor.model.base import Document
from auditor.resources import policies_dir

_Rules = TypeVar("_Rules", bound=Document)


def _none(_: Document) -> Iterable[Fault]:
    return ()


def read_rules(
    path: Path | None, shipped: str, kind: type[_Rules], faults: Callable[[_Rules], Iterable[Fault]] = _none
) -> _Rules:
    """The rules of a file, else those shipped under that name; `faults` finds what is wrong beyond their form.

    Raises PlanningError with every fault and its line.
    """
    rules, file = read_document(path or policies_dir() / "migration" / shipped, kind, PlanningError)
    if found := [file.problem(fault) for fault in faults(rules)]:
        raise PlanningError(found)
    return rules
