"""What the provincial data centre must upgrade, replace or add (`upgrades/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.plan.reason import Reason
from auditor.model.vocab import Confidence


class Upgrade(Document):
    """One item. `rule` is the rule of the upgrade data that fired; `control` the control whose verdict asks for it."""

    id: Text
    action: Literal["upgrade", "replace", "add"]
    what: Text
    """Asset kind, or what is to be added."""
    asset: Text = ""
    site: Text = ""
    serves: tuple[Text, ...] = ()
    rule: Text = ""
    control: Text = ""
    instrument: Text = ""
    clause: Text = ""
    confidence: Confidence | None = None
    why: tuple[Reason, ...]
    urgency: Literal["now", "before_moves", "within_a_year", "later", "unknown"]
    due: datetime.date | None = None
    million_vnd: int | None = None
    owner: Text = ""
    evidence: tuple[Text, ...] = ()


class Upgrades(Document):
    """Every item, most urgent first, and the rules that could not be judged for want of data."""

    upgrades_schema: Literal["upgrades/1"] = Field(default="upgrades/1", alias="schema")
    run: Text
    items: tuple[Upgrade, ...]
    unjudged: tuple[Reason, ...] = ()
    million_vnd: int
    unpriced: int
