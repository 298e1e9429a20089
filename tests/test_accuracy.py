"""The page on how accurate the controls are."""

from tools.accuracy import PAGE, kept, page, summed


def test_the_page_says_what_is_so() -> None:
    """Cases, lab rows, matters, needs and limits stand there as they are; to write it: `python -m tools.accuracy`."""
    assert page(kept()) == PAGE.read_text(encoding="utf-8")


def test_figures_of_mutants_are_told_where_they_were_measured() -> None:
    """A control without figures says so, and does not pass for one without survivors."""
    figures = {"NW-05": {"mutants": 20, "caught": 17, "excused": 1, "survived": 2, "not_compiled": 4}}
    made = page(figures)

    assert "- Mutants: 20, of which 17 caught, 1 excused, 2 survived; 4 more do not compile." in made
    assert made.count("- Mutants: not measured yet.") == made.count("\n## ") - 1
    assert "20 mutants: 17 caught, 1 excused, 2 survived" == summed(figures)
