"""One fact with its provenance. Its data is typed once, by its kind, when it is read or made."""

import datetime
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    SerializeAsAny,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from auditor.model.base import Document, Told
from auditor.model.facts.reading import Cause, Cover, Unread
from auditor.model.facts.registry import KINDS
from auditor.model.vocab.measurements import Basis, State

_VALIDATORS: dict[str, Callable[[Any], Document]] = {
    kind.name: kind.shape.__pydantic_validator__.validate_python for kind in KINDS.values()
}


def _fields(kind: str, unread: tuple[Unread, ...]) -> None:
    unknown = {item.field for item in unread} - set(KINDS[kind].shape.model_fields)
    if unknown:
        raise ValueError(f"unread names no field of {kind}: {', '.join(sorted(unknown))}")


class Observation(Document):
    """One fact. `vantage` names the host it was made from and `zone` that host's zone; configuration is read from the
    host itself.

    `data` has the shape of its kind; it is None exactly when nothing was learnt, and then `cause` says why. `cover` and
    `unread` are there where a reader of settings told them, and left out of what is written where not.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/@-]{1,200}$")]
    kind: str
    subject: Annotated[str, Field(max_length=200)]
    vantage: Annotated[str, Field(max_length=80)]
    zone: Annotated[str, Field(max_length=80)]
    state: State
    basis: Basis
    observed_at: datetime.datetime
    tool: Annotated[str, Field(max_length=120)] = ""
    cause: Cause | None = None
    data: SerializeAsAny[Document] | None = None
    cover: Told[Cover] = None
    unread: Told[tuple[Unread, ...]] = None

    @field_validator("data", mode="plain")
    @classmethod
    def _typed(cls, value: Any, given: ValidationInfo) -> Document | None:
        """`kind` decides which shape the data has: a union discriminated by it, without trying one after another."""
        validate = _VALIDATORS.get(given.data.get("kind", ""))
        return None if value is None or validate is None else validate(value)

    @model_validator(mode="after")
    def _whole(self) -> "Observation":
        if self.kind not in _VALIDATORS:
            raise ValueError(f"unknown kind of observation {self.kind!r}; known: {', '.join(KINDS)}")
        if self.observed_at.tzinfo is None:
            raise ValueError("observed_at must carry a time zone (UTC)")
        if self.state is State.OK and self.data is None:
            raise ValueError("an observation with state ok needs data")
        if self.data is None and self.cause is None:
            raise ValueError("an observation without data needs a cause")
        if self.unread:
            _fields(self.kind, self.unread)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """`kind` is one of those known, and `data` what that kind says."""
        found = handler(schema)
        own = handler.resolve_ref_schema(found)
        own["properties"]["kind"] = {"enum": list(KINDS), "title": "Kind"}
        own["properties"].pop("data")
        own["discriminator"] = {"propertyName": "kind"}
        own["oneOf"] = [
            {
                "properties": {
                    "kind": {"const": kind.name},
                    "data": {"anyOf": [handler(kind.shape.__pydantic_core_schema__), {"type": "null"}]},
                }
            }
            for kind in KINDS.values()
        ]
        own["unevaluatedProperties"] = own.pop("additionalProperties")
        return found

    def typed(self) -> Document | None:
        """The data, or None when nothing was learnt."""
        return self.data
