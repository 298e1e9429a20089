"""The actions that need direction."""

from dataclasses import replace

from auditor.model.vocab.verdicts import Severity, Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.leader_actions import MOST_ACTIONS, TIERS, leader_actions_of
from tests.reports.changes import with_every_verdict, with_verdicts


def test_at_most_five_gravest_first(report: ReportInput, names: Names) -> None:
    """Critical fails stand before high ones, and no more than five are shown."""
    actions = leader_actions_of(report, names)
    assert [(action.controls, action.severity) for action in actions] == [
        (("CN-05",), Severity.CRIT),
        (("LV-01",), Severity.CRIT),
        (("NW-03",), Severity.CRIT),
        (("AC-05",), Severity.HIGH),
        (("LG-01",), Severity.HIGH),
    ]
    assert len(leader_actions_of(report, names, 99)) > MOST_ACTIONS


def test_units_and_waivers_are_named(report: ReportInput, names: Names) -> None:
    """Each action names who can act and how many verdicts have an accepted substitute."""
    action = next(m for m in leader_actions_of(report, names) if m.controls == ("LG-01",))
    assert ([unit.name.vi for unit in action.units], action.verdicts, action.waived) == (
        ["Trung tâm CNTT và Truyền thông"],
        2,
        1,
    )


def test_tiers_follow_attention(report: ReportInput, names: Names) -> None:
    """Grave faults, then grave unknowns, then missing records, then the rest."""
    ranks = [TIERS.index(action.tier) for action in leader_actions_of(report, names, 99)]
    assert ranks == sorted(ranks)


def test_controls_mended_alike_are_one_action(report: ReportInput, names: Names) -> None:
    """Two controls with the same remedy are one decision."""
    first = next(c for c in report.catalogue.controls if c.id == "LV-01")
    controls = tuple(
        c.model_copy(update={"remedy_vi": first.remedy_vi}) if c.id == "CN-05" else c for c in report.catalogue.controls
    )
    merged = replace(report, catalogue=replace(report.catalogue, controls=controls))
    assert leader_actions_of(merged, names)[0].controls == ("CN-05", "LV-01")


def test_nothing_to_direct(report: ReportInput, names: Names) -> None:
    """A run of passes has no actions."""
    assert leader_actions_of(with_every_verdict(report, status=Status.PASS), names) == ()


def test_tool_errors_call_for_attention(report: ReportInput, names: Names) -> None:
    """A grave control that could not be evaluated is not silent."""
    grave = next(v for v in report.result.verdicts if v.control == "LV-01").model_copy(update={"status": Status.ERROR})
    assert [m.tier for m in leader_actions_of(with_verdicts(report, (grave,)), names)] == ["unknown"]
