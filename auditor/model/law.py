"""Law as data: instruments, the transitions that stand on them, and the clauses a control rests on.

What a text says of its addressee, of a condition and of a transition is a claim: it names the clause that says so, or
it is `unread`. That there is none is a claim like any other and names its clause too.
"""

import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from auditor.model.base import Document, Identifier, Text
from auditor.model.vocab.controls import Confidence, Force
from auditor.model.vocab.declared import OrganisationKind, SystemKind

Clause = Annotated[str, Field(min_length=1, max_length=200)]
"""A place in an instrument, as the instrument counts."""

ONLINE_SERVICE = "online_service"
"""Stands beside the kinds of owner: the owner of a system that serves citizens and companies online, whatever it is."""

UNREAD: Literal["unread"] = "unread"


class Addressee(StrEnum):
    """Whom a text obliges. `elsewhere` are bodies outside the province: their duties can only be requested."""

    ANYONE = "anyone"
    OWNER = "owner"
    OPERATOR = "operator"
    STATE_BODY = "state_body"
    STATE_OR_ONLINE = "state_or_online"
    POLITICAL_SYSTEM = "political_system"
    PARTY_BODY = "party_body"
    PROVIDER = "provider"
    CARRIER = "carrier"
    MINISTRY = "ministry"
    PUBLIC_SECURITY = "public_security"

    @property
    def elsewhere(self) -> bool:
        """Whether it is none of the bodies of the province."""
        return self in (Addressee.PROVIDER, Addressee.CARRIER, Addressee.MINISTRY, Addressee.PUBLIC_SECURITY)

    @property
    def spares(self) -> frozenset[str]:
        """Kinds of owner that are not addressed. Whoever is not named here is, so that a new kind falls in."""
        return _SPARED.get(self, frozenset())


_COMPANIES = frozenset({OrganisationKind.ENTERPRISE.value})
_NO_STATE = _COMPANIES | {OrganisationKind.PARTY.value}
_SPARED: dict[Addressee, frozenset[str]] = {
    Addressee.STATE_BODY: _NO_STATE | {ONLINE_SERVICE},
    Addressee.STATE_OR_ONLINE: _NO_STATE,
    Addressee.POLITICAL_SYSTEM: _COMPANIES | {ONLINE_SERVICE},
    Addressee.PARTY_BODY: frozenset(kind.value for kind in OrganisationKind if kind is not OrganisationKind.PARTY)
    | {ONLINE_SERVICE},
}

STATE_OWNERS = frozenset(
    kind.value
    for kind in OrganisationKind
    if kind not in (OrganisationKind.PARTY, OrganisationKind.ENTERPRISE, OrganisationKind.OTHER)
)
"""Kinds of owner that a text of the State is about where nobody has read whom it addresses."""


class Selector(Document):
    """Picks subjects by what is known of the systems they belong to. Absent keys pick everything; all given must hold.

    `on_network` and `off_network` are kinds of network a system has a machine or a link on. Days are compared with what
    the inventory and its papers show: `built_before` the day of building (or of acceptance, start of operation, where
    that is earlier), `used_before` the day of acceptance or start of operation, `under_investment_before` a start of
    investment before the day and no operation by then, `approved_before` no paper on the level from that day on.
    `approved_since` and `started_since` leave out those whose newest paper on the level, or newest start of operation,
    lies before the day.
    """

    kinds: tuple[SystemKind, ...] = ()
    levels: tuple[Annotated[int, Field(ge=0, le=5)], ...] = ()
    owners: tuple[OrganisationKind, ...] = ()
    levelled_under: tuple[Literal["nd85", "nd331"], ...] = ()
    on_network: tuple[str, ...] = ()
    off_network: tuple[str, ...] = ()
    built_before: datetime.date | None = None
    used_before: datetime.date | None = None
    under_investment_before: datetime.date | None = None
    approved_since: datetime.date | None = None
    started_since: datetime.date | None = None
    approved_before: datetime.date | None = None


class TransitionRule(Document):
    """A transition as its clause says it: until the date (exclusive) a fail of a selected subject is a warning."""

    id: Identifier
    clause: Clause
    until: datetime.date
    when: Selector
    note: Text = ""


class TransitionOf(Document):
    """A transition of another instrument that counts here too, as `instrument/rule`."""

    see: Text


class Nothing(Document):
    """The text has none; `none` is the clause that shows it, of `instrument` where that is another one."""

    none: Clause
    instrument: Identifier | None = None


class Addressed(Document):
    """Whom the text addresses, by which clause (of `instrument`, where that is another one), and whether others are
    encouraged to do the same.
    """

    who: Addressee
    clause: Clause
    instrument: Identifier | None = None
    others: Literal["free", "encouraged"] = "free"


class Conditional(Document):
    """The duty holds only where this is so; the control itself, or `applies_to`, sees to it."""

    says: Annotated[str, Field(min_length=1, max_length=400)]
    clause: Clause
    instrument: Identifier | None = None


class ByRules(Document):
    """The transitions that count for this clause, each as `instrument/rule`."""

    rules: Annotated[tuple[Text, ...], Field(min_length=1)]


class Against(Document):
    """A clause that says otherwise, so that a fail is a warning where it applies; both are cited.

    `why`: a law beats the decree, or a text contradicts itself.
    """

    instrument: Identifier
    clause: Clause
    why: Literal["law_over_decree", "contradicts_itself"]
    when: Selector = Selector()


class Earlier(Document):
    """The clause of a replaced instrument that asked the same, so that being older than the new text is no excuse."""

    instrument: Identifier
    clause: Clause


class Confirmed(Document):
    """Who in a province compared a clause with the original, when, by which paper, and what its confidence was before.

    `by` and `unit` are the officer's name and body, `paper` the number of the paper or note that says so.
    """

    by: Text
    unit: Text
    day: datetime.date
    paper: Text
    before: Confidence


class LawEntry(Document):
    """One clause a control rests on. `from`/`to` narrow the instrument's own dates; `due` is the last day to comply.

    A `duty` can be broken and met; a `support` is cited beside it and makes nothing harder.
    """

    id: Annotated[str, Field(pattern=r"^[ds][0-9]{1,2}$")]
    role: Literal["duty", "support"]
    instrument: Identifier
    clause: Clause
    force: Force
    confidence: Confidence
    addressee: Addressed | Literal["unread"]
    condition: Conditional | Nothing | Literal["unread"]
    transition: ByRules | Nothing | Literal["instrument", "unread"]
    applies_to: Selector = Selector()
    per: Literal["system"] | None = None
    """Of a duty of bodies that a text asks for each of their systems: those `applies_to` picks bind the body."""
    against: tuple[Against, ...] = ()
    continues: Earlier | None = None
    from_: datetime.date | None = Field(default=None, alias="from")
    to: datetime.date | None = None
    due: datetime.date | None = None
    confirmed: Confirmed | None = None
    """Of a run alone; no policy writes it (decision 0019)."""

    @model_validator(mode="after")
    def _named_by_role(self) -> "LawEntry":
        if self.id[0] != self.role[0]:
            raise ValueError(f"{self.id!r} is a {self.role}: ids of duties begin with d, of supports with s")
        return self

    @property
    def is_duty(self) -> bool:
        """Whether it can be broken and met."""
        return self.role == "duty"


class Instrument(Document):
    """One legal instrument; `effective_to` is the first day it no longer applies.

    `transitions` are its rules, or those of others that count for its clauses, or the clause that shows there are none.
    """

    id: Identifier
    number: Text
    title_vi: Text
    title_en: Text
    issuer: Text
    signed: datetime.date | None = None
    effective_from: datetime.date
    effective_to: datetime.date | None = None
    replaced_by: Identifier | None = None
    source: Text
    checked_on: datetime.date
    note: Text = ""
    transitions: tuple[TransitionRule | TransitionOf, ...] | Nothing | Literal["unread"] = UNREAD
