"""What a province's officers compared with the original, as `confirmations.yaml` of an inventory folder lists it."""

import datetime
from typing import Annotated

from pydantic import Field

from auditor.model.base import Document, Identifier, Text
from auditor.model.law import Clause

Said = Annotated[str, Field(min_length=1, max_length=200)]


class Confirmation(Document):
    """A named officer compared what controls say of a clause with the text itself, and vouches for it in this province.

    `by` and `unit` are name and body, `date` the day of the comparison, `paper` the number of the paper or note that
    records it. `text_sha256` is the digest of the file that was read, where it was one. `readings` name what was
    compared: each law entry of a control with the digest of what it said then; absent, whatever it says now counts.
    """

    instrument: Identifier
    clause: Clause
    by: Said
    unit: Said
    date: datetime.date
    paper: Said
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    readings: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,8}-[0-9]{2}/[ds][0-9]{1,2}:[0-9a-f]{12}$")], ...] = ()
    note: Text = ""


class Confirmations(Document):
    """The whole file."""

    confirmations: tuple[Confirmation, ...] = ()
