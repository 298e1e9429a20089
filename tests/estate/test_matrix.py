"""The declared matrix beside observations made for each case."""

import datetime
from typing import Any

import pytest

from auditor.estate.matrix import matrix
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import MatrixEntry
from auditor.model.vocab.measurements import State

NAME = {"vi": "Tên"}
INVENTORY: dict[str, Any] = {
    "zones": [
        {"id": "internet", "name": NAME, "kind": "internet", "site": "s"},
        {"id": "dmz", "name": NAME, "kind": "dmz", "site": "s"},
        {"id": "database", "name": NAME, "kind": "database", "site": "s"},
    ],
    "networks": [
        {"id": "net-internet", "zone": "internet", "prefixes": ["203.0.113.0/24"]},
        {"id": "net-dmz", "zone": "dmz", "prefixes": ["10.0.1.0/24"]},
        {"id": "net-db", "zone": "database", "prefixes": ["10.0.2.0/24"]},
    ],
    "hosts": [
        {"id": "web-1", "system": "a", "interfaces": [{"network": "net-dmz", "address": "10.0.1.5"}]},
        {"id": "db-1", "system": "a", "interfaces": [{"network": "net-db", "address": "10.0.2.5"}]},
    ],
    "flows": [
        {"id": "in", "from_zone": "internet", "to_zone": "dmz", "to_hosts": ["web-1"], "ports": ["tcp/443"]},
        {
            "id": "sql",
            "from_zone": "dmz",
            "to_zone": "database",
            "from_hosts": ["web-1"],
            "to_hosts": ["db-1"],
            "ports": ["tcp/5432"],
        },
    ],
}
NOT_LOOKED = {
    ("internet", "dmz", "web-1", "tcp/443", "not_measurable", "in", ()),
    ("dmz", "database", "db-1", "tcp/5432", "not_measurable", "sql", ()),
    ("internet", "database", "", "", "not_measurable", "", ()),
    ("dmz", "internet", "", "", "not_measurable", "", ()),
    ("database", "internet", "", "", "not_measurable", "", ()),
    ("database", "dmz", "", "", "not_measurable", "", ()),
}
"""What is said when nobody looked anywhere."""


def inventory(**more: list[dict[str, Any]]) -> Inventory:
    lists = {name: [*rows, *more.pop(name, [])] for name, rows in INVENTORY.items()}
    return Inventory.model_validate(lists | more)


def fact(kind: str, subject: str, zone: str, data: dict[str, Any], **more: Any) -> Observation:
    vantage = more.pop("vantage", f"probe-{zone}")
    row = {
        "id": f"{kind}/{subject}/{vantage}",
        "kind": kind,
        "subject": subject,
        "vantage": vantage,
        "zone": zone,
        "state": State.OK,
        "basis": "measured",
        "observed_at": datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC),
        "data": data,
    }
    return Observation.model_validate(row | more)


def reach(zone: str, to_zone: str, tried: list[str], answered: list[str], **more: Any) -> Observation:
    def rows(texts: list[str]) -> list[dict[str, str]]:
        return [{"target": text.split()[0], "port": text.split()[1]} for text in texts]

    data = {"to_zone": to_zone, "tried": rows(tried), "answered": rows(answered), "control": more.pop("control", True)}
    return fact("reach", zone, zone, data, **more)


def flat(entries: tuple[MatrixEntry, ...]) -> set[tuple[Any, ...]]:
    return {(e.from_zone, e.to_zone, e.target, e.port, str(e.state), e.flow, e.evidence) for e in entries}


def changed(*observations: Observation, base: Inventory | None = None) -> set[tuple[Any, ...]]:
    """Entries that are not there when nobody looked."""
    return flat(matrix(base or inventory(), observations).entries) - NOT_LOOKED


def test_nothing_measured() -> None:
    """Without observations every flow and every other pair of zones is not measurable."""
    assert NOT_LOOKED == flat(matrix(inventory(), ()).entries)


def test_seen_and_allowed() -> None:
    """An answer on a declared flow is seen and allowed."""
    observation = reach("internet", "dmz", ["web-1 tcp/443"], ["web-1 tcp/443"])

    assert changed(observation) == {
        ("internet", "dmz", "web-1", "tcp/443", "seen_allowed", "in", ("reach/internet/probe-internet",))
    }


def test_allowed_and_not_seen() -> None:
    """Silence from a working probe that tried the port is allowed and not seen."""
    observation = reach("internet", "dmz", ["web-1 tcp/443"], [])

    assert changed(observation) == {
        ("internet", "dmz", "web-1", "tcp/443", "allowed_not_seen", "in", ("reach/internet/probe-internet",))
    }


@pytest.mark.parametrize(
    "more",
    [
        {"control": False},
        {"state": State.PARTIAL},
        {"state": State.FILTERED},
        {"state": State.TIMEOUT},
        {"state": State.OUT_OF_SCOPE},
    ],
    ids=str,
)
def test_silence_of_an_unfit_probe(more: dict[str, Any]) -> None:
    """Silence measures nothing when the probe did not prove itself or did not finish."""
    observation = reach("internet", "dmz", ["web-1 tcp/443"], [], **more)

    assert NOT_LOOKED == flat(matrix(inventory(), (observation,)).entries)


def test_other_port_tried() -> None:
    """A flow whose port was not among those tried stays not measurable."""
    observation = reach("internet", "dmz", ["web-1 tcp/80"], [])

    assert NOT_LOOKED == flat(matrix(inventory(), (observation,)).entries)


def test_an_answer_counts_from_an_unfit_probe() -> None:
    """An answer stands although the probe did not finish."""
    observation = reach("internet", "dmz", [], ["web-1 tcp/22"], state=State.PARTIAL, control=False)

    assert changed(observation) == {
        ("internet", "dmz", "web-1", "tcp/22", "seen_undeclared", "", ("reach/internet/probe-internet",))
    }


def test_internet_to_database_is_forbidden() -> None:
    """An undeclared answer of the database zone to the Internet is forbidden, and the pair is measured."""
    observation = reach("internet", "database", ["db-1 tcp/5432"], ["db-1 tcp/5432"])

    entries = flat(matrix(inventory(), (observation,)).entries)

    assert entries - NOT_LOOKED == {
        ("internet", "database", "db-1", "tcp/5432", "forbidden_seen", "", ("reach/internet/probe-internet",))
    }
    assert NOT_LOOKED - entries == {("internet", "database", "", "", "not_measurable", "", ())}


def test_only_named_senders_show_their_flow() -> None:
    """A flow for one host is not shown by another: its silence says nothing and its answer is undeclared."""
    quiet = reach("dmz", "database", ["db-1 tcp/5432"], [])
    loud = reach("dmz", "database", ["db-1 tcp/5432"], ["db-1 tcp/5432"])
    named = reach("dmz", "database", ["db-1 tcp/5432"], ["db-1 tcp/5432"], vantage="web-1")

    assert changed(quiet) == set()
    assert changed(loud) == {("dmz", "database", "db-1", "tcp/5432", "seen_undeclared", "", ("reach/dmz/probe-dmz",))}
    assert changed(named) == {("dmz", "database", "db-1", "tcp/5432", "seen_allowed", "sql", ("reach/dmz/web-1",))}


def test_ports_from_another_zone() -> None:
    """A scan from another zone fills the matrix; one from the host's own zone does not."""
    data = {"open": ["tcp/443", "tcp/8080"], "swept": ["tcp/443", "tcp/8080", "tcp/22"]}
    outside = fact("ports", "web-1", "internet", data)
    inside = fact("ports", "web-1", "dmz", data)

    assert changed(outside, inside) == {
        ("internet", "dmz", "web-1", "tcp/443", "seen_allowed", "in", ("ports/web-1/probe-internet",)),
        ("internet", "dmz", "web-1", "tcp/8080", "seen_undeclared", "", ("ports/web-1/probe-internet",)),
    }


@pytest.mark.parametrize(
    ("subject", "zone"), [("province/10.0.2.77", "database"), ("province/10.9.9.9", ""), ("other/10.0.2.77", "")]
)
def test_undeclared_host(subject: str, zone: str) -> None:
    """A machine nobody declared stands in the zone whose network of its own domain holds its address, or in none."""
    observation = fact("ports", subject, "dmz", {"open": ["tcp/22"], "swept": ["tcp/22"]})

    assert changed(observation) == {
        ("dmz", zone, subject, "tcp/22", "seen_undeclared", "", (f"ports/{subject}/probe-dmz",))
    }


def test_whole_zone_flow() -> None:
    """A flow to a whole zone is seen when any host of the zone answers."""
    flow = {"id": "ssh", "from_zone": "database", "to_zone": "dmz", "ports": ["tcp/22"]}
    observation = reach("database", "dmz", ["web-1 tcp/22"], ["web-1 tcp/22"])

    assert changed(observation, base=inventory(flows=[flow])) == {
        ("database", "dmz", "", "tcp/22", "seen_allowed", "ssh", ("reach/database/probe-database",))
    }


def test_no_declaration_opens_an_independent_lan() -> None:
    """An answer over the edge of an independent LAN is forbidden although a flow declares it."""
    base = inventory(
        zones=[{"id": "lan", "name": NAME, "kind": "independent_lan", "site": "s", "domain": "lan"}],
        flows=[{"id": "bad", "from_zone": "lan", "to_zone": "dmz", "ports": ["tcp/80"]}],
    )
    observation = reach("lan", "dmz", ["web-1 tcp/80"], ["web-1 tcp/80"])

    shown = {entry for entry in changed(observation, base=base) if entry[4] != "not_measurable"}

    assert shown == {("lan", "dmz", "", "tcp/80", "forbidden_seen", "bad", ("reach/lan/probe-lan",))}


def test_tslcd_to_internet_is_forbidden() -> None:
    """An answer of the Internet to the dedicated network is forbidden, declared or not."""
    base = inventory(zones=[{"id": "tslcd", "name": NAME, "kind": "tslcd", "site": "s"}])
    observation = reach("tslcd", "internet", ["province/203.0.113.80 tcp/443"], ["province/203.0.113.80 tcp/443"])

    shown = {entry for entry in changed(observation, base=base) if entry[4] != "not_measurable"}

    assert shown == {
        ("tslcd", "internet", "province/203.0.113.80", "tcp/443", "forbidden_seen", "", ("reach/tslcd/probe-tslcd",))
    }
