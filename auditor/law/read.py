"""Instruments and their sources as the files of a policies folder list them."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.law.check import LawBook, Read
from auditor.law.lines import first_fault, line_of, yaml_fault
from auditor.model.law import Instrument
from auditor.model.law_row import LawRow

_READ: tuple[Read, ...] = ("original", "summary", "secondary")


def read_book(root: Path) -> LawBook:
    """Both files of `law/`. Raises PolicyError for one that cannot be read."""
    return LawBook(read_instruments(root), read_sources(root))


def read_instruments(root: Path) -> dict[str, Instrument]:
    """By id. Raises PolicyError for a file that is no list of instruments, or has one id twice."""
    loaded = _listed(root / "law" / "instruments.yaml", "instruments", Instrument)
    return {instrument.id: instrument for instrument in loaded}


def read_rows(root: Path) -> tuple[LawRow, ...]:
    """Rows of law in order of id; none where the folder has no such file, as one of a province's own controls.

    Raises PolicyError for a file that is no list of rows, or has one id twice.
    """
    path = root / "law" / "rows.yaml"
    if not path.exists():
        return ()
    return tuple(sorted(_listed(path, "rows", LawRow), key=lambda row: row.id))


def read_sources(root: Path) -> Mapping[str, Read]:
    """By key, what was read there: the original, an official summary, or a secondary source. Raises PolicyError."""
    path = root / "law" / "sources.yaml"
    try:
        read = {str(key): row["read"] for key, row in _content(path)["sources"].items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise PolicyError(f"{path}: {error}") from error
    for key, value in read.items():
        if value not in _READ:
            line = line_of(_text(path), ("sources", key, "read"))
            raise PolicyError(f"{path}:{line}: {key}: read is {value!r} and none of: {', '.join(_READ)}")
    return read


_Row = TypeVar("_Row", Instrument, LawRow)


def _listed(path: Path, key: str, model: type[_Row]) -> list[_Row]:
    """The rows of a file in its order, each id once."""
    content = _content(path)
    if not isinstance(content, dict) or set(content) != {key} or not isinstance(content[key], list):
        raise PolicyError(f"{path}:1: is no list `{key}:`", remedy=f"It has one key, `{key}:`, and below it the list.")
    rows = [_row(path, key, model, number, row) for number, row in enumerate(content[key])]
    names = [row.id for row in rows]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        second = len(names) - 1 - names[::-1].index(twice[0])
        line = line_of(_text(path), (key, second, "id"))
        raise PolicyError(f"{path}:{line}: {twice[0]} stands twice", remedy="An id has one place.")
    return rows


def _row(path: Path, key: str, model: type[_Row], number: int, row: Any) -> _Row:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        raise _malformed(path, (key, number), error) from error


def _malformed(path: Path, place: tuple[str | int, ...], error: ValidationError) -> PolicyError:
    steps, words = first_fault(error)
    return PolicyError(f"{path}:{line_of(_text(path), (*place, *steps))}: {words}")


def _content(path: Path) -> Any:
    try:
        return yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        line, words = yaml_fault(error)
        raise PolicyError(f"{path}:{line}: {words}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: cannot be read: {error}") from error
