"""The rules of what one act clears."""

from pathlib import Path

import pytest

from auditor.errors import PlanningError
from auditor.plan.shared.fix_rules import FixRules, load_rules
from auditor.policy.compiled import load as load_policies

CATALOGUE = load_policies().catalogue


def write(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_rules_speak_of_controls_that_exist(tmp_path: Path) -> None:
    """Read like a province's own file, the shipped one has no fault."""
    shipped = write(tmp_path, Path("policies/migration/fixes.yaml").read_text(encoding="utf-8"))

    assert load_rules() == load_rules(shipped, CATALOGUE)


def test_a_rule_is_found_by_its_control() -> None:
    """What a site shares, and what else a mended control clears."""
    rules = load_rules()

    assert (True, False, frozenset({"NW-05"}), frozenset()) == (
        rules.site_wide("NW-01"),
        rules.site_wide("NW-05"),
        rules.coverers("LV-07"),
        rules.coverers("NW-05"),
    )
    assert FixRules().coverers("LV-07") == frozenset()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one_act:\n- {control: NW-01, by: planet}\n", "rules.yaml:2: one_act[0].by: is not an allowed value"),
        ("one_act:\n- {control: NW-71, by: site}\n", "rules.yaml:2: one_act[0].control: speaks of no control"),
        ("covers:\n- {mend: NW-05, clears: [NW-03, NW-99]}\n", "rules.yaml:2: covers[0].clears[1]: speaks of no"),
        ("look_from:\n- {control: NW-09, zones: [moon]}\n", "rules.yaml:2: look_from[0].zones[0]: is not an allowed"),
        ("look_from:\n- {control: NW-90, zones: [dmz]}\n", "rules.yaml:2: look_from[0].control: speaks of no control"),
        ("cover: []\n", "rules.yaml:1: cover: is no known key"),
    ],
)
def test_a_faulty_file_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    """Unknown keys, kinds of zone and controls are errors, each with its line."""
    with pytest.raises(PlanningError) as caught:
        load_rules(write(tmp_path, text), CATALOGUE)
    assert message in str(caught.value)
