"""Lines of YAML that people wrote, so that a fault is told with its place."""

from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import ValidationError

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHOWN = 60
"""Letters of a value that a message shows at most."""


def load_yaml(text: str) -> Any:
    """The safe loader's value; by libyaml where it is there, ten times as fast."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  # both are safe loaders


def line_of(text: str, steps: Sequence[str | int]) -> int:
    """Line, from 1, of what keys and places lead to, as far as the text has them: of a missing key, of what lacks it.

    Text that is no YAML has its faults in line 1.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return 1
    line = 1
    for step in steps:
        found = _below(node, step)
        if found is not None:
            mark, node = found
            line = int(mark.line) + 1
    return line


def _below(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Where a key or an item begins, and its node; None for a step that the text does not have."""
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark, node.value[step]
    return None


def first_fault(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Steps to the first fault of a document, and what is wrong there with the value found."""
    fault = error.errors(include_url=False)[0]
    steps = tuple(fault["loc"])
    where = ".".join(map(str, steps))
    message = fault["msg"] if fault["type"] == "missing" else f"{fault['msg']} (found {_short(fault['input'])})"
    return steps, f"{where}: {message}" if where else message


def _short(value: Any) -> str:
    text = repr(value) if not hasattr(value, "isoformat") else value.isoformat()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def yaml_fault(error: yaml.YAMLError) -> tuple[int, str]:
    """Line, from 1, and words of what is no YAML."""
    mark = getattr(error, "problem_mark", None)
    words = str(getattr(error, "problem", None) or error).splitlines()[0]
    return (int(mark.line) + 1 if mark else 1), f"is no YAML: {words}"
