"""Finds the pinned OPA executable; only compiling and the `opa` engine need one."""

import os
import shutil
import subprocess
from pathlib import Path

from auditor.errors import ToolError

OPA_VERSION = "1.22.2"

_TREE_BINARY = Path(__file__).resolve().parent.parent.parent / ".tools" / "bin" / "opa"


def find_opa() -> Path:
    """Path of an OPA of exactly `OPA_VERSION`: `$AUDITOR_OPA`, then PATH, then the source tree's own.

    Raises ToolError naming every place looked at and the version found there.
    """
    tried = []
    for candidate in (os.environ.get("AUDITOR_OPA"), shutil.which("opa"), str(_TREE_BINARY)):
        if not candidate or not Path(candidate).is_file():
            continue
        version = _version(candidate)
        if version == OPA_VERSION:
            return Path(candidate).absolute()
        tried.append(f"{candidate} is version {version or 'unreadable'}")
    found = "; ".join(tried) or "none found"
    raise ToolError(
        f"OPA {OPA_VERSION} is needed here: {found}",
        remedy="Run scripts/install, or set AUDITOR_OPA to the executable.",
    )


def _version(binary: str) -> str:
    try:
        done = subprocess.run([binary, "version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    for line in done.stdout.splitlines():
        if line.startswith("Version:"):
            return line.removeprefix("Version:").strip()
    return ""
