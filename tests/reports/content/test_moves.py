"""Systems to move."""

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.moves import moves_of


def test_blocked_and_soonest_first(report: ReportInput, names: Names) -> None:
    """Systems still to move stand by state and by their wave's date; every other one is in a count beside them."""
    moves = moves_of(report, names)
    assert [(move.id, move.state) for move in moves.systems] == [
        ("qlvb", "blocked"),
        ("tthc", "blocked"),
        ("dat-dai", "blocked"),
        ("ioc", "blocked"),
        ("kho-dl", "blocked"),
        ("bao-cao", "unknown"),
        ("truc-vb", "conditional"),
    ]
    assert [n for _, _, n in moves.counts] == [5, 1, 1, 0]
    assert moves.population.en == (
        "Of 14 systems: to move in waves 7, of which moved 0; to move in another way 1; staying 5; "
        "replaced or retired 0; not decided 1; decided against the law 0."
    )
