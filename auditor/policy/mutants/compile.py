"""Compiles many mutants of a control at once, each as a control of its own beside the others.

Compiling one takes most of a second, nearly all of it for what every control shares.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from auditor.errors import PolicyError
from auditor.model.control import ControlMeta
from auditor.policy.build import compile_wasm, run_opa

_ALL = "100000"
_PLACE = re.compile(r"/([a-z0-9_]+)/policy\.rego:[0-9]+")


def compile_together(opa: Path, root: Path, control: ControlMeta, texts: Mapping[str, str]) -> tuple[bytes, set[str]]:
    """One WebAssembly module of policies that differ from a control's, by the name that each has in the place of the
    control's own, and the names of those that OPA refuses.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-mutants-") as folder:
        family = Path(folder, "controls", control.family.value)
        for name, text in texts.items():
            (family / name).mkdir(parents=True)
            (family / name / "policy.rego").write_text(_renamed(text, control, name), encoding="utf-8")
        refused: set[str] = set()
        while wrong := _refused(opa, root, Path(folder)):
            refused |= wrong
            for name in wrong:
                (family / name / "policy.rego").unlink()
        return compile_wasm(opa, root, str(Path(folder, "controls"))), refused


def _renamed(text: str, control: ControlMeta, name: str) -> str:
    package = f"package controls.{control.family.value}."
    return re.sub(rf"^{re.escape(package)}{control.name}$", f"{package}{name}", text, count=1, flags=re.MULTILINE)


def _refused(opa: Path, root: Path, folder: Path) -> set[str]:
    """Names that OPA has an error in. It stops at the first stage that has any, so it must be asked again."""
    sources = ["main", "lib", str(folder / "controls")]
    try:
        run_opa(opa, "check", "--max-errors", _ALL, "--capabilities", "capabilities.json", *sources, cwd=root)
    except PolicyError as error:
        words = str(error)
        if found := {match[1] for match in _PLACE.finditer(words)}:
            return found
        raise
    return set()
