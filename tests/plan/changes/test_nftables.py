"""nft takes every change list as text, and nothing that an inventory says can break out of it."""

import datetime
import os
import shutil
import subprocess
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model.reason import Reason, because
from auditor.plan.changes.make import changes
from auditor.plan.changes.nftables import ruleset
from auditor.plan.changes.shape import Changes, RuleChange
from tests.plan.changes.moving import WAVE, estate, source

SEARCH = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"
WAYS = (("unshare", "--user", "--map-root-user", "--net"), ("unshare", "--net"))
"""A network of the test's own: as an ordinary user in a user namespace, else as root."""


@cache
def nft() -> tuple[str, ...]:
    """How to run nft where it may; scripts/install brings it."""
    program = shutil.which("nft", path=SEARCH)
    assert program, "nftables is not installed: run scripts/install"
    for way in WAYS:
        tried = subprocess.run([*way, program, "list", "ruleset"], capture_output=True, check=False, timeout=20)
        if tried.returncode == 0:
            return (*way, program)
    raise AssertionError("this machine lets nobody make a network namespace")


def check(text: str, *more: str) -> tuple[int, str]:
    """What `nft -c -f -` says to a text, as exit code and words."""
    arguments = more or ("-c", "-f", "-")
    done = subprocess.run(
        [*nft(), *arguments], input=text, capture_output=True, text=True, check=False, timeout=60, errors="replace"
    )
    return done.returncode, done.stderr


def code(reason: Reason) -> str:
    return " ".join((reason.code, *reason.args))


def rule(**more: object) -> RuleChange:
    return RuleChange.model_validate(
        {
            "id": "d1/open/flow/x/1",
            "action": "open",
            "wave": "d1",
            "systems": ["app"],
            "from_zone": "a",
            "to_zone": "b",
            "from_addresses": ["10.1.0.0/24"],
            "to_addresses": ["10.2.0.1"],
            "ports": ["tcp/443"],
            "why": because("flow_needs", "x"),
            "basis": "declared",
        }
        | more
    )


def listed(*rules: RuleChange) -> Changes:
    return Changes(run="r", rules=rules, addresses=(), questions=())


def matches(*rules: RuleChange) -> list[str]:
    """What the text matches and does, without comments."""
    lines = [line.strip() for line in ruleset(listed(*rules), code).splitlines()]
    return [line.partition(" comment ")[0] for line in lines if line.startswith("meta nfproto")]


def test_the_text_of_a_list() -> None:
    """A table for each wave, a chain for each action, remarks with number, reason and days."""
    rules = (
        rule(start=datetime.date(2027, 3, 6)),
        rule(id="d1/keep/flow/x/1", action="keep", expires=datetime.date(2027, 4, 5)),
        rule(id="d1/close/flow/x/1", action="close", to_addresses=[]),
    )
    text = ruleset(listed(*rules), code)

    assert text == (
        "# run r\n"
        "\n"
        "# d1\n"
        "table inet auditor_1_d1\n"
        "delete table inet auditor_1_d1\n"
        "table inet auditor_1_d1 {\n"
        "  chain open {\n"
        "    # d1/open/flow/x/1: flow_needs x\n"
        "    # from 2027-03-06, no end\n"
        "    meta nfproto ipv4 ip saddr { 10.1.0.0/24 } ip daddr { 10.2.0.1/32 } tcp dport { 443 } accept"
        ' comment "d1/open/flow/x/1 flow_needs x"\n'
        "  }\n"
        "  chain keep {\n"
        "    # d1/keep/flow/x/1: flow_needs x\n"
        "    # from: not entered, until 2027-04-05\n"
        "    meta nfproto ipv4 ip saddr { 10.1.0.0/24 } ip daddr { 10.2.0.1/32 } tcp dport { 443 } accept"
        ' comment "d1/keep/flow/x/1 flow_needs x"\n'
        "  }\n"
        "  chain close {\n"
        "    # d1/close/flow/x/1: flow_needs x\n"
        "    # from: not entered, no end\n"
        "    # no rule: an address is not entered, or nothing matches\n"
        "  }\n"
        "}\n"
    )
    assert check(text) == (0, "")


def test_both_families_and_protocols() -> None:
    """Each family has its own rule, and each protocol; networks that overlap become one."""
    both = rule(
        from_addresses=["10.1.0.0/24", "10.1.0.9", "2001:db8::/32"],
        to_addresses=["10.2.0.1", "2001:db8:1::1"],
        ports=["udp/53", "tcp/53", "tcp/443"],
    )
    four, six = "meta nfproto ipv4 ip", "meta nfproto ipv6 ip6"

    assert matches(both) == [
        f"{four} saddr {{ 10.1.0.0/24 }} ip daddr {{ 10.2.0.1/32 }} tcp dport {{ 53, 443 }} accept",
        f"{four} saddr {{ 10.1.0.0/24 }} ip daddr {{ 10.2.0.1/32 }} udp dport {{ 53 }} accept",
        f"{six} saddr {{ 2001:db8::/32 }} ip6 daddr {{ 2001:db8:1::1/128 }} tcp dport {{ 53, 443 }} accept",
        f"{six} saddr {{ 2001:db8::/32 }} ip6 daddr {{ 2001:db8:1::1/128 }} udp dport {{ 53 }} accept",
    ]


def test_anywhere_needs_no_set() -> None:
    """The whole Internet is matched by its family alone, and only of the family the other side has."""
    assert matches(rule(from_addresses=["0.0.0.0/0", "::/0"])) == [
        "meta nfproto ipv4 ip daddr { 10.2.0.1/32 } tcp dport { 443 } accept"
    ]


def test_nothing_is_made_of_half_a_rule() -> None:
    """Without an address, a common family or a port that exists there is a remark and no rule."""
    halves = (
        rule(from_addresses=[]),
        rule(to_addresses=[]),
        rule(to_addresses=["2001:db8::1"]),
        rule(ports=["tcp/70000", "tcp/0"]),
    )
    text = ruleset(listed(*halves), code)

    assert (matches(*halves), text.count("# no rule:"), check(text)) == ([], 4, (0, ""))


def test_a_real_list_is_taken_and_loads_twice() -> None:
    """The list of an estate passes the check; loading it again replaces what it loaded before."""
    flows = [{"id": "u", "from_zone": "net", "to_zone": "dmz", "to_hosts": ["web"], "ports": ["tcp/443", "udp/443"]}]
    text = ruleset(changes(source(estate(flows=flows)), (WAVE,)), code)
    loaded = subprocess.run(
        [*nft()[:-1], "sh", "-c", '"$0" -f - && "$0" list ruleset', nft()[-1]],
        input=text + text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (check(text), loaded.returncode, loaded.stderr) == ((0, ""), 0, "")
    assert loaded.stdout.count("comment") == ruleset_rules(text) == 7


def ruleset_rules(text: str) -> int:
    return sum(line.lstrip().startswith("meta nfproto") for line in text.splitlines())


HOSTILE = [
    '" accept',
    "x\n  }\n}\nflush ruleset\n",
    "\\",
    'a\\"b',
    "}",
    "; drop",
    "$x",
    "@set",
    "# no",
    "\x00\x07\x1b[31m",
    "\u2028flush ruleset",
    "\u202edrop",
    "ẫ" * 60,
    "x" * 1999,
    "include '/etc/passwd'",
    "\r\nflush ruleset",
]


def test_hostile_text_stays_a_remark() -> None:
    """No text of an inventory changes what a rule matches or adds a line that is not a remark."""
    plain = ruleset(listed(*[rule() for _ in HOSTILE]), code)
    rules = [rule(id=text, why=Reason(code="x", args=(text[:300],))) for text in HOSTILE]
    text = ruleset(listed(*rules).model_copy(update={"run": HOSTILE[1]}), code)

    assert check(text) == (0, "")
    assert _shape(text) == _shape(plain)
    assert all(len(line.partition(' comment "')[2].rstrip('"').encode()) <= 128 for line in text.splitlines())


def _shape(text: str) -> list[str]:
    """The lines without their remarks and comments."""
    return [line.partition(" comment ")[0] for line in text.split("\n") if not line.lstrip().startswith("#")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=200), st.text(max_size=80)), min_size=1, max_size=12))
def test_any_text_yields_text_that_nft_takes(texts: list[tuple[str, str, str]]) -> None:
    """Whatever stands in ids, reasons and names of waves, nft takes the text and sees the same rules."""
    rules = [rule(id=name, wave=wave, why=Reason(code="x", args=(why,))) for name, why, wave in texts]
    text = ruleset(listed(*rules), code)

    assert check(text) == (0, "")
    assert ruleset_rules(text) == len(rules)
