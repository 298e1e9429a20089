"""Machines that sweeps met and nobody declared, by the zone in which they answer."""

import datetime
from typing import Any

import pytest

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.policy.unlisted import unlisted

INVENTORY: dict[str, Any] = {
    "organisations": [{"id": "ubnd", "name": {"vi": "UBND"}, "kind": "province"}],
    "sites": [{"id": "idc", "name": {"vi": "IDC"}, "organisation": "ubnd"}],
    "zones": [
        {"id": name, "name": {"vi": name}, "kind": kind, "site": "idc"}
        for name, kind in (("servers", "servers"), ("office", "internal"))
    ],
    "networks": [
        {"id": "net-servers", "zone": "servers", "prefixes": ["10.0.0.0/24"]},
        {"id": "net-office", "zone": "office", "prefixes": ["10.0.1.0/24"]},
    ],
    "systems": [{"id": "app", "name": {"vi": "App"}, "kind": "application", "owner": "ubnd"}],
    "hosts": [{"id": "a", "system": "app", "interfaces": [{"network": "net-servers", "address": "10.0.0.5"}]}],
}
NOON = datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC)
STRANGER = "province/10.0.0.66"


def sweep(
    subject: str = STRANGER, *opened: str, hours: int = 0, state: str = "ok", vantage: str = "probe"
) -> Observation:
    """A sweep made so many hours before noon."""
    return Observation.model_validate(
        {
            "id": f"ports/{subject}/{vantage}/{hours}",
            "kind": "ports",
            "subject": subject,
            "vantage": vantage,
            "zone": "office",
            "state": state,
            "basis": "measured",
            "observed_at": NOON - datetime.timedelta(hours=hours),
            "tool": "nmap 7.93",
            "data": {"open": opened, "swept": ["tcp/22", "tcp/80"]},
        }
    )


def met(*looks: Observation) -> dict[str, list[str]]:
    return dict(unlisted(Estate(Inventory.model_validate(INVENTORY)), looks))


def test_by_the_zone_of_its_address() -> None:
    """Not by the zone from which somebody looked."""
    assert {"servers": [STRANGER]} == met(sweep(STRANGER, "tcp/22"))
    assert {"office": ["province/10.0.1.9"]} == met(sweep("province/10.0.1.9", "tcp/22"))


def test_an_address_of_no_declared_network() -> None:
    """Whoever met it stands in the only zone that is known of it."""
    assert {"office": ["province/192.0.2.9"]} == met(sweep("province/192.0.2.9", "tcp/22"))


@pytest.mark.parametrize(
    "look",
    [
        sweep("a", "tcp/22"),
        sweep(STRANGER),
        sweep(STRANGER, "tcp/22").model_copy(update={"kind": "listening"}),
    ],
    ids=["declared", "nothing open", "no sweep"],
)
def test_what_is_none(look: Observation) -> None:
    """A declared machine, an address at which nothing answers, and looks of other kinds."""
    assert {} == met(look)


def test_half_a_sweep_met_it_too() -> None:
    """What answered answered, whether or not the look was finished."""
    assert {"servers": [STRANGER]} == met(sweep(STRANGER, "tcp/22", state="partial"))


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (sweep(STRANGER), {}),
        (sweep(STRANGER, vantage="other"), {"servers": [STRANGER]}),
        (sweep(STRANGER, state="partial"), {"servers": [STRANGER]}),
        (sweep("province/10.0.0.67"), {"servers": [STRANGER]}),
        (sweep(STRANGER, hours=9), {"servers": [STRANGER]}),
    ],
    ids=["gone", "from elsewhere", "half", "of another machine", "earlier"],
)
def test_a_newer_sweep_from_the_same_place(later: Observation, expected: dict[str, list[str]]) -> None:
    """A finished one that met nothing more ends it; no other does."""
    assert expected == met(sweep(STRANGER, "tcp/22", hours=3), later)


def test_each_once_and_in_order() -> None:
    """Two looks at one machine are one machine."""
    looks = [sweep(f"province/10.0.0.{last}", "tcp/80", vantage=name) for last in (90, 66) for name in ("x", "y")]

    assert {"servers": ["province/10.0.0.66", "province/10.0.0.90"]} == met(*looks)
