"""The open world is parted by one rule: an open thing that names a covered one loses that name, wherever it stands."""

from typing import Any

import pytest

from auditor.estate import Worlds
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.scope import Scope
from auditor.model.settings import Settings, Vantage

NAME = {"vi": "Tên"}
PLANNING = Planning.model_validate(
    {
        "target": {
            "agreement": "giay-2",
            "zones": [{"id": "tz", "name": NAME}, {"id": "tz-9", "name": {"vi": "Vùng kín"}, "labels": ["mat"]}],
        },
        "costs": [
            {"control": "NW-05", "subject": "may-1", "million_vnd": 1},
            {"control": "NW-05", "subject": "kin-1", "million_vnd": 2},
            {"control": "NW-05", "subject": "web-1/tcp/443/kin-1", "million_vnd": 3},
        ],
    }
)


def inventory(**changes: Any) -> Inventory:
    """A labelled system with a machine, what is for it alone, and open things that name all of it."""
    rows: dict[str, Any] = {
        "organisations": [{"id": "ubnd", "name": NAME, "kind": "province", "code": "of kin-1"}],
        "zones": [{"id": "dmz", "name": NAME, "kind": "dmz", "site": "idc"}],
        "networks": [{"id": "n", "zone": "dmz", "prefixes": ["192.0.2.0/24"]}],
        "flows": [{"id": "luong-1", "from_zone": "dmz", "to_zone": "dmz", "to_hosts": ["kin-1"], "ports": ["tcp/1"]}],
        "systems": [
            {"id": "kin", "name": {"vi": "Hệ kín"}, "kind": "application", "owner": "ubnd", "label": "mat"},
            {"id": "kin-2", "name": NAME, "kind": "application", "owner": "ubnd", "label": "toi_mat"},
            {"id": "cong", "name": NAME, "kind": "portal", "owner": "ubnd", "domains": ["kin-1", "kin-1.vn", "cong.vn"],
             "note": "with dot-9", "move": {"target": "tz-9"}},
        ],
        "hosts": [
            {"id": "kin-1", "system": "kin", "interfaces": [{"network": "n", "address": "192.0.2.9"}]},
            {"id": "may-1", "system": "cong", "os": "of Tủ kín số chín",
             "interfaces": [{"network": "n", "address": "192.0.2.8"}]},
        ],
        "endpoints": [{"id": "may-1/tcp/443", "purpose": "web", "path": "/x/%6Bin-1", "names": ["a.vn", "kin-1.a.vn"]}],
        "assets": [
            {"id": "tu-9", "name": {"vi": "Tủ kín số chín"}, "kind": "storage", "site": "idc", "owner": "ubnd",
             "serves": ["kin", "kin-2"]},
            {"id": "tu-1", "name": NAME, "kind": "storage", "site": "idc", "owner": "ubnd", "redundant_with": "tu-9"},
        ],
        "evidence": [
            {"id": "giay-1", "kind": "exception", "subject": {"kind": "wave", "id": "dot-9"}, "date": "2026-01-01"},
            {"id": "giay-2", "kind": "exception", "subject": {"kind": "system", "id": "kin"}, "date": "2026-01-01"},
        ],
        "waves": [{"id": "dot-9", "name": NAME, "date": "2027-01-01", "systems": ["kin", "kin-2"]},
                  {"id": "dot-1", "name": NAME, "date": "2027-02-01", "systems": ["cong"]}],
    }  # fmt: skip
    return Inventory.model_validate(rows | changes)


@pytest.fixture(scope="module")
def worlds() -> Worlds:
    return Worlds(inventory(), planning=PLANNING)


def test_what_is_for_covered_things_only_is_covered(worlds: Worlds) -> None:
    """A wave, an asset, a flow and the papers about them, under the gravest label of what they are for."""
    assert {
        ("waves", "dot-9"): "toi_mat",
        ("assets", "tu-9"): "toi_mat",
        ("flows", "luong-1"): "mat",
        ("evidence", "giay-1"): "toi_mat",
    }.items() <= worlds.cover.labels.items()
    assert [("evidence", "giay-1"), ("waves", "dot-9"), ("systems", "kin-2")] == [
        *worlds.cover.chain("evidence", "giay-1")
    ]
    assert not worlds.cover.covers("waves", "dot-1")


def test_an_open_thing_loses_every_name_of_a_covered_one(worlds: Worlds) -> None:
    """Ids under keys, ids and names in text, behind escapes, in paths, DNS names and codes; its own names stay."""
    found = worlds.open.estate.inventory
    (body,), (system,), (host,), (endpoint,) = found.organisations, found.systems, found.hosts, found.endpoints

    assert (None, "", "") == (body.code, system.note, host.os)
    assert system.move is not None
    assert (None, ("cong.vn",)) == (system.move.target, system.domains)
    assert ("may-1/tcp/443", "/", ("a.vn",)) == (endpoint.id, endpoint.path, endpoint.names)
    assert [("tu-1", None)] == [(asset.id, asset.redundant_with) for asset in found.assets]
    assert (["dot-1"], (), ()) == ([wave.id for wave in found.waves], found.flows, found.evidence)


def test_planning_and_parameters_lose_them_too(worlds: Worlds) -> None:
    """A covered paper, a zone that takes nothing open, a cost of a covered subject; no cost becomes everybody's."""
    shown = worlds.open_planning(PLANNING)
    params = {"SY-03": {"allowed_sources": ["192.0.2.8", "192.0.2.9", "%6bin-1"], "about": "kin-1", "most": 3}}

    assert (None, ["tz"]) == (shown.target.agreement, [zone.id for zone in shown.target.zones])
    assert ["may-1"] == [cost.subject for cost in shown.costs]
    assert {"SY-03": {"allowed_sources": ["192.0.2.8"], "about": "", "most": 3}} == worlds.open_params(params)


@pytest.mark.parametrize(
    "vantage",
    [
        {"host": "kin-1"},
        {"id": "v-kin-1"},
        {"kind": "ssh", "address": "192.0.2.9"},
        {"kind": "netns", "namespace": "ns-kin-1"},
    ],
)
def test_a_vantage_on_a_covered_machine_is_not_open(worlds: Worlds, vantage: dict[str, str]) -> None:
    """By the machine it declares, the address it is reached at, its namespace or its own name."""
    place = Vantage.model_validate({"id": "v", "zone": "dmz", "kind": "local"} | vantage)

    assert () == worlds.open_vantages(Settings(vantages=(place,))).vantages


def test_a_paper_named_after_a_covered_thing_permits_inside_only(worlds: Worlds) -> None:
    """Its id stands in every work order and notice."""
    paper = {"owner": "ubnd", "document": "1", "allowed_by": "x", "valid_from": "2026-01-01",
             "valid_until": "2030-01-01", "areas": [{"prefixes": ["192.0.2.0/24"]}]}  # fmt: skip
    scope = Scope.model_validate({"authorisations": [paper | {"id": "p-1"}, paper | {"id": "p-kin-1"}]})

    assert ["p-1"] == [kept.id for kept in worlds.open_scope(scope).authorisations]


def test_what_was_measured_later_is_parted_alike(worlds: Worlds) -> None:
    """One parting serves before and after measuring."""
    seen = Observation.model_validate(
        {"id": "ports/may-1/v", "kind": "ports", "subject": "may-1", "vantage": "v", "zone": "dmz", "state": "ok",
         "basis": "measured", "observed_at": "2026-11-22T05:00:00Z", "data": {"open": ["tcp/443"]}}
    )  # fmt: skip
    covered = seen.model_copy(update={"id": "ports/kin-1/v", "subject": "kin-1"})
    assert () == worlds.open.observations
    measured = worlds.observed([seen, covered])

    assert ((seen,), (seen, covered)) == (measured.open.observations, measured.whole.observations)
    assert measured.open.estate is worlds.open.estate
