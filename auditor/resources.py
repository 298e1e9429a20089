"""Where shipped data lives: inside the wheel under `_data/`, or in the source tree beside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def policies_dir() -> Path:
    """Folder of policies, law data, parameter tables, schemas and the compiled policies."""
    packaged = _PACKAGE / "_data" / "policies"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "policies"


def programs_file() -> Path:
    """The list of programs that are started and the packages that bring them; its head says how it is read."""
    packaged = _PACKAGE / "_data" / "programs.tsv"
    return packaged if packaged.is_file() else _PACKAGE.parent / "requirements" / "programs.tsv"
