"""Counts and shares, per run, family, zone and system, and what the passes rest on. Every format takes its totals
from here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from auditor.errors import ReportError
from auditor.model.verdict import RunResult, Totals, Verdict, totals_of
from auditor.model.vocab.controls import ControlFamily
from auditor.model.vocab.measurements import Basis
from auditor.model.vocab.verdicts import JUDGED_STATUSES, Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.notices import is_partial
from auditor.text.vocabulary import FAMILY, word
from auditor.text.words import Bilingual, count

# From the strongest to the weakest: a pass counts under the weakest basis it rests on, so that no figure flatters.
BASES = (Basis.MEASURED, Basis.CONFIGURED, Basis.IMPORTED, Basis.DOCUMENTED, Basis.DECLARED)


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a breakdown: a family or a zone with its totals.

    `elsewhere` says that a part of its results is in the labelled world: what is here may not look like all of it.
    """

    key: str
    label: Bilingual
    totals: Totals
    elsewhere: bool = False

    @property
    def due(self) -> int:
        """How many verdicts should have been judged."""
        return due_of(self.totals)


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number the reports show."""

    totals: Totals
    verdicts: int
    by_family: tuple[Group, ...]
    by_zone: tuple[Group, ...]
    passes_by_basis: tuple[tuple[Basis, int], ...]
    passes_without_basis: int
    grave_fails: int
    waived: int
    systems: int
    systems_failing: int

    @property
    def due(self) -> int:
        """How many verdicts should have been judged."""
        return due_of(self.totals)


def count_of(totals: Totals, status: Status | str) -> int:
    """The count of one status."""
    value = getattr(totals, "pass_" if status == Status.PASS else str(status))
    return int(value)


def counts_of(totals: Totals) -> tuple[int, ...]:
    """The counts of what should be judged, in the order of `JUDGED_STATUSES`, as bars take them."""
    return tuple(count_of(totals, status) for status in JUDGED_STATUSES)


def due_of(totals: Totals) -> int:
    """How many verdicts should have been judged: all but not_applicable and not_in_force."""
    return sum(counts_of(totals))


def checked_totals(result: RunResult) -> Totals:
    """The run's totals. Raises ReportError when they are not those of its verdicts: such a run is not rendered."""
    counted = totals_of(result.verdicts)
    if result.totals.by_declaration is None:  # of a version that did not count them
        counted = counted.model_copy(update={"by_declaration": None})
    if counted != result.totals:
        raise ReportError(
            f"run {result.run.id}: its totals are not those of its verdicts",
            remedy="The stored run was changed or cut short; `auditor runs verify` says where.",
        )
    return counted


def figures_of(report: ReportInput, names: Names) -> Figures:
    """Counts a run. Raises ReportError when its totals contradict its verdicts."""
    totals = checked_totals(report.result)
    verdicts = report.result.verdicts
    families = {control.id: control.family for control in report.catalogue.controls}
    failing = [verdict for verdict in verdicts if verdict.status is Status.FAIL]
    passes = [verdict for verdict in verdicts if verdict.status is Status.PASS]
    bases = [weakest_basis(verdict) for verdict in passes]
    return Figures(
        totals=totals,
        verdicts=len(verdicts),
        by_family=tuple(
            replace(group, elsewhere=is_partial(report.result) and group.key == ControlFamily.STATE_SECRETS)
            for group in _groups(
                verdicts, lambda v: str(families.get(v.control, v.control[:2])), lambda key: word(FAMILY, key)
            )
        ),
        by_zone=_groups(verdicts, lambda v: names.zone_of(v.subject), names.zone),
        passes_by_basis=tuple((basis, bases.count(basis)) for basis in BASES),
        passes_without_basis=bases.count(None),
        grave_fails=sum(verdict.severity.grave for verdict in failing),
        waived=sum(verdict.waiver is not None for verdict in verdicts),
        systems=len(report.inventory.systems),
        systems_failing=len({verdict.subject.system for verdict in failing if verdict.subject.system}),
    )


def weakest_basis(verdict: Verdict) -> Basis | None:
    """The weakest basis among a verdict's evidence; None when it names none."""
    return max((piece.basis for piece in verdict.evidence), key=BASES.index, default=None)


def _groups(
    verdicts: Iterable[Verdict], key: Callable[[Verdict], str], label: Callable[[str], Bilingual]
) -> tuple[Group, ...]:
    sorted_in: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        sorted_in.setdefault(key(verdict), []).append(verdict)
    groups = (Group(name, label(name), totals_of(members)) for name, members in sorted_in.items())
    return tuple(sorted((g for g in groups if g.due), key=lambda g: (g.key == "", -g.totals.fail, -g.due, g.key)))


def shortened(groups: tuple[Group, ...], most: int) -> tuple[Group, ...]:
    """The groups that need most attention, and the others as one row, so that the rows still add up."""
    if len(groups) <= most:
        return groups
    rest = groups[most - 1 :]
    counts = {status.value: sum(count_of(group.totals, status) for group in rest) for status in Status}
    others = count("{n} other", "{n} others", len(rest))
    return (*groups[: most - 1], Group("", others, Totals.model_validate(counts), any(g.elsewhere for g in rest)))
