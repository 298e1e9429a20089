"""Reads one file that holds one typed document, with the same care for its faults as an inventory's files."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from auditor.errors import InputError, Problem
from auditor.inventory.entries import dotted
from auditor.inventory.explain import Fault, validated
from auditor.inventory.yamlfile import Node, read_yaml
from auditor.model.base import Document

_Model = TypeVar("_Model", bound=Document)


@dataclass(frozen=True, slots=True)
class SingleFile:
    """A file that was read: turns faults inside its document into problems with lines."""

    path: Path
    root: Node

    def problem(self, fault: Fault) -> Problem:
        """A fault of the document, with its line."""
        key = dotted(fault.loc).removeprefix(".")
        return Problem(self.path, self.root.line_of(fault.loc), key, fault.message, fault.value, fault.remedy)


def read_document(path: Path, model: type[_Model], error: type[InputError]) -> tuple[_Model, SingleFile]:
    """The typed document of a file and the file it came from. Raises `error` with every problem of form or value."""
    root, problems = read_yaml(path)
    if problems:
        raise error(problems)
    source = SingleFile(path, root or Node(1))
    document, faults = validated(model, source.root.value if source.root.value is not None else {})
    if document is None:
        raise error([source.problem(fault) for fault in faults])
    return document, source
