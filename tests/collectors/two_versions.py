"""A name's web server behind a firewall that closes one IP version or the other, and what a vantage tells of it.

`python -m tests.collectors.two_versions` runs in a network namespace made for it (`unshare --net`), which becomes the
vantage, and prints as JSON what was told under each set of rules.
"""

import json
import sys
from typing import Any

from auditor.collectors.agent.versions import Versions
from auditor.collectors.job import NameJob, ReachJob, Target
from auditor.collectors.network.departure import Departures
from auditor.collectors.session import Session
from auditor.model.facts import Dns
from tests.collectors.apart import Machine, job_for, run
from tests.collectors.border import ADDRESSES, built

OTHER = ("10.9.2.3", "fd00:2::3")
"""Addresses of a second service, by which the vantage sees whether an IP version works at all."""

NETWORKS = ["10.9.2.0/24", "fd00:2::/64"]
PORTS = ("tcp/22", "tcp/80", "tcp/443")

_SERVERS = """
import socket, time
kept = [socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True) for port in (22, 80, 443)]
print("ready", flush=True)
time.sleep(120)
"""

_WEB = f"ip6 daddr {ADDRESSES[1]} tcp dport {{ 80, 443 }}"

RULES = {
    "open": ("", ""),
    "rejected on the way": (f"{_WEB} reject with icmpx admin-prohibited", ""),
    "dropped on the way": (f"{_WEB} drop", ""),
    "refused by the machine": ("", f"{_WEB} reject with tcp reset"),
    "open on tcp/80": (f"ip6 daddr {ADDRESSES[1]} tcp dport 443 drop", ""),
    "the version is closed to everybody": ("meta nfproto ipv6 reject", ""),
    "both versions are closed": ("tcp dport { 80, 443 } reject", ""),
}
"""Rules of the firewall on the way, and of the machine itself."""

_HELD = f"table inet own {{\nchain o {{\ntype filter hook output priority 0\n{_WEB} drop\n}}\n}}\n"


def told(ports: tuple[str, ...] = PORTS, *, reach: bool = True) -> dict[str, Any]:
    """What a look at the name says, as JSON has it."""
    others = tuple(
        Target(name="other", owner="o", domain="province", address=address, ports=("tcp/22",)) for address in OTHER
    )
    more = {"reach": [ReachJob(to_zone="y", targets=others)]} if reach else {}
    session = Session(job_for(NETWORKS, ports, more=more), lambda _: None)
    order = NameJob(system="s", owner="o", name="a.example.vn")
    name = Dns(name="a.example.vn", a=(ADDRESSES[0],), aaaa=(ADDRESSES[1],))
    return Versions(session, Departures()).of(order, name)


def _under(firewall: Machine, target: Machine, way: str, own: str) -> dict[str, Any]:
    """What is told under rules of the firewall and of the machine."""
    for machine, hook, rule in ((firewall, "forward", way), (target, "input", own)):
        chain = f"chain c {{\ntype filter hook {hook} priority 10\npolicy accept\n{rule}\n}}"
        machine.run("nft", "-f", "-", given=f"table inet t\ndelete table inet t\ntable inet t {{\n{chain}\n}}\n")
    return told()


def seen(firewall: Machine, target: Machine) -> dict[str, Any]:
    """What is told in each case."""
    found = {case: _under(firewall, target, way, own) for case, (way, own) in RULES.items()}
    _under(firewall, target, *RULES["dropped on the way"])
    found["one port may not be asked"] = told(("tcp/22", "tcp/443"))
    found["nothing else to ask"] = told(reach=False)
    run("nft", "-f", "-", given=_HELD)
    found["held back by the vantage"] = told()
    run("nft", "flush", "ruleset")
    run("ip", "-6", "addr", "flush", "dev", "near", "scope", "global")
    found["no IPv6 here"] = told()
    return found


def main() -> None:
    """Builds, looks, and takes down."""
    firewall, target = Machine("sleep", "120"), Machine(sys.executable, "-c", _SERVERS)
    try:
        target.said()
        built(firewall, target)
        target.leg("eth0", f"{OTHER[0]}/24", f"{OTHER[1]}/64")
        print(json.dumps(seen(firewall, target)))  # noqa: T201  # the program's answer
    finally:
        firewall.end()
        target.end()


if __name__ == "__main__":
    main()
