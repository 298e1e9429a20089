"""OPA's own syntax tree of a Rego file."""

from pathlib import Path
from typing import Any

import orjson

from auditor.policy.build import run_opa

_PARSED: dict[tuple[Path, bytes], bytes] = {}


def syntax_tree(source: Path, opa: Path) -> Any:
    """The tree with locations. Raises PolicyError when the file does not parse.

    OPA is started for each file, so what several looks ask of one text, wherever it lies, is parsed once in a process.
    """
    text = opa, source.read_bytes()
    if text not in _PARSED:
        _PARSED[text] = run_opa(opa, "parse", "--format", "json", "--json-include", "locations", str(source))
    return orjson.loads(_PARSED[text])
