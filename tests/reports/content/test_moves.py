"""Systems to move."""

from auditor.reports.content.estate import Estate
from auditor.reports.content.moves import moves_of
from auditor.reports.interface import ReportInput


def test_blocked_and_soonest_first(source: ReportInput, estate: Estate) -> None:
    """Systems that stay are left out; the others stand by state and by their wave's date."""
    moves = moves_of(source, estate)
    assert [(move.id, move.state) for move in moves.systems] == [
        ("qlvb", "blocked"),
        ("tthc", "blocked"),
        ("dat-dai", "blocked"),
        ("ioc", "blocked"),
        ("kho-dl", "blocked"),
        ("mot-cua-xa", "unknown"),
        ("bao-cao", "unknown"),
        ("truc-vb", "conditional"),
        ("lgsp", "ready"),
    ]
    assert ([n for _, _, n in moves.counts], moves.staying, moves.undecided) == ([5, 2, 1, 1], 5, 1)
