"""What was not looked at."""

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.unmeasured import unmeasured_of


def test_gaps_are_gathered(report: ReportInput, names: Names) -> None:
    """Systems nobody measured, pairs of zones nobody could measure, and the commonest causes."""
    gaps = unmeasured_of(report, names)
    assert [name.en for name in gaps.systems] == ["Party Committee operations"]
    assert [(a.en, b.en) for a, b in gaps.zone_pairs] == [
        ("Internet", "Databases"),
        ("Party WAN", "Internet"),
        ("Dedicated network", "Internet"),
    ]
    assert [(cause.en, n) for cause, n in gaps.causes] == [
        ("A measurement ended as: timed out", 2),
        ("Not measured: log configuration", 2),
        ("A measurement ended as: no permission", 1),
        ("Not measured: SSH server configuration", 1),
        ("Not measured: open ports", 1),
        ("The evaluation of the control was aborted", 1),
        ("The evidence is older than allowed for a pass", 1),
    ]
