"""Why an audit says what it says: the causes of a verdict of the published JSON, kept beside a row that differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cause:
    """A code of the auditor's and what it speaks of."""

    code: str
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The cause as it is read: `not_measured(ports, time)`."""
        return f"{self.code}({', '.join(self.args)})" if self.args else self.code


def causes_of(verdict: Mapping[str, Any] | None) -> tuple[Cause, ...]:
    """The causes in the order of the verdict; none where there is no verdict."""
    rows = verdict["causes"] if verdict else ()
    return tuple(Cause(row["code"], tuple(row["args"])) for row in rows)


def told(status: str, causes: Iterable[Cause]) -> str:
    """A status with its causes behind it; `nothing` where there is no verdict."""
    why = "; ".join(map(str, causes))
    return f"{status or 'nothing'} because {why}" if why else status or "nothing"
