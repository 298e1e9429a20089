"""The waves that lists are made for hold no secrets, whoever wrote them, and belong to the run."""

from typing import Any

import pytest

from auditor.errors import PlanningError
from auditor.plan.shared.chosen import chosen_waves
from auditor.plan.waves.shape import PlannedWave, WavePlan
from tests.plan.sources import HEAD, source_of


def inventory(**values: Any) -> dict[str, Any]:
    system = {"id": "s", "name": {"vi": "S"}, "kind": "application", "owner": "o"}
    wave = {"id": "w", "name": {"vi": "W"}, "date": "2027-03-06", "systems": ["s", "t"]}
    data = [{"id": "d", "name": {"vi": "D"}, "system": "s", "entity": "e", "label": values.pop("data", "none")}]
    return {"systems": [system | values, system | {"id": "t"}], "data_sets": data, "waves": [wave]}


def proposal(run: str, *systems: str) -> WavePlan:
    wave = PlannedWave.model_validate({"id": "x", "date": "2027-04-03", "systems": systems})
    return WavePlan(run=run, as_of=HEAD.as_of, status="optimal", waves=(wave,))


@pytest.mark.parametrize(
    ("values", "systems"),
    [
        ({}, ("s", "t")),
        ({"label": "mat"}, ("t",)),
        ({"declares_secrets": True}, ("t",)),
        ({"data": "toi_mat"}, ("t",)),
    ],
)
def test_no_secret_is_in_a_wave(values: dict[str, Any], systems: tuple[str, ...]) -> None:
    """A label, a declaration of secrets or a labelled data set takes a system out of adopted and proposed waves."""
    run = source_of(inventory(**values))

    assert [systems, systems] == [
        chosen_waves(HEAD.id, run.cover)[0].systems,
        chosen_waves(HEAD.id, run.cover, proposal(HEAD.id, "s", "t"))[0].systems,
    ]


@pytest.mark.parametrize(
    ("made", "message"), [(proposal("other", "s"), "another run"), (proposal(HEAD.id, "nobody"), "nobody")]
)
def test_a_strange_proposal_is_refused(made: WavePlan, message: str) -> None:
    """A proposal of another run, or about systems the run does not have, is an error."""
    with pytest.raises(PlanningError, match=message):
        chosen_waves(HEAD.id, source_of(inventory()).cover, made)
