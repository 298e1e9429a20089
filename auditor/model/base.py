"""What every document of the auditor shares: frozen, closed, and canonical as bytes."""

import datetime
import hashlib
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Stable name of one thing, unique in its kind, kept for years."""

EndpointId = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}/(tcp|udp)/[0-9]{1,5}(/[A-Za-z0-9._-]{1,120})?$")
]
"""`host/tcp/443`, with `/name` where one address serves several."""

Port = Annotated[str, Field(pattern=r"^(tcp|udp)/[0-9]{1,5}$")]
"""Transport and number, as `tcp/443`."""

Text = Annotated[str, Field(max_length=2000)]


VIETNAM = datetime.timezone(datetime.timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The law's time zone, written out, so that a machine without time-zone data keeps its dates too."""


class Document(BaseModel):
    """A frozen object that refuses unknown keys, so that a misspelt key is an error and never an absence."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def canonical(value: Any) -> bytes:
    """Sorted-key JSON bytes: equal values give equal bytes, hence equal digests."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def digest(value: Any) -> str:
    """SHA-256 in hex of `canonical(value)`, or of the bytes themselves."""
    return hashlib.sha256(value if isinstance(value, bytes) else canonical(value)).hexdigest()
