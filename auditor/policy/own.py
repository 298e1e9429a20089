"""A province's own controls: a folder that holds them alone and stands beside the shipped policies (decision 0020).

It has `controls/FAMILY/NAME/`, and where it needs them `law/` (its own instruments, their sources, rows), `params/` and
`base/`. Constitution, library and the list of permitted builtins are the shipped ones, so that nothing of it can change
what another control says.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import yaml

from auditor.errors import PolicyError
from auditor.law.check import LawBook
from auditor.law.lines import load_yaml
from auditor.law.read import read_book, read_instruments, read_rows, read_sources
from auditor.model.law import Instrument
from auditor.model.law_row import LawRow
from auditor.resources import policies_dir

COMPILED = "compiled"
LAW = ("instruments", "rows", "sources")
"""Files of its `law/`, each with the suffix .yaml and one key of the same name."""
FOLDERS = ("base", COMPILED, "controls", "law", "params")
"""What a folder of one's own may hold."""

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_CODE = ("main", "lib", "schemas", "capabilities.json")
_YAML = ("base", "params")
_RENAME = "Give yours another name; the shipped one stays as it is."


def is_own(root: Path) -> bool:
    """Whether a folder holds controls of one's own, to be put beside the shipped ones: it has no constitution.

    Raises PolicyError where there is no such folder.
    """
    if not root.is_dir():
        raise PolicyError(f"there is no folder {root}", remedy="`auditor policy new … --policies DIR` makes one.")
    return not (root / "main").exists()


def control_folders_in(root: Path) -> list[Path]:
    """The folders with a policy, in order of path."""
    return sorted(path.parent for path in (root / "controls").glob("*/*/policy.rego"))


@contextmanager
def whole(root: Path) -> Iterator[Path]:
    """A folder with everything that is compiled: the one given, or for the time being one's own with the shipped.

    Raises PolicyError where both have a file of the same name, or an instrument, source or row of the same id.
    """
    if not is_own(root):
        yield root
        return
    with staged(root, [*control_folders_in(policies_dir()), *control_folders_in(root)], cases=False) as stage:
        yield stage


@contextmanager
def staged(root: Path, folders: Iterable[Path], *, cases: bool = True) -> Iterator[Path]:
    """A folder of policies in a temporary place: of all that controls stand on what belongs to `root`, and no other
    controls than those in `folders`. Raises PolicyError as `whole` does.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-policies-") as temporary:
        stage = Path(temporary).resolve()
        _copy_shared(root, stage)
        (stage / "controls").mkdir(exist_ok=True)
        ignored = None if cases else shutil.ignore_patterns("cases")
        for folder in folders:
            target = stage / "controls" / folder.parent.name / folder.name
            if target.exists():
                place = f"controls/{folder.parent.name}/{folder.name}"
                raise PolicyError(f"{folder}: the shipped policies have {place} too", remedy=_RENAME)
            shutil.copytree(folder, target, ignore=ignored)
        yield stage


def _copy_shared(root: Path, stage: Path) -> None:
    shipped = policies_dir() if is_own(root) else root
    for name in (*_CODE, *_YAML, "law"):
        source = shipped / name
        if source.is_dir():
            shutil.copytree(source, stage / name)
        elif source.exists():
            shutil.copy2(source, stage / name)
    if shipped == root:
        return
    for name in _YAML:
        for path in sorted((root / name).glob("*.yaml")):
            if (stage / name / path.name).exists():
                raise PolicyError(f"{path}: the shipped policies have {name}/{path.name} too", remedy=_RENAME)
            shutil.copy2(path, stage / name / path.name)
    for name in LAW:
        if (root / "law" / f"{name}.yaml").exists():
            _merge_law(root, shipped, stage, name)


def _merge_law(root: Path, shipped: Path, stage: Path, name: str) -> None:
    """One file of law out of the shipped and one's own, which `book` and `rows` have found to be apart."""
    {"instruments": book, "sources": book, "rows": rows}[name](root)
    one, other = (
        load_yaml((folder / "law" / f"{name}.yaml").read_text(encoding="utf-8"))[name] for folder in (shipped, root)
    )
    both = {**one, **other} if isinstance(one, dict) else [*one, *other]
    text = yaml.dump({name: both}, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    (stage / "law" / f"{name}.yaml").write_text(text, encoding="utf-8")


def instruments(root: Path) -> dict[str, Instrument]:
    """What controls of a folder may cite: of one's own, the shipped instruments too.

    Raises PolicyError for a file that cannot be read, and where one id stands in both.
    """
    if not is_own(root):
        return read_instruments(root)
    return _both(root, "instruments", read_instruments(policies_dir()), read_instruments)


def book(root: Path) -> LawBook:
    """Instruments and their sources. Raises PolicyError as `instruments` does."""
    if not is_own(root):
        return read_book(root)
    return LawBook(instruments(root), _both(root, "sources", dict(read_sources(policies_dir())), read_sources))


_Kind = TypeVar("_Kind")


def _both(
    root: Path, name: str, shipped: dict[str, _Kind], read: Callable[[Path], Mapping[str, _Kind]]
) -> dict[str, _Kind]:
    path = root / "law" / f"{name}.yaml"
    own = read(root) if path.exists() else {}
    _refuse_twice(path, shipped, own)
    return {**shipped, **own}


def rows(root: Path) -> tuple[LawRow, ...]:
    """Rows of law of a folder, of one's own the shipped ones too. Raises PolicyError as `book` does."""
    if not is_own(root):
        return read_rows(root)
    shipped, own = read_rows(policies_dir()), read_rows(root)
    _refuse_twice(root / "law" / "rows.yaml", {row.id for row in shipped}, [row.id for row in own])
    return tuple(sorted([*shipped, *own], key=lambda row: row.id))


def _refuse_twice(path: Path, shipped: Iterable[str], own: Iterable[str]) -> None:
    known = set(shipped)
    for name in own:
        if name in known:
            raise PolicyError(f"{path}:{_line(path, name)}: {name!r} is shipped already", remedy=_RENAME)


def _line(path: Path, name: str) -> int:
    """Where a file first names something, from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if name in line), 1)
