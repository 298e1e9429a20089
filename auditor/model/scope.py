"""The written permission to probe: per owner, what, how fast, when, and what never."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from auditor.model.base import Document, Identifier, Text
from auditor.model.inventory import Address, Prefix

ECHO = "icmp/echo"
"""Asking an address by ICMP whether anything is there, in the words of a permission."""

Permitted = Annotated[str, Field(pattern=r"^((tcp|udp)/[0-9]{1,5}|icmp/echo)$")]
"""What may be sent: transport and port, as `tcp/443`, or `icmp/echo`."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Window(Document):
    """A weekly time window in Asia/Ho_Chi_Minh; one that ends before it starts runs past midnight."""

    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    start: datetime.time = Field(alias="from")
    end: datetime.time = Field(alias="to")


class Rate(Document):
    """Upper bounds on what is sent: packets per second of all vantages of one collection together, and hosts at once of
    each.
    """

    packets_per_second: Annotated[int, Field(ge=1, le=1_000_000)] = 200
    parallel_hosts: Annotated[int, Field(ge=1, le=256)] = 8


class ScopeArea(Document):
    """Prefixes of one routing domain."""

    domain: Identifier = "province"
    prefixes: tuple[Prefix, ...]


class Authorisation(Document):
    """One owner's permission. Empty `ports` means the auditor's default list and ICMP echo; empty `windows` means any
    time.
    """

    id: Identifier
    owner: Identifier
    document: Text
    allowed_by: Text
    valid_from: datetime.date
    valid_until: datetime.date
    areas: Annotated[tuple[ScopeArea, ...], Field(min_length=1)]
    ports: tuple[Permitted, ...] = ()
    rate: Rate = Rate()
    windows: tuple[Window, ...] = ()
    do_not_touch: tuple[Address, ...] = ()
    configuration: bool = True


class Scope(Document):
    """All authorisations; none means nothing is sent."""

    authorisations: tuple[Authorisation, ...] = ()
