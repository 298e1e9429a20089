"""Every part of a plan in every format and language, where the tests of every change try it in one or not at all."""

from pathlib import Path

import pytest

from auditor.text.words import Language
from tests.plan.test_formats import LANGUAGES, faults, kept_runs


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_large_plan(tmp_path: Path, language: Language) -> None:
    """Each can be made, and is what it is called; all sheets of its checklists are laid out in Vietnamese."""
    with kept_runs(tmp_path) as runs:
        assert {} == faults(runs["large"], language, every_sheet=language == "vi")


def test_every_part_of_a_plan_of_which_nothing_is_known(tmp_path: Path) -> None:
    """In English too each can be made, and is what it is called."""
    with kept_runs(tmp_path) as runs:
        assert {} == faults(runs["unknown"], "en", every_sheet=False)
