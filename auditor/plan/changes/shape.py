"""Firewall rules and addresses that a wave changes (`changes/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Port, Text
from auditor.model.reason import Reason


class RuleChange(Document):
    """One permission: to `open` for the move, to `keep` while old and new run side by side, to `close` afterwards.

    Addresses may be empty where nobody entered them: then the rule is in the table, and the nftables text carries it
    as a remark only.
    """

    id: Text
    action: Literal["open", "keep", "close"]
    wave: Text
    systems: tuple[Text, ...]
    from_zone: Text
    to_zone: Text
    from_addresses: tuple[Text, ...] = ()
    to_addresses: tuple[Text, ...] = ()
    ports: tuple[Port, ...]
    why: Reason
    start: datetime.date | None = None
    expires: datetime.date | None = None
    basis: Literal["declared", "declared_and_seen"]
    flow: Text = ""
    link: Text = ""
    evidence: tuple[Text, ...] = ()


class AddressChange(Document):
    """A name or address that must point elsewhere after the cut-over."""

    wave: Text
    system: Text
    what: Literal["dns", "address"]
    name: Text
    old: tuple[Text, ...] = ()
    new: tuple[Text, ...] = ()
    why: Reason


class FlowQuestion(Document):
    """Traffic that was seen and that nobody declared: to be asked, never turned into a rule."""

    wave: Text
    systems: tuple[Text, ...]
    from_zone: Text
    to_zone: Text
    target: Text
    port: Text
    evidence: tuple[Text, ...]
    why: Reason


class Changes(Document):
    """The change list, wave by wave."""

    changes_schema: Literal["changes/1"] = Field(default="changes/1", alias="schema")
    run: Text
    rules: tuple[RuleChange, ...]
    addresses: tuple[AddressChange, ...]
    questions: tuple[FlowQuestion, ...]
