"""Instruments and their sources as the files of a policies folder list them."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.law.check import LawBook, Read
from auditor.model.law import Instrument
from auditor.model.law_row import LawRow

_READ: tuple[Read, ...] = ("original", "summary", "secondary")


def read_book(root: Path) -> LawBook:
    """Both files of `law/`. Raises PolicyError for one that cannot be read."""
    return LawBook(read_instruments(root), read_sources(root))


def read_instruments(root: Path) -> dict[str, Instrument]:
    """By id. Raises PolicyError for a file that is no list of instruments, or has one id twice."""
    path = root / "law" / "instruments.yaml"
    try:
        loaded = [Instrument.model_validate(row) for row in _content(path)["instruments"]]
    except (KeyError, TypeError, ValidationError) as error:
        raise PolicyError(f"{path}: {error}") from error
    if len({instrument.id for instrument in loaded}) != len(loaded):
        raise PolicyError(f"{path}: an instrument id stands twice")
    return {instrument.id: instrument for instrument in loaded}


def read_rows(root: Path) -> tuple[LawRow, ...]:
    """Rows of law in order of id; none where the folder has no such file, as one of a province's own controls.

    Raises PolicyError for a file that is no list of rows, or has one id twice.
    """
    path = root / "law" / "rows.yaml"
    if not path.exists():
        return ()
    try:
        rows = [LawRow.model_validate(row) for row in _content(path)["rows"]]
    except (KeyError, TypeError, ValidationError) as error:
        raise PolicyError(f"{path}: {error}") from error
    twice = sorted(name for name, count in Counter(row.id for row in rows).items() if count > 1)
    if twice:
        raise PolicyError(f"{path}: {twice[0]} stands twice", remedy="A row of law has one id and one place.")
    return tuple(sorted(rows, key=lambda row: row.id))


def read_sources(root: Path) -> Mapping[str, Read]:
    """By key, what was read there: the original, an official summary, or a secondary source. Raises PolicyError."""
    path = root / "law" / "sources.yaml"
    try:
        read = {str(key): row["read"] for key, row in _content(path)["sources"].items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise PolicyError(f"{path}: {error}") from error
    for key, value in read.items():
        if value not in _READ:
            raise PolicyError(f"{path}: {key}: read is {value!r} and none of: {', '.join(_READ)}")
    return read


def _content(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PolicyError(f"{path}: {error}") from error
