"""Turns a validator's errors into words for a person: what is wrong, the value found, the nearest allowed one."""

import difflib
import functools
import re
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError

from auditor.inventory.yamlfile import Loc
from auditor.model.base import LARGEST_PORT, Document, EndpointId, Identifier, Port
from auditor.model.inventory import DomainName

_LONGEST_VALUE = 80
_MOST_NAMES = 30
_Model = TypeVar("_Model", bound=Document)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at a place inside a document."""

    loc: Loc
    message: str
    value: str = ""
    remedy: str = ""


def no_port(loc: Loc, port: str) -> Fault:
    """The fault of a port whose number does not exist."""
    return Fault(loc, "is no port number", port, f"Ports run from 1 to {LARGEST_PORT}. Write no nought before them.")


def validated(model: type[_Model], value: Any) -> tuple[_Model | None, list[Fault]]:
    """The typed document, or every fault in it. Values are read strictly: text is no number and a number is no date."""
    try:
        return model.model_validate_json(orjson.dumps(value), strict=True), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_fault(model, detail) for detail in details if not _echo(detail, details)]


def _echo(detail: Any, details: Any) -> bool:
    """A list of which every entry is faulty is also called too short; that says nothing new."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc for other in details if other is not detail
    )


def _fault(model: type[BaseModel], detail: Any) -> Fault:
    loc: Loc = tuple(detail["loc"])
    kind, context = str(detail["type"]), detail.get("ctx", {})
    value = "" if kind == "missing" else _shown(detail["input"])
    if kind == "missing":
        return Fault(loc, "is missing", remedy=f"Add `{loc[-1]}:`.")
    if kind == "extra_forbidden":
        names = allowed_keys(model, loc[:-1])
        return Fault(loc, "is no known key here", remedy=nearest(str(loc[-1]), names))
    if kind in ("enum", "literal_error"):
        return Fault(
            loc, "is not an allowed value", value, nearest(value, re.findall(r"'([^']*)'", context["expected"]))
        )
    if kind == "string_pattern_mismatch":
        return Fault(
            loc,
            "has the wrong form",
            value,
            _pattern_hints().get(context["pattern"], f"It must match {context['pattern']}."),
        )
    if kind == "value_error":
        return Fault(loc, str(context["error"]), remedy=_address_hint(loc))
    message, remedy = _KINDS.get(kind, (str(detail["msg"])[:1].lower() + str(detail["msg"])[1:], ""))
    return Fault(loc, message, value, remedy)


_KINDS = {
    "string_type": ("must be text", "Put the value in quotes."),
    "int_type": ("must be a whole number", "Write digits only, without quotes."),
    "int_from_float": ("must be a whole number", "Write digits only, without quotes."),
    "bool_type": ("must be true or false", "Write `true` or `false`, without quotes."),
    "date_type": ("must be a date", "Write it as YYYY-MM-DD, for example 2026-11-22."),
    "date_parsing": ("must be a date", "Write it as YYYY-MM-DD, for example 2026-11-22."),
    "date_from_datetime_parsing": ("must be a date", "Write it as YYYY-MM-DD, for example 2026-11-22."),
    "date_from_datetime_inexact": ("must be a date without a time", "Write it as YYYY-MM-DD, for example 2026-11-22."),
    "time_type": ("must be a time of day", "Write it as HH:MM, for example 22:00."),
    "time_parsing": ("must be a time of day", "Write it as HH:MM, for example 22:00."),
    "too_short": ("has no entry", "Write at least one."),
    "tuple_type": ("must be a list", "Write one `- value` per line, or [value, value]."),
    "model_type": ("must be a mapping of keys to values", "Write `key: value` lines."),
    "model_attributes_type": ("must be a mapping of keys to values", "Write `key: value` lines."),
    "dict_type": ("must be a mapping of keys to values", "Write `key: value` lines."),
}


def _address_hint(loc: Loc) -> str:
    names = {str(step) for step in loc}
    if "prefixes" in names:
        return "Write one network as 10.1.2.0/24 or 2001:db8::/64."
    if names & {"address", "do_not_touch"}:
        return "Write one IPv4 or IPv6 address, as 10.1.2.3 or 2001:db8::1; no name, range, port or option."
    return ""


@functools.cache
def _pattern_hints() -> dict[str, str]:
    hints: dict[Any, str] = {
        Identifier: "Use lower-case letters, digits, '.', '_' and '-', at most 80, starting with a letter or digit.",
        EndpointId: "Write it as host/tcp/443, or host/tcp/443/name where one address serves several.",
        Port: "Write it as tcp/443 or udp/53.",
        DomainName: "Write a DNS name, as portal.example.gov.vn.",
    }
    return {TypeAdapter(kind).json_schema()["pattern"]: hint for kind, hint in hints.items()}


def nearest(value: str, allowed: Iterable[str]) -> str:
    """A remedy naming the nearest allowed word, and all of them where they are few."""
    names = sorted(allowed)
    close = difflib.get_close_matches(value.lower(), names, n=1, cutoff=0.6)
    words = [f"Did you mean {close[0]!r}?"] if close else []
    if names and len(names) <= _MOST_NAMES:
        words.append(f"Allowed: {', '.join(names)}.")
    return " ".join(words) or "None is near that name."


def allowed_keys(model: type[BaseModel], loc: Loc) -> tuple[str, ...]:
    """Keys that a document may have at a place inside a model; empty where anything goes."""
    inner = _model_at(model, loc)
    return tuple(field.alias or name for name, field in inner.model_fields.items()) if inner else ()


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, int):
            continue
        if current is None:
            return None
        fields = {field.alias or name: field for name, field in current.model_fields.items()}
        current = _inner_model(fields[step].annotation) if step in fields else None
    return current


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (tuple, typing.Union, types.UnionType, typing.Annotated):
        return next((found for part in typing.get_args(annotation) if (found := _inner_model(part))), None)
    return None


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
