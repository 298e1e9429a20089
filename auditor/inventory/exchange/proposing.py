"""A mapping proposed from headings alone, for a person to correct: never used without having been written to a file."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from auditor.errors import InventoryError, Problem
from auditor.inventory.entries import LISTS
from auditor.inventory.exchange.columns import Column
from auditor.inventory.exchange.grids import Grid, grids, plain
from auditor.inventory.exchange.headings import COLUMNS, SHEETS
from auditor.inventory.exchange.mapping import inner_lists, keys_of
from auditor.text.tables import FIRST_LINES

_NEAR_ENOUGH = 0.8
_MOST_WORDS = 30
_ALSO: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("organisations", "name.vi"): ("tên cơ quan", "tên đơn vị", "cơ quan, đơn vị"),
        ("organisations", "code"): ("mã định danh", "mã đơn vị"),
        ("sites", "name.vi"): ("tên địa điểm", "địa điểm"),
        ("zones", "name.vi"): ("tên vùng mạng", "vùng mạng"),
        ("networks", "prefixes"): ("dải ip", "dải mạng", "subnet"),
        ("systems", "name.vi"): ("tên hệ thống", "tên hệ thống thông tin", "tên phần mềm", "hệ thống thông tin"),
        ("systems", "owner"): ("đơn vị chủ quản", "cơ quan chủ quản", "chủ quản hệ thống"),
        ("systems", "level"): ("cấp độ an toàn", "cấp độ attt", "cấp độ an toàn thông tin"),
        ("hosts", "name"): ("tên máy chủ", "tên thiết bị", "tên máy", "hostname", "máy chủ"),
        ("hosts", "system"): ("hệ thống thông tin", "thuộc hệ thống", "phần mềm"),
        ("hosts", "interfaces.address"): ("địa chỉ ip", "ip", "ip address"),
        ("hosts", "interfaces.network"): ("dải mạng", "vlan", "subnet"),
        ("hosts", "os"): ("hđh", "os"),
        ("endpoints", "names"): ("tên miền", "domain"),
        ("evidence", "number"): ("số ký hiệu", "số văn bản", "số hiệu", "số, ký hiệu văn bản"),
        ("evidence", "date"): ("ngày văn bản", "ngày ban hành", "ngày tháng", "ngày ký"),
        ("evidence", "issuer"): ("cơ quan ban hành", "nơi ban hành", "đơn vị ban hành"),
        ("evidence", "kind"): ("loại văn bản", "tên loại văn bản"),
        ("evidence", "subject.id"): ("về hệ thống", "hệ thống", "hệ thống thông tin", "đối tượng"),
        ("evidence", "until"): ("hiệu lực đến", "thời hạn", "ngày hết hiệu lực"),
        ("evidence", "note"): ("trích yếu", "trích yếu nội dung"),
        ("links", "source"): ("từ hệ thống",),
        ("links", "target"): ("đến hệ thống",),
    }
)
"""Headings that provincial lists use beside those of the template."""

_NUMBERS = frozenset({"stt", "tt", "so tt", "so thu tu", "no"})
"""Headings of columns that only count the rows."""


def _bare(text: str) -> str:
    """Without marks, case and signs: what is left of a heading however it was typed."""
    letters = (char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(letters).replace("đ", "d")).split())


@dataclass(frozen=True, slots=True)
class _Guess:
    """A list, the row of its headings, and the key of each heading that resembles one."""

    list_name: str
    row: int
    keys: Mapping[str, str]
    score: float


def propose(files: Sequence[Path]) -> str:
    """The text of a mapping for these files, with what is still to be decided. Raises InventoryError where no table of
    theirs resembles a list.
    """
    found = [grid for file in files for grid in grids(file)]
    proposed = [(grid, guess) for grid in found if (guess := _guess(grid)) is not None]
    if not proposed:
        remedy = "Write the mapping by hand; docs/inventory.md has an example."
        raise InventoryError(
            [Problem(file, None, "", "no row of it resembles the headings of a list", remedy=remedy) for file in files]
        )
    head = [
        "# How these lists are read: correct it, decide about every column, then run",
        "# auditor inventory import FILE... --mapping THIS_FILE -o FOLDER",
    ]
    left = [
        f"# {grid.file.name} {grid.sheet}: resembles no list" for grid in found if grid not in [g for g, _ in proposed]
    ]
    needed = [line for grid, guess in proposed for line in _needed(grid, guess)]
    body = yaml.safe_dump(
        {"tables": [_table(grid, guess) for grid, guess in proposed]}, allow_unicode=True, sort_keys=False, width=76
    )
    return "\n".join([*head, *left, *needed, body])


def _titles(list_name: str) -> dict[str, tuple[str, ...]]:
    """What the heading of each key may be called, bare."""
    inner = inner_lists(list_name)
    found = {}
    for key in keys_of(list_name):
        own = key.partition(".")[2] if key.partition(".")[0] in inner else key
        titles = (*_ALSO.get((list_name, key), ()), COLUMNS[own], key)
        found[key] = tuple(dict.fromkeys(map(_bare, titles)))
    return found


def _guess(grid: Grid) -> _Guess | None:
    """The list whose headings one of the first rows resembles most; two at least, or all there are."""
    guesses = [
        _matched(name, row, grid.words(row)) for row in range(1, min(FIRST_LINES, len(grid.rows)) + 1) for name in LISTS
    ]
    near = plain(grid.sheet)
    best = max(guesses, key=lambda guess: (guess.score + (near == plain(SHEETS[guess.list_name, ""])), -guess.row))
    enough = min(2, len([word for word in grid.words(best.row) if word]))
    return best if len(best.keys) >= max(1, enough) else None


def _matched(list_name: str, row: int, headings: Sequence[str]) -> _Guess:
    scored = sorted(
        (
            (_nearness(_bare(heading), titles), heading, key)
            for heading in dict.fromkeys(filter(None, headings))
            for key, titles in _titles(list_name).items()
        ),
        key=lambda each: (-each[0], headings.index(each[1])),
    )
    keys: dict[str, str] = {}
    score = 0.0
    for near, heading, key in scored:
        if near >= _NEAR_ENOUGH and heading not in keys and key not in keys.values():
            keys[heading] = key
            score += near
    return _Guess(list_name, row, keys, score)


def _nearness(heading: str, titles: Iterable[str]) -> float:
    """One for a heading that is a title; the earlier titles, which name the list too, outweigh later ones a little."""
    return max(
        difflib.SequenceMatcher(None, heading, title).ratio() - position / 1000 for position, title in enumerate(titles)
    )


def _table(grid: Grid, guess: _Guess) -> dict[str, Any]:
    shown = {plain(text): text for text in _shown(grid, guess.row)}
    columns = {shown[heading]: key for heading, key in guess.keys.items()}
    rest = [text for heading, text in shown.items() if heading not in guess.keys]
    ignore = [text for text in rest if _bare(text) in _NUMBERS]
    values = {
        key: words
        for heading, key in guess.keys.items()
        if (words := _words(grid, guess.row, heading, keys_of(guess.list_name)[key]))
    }
    named = next((text for text, key in columns.items() if key in {"name", "name.vi", "number"}), "")
    return {
        "file": grid.file.name,
        **({"sheet": grid.sheet} if grid.sheet else {}),
        "list": guess.list_name,
        "headings": guess.row,
        "columns": columns,
        **({"ignore": ignore} if ignore else {}),
        **({"undecided": undecided} if (undecided := [text for text in rest if text not in ignore]) else {}),
        **({"values": values} if values else {}),
        **({"make_id": named} if named and "id" not in columns.values() else {}),
    }


def _shown(grid: Grid, row: int) -> list[str]:
    texts = ("" if cell.value is None else " ".join(str(cell.value).split()) for cell in grid.rows[row - 1])
    return [text for text in texts if text]


def _words(grid: Grid, row: int, heading: str, column: Column) -> dict[str, str]:
    """Words of theirs in a column of a closed list, each with ours where one is near, else with none."""
    if not column.allowed:
        return {}
    at = grid.words(row).index(heading)
    below = (each[at].value for each in grid.rows[row:] if at < len(each))
    theirs = sorted({str(value).strip() for value in below if value not in {None, ""}} - set(column.allowed))
    return {
        word: next(iter(difflib.get_close_matches(_bare(word), column.allowed, 1)), "") for word in theirs[:_MOST_WORDS]
    }


def _needed(grid: Grid, guess: _Guess) -> list[str]:
    """Keys that every entry has and that no heading resembles."""
    fields = LISTS[guess.list_name].model_fields
    required = [name for name, info in fields.items() if info.is_required()]
    given = {key.partition(".")[0] for key in guess.keys.values()}
    missing = [name for name in required if name not in given and name != "id"]
    name = f"{grid.file.name} {grid.sheet}".strip()
    return [f"# {name}: still needed, as a column or under `fixed:`: {', '.join(missing)}"] if missing else []
