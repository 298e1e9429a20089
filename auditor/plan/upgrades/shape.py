"""What the provincial data centre must upgrade, replace or add (`upgrades/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason
from auditor.model.vocab.controls import Confidence

Action = Literal["upgrade", "replace", "add"]
Urgency = Literal["now", "before_moves", "within_a_year", "later", "unknown"]


class Upgrade(Document):
    """One item. `rule` is the rule of the upgrade data that fired; `control` the control whose verdict asks for it.

    `worth_it` is false where everything it serves leaves the data centre: the item is shown so that nobody buys it,
    and its cost is in no sum. `ask_ndc` says that an opinion of the National Data Center is to be asked for first.
    """

    id: Text
    action: Action
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
    urgency: Urgency
    due: datetime.date | None = None
    million_vnd: int | None = None
    owner: Text = ""
    evidence: tuple[Text, ...] = ()
    worth_it: bool = True
    ask_ndc: bool = False


class Upgrades(Document):
    """Every item, most urgent first, and the rules that could not be judged for want of data.

    `million_vnd` sums the entered costs of what is worth it; `unpriced` counts those without one.
    """

    upgrades_schema: Literal["upgrades/1"] = Field(default="upgrades/1", alias="schema")
    run: Text
    items: tuple[Upgrade, ...]
    unjudged: tuple[Reason, ...] = ()
    million_vnd: int
    unpriced: int
