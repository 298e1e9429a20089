"""In which IP versions a name's web servers are reached, told by real packets through a firewall."""

import os
from typing import Any

import pytest

from tests.collectors.apart import said_apart

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces want root")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What was told in each case."""
    return dict(said_apart("tests.collectors.two_versions"))


@pytest.mark.parametrize(
    ("case", "answers", "closed"),
    [
        ("open", ["ipv4", "ipv6"], []),
        ("open on tcp/80", ["ipv4", "ipv6"], []),
        ("rejected on the way", ["ipv4"], ["ipv6"]),
        ("dropped on the way", ["ipv4"], ["ipv6"]),
        ("refused by the machine", ["ipv4"], ["ipv6"]),
        ("both versions are closed", [], ["ipv4", "ipv6"]),
    ],
)
def test_a_version_is_closed_where_nobody_gets_in(
    told: dict[str, Any], case: str, answers: list[str], closed: list[str]
) -> None:
    """A connection on either port is an answer; every no, and silence that left the vantage, is none."""
    assert {"answers_over": answers, "closed_over": closed} == told[case]


@pytest.mark.parametrize(
    "case",
    [
        "the version is closed to everybody",
        "one port may not be asked",
        "nothing else to ask",
        "held back by the vantage",
        "no IPv6 here",
    ],
)
def test_what_may_be_the_vantages_own_doing_closes_nothing(told: dict[str, Any], case: str) -> None:
    """Where nothing at all answers in the version, or something was not asked or not sent, nobody knows."""
    assert {"answers_over": ["ipv4"], "closed_over": []} == told[case]
