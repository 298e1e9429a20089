"""Exit codes of judged runs, and the words and tables that sum a run up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import typer

from auditor.cli.common import say, share, table
from auditor.errors import UsageError
from auditor.model.base import VIETNAM, canonical
from auditor.model.groups import NotApplicable
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.verdicts import Status

_REASON_CHARACTERS = 60

ORDER = (Status.WARN, Status.MANUAL, Status.UNKNOWN, Status.FAIL, Status.ERROR)
"""From mild to grave; `--fail-on X` counts X and everything after it."""

FailOnOption = Annotated[
    str | None, typer.Option("--fail-on", help="Exit 3 at or above: warn, manual, unknown, fail, error.")
]
MinCoverageOption = Annotated[float | None, typer.Option("--min-coverage", help="Exit 4 below this percentage judged.")]


@dataclass(frozen=True, slots=True)
class Demands:
    """What a run must be for the command to end with 0."""

    counted: tuple[Status, ...]
    min_coverage: float | None

    @classmethod
    def of(cls, fail_on: str | None, min_coverage: float | None) -> "Demands":
        """To be asked before any work. Raises UsageError for an unknown status or a share that is none."""
        names = [status.value for status in ORDER]
        if fail_on and fail_on not in names:
            raise UsageError(f"--fail-on {fail_on!r} is none of: {', '.join(names)}")
        if min_coverage is not None and not 0 <= min_coverage <= 100:  # noqa: PLR2004  # per cent
            raise UsageError(
                f"--min-coverage {min_coverage:g} is no percentage", remedy="Write a number from 0 to 100."
            )
        return cls(ORDER[names.index(fail_on) :] if fail_on else (), min_coverage)

    def judge(self, result: RunResult) -> None:
        """Exit with 3 or 4 when the run is worse than asked for."""
        if any(verdict.status in self.counted and not verdict.requested for verdict in result.verdicts):
            raise typer.Exit(3)
        if self.min_coverage is not None and (result.totals.coverage or 0) < self.min_coverage * 10:
            raise typer.Exit(4)


def totals_table(result: RunResult) -> str:
    """Counts per status with the three shares under them."""
    totals = result.totals.model_dump(by_alias=True)
    rows = [(status.value, str(totals[status.value])) for status in Status]
    shares = [(name, share(totals[name])) for name in ("assured", "compliance", "coverage")]
    asked = [("asked of others", str(result.totals.request_to))] if result.totals.request_to else []
    declared = result.totals.by_declaration
    said = [] if declared is None else [("not_applicable by declaration alone", str(declared))]
    return table(("status", "verdicts"), [*rows, *said, *asked, *shares])


def worst(verdicts: Iterable[Verdict], limit: int) -> list[Verdict]:
    """The verdicts to look at first: fails before errors, by severity, then by control and subject.

    What is asked of others is none of the province's faults, so it is not among them.
    """
    chosen = [verdict for verdict in verdicts if verdict.status in ORDER and not verdict.requested]
    chosen.sort(key=lambda v: (v.status.rank, v.severity.rank, v.control, v.subject.id))
    return chosen[:limit]


def verdict_table(verdicts: Iterable[Verdict]) -> str:
    """Verdicts one a line."""
    rows = [
        (
            verdict.status.value,
            verdict.severity.value,
            verdict.control,
            f"{verdict.subject.kind.value} {verdict.subject.id}",
        )
        for verdict in verdicts
    ]
    return table(("status", "severity", "control", "subject"), rows)


def group_table(groups: Iterable[NotApplicable]) -> str:
    """What does not apply, one control and reason a line, with the number of its subjects."""
    rows = [
        (group.control, _shortened(group.reason), ", ".join(group.basis), str(len(group.subjects))) for group in groups
    ]
    return table(("not applicable", "because of", "basis", "subjects"), rows)


def _shortened(reason: object) -> str:
    """A reason as one short line: the value that the policy named."""
    text = reason if isinstance(reason, str) else canonical(reason).decode()
    return text if len(text) <= _REASON_CHARACTERS else f"{text[:_REASON_CHARACTERS]}…"


def sum_up(result: RunResult) -> None:
    """The run's clocks, totals and gravest verdicts, on stderr."""
    run = result.run
    instant = run.evaluated_at.astimezone(VIETNAM)
    say(f"run {run.id}")
    say(f"law as of {run.as_of:%d/%m/%Y}, facts aged to {instant:%d/%m/%Y %H:%M} in Việt Nam")
    if not run.complete:
        say("the collection was interrupted or partial; what is missing is reported as unknown")
    if not run.label.is_open:
        say(f"label {run.label.value}: keep this run inside its own network")
