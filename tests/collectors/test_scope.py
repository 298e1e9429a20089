"""The door lets through what a paper permits, and names the nearest reason for everything else."""

import datetime
import ipaddress
from typing import Any

import pytest

from auditor.collectors.scope import DEFAULT_PORTS, Door, Permission, Probe, Refusal
from auditor.model.facts import Cause
from auditor.model.scope import Rate
from auditor.model.vocab.measurements import State
from tests.collectors.estates import NOW, paper, scope

WEB = ipaddress.ip_address("10.1.0.11")


def ask(*papers: dict[str, Any], at: datetime.datetime = NOW, **changes: Any) -> Permission | Refusal:
    given: dict[str, Any] = {"owner": "ubnd", "domain": "province", "address": WEB, "port": "tcp/443"} | changes
    door = Door(scope(*papers)) if papers else Door(scope().model_copy(update={"authorisations": ()}))
    return door.ask(Probe(**given), at)


def test_a_permitted_probe() -> None:
    """The permission names its paper and its pace."""
    assert ask(paper()) == Permission("p1", "1/GP", Rate())


@pytest.mark.parametrize(
    ("change", "probe", "cause"),
    [
        ({}, {"owner": "so"}, Cause(code="no_authorisation_for_owner", args=("so",))),
        (
            {},
            {"address": ipaddress.ip_address("10.9.0.1")},
            Cause(code="address_outside_scope", args=("10.9.0.1", "p1")),
        ),
        ({}, {"domain": "lan2"}, Cause(code="address_outside_scope", args=("10.1.0.11", "p1"))),
        ({"valid_until": "2026-11-21"}, {}, Cause(code="authorisation_expired", args=("p1", "2026-11-21"))),
        ({"valid_from": "2026-11-23"}, {}, Cause(code="authorisation_not_yet_valid", args=("p1", "2026-11-23"))),
        ({"do_not_touch": ["10.1.0.11"]}, {}, Cause(code="do_not_touch", args=("10.1.0.11",))),
        ({"ports": ["tcp/80"]}, {}, Cause(code="port_outside_scope", args=("tcp/443", "p1"))),
        ({"configuration": False}, {"configuration": True}, Cause(code="configuration_not_permitted", args=("p1",))),
    ],
)
def test_a_refused_probe(change: dict[str, Any], probe: dict[str, Any], cause: Cause) -> None:
    """Wrong owner, place, date, port or purpose: never sent, and the reason is the nearest one."""
    assert ask(paper(**change), **probe) == Refusal(State.OUT_OF_SCOPE, cause)


def test_no_paper_at_all() -> None:
    """Without any authorisation nothing is permitted."""
    assert ask() == Refusal(State.OUT_OF_SCOPE, Cause(code="no_authorisation"))


def test_the_last_day_counts_in_vietnam() -> None:
    """A paper valid until a day is valid until its midnight in Viet Nam, not in UTC."""
    until = paper(valid_until="2026-11-22")
    midnight = datetime.datetime(2026, 11, 22, 17, 0, tzinfo=datetime.UTC)

    assert isinstance(ask(until, at=midnight - datetime.timedelta(seconds=1)), Permission)
    assert isinstance(ask(until, at=midnight), Refusal)


@pytest.mark.parametrize(
    ("clock", "opened"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("03:59", True), ("04:00", False)],
)
def test_a_window_past_midnight(clock: str, opened: bool) -> None:  # noqa: FBT001  # a column of the table
    """A Saturday window from 22:00 to 04:00 reaches into Sunday and ends at its end."""
    window = paper(windows=[{"days": ["sat"], "from": "22:00", "to": "04:00"}])
    hour, minute = map(int, clock.split(":"))
    day = 21 if hour > 12 else 22
    at = datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))

    assert opened is isinstance(ask(window, at=at), Permission)


def test_outside_the_window() -> None:
    """Outside its window a probe is not forbidden but early, and its state says so."""
    window = paper(windows=[{"days": ["mon"], "from": "01:00", "to": "02:00"}])

    assert ask(window) == Refusal(State.OUTSIDE_WINDOW, Cause(code="outside_window", args=("p1",)))


def test_do_not_touch_of_another_owner() -> None:
    """An address somebody put on a do-not-touch list is not touched on another's paper either."""
    other = paper(id="p2", owner="so", do_not_touch=["10.1.0.11"])

    assert ask(paper(), other) == Refusal(State.OUT_OF_SCOPE, Cause(code="do_not_touch", args=("10.1.0.11",)))


def test_the_same_address_in_two_lans() -> None:
    """A paper for one independent LAN permits nothing in another that uses the same addresses."""
    address = ipaddress.ip_address("192.168.1.9")

    assert isinstance(ask(paper(), domain="lan", address=address), Permission)
    assert isinstance(ask(paper(), domain="lan2", address=address), Refusal)


def test_ipv6() -> None:
    """IPv6 is permitted by IPv6 prefixes only."""
    wide = paper(areas=[{"domain": "province", "prefixes": ["2001:db8:2::/64"]}])

    assert isinstance(ask(wide, address=ipaddress.ip_address("2001:db8:2::12")), Permission)
    assert isinstance(ask(wide, address=WEB), Refusal)


def test_ports_of_an_address() -> None:
    """Without a list, the default ports and those the owner declares are permitted; with one, exactly those."""
    declared = {"ubnd": frozenset({"tcp/9443"}), "so": frozenset({"tcp/7777"})}

    assert {*DEFAULT_PORTS, "tcp/9443"} == set(Door(scope(), declared).ports("ubnd", "province", WEB, NOW))
    assert ("tcp/80", "tcp/443") == Door(scope(paper(ports=["tcp/443", "tcp/80"]))).ports("ubnd", "province", WEB, NOW)
    assert () == Door(scope()).ports("so", "province", WEB, NOW)
    assert () == Door(scope(paper(do_not_touch=["10.1.0.11"]))).ports("ubnd", "province", WEB, NOW)


def test_prefixes_for_strangers() -> None:
    """Undeclared machines are looked for only inside papers in force, in their own domain."""
    assert (ipaddress.ip_network("192.168.1.0/24"),) == Door(scope()).prefixes("lan", NOW)
    assert () == Door(scope()).prefixes("lan2", NOW)
    assert () == Door(scope(paper(valid_until="2026-02-01"))).prefixes("lan", NOW)
