"""Who can clear what, by rules kept as data."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import PlanningError
from auditor.estate import Estate
from auditor.plan.shared.clearance import Clearance, Clearances, Clearing, Condition, load_clearances
from auditor.plan.shared.gates import gating
from auditor.policy.compiled import load as load_policies
from tests.plan.scene import control, host, inventory, system, verdict, zone

RULES = load_clearances()
CATALOGUE = load_policies().catalogue
GATES = gating(CATALOGUE)


@pytest.mark.parametrize("name", sorted(GATES))
def test_every_gate_has_a_rule(name: str) -> None:
    """Each control that gates migration is spoken of by its id or family, whatever its subject is like."""
    assert any(rule.names(name) and rule.when == Condition() for rule in RULES.clearances)


def test_rules_name_controls_that_exist() -> None:
    """An id in a rule is a control's, two letters are a family's, and no rule stands twice."""
    known = {control.id for control in CATALOGUE.controls}
    families = {name.partition("-")[0] for name in known}
    named = {rule.control for rule in RULES.clearances}

    assert set() == named - known - families - {"any"}
    assert 1 == max(Counter(rule.model_dump_json() for rule in RULES.clearances).values())


def test_a_rule_of_law_cites_what_its_control_cites() -> None:
    """A rule's clause comes from an instrument that is known, with a confidence no better than our own table's."""
    for rule in RULES.clearances:
        if rule.law:
            assert rule.law.instrument in CATALOGUE.instruments
            cited = {(entry.instrument, entry.confidence) for entry in GATES[rule.control].law if rule.control in GATES}
            assert not cited or (rule.law.instrument, rule.law.confidence) in cited


def clearer(name: str, status: str = "fail", subject: str = "system:app", **keys: Any) -> str:
    """Who clears this verdict about the system `app`, which `keys` describe."""
    lists = keys.pop("lists", {})
    described = system("app", **{"operator": "so"} | keys)
    bodies = [("so", "department"), ("cty", "enterprise"), ("bo", "ministry"), ("ca", "police")]
    estate = inventory(
        organisations=[{"id": name, "name": {"vi": name}, "kind": kind} for name, kind in bodies],
        systems=[described],
        **lists,
    )
    return Clearing(RULES, Estate(estate)).of(GATES[name], verdict(name, subject, status), estate.systems[0]).clearer


NEW = {"hosts": [host("new-1", "app", "srv", 1, instance="new")]}
NATIONAL = {
    "zones": [zone("srv", "national")],
    "networks": [{"id": "n-srv", "zone": "srv", "prefixes": ["10.0.0.0/16"]}],
    "hosts": [host("new-1", "app", "srv", 1)],
}
KEPT_ABOVE = {
    "data_sets": [{"id": "d", "name": {"vi": "d"}, "system": "app", "entity": "e", "national_source": "csdl"}],
}


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("unit", clearer("NW-05", subject="app-1")),
        ("province", clearer("NW-05", subject="app-1", operator="tt")),
        ("province", clearer("NW-05", "unknown", subject="app-1")),
        ("province", clearer("LV-07", "error", subject="app-1")),
        ("vendor", clearer("NW-05", subject="app-1", operator="cty")),
        ("vendor", clearer("CN-06", subject="endpoint:app-1/tcp/443", vendor="cty")),
        ("unit", clearer("CN-06", subject="endpoint:app-1/tcp/443")),
        ("ministry", clearer("NW-05", subject="app-1", operator="bo")),
        ("police", clearer("NW-05", subject="app-1", operator="ca")),
        ("unit", clearer("LV-01", "manual", level=3)),
        ("ministry", clearer("LV-01", "manual", level=4)),
        ("ministry", clearer("CN-05", "manual", level=5)),
        ("unit", clearer("CN-05", "fail", level=5)),
        ("unit", clearer("LV-01", "manual")),
        ("province", clearer("MG-01")),
        ("province", clearer("MG-26")),
        ("cipher", clearer("MG-26", label="mat")),
        ("cipher", clearer("SS-07", label="mat")),
        ("unit", clearer("SS-01", "unknown", subject="app-1", label="mat")),
        ("ndc", clearer("NW-05", subject="new-1", lists=NEW)),
        ("ndc", clearer("NW-05", "unknown", subject="new-1", lists=NATIONAL)),
        ("ndc", clearer("CN-06", subject="endpoint:new-1/tcp/443", lists=NEW)),
        ("ministry", clearer("SY-11", subject="data_set:d", lists=KEPT_ABOVE)),
        ("unit", clearer("SY-11", subject="data_set:d")),
    ],
)
def test_who_clears_what(expected: str, found: str) -> None:
    """The unit, the province, the police, a supplier, a ministry, the receiving side or the cipher office."""
    assert expected == found


def test_the_first_rule_that_fits_decides() -> None:
    """Every condition of a rule must hold; later rules are not asked once one fits; without any it is the unit."""
    estate = inventory()
    narrow = Condition(statuses=("fail",), vendor=True)
    rules = Clearances(
        clearances=(
            Clearance(control="NW-05", when=narrow, clearer="vendor"),
            Clearance(control="NW", clearer="police"),
            Clearance(control="any", clearer="ndc", when=Condition(statuses=("warn",))),
        )
    )
    asked = [("NW-05", "fail"), ("AC-05", "warn"), ("AC-05", "fail")]
    clearing = Clearing(rules, Estate(estate))

    assert ["police", "ndc", "unit"] == [
        clearing.of(control(name), verdict(name, "app-1", status), estate.systems[0]).clearer for name, status in asked
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clearances:\n- {control: NW-05, clearer: nobody}\n", "rules.yaml:2: clearances[0].clearer: is not an"),
        ("clearances:\n- {control: nw, clearer: unit}\n", "rules.yaml:2: clearances[0].control: has the wrong form"),
        ("clearances:\n- {control: NW, when: {colour: 1}, clearer: unit}\n", "rules.yaml:2: clearances[0].when.colour"),
        (
            "clearances:\n- {control: NW-55, clearer: unit}\n",
            "rules.yaml:2: clearances[0].control: speaks of no",
        ),
        ("clearances:\n- {control: NW}\n", "rules.yaml:2: clearances[0].clearer: is missing"),
    ],
)
def test_a_faulty_file_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    """A province's own rules are read as strictly as an inventory."""
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PlanningError) as caught:
        load_clearances(path, CATALOGUE)
    assert message in str(caught.value)


def test_rules_of_ones_own_are_read(tmp_path: Path) -> None:
    """A sound file replaces the shipped rules whole."""
    path = tmp_path / "rules.yaml"
    path.write_text("clearances:\n- {control: NW, clearer: police}\n", encoding="utf-8")

    assert Clearances(clearances=(Clearance(control="NW", clearer="police"),)) == load_clearances(path, CATALOGUE)
