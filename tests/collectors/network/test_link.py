"""What answers in a machine's place: a router for addresses that are nowhere, and whatever takes every connection."""

import os
from functools import cache
from typing import Any

import pytest

from auditor.collectors.agent.sweep import answers_everywhere
from tests.collectors.apart import said_apart
from tests.collectors.link import ALIVE, TWICE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces and ARP need root"),
]


@cache
def seen() -> dict[str, Any]:
    """What a vantage sees on a link of the test's own."""
    return dict(said_apart("tests.collectors.link"))


def test_a_router_that_answers_for_a_machine_shows_no_life() -> None:
    """Its hardware address answers for itself as well; the machine said nothing."""
    assert ("filtered", "silent") == (seen()["absent"]["state"], seen()["absent"]["cause"])


def test_a_machine_with_two_addresses_on_one_card_answers_for_itself() -> None:
    """It drops whatever it is sent, and lives."""
    assert "ok" == seen()["alive"]["state"]


def test_a_machine_that_answers_on_every_port_is_one_unknown() -> None:
    """No port of it is told, open or closed."""
    assert {"state": "filtered", "cause": "answers_everywhere", "data": None} == seen()["everywhere"]


def test_a_search_finds_machines_and_not_what_a_router_says() -> None:
    """Neither the sixteen addresses that lead nowhere nor the router's second one is a machine nobody declared."""
    assert ([], [f"province/{ALIVE}", f"province/{TWICE}"]) == (seen()["search"], seen()["wide search"])


@pytest.mark.parametrize(
    ("opened", "tried", "everywhere"),
    [(16, 16, True), (15, 15, False), (18, 20, True), (17, 20, False), (0, 0, False), (1000, 1000, True)],
)
def test_how_many_are_all(opened: int, tried: int, everywhere: bool) -> None:  # noqa: FBT001  # a parameter
    """A machine may have a few ports open, and all of a few; nine in ten of many it has not."""
    ports = [f"tcp/{number}" for number in range(tried)]

    assert everywhere == answers_everywhere(frozenset(ports[:opened]), frozenset(ports))
