"""Answers of people to lines of a checklist, as the log keeps them."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from auditor.model.base import Document, Text

LineId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._:@/-]{0,239}$")]


class Tick(Document):
    """What a person said about a line, and which file brought it."""

    answer: Literal["yes", "no", "not_applicable"]
    who: Text
    at: datetime.datetime
    note: Text = ""
    file_digest: Text = ""
    imported_at: datetime.datetime | None = None


class LoggedTick(Document):
    """One answer as the log keeps it: to which line of which run, and who brought the file in."""

    run: Text
    line: LineId
    tick: Tick
    imported_by: Text
