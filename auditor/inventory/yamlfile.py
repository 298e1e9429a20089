"""YAML as people write it, read strictly: every fault with its line, and no part of YAML that surprises.

Refused: tabs in indentation, anchors and aliases, explicit tags, keys written twice, several documents,
control characters. Plain scalars are null, true, false, a decimal integer, or text: `22:00` is no number and `no`
no boolean. Built from libyaml's events because they are eight times faster than its node composer and do not recurse.
"""

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from auditor.errors import Problem
from auditor.text.harmless import declared

LARGEST_BYTES = 32 * 1024 * 1024
DEEPEST = 40

Loc = tuple[str | int, ...]
"""Path to a value: keys and list positions from the top of the file."""

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_NODES = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}

_EMPTY: Mapping[Any, Any] = MappingProxyType({})


@dataclass(slots=True)
class Node:
    """One value of a file: plain data, its line from 1, and the nodes inside it by key or position.

    A scalar has no nodes inside; it shares one empty mapping, because a large file has a million of them.
    """

    line: int
    value: Any = None
    parts: Mapping[str | int, "Node"] = field(default_factory=lambda: _EMPTY)
    key_lines: Mapping[str, int] = field(default_factory=lambda: _EMPTY)

    def line_of(self, loc: Loc) -> int:
        """The line of a value inside this one, or of the nearest thing that exists around it."""
        node, line = self, self.line
        for step in loc:
            line = node.key_lines.get(str(step), line)
            inner = node.parts.get(step)
            if inner is None:
                return line
            node, line = inner, node.key_lines.get(str(step), inner.line)
        return line


def read_yaml(path: Path) -> tuple[Node | None, list[Problem]]:
    """One file as a tree, None when it is empty or unreadable, and every fault found in its form."""
    text, problems = _text(path)
    if problems:
        return None, problems
    tabs = [text.count("\n", 0, match.start()) + 1 for match in _TAB.finditer(text)]
    if tabs:
        remedy = "Replace the tab by spaces; YAML allows none here."
        return None, [Problem(path, line, "", "a tab stands in the indentation", remedy=remedy) for line in tabs]
    builder = _Builder(path)
    return builder.read(text), builder.problems


def _text(path: Path) -> tuple[str, list[Problem]]:
    def refused(message: str, remedy: str, line: int | None = None) -> tuple[str, list[Problem]]:
        return "", [Problem(path, line, "", message, remedy=remedy)]

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return refused("is not a regular file", "Only plain files are read.")
        if status.st_size > LARGEST_BYTES:
            return refused(f"is larger than {LARGEST_BYTES // 1024**2} MiB", "Split it into several files.")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        return refused(f"cannot be read: {error.strerror}", "Check that the file exists and may be read.")
    if len(content) > LARGEST_BYTES:
        return refused(f"is larger than {LARGEST_BYTES // 1024**2} MiB", "Split it into several files.")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        remedy = "Save the file with the encoding UTF-8; convert text of TCVN3 or VNI to Unicode first."
        return refused("is not UTF-8 text", remedy, line)


class _Builder:
    """Turns the parser's events into nodes; collects faults and stops only where reading on makes no sense."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def read(self, text: str) -> Node | None:
        """The single document of a file, or None."""
        loader = _LOADER(text)
        try:
            return self._document(loader.get_event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            words = " ".join(part for part in (error.context, error.problem) if part)
            self._add(
                mark.line + 1 if mark else None,
                f"this is not YAML: {words}",
                "Check indentation, quotes and colons here.",
            )
        except yaml.YAMLError as error:
            self._add(None, f"this is not YAML: {error}", "Check for characters that cannot be printed.")
        finally:
            loader.dispose()
        return None

    def _add(self, line: int | None, message: str, remedy: str, value: str = "") -> None:
        self.problems.append(Problem(self.path, line, "", message, value=value, remedy=remedy))

    def _document(self, get_event: Callable[[], Any]) -> Node | None:
        root: Node | None = None
        open_nodes: list[_Open] = []
        while (event := get_event()) is not None:
            kind = type(event)
            if kind in _ENDS:
                open_nodes.pop().finish()
                continue
            line = event.start_mark.line + 1
            if kind is yaml.DocumentStartEvent and root is not None:
                self._add(line, "a second document starts here", "Keep one document per file; remove the line `---`.")
                return root
            if kind not in _NODES:
                continue
            node = self._node(event, line)
            if node is None:
                return None
            if open_nodes:
                self._place(open_nodes[-1], node, event)
            else:
                root = node
            if kind is not yaml.ScalarEvent:
                open_nodes.append(_Open(node, mapping=kind is yaml.MappingStartEvent))
                if len(open_nodes) > DEEPEST:
                    self._add(
                        line, f"values are nested deeper than {DEEPEST} levels", "Nothing in an inventory is that deep."
                    )
                    return None
        return root

    def _node(self, event: Any, line: int) -> Node | None:
        """The node an event begins; None for an alias, after which reading on makes no sense."""
        if type(event) is yaml.AliasEvent or event.anchor:
            remedy = "Write the value out in each place; anchors (&) and aliases (*) are not allowed."
            self._add(line, "an anchor or alias stands here", remedy, value=str(event.anchor))
            if type(event) is yaml.AliasEvent:
                return None
        if event.tag not in (None, "!"):
            remedy = "Remove the tag; values are plain text, numbers and lists."
            self._add(line, "an explicit tag stands here", remedy, str(event.tag))
        return Node(line, self._scalar(event, line) if type(event) is yaml.ScalarEvent else None)

    def _scalar(self, event: Any, line: int) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            return self._clean(text, line)
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        return self._clean(text, line)

    def _clean(self, text: str, line: int) -> str:
        cleaned, hidden = declared(text)
        if hidden:
            remedy = "Remove it; control and direction characters can hide what a text says."
            self._add(line, "the text holds an invisible character", remedy, value=hidden)
        return cleaned

    def _place(self, parent: "_Open", node: Node, event: Any) -> None:
        if not parent.mapping:
            parent.parts[len(parent.parts)] = node
        elif parent.key is None:
            parent.key = self._key(node, event)
            if parent.key in parent.key_lines:
                message = f"the key stands twice (first in line {parent.key_lines[parent.key]})"
                self._add(node.line, message, "Keep one of the two.", value=parent.key)
            parent.key_lines[parent.key] = node.line
        else:
            parent.parts[parent.key] = node
            parent.key = None

    def _key(self, node: Node, event: Any) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.value:
            return self._clean(event.value, node.line)
        self._add(node.line, "a key is not a plain word", "Write `key: value` with a word as the key.")
        return ""


@dataclass(slots=True)
class _Open:
    """A collection that is still being read; `key` is a mapping's key whose value has not come yet."""

    node: Node
    mapping: bool
    key: str | None = None
    parts: dict[str | int, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)

    def finish(self) -> None:
        """Give the node what was read."""
        self.node.parts, self.node.key_lines = self.parts, self.key_lines
        if self.mapping:
            self.node.value = {key: part.value for key, part in self.parts.items()}
        else:
            self.node.value = [part.value for part in self.parts.values()]
