"""Whether a moved system is as good as it was (`parity/1`)."""

from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason
from auditor.model.vocab.verdicts import Status

Standing = Literal["at_parity", "degraded", "improved", "cannot_tell"]


class Check(Document):
    """One comparison: a control before and after, a data set's manifest, a service, the old instance, a name, a
    certificate. `evidence` lists observation ids or controls of either run.
    """

    kind: Literal["control", "data", "service", "old_instance", "dns", "certificate"]
    id: Text
    standing: Standing
    before: Status | None = None
    after: Status | None = None
    why: Reason
    evidence: tuple[Text, ...] = ()


class SystemParity(Document):
    """One moved system: degraded if anything is, else cannot tell if anything cannot, else improved or at parity."""

    system: Text
    standing: Standing
    checks: tuple[Check, ...]


class Parity(Document):
    """Every system that moved between two runs."""

    parity_schema: Literal["parity/1"] = Field(default="parity/1", alias="schema")
    before: Text
    after: Text
    systems: tuple[SystemParity, ...]
