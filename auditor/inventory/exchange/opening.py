"""Opens a workbook that somebody sent: bounded in size, packed and unpacked, and in the work it asks for; read once.

The XML inside is read by parsers that resolve no entities; formulas and links are never followed.
"""

import stat
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from auditor.errors import InputError, Problem
from auditor.inventory.exchange.weighing import FAULTS, HeavyError, weigh

_MIB = 1024**2
_FAULTS = (InvalidFileException, OSError, *FAULTS)
"""The library raises OSError for an archive in which no part is a workbook, such as a document of a word processor."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a workbook may weigh, in bytes as a file and unpacked, and what to say of one that weighs more."""

    packed: int
    unpacked: int
    parts: int
    too_much: str
    remedy: str


def opened(path: Path, bounds: Bounds, error: type[InputError]) -> tuple[Any, bytes]:
    """The workbook and the bytes it was read from. Raises `error` for anything that is no plain .xlsx file."""
    content = _read(path, bounds, error)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > bounds.unpacked or len(parts) > bounds.parts:
                raise error([Problem(path, None, "", bounds.too_much, remedy=bounds.remedy)])
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise error([Problem(path, None, "", "carries macros", remedy=bounds.remedy)])
            weigh(archive, bounds.unpacked)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library leaves out or cannot read shows in the cells
            return load_workbook(BytesIO(content), data_only=False, keep_links=False), content
    except HeavyError as fault:
        raise error([Problem(path, None, "", str(fault), remedy=bounds.remedy)]) from fault
    except _FAULTS as fault:
        raise error([Problem(path, None, "", "is no workbook that can be read", remedy=bounds.remedy)]) from fault


def _read(path: Path, bounds: Bounds, error: type[InputError]) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise error([Problem(path, None, "", "is no regular file", remedy=bounds.remedy)])
        with path.open("rb") as file:
            content = file.read(bounds.packed + 1)
    except FileNotFoundError as fault:
        remedy = "Name the workbook to import."
        raise error([Problem(path, None, "", "there is no such file", remedy=remedy)]) from fault
    except OSError as fault:
        raise error([Problem(path, None, "", "is no workbook that can be read", remedy=bounds.remedy)]) from fault
    if len(content) > bounds.packed:
        raise error([Problem(path, None, "", f"is larger than {bounds.packed // _MIB} MiB", remedy=bounds.remedy)])
    return content
