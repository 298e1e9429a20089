"""Counts, shares and what passes rest on."""

from dataclasses import replace

import pytest

from auditor.errors import ReportError
from auditor.model.verdict import Evidence
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.figures import checked_totals, count_of, figures_of, shortened, weakest_basis
from tests.reports.changes import with_verdicts


def test_breakdowns_add_up(report: ReportInput, names: Names) -> None:
    """Families and zones each hold every verdict that is due, and bases every pass."""
    figures = figures_of(report, names)
    assert [sum(group.due for group in groups) for groups in (figures.by_family, figures.by_zone)] == [figures.due] * 2
    assert sum(n for _, n in figures.passes_by_basis) + figures.passes_without_basis == figures.totals.pass_
    for status in Status:
        if status not in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
            counts = [
                sum(count_of(g.totals, status) for g in groups) for groups in (figures.by_family, figures.by_zone)
            ]
            assert counts == [count_of(figures.totals, status)] * 2


def test_a_long_breakdown_is_cut_and_still_adds_up(report: ReportInput, names: Names) -> None:
    """What is not shown by itself is one row."""
    groups = figures_of(report, names).by_zone
    short = shortened(groups, 3)
    assert (short[:2], short[2].label.vi, sum(group.due for group in short)) == (
        groups[:2],
        f"{len(groups) - 2} mục khác",
        sum(group.due for group in groups),
    )
    assert shortened(groups, len(groups)) == groups


def test_totals_that_contradict_their_verdicts(report: ReportInput) -> None:
    """A run that was changed or cut short is not rendered."""
    cut = report.result.model_copy(update={"verdicts": report.result.verdicts[1:]})
    with pytest.raises(ReportError, match="not those of its verdicts"):
        checked_totals(cut)


def test_a_pass_counts_under_its_weakest_basis(report: ReportInput, names: Names) -> None:
    """A pass that leans on a measurement and on a declaration is no better than the declaration."""
    measured = next(v for v in report.result.verdicts if v.status is Status.PASS and weakest_basis(v) is Basis.MEASURED)
    declared = measured.evidence[0].model_copy(update={"basis": Basis.DECLARED, "state": State.OK})
    both = measured.model_copy(update={"evidence": (*measured.evidence, declared)})
    bare = measured.model_copy(update={"evidence": ()})
    figures = figures_of(with_verdicts(report, (both, bare)), names)
    assert (dict(figures.passes_by_basis)[Basis.DECLARED], figures.passes_without_basis) == (1, 1)


def test_what_left_the_figures_by_declaration_alone_is_counted(report: ReportInput, names: Names) -> None:
    """A row that does not apply by what the inventory says counts; one with a look behind it does not."""
    measured = next(v for v in report.result.verdicts if v.status is Status.PASS and weakest_basis(v) is Basis.MEASURED)
    declared = (Evidence.of_pointer("/zones/internet/kind"),)
    rows = (
        measured.model_copy(update={"status": Status.NOT_APPLICABLE, "evidence": declared}),
        measured.model_copy(update={"status": Status.NOT_APPLICABLE, "evidence": declared + measured.evidence}),
        measured.model_copy(update={"evidence": declared}),
    )
    totals = figures_of(with_verdicts(report, rows), names).totals
    assert (totals.not_applicable, totals.by_declaration) == (2, 1)


def test_a_run_of_a_version_that_did_not_count_declarations_is_rendered(report: ReportInput) -> None:
    """Its totals are those of its verdicts but for what it did not tell; another number is still refused."""
    older = report.result.totals.model_copy(update={"by_declaration": None})
    assert checked_totals(report.result.model_copy(update={"totals": older})) == older
    wrong = report.result.totals.model_copy(update={"by_declaration": 10_000})
    with pytest.raises(ReportError, match="not those of its verdicts"):
        checked_totals(report.result.model_copy(update={"totals": wrong}))


def test_an_empty_run(report: ReportInput, names: Names) -> None:
    """Nothing reviewed has no shares and no rows."""
    figures = figures_of(with_verdicts(report, ()), names)
    assert (figures.due, figures.totals.assured, figures.by_family, figures.by_zone) == (0, None, (), ())


def test_a_control_the_catalogue_does_not_know(report: ReportInput, names: Names) -> None:
    """Its verdicts are still counted, under the first letters of its id."""
    bare = replace(report, catalogue=replace(report.catalogue, controls=()))
    assert sum(group.due for group in figures_of(bare, names).by_family) == figures_of(report, names).due
