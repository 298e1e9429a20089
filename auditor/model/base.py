"""What every document of the auditor shares: frozen, closed, and canonical as bytes."""

import datetime
import hashlib
import ipaddress
import re
from contextlib import suppress
from typing import Annotated, Any, TypeVar

import orjson
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import core_schema

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Stable name of one thing, unique in its kind, kept for years."""

_TRANSPORTS = frozenset({"tcp", "udp"})
_ENDPOINT = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}/(tcp|udp)/[0-9]{1,5}(/[A-Za-z0-9._-]{1,120})?$"


class EndpointId(str):
    """`host/tcp/443`, with `/name` where one address serves several; it equals and hashes as its text.

    Built from the text of an undeclared endpoint (`domain/address/tcp/443`), its host is `domain/address`. Text that
    names no port is a host alone: `port` and `name` are empty then.
    """

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """In a document the id must be that of a declared endpoint; it is written as plain text."""
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(pattern=_ENDPOINT), serialization=core_schema.to_string_ser_schema()
        )

    @property
    def host(self) -> str:
        """Id of the machine the address belongs to."""
        return self._parts()[0]

    @property
    def port(self) -> str:
        """Transport and number, as `tcp/443`."""
        return self._parts()[1]

    @property
    def name(self) -> str:
        """The name that tells several services behind one address apart."""
        return self._parts()[2]

    def _parts(self) -> tuple[str, str, str]:
        steps = self.split("/")
        for place in range(1, len(steps) - 1):
            if steps[place] in _TRANSPORTS:
                return "/".join(steps[:place]), "/".join(steps[place : place + 2]), "/".join(steps[place + 2 :])
        return str(self), "", ""


LARGEST_PORT = 65_535


def is_port(port: str) -> bool:
    """Whether the number of a `Port` is one that exists, written as looks write it, so that the two are one text."""
    number = port.partition("/")[2]
    return not number.startswith("0") and int(number) <= LARGEST_PORT


def is_address(text: str) -> bool:
    """Whether the text is one IPv4 or IPv6 address; one with a scope (`%eth0`) means nothing elsewhere and is none."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


_CLOTHING = tuple(
    ipaddress.IPv6Network(prefix)
    for prefix in (
        *("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("2002::/16", "2001::/32"),
    )
)
"""IPv6 addresses that mean an IPv4 one: compatible and mapped (RFC 4291, 2.5.5), translated (RFC 2765, 2.1; RFC 6052;
RFC 8215), 6to4 (RFC 3056) and Teredo (RFC 4380).
"""
_ITSELF = frozenset({ipaddress.IPv6Address("::"), ipaddress.IPv6Address("::1")})


def in_ipv6_clothing(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an IPv6 address means an IPv4 one, however it is written, so that packets may reach that one."""
    if address.version == 4 or address in _ITSELF:  # noqa: PLR2004  # the IP version
        return False
    return any(address in prefix for prefix in _CLOTHING)


def holds_ipv6_clothing(prefix: ipaddress.IPv4Network | ipaddress.IPv6Network, *, whole: bool = False) -> bool:
    """Whether a prefix holds addresses that mean IPv4 ones; `whole`: whether it lies among such addresses."""
    if prefix.version == 4:  # noqa: PLR2004  # the IP version
        return False
    if whole:
        return any(prefix.subnet_of(clothing) for clothing in _CLOTHING) and prefix[0] not in _ITSELF
    return any(prefix.overlaps(clothing) for clothing in _CLOTHING)


Port = Annotated[str, Field(pattern=r"^(tcp|udp)/[0-9]{1,5}$")]
"""Transport and number, as `tcp/443`."""

Text = Annotated[str, Field(max_length=2000)]


def _absent(value: object) -> bool:
    return value is None


_T = TypeVar("_T")

Told = Annotated[_T | None, Field(exclude_if=_absent)]
"""A field of a fact that its reader may not have read: None then, never an empty or a false value, and left out of what
is written, so that what an older collection wrote keeps its hash.
"""

VIETNAM = datetime.timezone(datetime.timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The law's time zone, written out, so that a machine without time-zone data keeps its dates too."""


_HOUR = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def _with_hour(value: object) -> datetime.datetime:
    """The instant that a text names. A day alone names no hour, and a number no instant that anybody meant.

    Parsed here, as what is read strictly takes no text for an instant any more once it came through this.
    """
    told = value.isoformat() if isinstance(value, datetime.datetime) else value
    if isinstance(told, str) and _HOUR.match(told):
        with suppress(ValueError):
            return datetime.datetime.fromisoformat(told)
    raise ValueError(f"{value!s} is no day with an hour; write it as 2026-11-22T08:30, in the time of Viet Nam")


def _in_vietnam(value: datetime.datetime) -> datetime.datetime:
    local = value.astimezone(VIETNAM) if value.tzinfo else value
    return local.replace(tzinfo=None)


Instant = Annotated[datetime.datetime, BeforeValidator(_with_hour), AfterValidator(_in_vietnam)]
"""A day and an hour in the time of Viet Nam; one with another offset is turned into it."""


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
