"""Every exception of the auditor.

    AuditorError
    ├── UsageError                 the command or settings cannot be used as given          exit 2
    │   ├── InputError             a file of the user's is wrong: file, place, value, remedy
    │   │   ├── InventoryError
    │   │   ├── ScopeError
    │   │   ├── FactsError
    │   │   ├── WaiverError
    │   │   ├── PlanningError
    │   │   ├── ChecklistError
    │   │   └── SettingsError
    │   └── NotFoundError          a run, control or system of that name does not exist
    ├── IntegrityError             stored bytes differ from their recorded digest           exit 5
    └── ToolError                  the auditor or a program it needs failed                 exit 1
        ├── PolicyError            a policy does not compile or breaks its folder's shape
        ├── EngineError            a policy engine died, refused, was late or answered nothing
        │   └── EvaluationAborted  one document's evaluation was aborted by a policy
        ├── CollectError           a collection could not be carried out or written
        │   └── UnreadableError    what a tool or a target wrote is cut short or is not what it should be
        ├── StoreError
        ├── ReportError
        └── MigrationError

Each says what happened, where, and what to do.
"""

from dataclasses import dataclass
from pathlib import Path


class AuditorError(Exception):
    """Base of all; `remedy` is one sentence a person can act on, or empty."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n  {self.remedy}" if self.remedy else self.message


class UsageError(AuditorError):
    """The command or settings cannot be used as given."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one file: where it is, the value found and the nearest remedy."""

    file: Path | None
    line: int | None
    key: str
    message: str
    value: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        where = str(self.file) if self.file else "input"
        if self.line is not None:
            where += f":{self.line}"
        text = f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"
        if self.value:
            text += f" (found {self.value!r})"
        return f"{text}. {self.remedy}" if self.remedy else text


class InputError(UsageError):
    """One or more files of the user's are wrong; `problems` lists every fault at once."""

    def __init__(self, problems: "list[Problem] | str", *, remedy: str = "") -> None:
        self.problems = [Problem(None, None, "", problems)] if isinstance(problems, str) else list(problems)
        lines = [str(problem) for problem in self.problems]
        head = lines[0] if len(lines) == 1 else f"{len(lines)} problems:\n  " + "\n  ".join(lines)
        super().__init__(head, remedy=remedy)


class InventoryError(InputError):
    """The inventory cannot be read or contradicts itself."""


class ScopeError(InputError):
    """The scope file cannot be read; nothing is sent."""


class FactsError(InputError):
    """A facts folder is incomplete, of a newer schema, or not what its manifest says."""


class WaiverError(InputError):
    """A waiver is malformed."""


class PlanningError(InputError):
    """The planning file is wrong, contradicts itself, or names what the inventory does not have."""


class ChecklistError(InputError):
    """A filled-in checklist cannot be read back: another run's, changed where it must not be, or wrongly answered."""


class SettingsError(InputError):
    """`auditor.yaml` or an environment variable is wrong."""


class NotFoundError(UsageError):
    """Something named by the user does not exist."""


class IntegrityError(AuditorError):
    """Stored bytes differ from the digest recorded for them."""

    exit_code = 5


class ToolError(AuditorError):
    """The auditor, or a program it needs, failed."""


class PolicyError(ToolError):
    """A policy does not compile or its folder has the wrong shape."""


class EngineError(ToolError):
    """A policy engine died, refused, was late, or answered nothing."""


class EvaluationAborted(EngineError):
    """The evaluation of one document was aborted from inside a policy."""


class CollectError(ToolError):
    """A collection could not be carried out or written."""


class UnreadableError(CollectError):
    """What a tool or a target wrote is cut short or is not what it should be."""


class StoreError(ToolError):
    """The store of runs could not be read or written."""


class ReportError(ToolError):
    """A report could not be rendered or written."""


class MigrationError(ToolError):
    """A migration plan could not be made."""
