"""The door lets through what a paper permits, and names the nearest reason for everything else."""

import datetime
import ipaddress
from typing import Any

import pytest

from auditor.collectors.scope import DEFAULT_PORTS, Door, Permission, Probe, Refusal
from auditor.model.facts import Cause
from auditor.model.scope import Rate, Scope
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


@pytest.mark.parametrize("address", ["::ffff:10.1.0.11", "64:ff9b::10.1.0.11", "::10.1.0.11"])
def test_an_address_in_ipv6_clothing(address: str) -> None:
    """A name server or a page may say such an address: it is in nobody's scope, whatever prefixes a paper has."""
    wide = scope(paper())
    area = wide.authorisations[0].areas[0].model_copy(update={"prefixes": ("::/0",)})
    door = Door(Scope(authorisations=(wide.authorisations[0].model_copy(update={"areas": (area,)}),)))
    answer = door.ask(Probe("ubnd", "province", ipaddress.ip_address(address), "tcp/443"), NOW)

    assert isinstance(answer, Refusal)
    assert "address_outside_scope" == answer.cause.code


VN = datetime.timezone(datetime.timedelta(hours=7))


def _at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=VN)


@pytest.mark.parametrize(
    ("changes", "now", "end"),
    [
        ({}, "2026-11-22T10:00", "2026-11-23T10:00"),
        ({"valid_until": "2026-11-22"}, "2026-11-22T10:00", "2026-11-23T00:00"),
        ({"windows": [{"from": "09:00", "to": "11:30"}]}, "2026-11-22T10:00", "2026-11-22T11:30"),
        ({"windows": [{"from": "22:00", "to": "04:00"}]}, "2026-11-22T23:00", "2026-11-23T04:00"),
        ({"windows": [{"from": "22:00", "to": "04:00"}]}, "2026-11-23T03:59:59", "2026-11-23T04:00"),
        (
            {"windows": [{"from": "22:00", "to": "00:00"}, {"from": "00:00", "to": "04:00"}]},
            "2026-11-22T23:00",
            "2026-11-23T04:00",
        ),
        ({"windows": [{"from": "22:00", "to": "04:00"}]}, "2026-11-22T12:00", "2026-11-22T12:00"),
        ({"do_not_touch": ["10.1.0.11"]}, "2026-11-22T12:00", "2026-11-22T12:00"),
    ],
)
def test_until_when(changes: dict[str, Any], now: str, end: str) -> None:
    """With its last day or the window that is open, past midnight and into a window that follows without a gap; what is
    not permitted now ended already. Nothing is promised for more than a day.
    """
    door = Door(scope(paper(**changes)))

    assert _at(end) == door.until(Probe("ubnd", "province", WEB, "tcp/443"), _at(now))


def test_two_papers_that_follow_each_other() -> None:
    """What one paper permits until midnight and another from then on is permitted for as long as both."""
    first, second = (
        paper(id="p1", valid_until="2026-11-22"),
        paper(id="p2", valid_from="2026-11-23", valid_until="2026-11-23"),
    )

    assert _at("2026-11-23T22:00") == Door(scope(first, second)).until(
        Probe("ubnd", "province", WEB, "tcp/443"), _at("2026-11-22T22:00")
    )


def test_what_a_search_may_send() -> None:
    """Only what is permitted at every address of the prefix: a paper for a part of it adds nothing."""
    wide, narrow = (
        paper(id="p1", ports=["tcp/22"]),
        paper(id="p2", ports=["tcp/80", "icmp/echo"], areas=[{"prefixes": ["10.1.0.0/28"]}]),
    )
    door = Door(scope(wide, narrow))
    of_all, of_part = (door.search("province", ipaddress.ip_network(p), NOW) for p in ("10.1.0.0/24", "10.1.0.0/29"))

    assert of_all is not None
    assert of_part is not None
    assert ("p1", ("tcp/22",), False) == (of_all.authorisation, of_all.ports, of_all.echo)
    assert ("p1 p2", ("tcp/22", "tcp/80"), True) == (of_part.authorisation, of_part.ports, of_part.echo)
    assert door.search("province", ipaddress.ip_network("10.8.0.0/24"), NOW) is None
