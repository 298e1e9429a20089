"""What a cell of a list says: text as it is shown, and the value it means in its column. Nothing is ever evaluated."""

import datetime
import re
from typing import Any

from auditor.inventory.exchange.columns import Column, Shape
from auditor.inventory.exchange.headings import NO, YES
from auditor.inventory.exchange.shown import shown
from auditor.inventory.explain import Fault
from auditor.inventory.yamlfile import Loc
from auditor.text.harmless import declared

_AS_SHOWN = frozenset({Shape.TEXT, Shape.WORDS})
_PARTING = re.compile(r"[;\n]")


def value_of(column: Column, cell: Any) -> tuple[Any, Fault | None]:
    """What a cell says in a column, None where it is empty; or what is wrong with it."""
    text, fault = text_of(column, cell)
    return shaped(column, text) if text else (None, fault)


def text_of(column: Column, cell: Any) -> tuple[str, Fault | None]:
    """The text of a cell as a person sees it, empty where there is none; or why that cannot be told."""
    loc: Loc = tuple(column.key.split("."))
    if cell.value is None:
        return "", None
    if (fault := _no_value(column, cell, loc)) is not None:
        return "", fault
    text, hidden = declared(_text(column, cell).strip())
    if hidden:
        return "", Fault(loc, "the text holds an invisible character", hidden, "Type the value again by hand.")
    return text, None


def _no_value(column: Column, cell: Any, loc: Loc) -> Fault | None:
    """Why what stands in a cell is not what somebody wrote there."""
    told = str(cell.value)[:80]
    if cell.data_type == "f":
        return Fault(loc, "holds a formula", told, "Write the value itself; formulas are not evaluated.")
    if cell.data_type == "e":
        return Fault(loc, "holds an error of the spreadsheet", told, "Write the value itself.")
    if column.shape in _AS_SHOWN and shown(cell.value, cell.number_format) is None:
        remedy = "Format the cell as text and write it as it is meant."
        return Fault(loc, "is a number or date of the spreadsheet and not the text it shows", told, remedy)
    return None


def _text(column: Column, cell: Any) -> str:
    raw = cell.value
    if isinstance(raw, bool):
        return YES if raw else NO
    if column.shape in _AS_SHOWN:
        return shown(raw, cell.number_format) or ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime.datetime):
        return raw.isoformat(timespec="minutes") if column.shape is Shape.INSTANT else raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, datetime.date | datetime.time) else str(raw)


def shaped(column: Column, text: str) -> tuple[Any, Fault | None]:
    """The value that a text means in a column, or what is wrong with it."""
    loc: Loc = tuple(column.key.split("."))
    if column.shape is Shape.WORDS:
        return [part.strip() for part in _PARTING.split(text) if part.strip()], None
    if column.shape is Shape.YES_NO:
        word = text.casefold()
        if word not in (YES, NO):
            return None, Fault(loc, "is neither yes nor no", text, f"Write {YES} or {NO}.")
        return word == YES, None
    if column.shape is Shape.NUMBER:
        if not re.fullmatch(r"-?[0-9]{1,18}", text):
            return None, Fault(loc, "must be a whole number", text, "Write digits only.")
        return int(text), None
    return text, None


def store(target: dict[str, Any], key: str, value: Any) -> None:
    """Puts a value at a dotted path."""
    *outer, last = key.split(".")
    for step in outer:
        target = target.setdefault(step, {})
    target[last] = value
