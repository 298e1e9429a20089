"""nginx's form, read with `crossplane`: directives with arguments, and blocks of them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crossplane

from auditor.collectors.trees.line import MAX_DEPTH
from auditor.errors import UnreadableError

Block = list[dict[str, Any]]

_LONGEST = 256 * 1024
"""Characters of one file; the work grows with them, and no file of an administrator's is that long."""


def parse(text: str) -> Block:
    """Raises UnreadableError when the text is no configuration; what exactly is wrong is not told, as it may quote it.

    `crossplane` reads only files, so the text goes through one of its own; it is asked to follow no include.
    """
    if len(text) > _LONGEST:
        raise UnreadableError("a file of nginx's configuration is too long")
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        path = Path(folder) / "nginx.conf"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            result = crossplane.parse(str(path), single=True, check_ctx=False, check_args=False)
        except RecursionError as fault:
            raise UnreadableError("nginx's configuration is nested too deep") from fault
    if result["errors"]:
        raise UnreadableError(f"nginx's configuration cannot be read, line {result['errors'][0]['line']}")
    block: Block = result["config"][0]["parsed"]
    if _deep(block):
        raise UnreadableError("nginx's configuration is nested too deep")
    return block


def _deep(block: Block) -> bool:
    """Whether blocks stand in blocks beyond all sense, which whoever walks them need not bear."""
    level = [block]
    for _ in range(MAX_DEPTH):
        level = [directive["block"] for inner in level for directive in inner if directive.get("block")]
    return bool(level)


def walk(block: Block) -> Iterator[dict[str, Any]]:
    """Every directive, each before what stands in it."""
    for directive in block:
        yield directive
        yield from walk(directive.get("block") or [])
