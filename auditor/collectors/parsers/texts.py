"""Tables as text: which sign parts the cells, where the headings stand, and what Vietnamese headings mean."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

Values = tuple[int, dict[str, Any], str]
"""Number of a row behind the headings, its values by key, and why they cannot be relied on."""

_PARTS = (",", ";", "\t")
_MOST_BEFORE = 10
"""Lines that may stand above the headings, as a title does."""

_KEY = "data_set"
_TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "data_set": ("mã tập dữ liệu", "tập dữ liệu"),
        "exported_at": ("thời điểm xuất", "thời điểm kết xuất"),
        "last_success_at": ("lần đồng bộ thành công gần nhất", "thời điểm đồng bộ thành công gần nhất"),
        "max_updated_at": ("thời điểm cập nhật mới nhất", "lần cập nhật mới nhất"),
        "rows": ("số bản ghi",),
        "errors": ("số lỗi",),
        "error_permille": ("tỷ lệ lỗi (phần nghìn)", "tỉ lệ lỗi (phần nghìn)"),
        "side": ("bên",),
        "bytes": ("dung lượng (byte)", "dung lượng dữ liệu (byte)"),
        "sha256": ("sha-256", "mã băm sha-256"),
        "complete": ("đầy đủ", "đã đếm đủ"),
    }
)
"""Vietnamese headings of the keys, as the workbook of the inventory words them where it has them."""

_BY_TITLE = {title: key for key, titles in _TITLES.items() for title in titles}


def _key(heading: str) -> str:
    """The key that a heading means, or the heading itself."""
    plain = " ".join(unicodedata.normalize("NFC", heading).split())
    return _BY_TITLE.get(plain.lower(), plain)


def table(text: str, keys: frozenset[str]) -> tuple[list[Values], tuple[str, ...]]:
    """Rows and notes of a table whose cells are parted by commas, semicolons or tabs. Raises UnreadableError where it
    has no headings that name data sets, or two that mean the same.
    """
    part = max(_PARTS, key=lambda sign: _known(text, sign, keys))
    lines = _lines(text, part)
    at = next((at for at, cells in enumerate(lines[: _MOST_BEFORE + 1]) if _KEY in map(_key, cells)), None)
    if at is None:
        if not any(cell.strip() for cells in lines for cell in cells):
            return [], ()
        raise UnreadableError(f"the export has no heading {_KEY!r}")
    headings = [_key(cell) for cell in lines[at]]
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if twice:
        raise UnreadableError(f"a heading of the export stands twice: {from_target(', '.join(twice))}")
    rows = [
        _row(number, headings, cells) for number, cells in enumerate(lines[at + 1 :], 1) if any(map(str.strip, cells))
    ]
    above = [f"passed over {at} lines above the headings"] * any(any(cells) for cells in lines[:at])
    return rows, tuple(above)


def _lines(text: str, part: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=part))
    except csv.Error as fault:
        raise UnreadableError(f"the export is no CSV: {from_target(str(fault))}") from fault


def _known(text: str, part: str, keys: frozenset[str]) -> int:
    """How many known headings one of the first lines has, parted by this sign."""
    first = text.splitlines()[: _MOST_BEFORE + 1]
    return max((len(keys & {_key(cell.strip('"')) for cell in line.split(part)}) for line in first), default=0)


def _row(number: int, headings: list[str], cells: list[str]) -> Values:
    values = {key: cell for key, cell in zip(headings, cells, strict=False) if key and cell != ""}
    if len(cells) != len(headings):
        return number, values, f" has {len(cells)} cells under {len(headings)} headings"
    return number, values, ""
