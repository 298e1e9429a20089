"""Tables as text: which sign parts the cells, where the headings stand, and what Vietnamese headings mean."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from auditor.errors import UnreadableError
from auditor.text.harmless import from_target
from auditor.text.tables import FIRST_LINES, cells

Values = tuple[int, dict[str, Any], str]
"""Number of a row behind the headings, its values by key, and why they cannot be relied on."""

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


def heading_of(key: str) -> str:
    """The Vietnamese heading that a column of this key has first; the key itself where it has none."""
    return _TITLES.get(key, (key,))[0]


def _key(heading: str) -> str:
    """The key that a heading means, or the heading itself."""
    plain = " ".join(unicodedata.normalize("NFC", heading).split())
    return _BY_TITLE.get(plain.lower(), plain)


def table(text: str, keys: frozenset[str]) -> tuple[list[Values], tuple[str, ...]]:
    """Rows and notes of a table whose cells are parted by commas, semicolons or tabs. Raises UnreadableError where it
    has no headings that name data sets, or two that mean the same.
    """
    lines = _lines(text, keys)
    at = next((at for at, line in enumerate(lines[:FIRST_LINES]) if _KEY in map(_key, line)), None)
    if at is None:
        if not any(cell.strip() for line in lines for cell in line):
            return [], ()
        raise UnreadableError(f"the export has no heading {_KEY!r}")
    headings = [_key(cell) for cell in lines[at]]
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if twice:
        raise UnreadableError(f"a heading of the export stands twice: {from_target(', '.join(twice))}")
    rows = [_row(number, headings, line) for number, line in enumerate(lines[at + 1 :], 1) if any(map(str.strip, line))]
    above = [f"passed over {at} lines above the headings"] * any(any(line) for line in lines[:at])
    return rows, tuple(above)


def _lines(text: str, keys: frozenset[str]) -> list[list[str]]:
    try:
        return cells(text, lambda line: len(keys & {_key(cell) for cell in line}))
    except ValueError as fault:
        raise UnreadableError(f"the export is no CSV: {from_target(str(fault))}") from fault


def _row(number: int, headings: list[str], found: list[str]) -> Values:
    values = {key: cell for key, cell in zip(headings, found, strict=False) if key and cell != ""}
    if len(found) != len(headings):
        return number, values, f" has {len(found)} cells under {len(headings)} headings"
    return number, values, ""
