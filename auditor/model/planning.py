"""What a province decides about the way it moves: nights, teams, freezes, the target side, the letterhead.

`planning.yaml` of an inventory folder writes it. Whatever is not entered is unknown; planning says so and never
assumes that there is room.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from auditor.model.base import Document, Identifier, Text
from auditor.model.control import ControlId
from auditor.model.entity import Name, Origin
from auditor.model.vocab.secrecy import Label

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Days = Annotated[int, Field(ge=0, le=730)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Letterhead(Document):
    """The head of the plan. `body` chooses between the forms of State and of Party bodies; blanks are left blank."""

    body: Literal["state", "party"] = "state"
    superior: Text = ""
    issuer: Text = ""
    number: Text = ""
    place: Text = ""
    signer_title: Text = ""
    signer: Text = ""
    recipients: tuple[Text, ...] = ()
    bases: tuple[Text, ...] = ()
    """Documents the plan rests on beyond the clauses the controls cite, as the province wants them written."""


class Nights(Document):
    """The nights on which a cut-over may fall: named dates, or weekdays between `start` and `end`."""

    start: datetime.date
    end: datetime.date
    weekdays: tuple[Weekday, ...] = ("sat",)
    every_weeks: Annotated[int, Field(ge=1, le=52)] = 1
    dates: tuple[datetime.date, ...] = ()
    most_waves: Annotated[int, Field(ge=1, le=104)] | None = None


class Team(Document):
    """People who carry out moves: how many systems in one night, and how many run in parallel under their care."""

    id: Identifier
    name: Name
    per_night: Count
    in_parallel: Count | None = None


class Freeze(Document):
    """A time in which nothing is cut over; with `covers: rollback`, no way back may still be open in it either."""

    id: Identifier
    name: Name
    start: datetime.date
    end: datetime.date
    covers: Literal["cut_over", "rollback"] = "cut_over"
    source: Text = ""


class DayOff(Document):
    """A day worked, or not worked, against the calendar: official decisions about holidays and make-up days."""

    date: datetime.date
    worked: bool = False
    source: Text = ""


class Bandwidth(Document):
    """What carries the data: circuits of the inventory, the share of them left to running services, hours a day."""

    circuits: tuple[Identifier, ...] = ()
    reserved_permille: Annotated[int, Field(ge=0, le=1000)] = 500
    hours_per_day: Annotated[int, Field(ge=1, le=24)] = 8
    start: datetime.date | None = None
    """First day on which data is carried; the first night otherwise has only the days since the plan's date."""


class TargetZone(Document):
    """A part of the National Data Center given to the province. An amount that is not entered is unknown."""

    id: Identifier
    name: Name
    kind: Literal["ordinary", "special"] = "ordinary"
    levels: tuple[Annotated[int, Field(ge=1, le=5)], ...] = (1, 2, 3, 4)
    labels: tuple[Label, ...] = (Label.NONE,)
    ready_from: datetime.date | None = None
    slots_per_night: Count | None = None
    systems: Count | None = None
    vcpu: Count | None = None
    ram_gb: Count | None = None
    storage_gb: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    tenancy: Text = ""
    origin: Origin = Origin()


class Target(Document):
    """The receiving side: its zones, whom to speak to, and the paper that allows it."""

    zones: tuple[TargetZone, ...] = ()
    contact: Text = ""
    agreement: Identifier | None = None
    questions: tuple[Text, ...] = ()
    """Matters to raise with the National Data Center, beyond those the plan finds by itself."""


class Mixing(Document):
    """What may share a night. `level_spread` is the greatest difference of security levels in one wave."""

    level_spread: Annotated[int, Field(ge=0, le=4)] = 4
    most_per_level: dict[Literal["1", "2", "3", "4", "5"], Count] = {}


class Pin(Document):
    """A person's word on one system: on this night, or not before, or not after a date."""

    system: Identifier
    on: datetime.date | None = None
    not_before: datetime.date | None = None
    not_after: datetime.date | None = None
    reason: Text = ""


class FixCost(Document):
    """What putting one control right costs, for one subject or (without `subject`) for each."""

    control: ControlId
    subject: Text = ""
    million_vnd: Count
    days: Days = 0


class Assignment(Document):
    """One task of the plan in the "6 rõ" form; what is left out stays blank on paper."""

    task: Name
    who: Identifier | None = None
    person: Text = ""
    due: datetime.date | None = None
    responsibility: Text = ""
    product: Text = ""
    authority: Text = ""
    systems: tuple[Identifier, ...] = ()


class Planning(Document):
    """One province's way of moving. An empty one leaves everything unknown, so no wave can be planned with it."""

    province: Name | None = None
    letterhead: Letterhead = Letterhead()
    nights: Nights | None = None
    systems_per_night: Count | None = None
    teams: tuple[Team, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    notice_working_days: Annotated[int, Field(ge=7, le=60)] = 7
    """Working days between the public notice and the night (NĐ 224/2026/NĐ-CP Art. 13); never fewer than seven."""
    parallel_days: Days = 30
    rollback_days: Days = 7
    bandwidth: Bandwidth = Bandwidth()
    target: Target = Target()
    mixing: Mixing = Mixing()
    pins: tuple[Pin, ...] = ()
    costs: tuple[FixCost, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    work_limit: Annotated[int, Field(ge=1, le=10_000)] = 30
    """Units of deterministic work the solver may spend, about seconds of one core; never wall time."""
