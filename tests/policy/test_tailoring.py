"""A province's own thresholds: stricter is free, weaker only by a decision that holds on the day."""

import datetime
from typing import Any

import pytest

from auditor.errors import SettingsError
from auditor.model.control import Parameter
from auditor.model.settings import ParameterWaiver, Settings
from auditor.policy.catalogue import parameters
from auditor.policy.compiled import load
from auditor.policy.tailoring import is_weaker, tailored
from auditor.resources import policies_dir

AS_OF = datetime.date(2026, 11, 22)
CATALOGUE = load(policies_dir()).catalogue


def waiver(**changes: Any) -> ParameterWaiver:
    told = {
        "control": "CN-08",
        "parameter": "warn_days",
        "number": "12/QĐ-UBND",
        "issuer": "UBND tỉnh",
        "date": "2026-06-01",
        "until": "2026-12-31",
    }
    return ParameterWaiver.model_validate(told | changes)


def settings(params: dict[str, dict[str, Any]], *waivers: ParameterWaiver) -> Settings:
    return Settings(params=params, params_reason="of the province", params_waivers=waivers)


@pytest.mark.parametrize(
    ("control", "key", "value"),
    [
        pytest.param("CN-08", "warn_days", 45, id="a higher number"),
        pytest.param("VM-03", "days", 14, id="a lower number"),
        pytest.param("CN-07", "obsolete", ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"], id="more members"),
        pytest.param("CN-01", "channels", ["ndop"], id="fewer members"),
        pytest.param("VM-01", "months", {"1": 6, "2": 6, "3": 3, "4": 3, "5": 1}, id="every row of a table"),
        pytest.param("SY-03", "allowed_sources", ["192.0.2.1"], id="what has no direction and is ours"),
    ],
)
def test_a_stricter_threshold_is_free(control: str, key: str, value: Any) -> None:
    """It is what the policies judge by, and nothing else changes."""
    expected = parameters(CATALOGUE, AS_OF)
    expected[control] |= {key: value}

    assert expected == tailored(CATALOGUE, AS_OF, settings({control: {key: value}}))


@pytest.mark.parametrize(
    ("control", "key", "value"),
    [
        pytest.param("CN-08", "warn_days", 10, id="a lower number"),
        pytest.param("VM-03", "days", 90, id="a higher number"),
        pytest.param("CN-07", "obsolete", ["SSLv2"], id="fewer members"),
        pytest.param("CN-07", "obsolete", ["TLSv1.2"], id="other members"),
        pytest.param("CN-01", "channels", ["ndop", "ldop_to_ndop", "lgsp"], id="more members"),
        pytest.param("VM-01", "months", {"1": 6, "2": 6, "3": 3, "4": 9, "5": 1}, id="one row of a table"),
        pytest.param("VM-01", "months", {"1": 6, "2": 6, "3": 3, "5": 1}, id="a row left out"),
        pytest.param("VM-01", "months", {"1": 6, "2": 6, "3": 3, "4": "6", "5": 1}, id="a row of another type"),
        pytest.param("CN-35", "national_host", "portal.example.vn", id="what has no direction and is the law's"),
    ],
)
def test_a_weaker_threshold_ends_the_run(control: str, key: str, value: Any) -> None:
    """One problem that names the threshold, both values and what to do."""
    with pytest.raises(SettingsError) as caught:
        tailored(CATALOGUE, AS_OF, settings({control: {key: value}}))

    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{control}.{key}: {value!r} is not shown to be as strict as the shipped ")
    assert "params_waivers" in problem.remedy


def test_every_weaker_threshold_is_told_at_once() -> None:
    """Two thresholds that are too weak are two problems; a strict one beside them is none."""
    chosen: dict[str, dict[str, Any]] = {
        "CN-08": {"warn_days": 10},
        "VM-03": {"days": 90},
        "CN-07": {"obsolete": ["SSLv2"], "must_try": ["SSLv3"]},
    }

    with pytest.raises(SettingsError) as caught:
        tailored(CATALOGUE, AS_OF, settings(chosen))

    assert ["CN-08.warn_days", "VM-03.days", "CN-07.obsolete", "CN-07.must_try"] == [
        problem.message.split(":")[0] for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        pytest.param(waiver(), "", id="it holds"),
        pytest.param(waiver(date="2026-11-22", until="2026-11-22"), "", id="on its only day"),
        pytest.param(waiver(until="2026-11-21"), "holds from 2026-06-01 to 2026-11-21 only", id="it has run out"),
        pytest.param(waiver(date="2026-11-23"), "holds from 2026-11-23 to 2026-12-31 only", id="it is of tomorrow"),
        pytest.param(
            waiver(parameter="min_rsa_bits"), "as strict as the shipped 30", id="it is about another threshold"
        ),
        pytest.param(waiver(control="VM-03", parameter="days"), "as strict as the shipped 30", id="of another control"),
    ],
)
def test_a_decision_allows_a_weaker_threshold_while_it_holds(allowed: ParameterWaiver, said: str) -> None:
    """From its day to its last day, for the threshold it names."""
    chosen = settings({"CN-08": {"warn_days": 10}}, allowed)

    if said:
        with pytest.raises(SettingsError, match=said):
            tailored(CATALOGUE, AS_OF, chosen)
    else:
        assert tailored(CATALOGUE, AS_OF, chosen)["CN-08"]["warn_days"] == 10


def test_a_truth_value_has_no_direction() -> None:
    """What cannot be compared cannot be stricter, and of ours any value is free."""
    with pytest.raises(ValueError, match="a boolean cannot be stricter by being higher"):
        Parameter(type="boolean", default=True, origin="ours", stricter="higher")

    assert not is_weaker(Parameter(type="string", default="a", origin="ours"), "b", "a")
    assert is_weaker(Parameter(type="string", default="a", origin="legal"), "b", "a")
    assert not is_weaker(Parameter(type="string", default="a", origin="legal"), "a", "a")


def test_every_number_of_the_law_has_a_direction() -> None:
    """A threshold that the law tells as a number may be made stricter by everybody."""
    assert [] == [
        f"{control.id}.{key}"
        for control in CATALOGUE.controls
        for key, parameter in control.params.items()
        if parameter.type == "integer" and parameter.stricter is None
    ]
