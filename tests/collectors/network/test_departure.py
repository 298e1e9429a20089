"""Which rules of a vantage's own hold packets back, as nft itself prints them."""

import json
import os
import subprocess

import pytest

from auditor.collectors.network.departure import withholds_nothing

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="nft wants a network namespace of its own")

_CHAIN = "table {family} t {{ chain c {{ type {type} hook {hook} priority 0; policy {policy}; {rules} }} }}\n"


def printed(rules: str) -> dict[str, object]:
    """The rules as nft lists them, in a network of their own."""
    command = ["unshare", "--net", "sh", "-c", "nft -f - && nft -j list ruleset"]
    done = subprocess.run(
        command, input=rules.replace(" }", "\n}"), capture_output=True, text=True, check=True, timeout=30
    )
    return dict(json.loads(done.stdout))


def chain(rules: str = "", **changes: str) -> str:
    usual = {"family": "inet", "type": "filter", "hook": "output", "policy": "accept"}
    return _CHAIN.format(rules=rules, **usual | changes)


@pytest.mark.parametrize(
    "rules",
    [
        "",
        chain(),
        chain("tcp dport 443 accept; counter; log"),
        chain("ct state established accept"),
        chain("drop", hook="input"),
        chain("drop", hook="forward", policy="drop"),
        chain("masquerade", type="nat", hook="postrouting"),
        "table inet t { chain c { drop } }",
    ],
)
def test_nothing_is_held_back(rules: str) -> None:
    """What comes in, what is passed on, and chains that nothing leads to are no matter."""
    assert withholds_nothing(printed(rules))


@pytest.mark.parametrize(
    "rules",
    [
        chain(policy="drop"),
        chain("tcp dport 5432 drop"),
        chain("tcp dport 5432 reject"),
        chain("drop", family="ip"),
        chain("drop", family="ip6"),
        chain("tcp dport 5432 drop", hook="postrouting"),
        chain("tcp dport 5432 redirect to :1", type="nat"),
        "table inet t { chain d { drop } \nchain c { type filter hook output priority 0; tcp dport 5432 jump d; } }",
        chain("limit rate over 1/second drop"),
    ],
)
def test_something_is_held_back(rules: str) -> None:
    """A drop under whatever hook that leads out, a turn elsewhere, and whatever is not surely harmless."""
    assert not withholds_nothing(printed(rules))


@pytest.mark.parametrize("rules", [None, {}, {"nftables": 1}])
def test_no_rules_were_read(rules: dict[str, object] | None) -> None:
    """Not knowing shows nothing."""
    assert not withholds_nothing(rules)
