"""The columns of every sheet, derived from the models: nested documents give dotted columns, lists of them a sheet.

A cell holds text, a whole number, a date, a date with an hour, yes or no, one word of a closed list, or words parted by
semicolons.
"""

import datetime
import enum
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from auditor.inventory.entries import LISTS


class Shape(enum.Enum):
    """What a cell of a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    YES_NO = "yes_no"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is the dotted path inside an entry, `allowed` the words of a closed list."""

    key: str
    shape: Shape
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `list_name` is a list of the inventory; `inner` a list inside its entries, led by the column `of`."""

    list_name: str
    inner: str
    columns: tuple[Column, ...]


PARENT = "of"
"""Column of an inner sheet that names the entry a row belongs to."""


def tables() -> tuple[Table, ...]:
    """Every sheet in the order of the inventory's lists, inner sheets behind their own."""
    return tuple(table for name, model in LISTS.items() for table in _tables(name, model))


def _tables(name: str, model: type[BaseModel]) -> Iterator[Table]:
    yield Table(name, "", tuple(_columns(model, "")))
    for field, info in model.model_fields.items():
        inner = _listed_model(info.annotation)
        if inner is not None:
            yield Table(name, field, (Column(PARENT, Shape.TEXT), *_columns(inner, "")))


def _columns(model: type[BaseModel], prefix: str) -> Iterator[Column]:
    for field, info in model.model_fields.items():
        key = f"{prefix}{info.alias or field}"
        kind = _bare(info.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _columns(kind, f"{key}.")
        elif _listed_model(kind) is None:
            yield _column(key, kind)


def _column(key: str, kind: Any) -> Column:
    if typing.get_origin(kind) is tuple:
        return Column(key, Shape.WORDS, _allowed(_bare(typing.get_args(kind)[0])))
    if kind is bool:
        return Column(key, Shape.YES_NO)
    if kind is int:
        return Column(key, Shape.NUMBER)
    if kind is datetime.datetime:
        return Column(key, Shape.INSTANT)
    if kind is datetime.date:
        return Column(key, Shape.DATE)
    return Column(key, Shape.TEXT, _allowed(kind))


def _allowed(kind: Any) -> tuple[str, ...]:
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return tuple(str(member.value) for member in kind)
    return tuple(map(str, typing.get_args(kind))) if typing.get_origin(kind) is typing.Literal else ()


def _bare(annotation: Any) -> Any:
    """The type without what is optional about it and without its constraints."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return _bare(next(part for part in typing.get_args(annotation) if part is not type(None)))
    return annotation


def _listed_model(annotation: Any) -> type[BaseModel] | None:
    bare = _bare(annotation)
    inner = _bare(typing.get_args(bare)[0]) if typing.get_origin(bare) is tuple else None
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
