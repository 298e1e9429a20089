"""The parts of a collection's folder: one for each system, one for the estate, and the cover sheet."""

import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from auditor.model.base import Document, Text
from auditor.model.facts.observation import Observation
from auditor.model.facts.steady import ClockComparison
from auditor.model.vocab.secrecy import Label

FACTS_SCHEMA = "facts/2"
"""What is written. `facts/1` has no `cover` and no `unread`, and is still read."""

READABLE = ("facts/1", "facts/2")


def _raised(schema: object) -> object:
    """Every document of an older schema is one of today's, once it is read."""
    return FACTS_SCHEMA if schema in READABLE else schema


Schema = Annotated[Literal["facts/2"], BeforeValidator(_raised), Field(alias="schema")]


class SystemFacts(Document):
    """All observations about one system's hosts, endpoints and names. `undeclared-<domain>` holds
    what nobody declared.
    """

    facts_schema: Schema = "facts/2"
    system: Annotated[str, Field(max_length=100)]
    label: Text = "none"
    observations: tuple[Observation, ...] = ()


class EstateFacts(Document):
    """All observations about zones and data sets."""

    facts_schema: Schema = "facts/2"
    observations: tuple[Observation, ...] = ()


class ClockFacts(Document):
    """How a collection held its computer's steady clock against time servers, where it did: for machines of places in
    which there is none to ask.
    """

    facts_schema: Schema = "facts/2"
    comparisons: Annotated[tuple[ClockComparison, ...], Field(max_length=100_000)] = ()


class PartDigest(Document):
    """One file of the folder and the SHA-256 of its bytes."""

    path: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class VantageRecord(Document):
    """A place measurements were made from."""

    id: Text
    zone: Text
    kind: Literal["local", "netns", "ssh", "bundle"]


def _empty(value: object) -> bool:
    return not value


def _open(label: Label) -> bool:
    return label.is_open


class Manifest(Document):
    """Cover sheet of a collection: who, when, from where, with what, under which permission, every part's digest.

    `unsearched` are prefixes in which machines nobody declared were to be looked for and were not. `label` stands on
    collections of the labelled world only: the gravest one of what they may name. Both are left out where empty.
    """

    facts_schema: Schema = "facts/2"
    id: Text
    started_at: datetime.datetime
    finished_at: datetime.datetime | None = None
    complete: bool
    operator: Text = ""
    tool_version: Text = ""
    tools: dict[str, str] = {}
    vantages: tuple[VantageRecord, ...] = ()
    scope_digest: Text = ""
    inventory_digest: Text = ""
    parts: tuple[PartDigest, ...] = ()
    unsearched: Annotated[tuple[Text, ...], Field(exclude_if=_empty)] = ()
    label: Annotated[Label, Field(exclude_if=_open)] = Label.NONE
