"""What a label covers is nowhere in what is kept beside ordinary results."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.inventory.labels import labelled_subjects, without_labelled, without_labelled_observations
from auditor.inventory.read import load
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory

INVENTORIES = Path(__file__).parents[2] / "inventories"
NAME = {"vi": "Tên"}


def words(value: Any) -> Iterator[str]:
    """Every text inside a document."""
    if isinstance(value, dict):
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from words(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", ["lab", "quang-ninh"])
def test_nothing_labelled_is_mentioned(name: str) -> None:
    """No id that a label covers stands anywhere in the open part of a shipped inventory."""
    inventory = load(INVENTORIES / name)
    hidden = labelled_subjects(inventory)

    assert hidden
    assert set() == hidden & set(words(without_labelled(inventory).model_dump(mode="json")))


SHARED: dict[str, Any] = {
    "zones": [{"id": "z", "name": NAME, "kind": "servers", "site": "s"}],
    "networks": [{"id": "n", "zone": "z", "prefixes": ["10.0.0.0/24"], "gateway": "secret-host"}],
    "flows": [
        {"id": "f", "from_zone": "z", "to_zone": "z", "to_hosts": ["open-host", "secret-host"], "ports": ["tcp/1"]},
        {"id": "g", "from_zone": "z", "to_zone": "z", "from_hosts": ["secret-host"], "ports": ["tcp/1"]},
    ],
    "systems": [
        {"id": "open", "name": NAME, "kind": "portal", "owner": "o", "runs_on": ["secret-host"]},
        {"id": "secret", "name": NAME, "kind": "secret_docs", "owner": "o", "label": "mat"},
    ],
    "hosts": [
        {"id": "open-host", "system": "open", "interfaces": [{"network": "n", "address": "10.0.0.1"}]},
        {"id": "secret-host", "system": "secret", "interfaces": [{"network": "n", "address": "10.0.0.2"}]},
    ],
    "waves": [{"id": "w", "name": NAME, "date": "2027-01-01", "systems": ["open", "secret"]}],
}
"""An open and a secret system in one zone."""


def test_no_mention_by_the_way() -> None:
    """A flow, a gateway, a wave or a shared host does not give a labelled thing away."""
    inventory = Inventory.model_validate(SHARED)
    shown = without_labelled(inventory)

    assert {"secret", "secret-host"} == labelled_subjects(inventory)
    assert set() == {"secret", "secret-host"} & set(words(shown.model_dump(mode="json")))
    assert [("f", ("open-host",))] == [(flow.id, flow.to_hosts) for flow in shown.flows]


def test_no_measurement_by_the_way() -> None:
    """A measurement about an open zone that lists a labelled host, or was made from one, is not kept openly."""

    def reach(name: str, vantage: str, target: str) -> Observation:
        data = {"to_zone": "z", "tried": [{"target": target, "port": "tcp/1"}], "answered": [], "control": True}
        row = {
            "id": name,
            "kind": "reach",
            "subject": "z",
            "vantage": vantage,
            "zone": "z",
            "state": "ok",
            "data": data,
        }
        return Observation.model_validate(row | {"basis": "measured", "observed_at": "2026-11-22T00:00:00Z"})

    observations = [
        reach("fine", "probe", "open-host"),
        reach("lists", "probe", "secret-host"),
        reach("from", "secret-host", "open-host"),
        reach("undeclared", "probe", "lan/192.168.1.7"),
    ]
    lan = {"id": "lan-1", "name": NAME, "kind": "independent_lan", "site": "s", "domain": "lan", "label": "mat"}
    inventory = Inventory.model_validate(SHARED | {"zones": [*SHARED["zones"], lan]})

    kept = without_labelled_observations(inventory, observations)

    assert ["fine"] == [observation.id for observation in kept]
