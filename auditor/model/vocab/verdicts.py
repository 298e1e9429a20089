"""How a control judges: the word, and how much a fault matters."""

from enum import StrEnum


class Status(StrEnum):
    """The final word on one control and one subject."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_FORCE = "not_in_force"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Place in `WORST_FIRST`."""
        return WORST_FIRST.index(self)


WORST_FIRST = (
    Status.FAIL,
    Status.ERROR,
    Status.UNKNOWN,
    Status.MANUAL,
    Status.WARN,
    Status.PASS,
    Status.NOT_APPLICABLE,
    Status.NOT_IN_FORCE,
)
"""The order in which a reader should meet verdicts."""


JUDGED_STATUSES = (Status.PASS, Status.WARN, Status.FAIL, Status.UNKNOWN, Status.MANUAL, Status.ERROR)
"""What should be judged, in the order of bars and tables; not_applicable and not_in_force stand outside."""


class Severity(StrEnum):
    """How much a fault matters; `crit` blocks interconnection or go-live."""

    CRIT = "crit"
    HIGH = "high"
    MED = "med"
    LOW = "low"

    @property
    def grave(self) -> bool:
        """Whether a fault of this kind alone keeps a system from being moved or connected."""
        return self in (Severity.CRIT, Severity.HIGH)

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)
