"""What figures of a control's mutants rest on, so that whoever keeps them can say what has changed since."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from auditor.model.control import ControlMeta
from auditor.policy.run_cases import case_files

_IMPORTED = re.compile(r"\bdata\.lib\.(\w+)")
_LENGTH = 16
"""Characters of a digest that are kept: enough to tell changes, which nobody forges here."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Digests of a control's `policy.rego`, of its cases with their names, and of what both are judged with: `main`,
    the parts of `lib` that the two reach, base documents, and tables of parameters.
    """

    policy: str
    cases: str
    library: str

    def changed_since(self, earlier: "Basis") -> tuple[str, ...]:
        """Names of what is not as it was, in the order above."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) != getattr(earlier, one.name))


def basis_of(root: Path, control: ControlMeta) -> Basis:
    """The basis of a control as a policies folder has it now."""
    policy = root / "controls" / control.family.value / control.name / "policy.rego"
    main = sorted((root / "main").glob("*.rego"))
    beside = sorted(path for folder in ("base", "params") for path in (root / folder).glob("*.yaml"))
    return Basis(
        _digest([policy]),
        _digest(case_files(root, control)),
        _digest([*main, *_reached(root / "lib", [policy, *main]), *beside]),
    )


def _reached(lib: Path, sources: Iterable[Path]) -> list[Path]:
    """Files of the library that sources import, and those that these import."""
    found: set[Path] = set()
    waiting = list(sources)
    while waiting:
        new = {path for path in _imports(lib, waiting.pop()) if path not in found}
        found |= new
        waiting += new
    return sorted(found)


def _imports(lib: Path, source: Path) -> Iterator[Path]:
    for name in set(_IMPORTED.findall(source.read_text(encoding="utf-8"))):
        if (path := lib / f"{name}.rego").is_file():
            yield path


def _digest(paths: Iterable[Path]) -> str:
    whole = sha256()
    for path in paths:
        whole.update(f"{path.name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:_LENGTH]
