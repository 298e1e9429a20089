"""What the row of a system tells of looks from the Internet, and of what its texts, software and assets say."""

import datetime
from typing import Any

import pytest

from auditor.estate import World
from auditor.model.base import VIETNAM
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.policy.documents import Clocks
from auditor.policy.join import Join

AT = datetime.datetime(2026, 11, 22, 12, tzinfo=VIETNAM)
INVENTORY: dict[str, Any] = {
    "organisations": [
        {"id": "ubnd", "name": {"vi": "UBND"}, "kind": "province", "responsible": "Tổ an ninh mạng"},
        {"id": "so", "name": {"vi": "Sở"}, "kind": "department", "responsible": "chưa có"},
    ],
    "sites": [{"id": "idc", "name": {"vi": "IDC"}, "organisation": "ubnd"}],
    "zones": [
        {"id": "servers", "name": {"vi": "Máy chủ"}, "kind": "servers", "site": "idc"},
        {"id": "internet", "name": {"vi": "Internet"}, "kind": "internet", "site": "idc"},
    ],
    "networks": [{"id": "net", "zone": "servers", "prefixes": ["10.0.0.0/24"]}],
    "systems": [
        {
            "id": "app",
            "name": {"vi": "Ứng dụng"},
            "kind": "application",
            "owner": "ubnd",
            "nas_code": "NAS-12",
            "technology": {"os": "Debian 12", "os_support_ends": "2028-06-30"},
        },
        {"id": "bare", "name": {"vi": "Khác"}, "kind": "application", "owner": "so", "nas_code": "..."},
    ],
    "hosts": [
        {"id": "a", "system": "app", "interfaces": [{"network": "net", "address": "10.0.0.5"}]},
        {"id": "b", "system": "app", "interfaces": [{"network": "net", "address": "10.0.0.6"}]},
    ],
    "data_sets": [
        {
            "id": "d",
            "name": {"vi": "D"},
            "system": "app",
            "entity": "e",
            "list_decision": "1722/QĐ-TTg",
            "list_item": "3",
        },
        {"id": "f", "name": {"vi": "F"}, "system": "app", "entity": "e", "list_decision": "1722/QĐ-TTg"},
    ],
    "assets": [
        {
            "id": "full",
            "name": {"vi": "Máy"},
            "kind": "server",
            "site": "idc",
            "owner": "ubnd",
            "host": "a",
            "mac": "02:00:00:00:00:01",
            "location": "Tủ 3",
            "purpose": "Máy chủ web",
            "support_ends": "2029-01-01",
            "status": "in_use",
        },
        {"id": "empty", "name": {"vi": "Máy"}, "kind": "server", "site": "idc", "owner": "ubnd", "serial": "0"},
    ],
}


def sweep(host: str, *open_ports: str, zone: str = "internet", state: str = "ok", days: int = 1) -> Observation:
    return Observation(
        id=f"ports/{host}/{zone}/{days}",
        kind="ports",
        subject=host,
        vantage="probe",
        zone=zone,
        state=state,
        basis="measured",
        observed_at=(AT - datetime.timedelta(days=days)).astimezone(datetime.UTC),
        data={"open": list(open_ports), "swept": ["tcp/22", "tcp/443"]},
    )


def rows(*looks: Observation, document: str = "estate") -> dict[str, Any]:
    inventory = Inventory.model_validate(INVENTORY)
    joined = Join(World.of(inventory, looks), Clocks(datetime.date(2026, 11, 22), AT))
    [found] = [one.inventory for one in joined.documents() if one.name == document]
    return {name: {row["id"]: row for row in listed} for name, listed in found.items()}


def said(listed: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: row[key] for name, row in listed.items()}


@pytest.mark.parametrize(
    ("looks", "met", "seen"),
    [
        ((), [], False),
        ((sweep("a"),), [], False),
        ((sweep("a"), sweep("b")), [], True),
        ((sweep("a", "tcp/443"), sweep("b")), ["a/tcp/443"], True),
        ((sweep("a", "tcp/443", zone="servers"), sweep("b")), [], False),
        ((sweep("a", "tcp/443", state="partial"), sweep("b")), ["a/tcp/443"], False),
        ((sweep("a", "tcp/22", days=31), sweep("b")), ["a/tcp/22"], False),
    ],
)
def test_what_was_met_from_the_internet(looks: tuple[Observation, ...], met: list[str], seen: bool) -> None:  # noqa: FBT001  # a case's expectation
    """Whatever was met counts; that everything was tried takes a finished and fresh sweep of each machine."""
    row = rows(*looks)["systems"]["app"]

    assert (met, seen) == (row["met_outside"], row["seen_outside"])


def test_a_system_without_machines_was_not_seen() -> None:
    """Nobody tried what stands nowhere."""
    assert rows()["systems"]["bare"]["seen_outside"] is False


def test_texts_that_single_rules_rest_on() -> None:
    """A filler names nobody, is no code, and lists nothing."""
    found = rows()

    assert {"ubnd": True, "so": False} == {
        name: row["names_responsible"] for name, row in found["organisations"].items()
    }
    assert {"app": True, "bare": False} == {name: row["registered"] for name, row in found["systems"].items()}
    assert {"d": True, "f": False} == {name: row["listed"] for name, row in found["data_sets"].items()}


def test_software_and_assets_reach_the_policies() -> None:
    """Days as integers; of assets, what the register of hardware lacks; a system has those of its machines only."""
    found, own = rows(), rows(document="app")

    assert found["systems"]["app"]["technology"]["os_support_ends_day"] == datetime.date(2028, 6, 30).toordinal()
    assert {"full": [], "empty": ["location", "purpose", "serial", "status", "support_ends"]} == {
        name: row["unfilled"] for name, row in found["assets"].items()
    }
    assert ["full"] == list(own["assets"])
