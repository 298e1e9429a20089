"""A vantage, a firewall and a machine behind it, in network namespaces of their own, and what the auditor sees there.

`python -m tests.collectors.border` builds them from within a network namespace made for it (`unshare --net`), which
becomes the vantage, and prints what was seen as JSON. The firewall speaks for the machine on some ports, the machine
for itself on others, and on the rest nothing listens.
"""

import dataclasses
import ipaddress
import json
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from auditor.collectors.agent.sweep import sweep
from auditor.collectors.job import HostJob, Job, Target
from auditor.collectors.network.departure import Departures, Packet
from auditor.collectors.network.reach import reach
from auditor.collectors.network.sockets import attempt
from auditor.collectors.network.udp import knock
from auditor.collectors.outcome import Outcome
from auditor.collectors.session import Session
from tests.collectors.apart import Machine, job_for, run, wait_for_namespace

ADDRESSES = ("10.9.2.2", "fd00:2::2")
OPEN, FIREWALL, ADMIN, OWN_FILTER, DROPPED, NOTHING, LEFT_ALONE = 22, 23, 25, 26, 27, 28, 24
TCP = (OPEN, FIREWALL, ADMIN, OWN_FILTER, DROPPED, NOTHING)
UDP = ("udp/53", "udp/69", "udp/161")
"""Refused by the machine, rejected by the firewall, dropped by the firewall."""

_FIREWALL_RULES = f"""
table inet f {{
 chain forward {{ type filter hook forward priority 0; policy accept;
  tcp dport {FIREWALL} reject with icmpx port-unreachable
  tcp dport {ADMIN} reject with icmpx admin-prohibited
  tcp dport {DROPPED} drop
  udp dport 69 reject with icmpx port-unreachable
  udp dport 161 drop
 }}
}}
"""
_OWN_RULES = f"""
table inet f {{
 chain input {{ type filter hook input priority 0; policy accept;
  tcp dport {OWN_FILTER} reject with icmpx port-unreachable
 }}
}}
"""

_LISTEN = """
import socket, time
one = socket.create_server(("::", 22), family=socket.AF_INET6, dualstack_ipv6=True)
print("ready", flush=True)
time.sleep(120)
"""


def built(firewall: Machine, target: Machine) -> None:
    """Lays the cables: this namespace, the firewall, the machine behind it."""
    for machine in (firewall, target):
        wait_for_namespace(machine)
    run("ip", "link", "add", "near", "type", "veth", "peer", "name", "inside", "netns", firewall.pid)
    firewall.run("ip", "link", "add", "outside", "type", "veth", "peer", "name", "eth0", "netns", target.pid)
    for address in ("10.9.1.2/24", "fd00:1::2/64"):
        run("ip", "addr", "add", address, "dev", "near", *(["nodad"] if ":" in address else []))
    run("ip", "link", "set", "near", "up")
    run("ip", "link", "set", "lo", "up")
    firewall.leg("inside", "10.9.1.1/24", "fd00:1::1/64")
    firewall.leg("outside", "10.9.2.1/24", "fd00:2::1/64")
    target.leg("eth0", *(f"{address}/{24 if '.' in address else 64}" for address in ADDRESSES))
    for gateway in ("10.9.1.1", "fd00:1::1"):
        run("ip", "-6" if ":" in gateway else "-4", "route", "add", "default", "via", gateway)
    for gateway in ("10.9.2.1", "fd00:2::1"):
        target.run("ip", "-6" if ":" in gateway else "-4", "route", "add", "default", "via", gateway)
    firewall.run("sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding")
    firewall.run("nft", "-f", "-", given=_FIREWALL_RULES)
    target.run("nft", "-f", "-", given=_OWN_RULES)


def _job() -> Job:
    return job_for(["10.9.2.0/24", "fd00:2::/64"], [*(f"tcp/{port}" for port in TCP), *UDP], rate=1000)


def _swept() -> dict[str, Any]:
    job = _job()
    host = HostJob(
        subject="m",
        system="s",
        zone="z",
        domain="province",
        owner="o",
        addresses=ADDRESSES,
        ports=job.scope.authorisations[0].ports,
    )
    outcome = sweep(Session(job, lambda _: None), [host], control=True)["m"].outcome
    return _shown(outcome)


def _silent_beside(*, control: bool) -> dict[str, Any]:
    """How a machine that drops all it was asked ends, swept beside one that answers."""
    job = _job()
    asked = {"m": job.scope.authorisations[0].ports, "quiet": (f"tcp/{DROPPED}",)}
    hosts = [
        HostJob(subject=name, system="s", zone="z", domain="province", owner="o", addresses=ADDRESSES, ports=ports)
        for name, ports in asked.items()
    ]
    outcome = sweep(Session(job, lambda _: None), hosts, control=control)["quiet"].outcome
    return {"state": outcome.state, "cause": outcome.cause.code if outcome.cause else ""}


_HELD_BACK = f"""
table inet own {{
 chain output {{ type filter hook output priority 0; policy accept;
  tcp dport {DROPPED} drop
  udp dport 161 drop
  tcp dport {FIREWALL} reject with icmpx admin-prohibited
 }}
}}
"""
"""A vantage's own filter, which drops what the firewall would drop as well."""


def _departures() -> dict[str, list[str]]:
    """Which silent packets are shown to have left, and how many seconds and packets that took."""
    packets = [
        Packet(ipaddress.ip_address(a), port) for a in ADDRESSES for port in (f"tcp/{DROPPED}", "udp/161", "tcp/99")
    ]
    sent: list[int] = []
    departures = Departures()
    shown = departures.shown(packets, sent.append)
    return {"left": sorted(f"{each.address} {each.port}" for each in shown), "sent": [str(sum(sent))]}


def _left_by_own_filter() -> dict[str, Any]:
    """The same with the vantage's own filter, once where rules are read and once where not."""
    found: dict[str, Any] = {"free, rules read": _departures(), "free, rules unread": _as_nobody(_departures)}
    found["reach, free"] = _reached()
    run("nft", "-f", "-", given=_HELD_BACK)
    found |= {"held, rules read": _departures(), "held, rules unread": _as_nobody(_departures)}
    found["reach"] = _reached()
    run("nft", "flush", "ruleset")
    return found


_TRIED = (f"tcp/{DROPPED}", f"tcp/{FIREWALL}", f"tcp/{ADMIN}", "udp/161", "udp/69")


def _reached() -> dict[str, Any]:
    """A try into the zone behind the firewall, with the vantage's own filter in the way."""
    job = _job()
    target = Target(name="m", owner="o", domain="province", address=ADDRESSES[0], ports=_TRIED)
    outcome = reach(Session(job, lambda _: None), "far", [target], control=True, departures=Departures())
    return _shown(outcome) | {"cause": outcome.cause.model_dump(mode="json") if outcome.cause else None}


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {"state": outcome.state, "data": None if outcome.data is None else outcome.data.model_dump(mode="json")}


def _as_nobody(act: Callable[[], Any]) -> Any:
    """What an ordinary user sees, who may not send raw packets."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os.write(write, json.dumps(act()).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        found = json.loads(told.read())
    os.waitpid(child, 0)
    return found


def seen() -> dict[str, Any]:
    """Everything, from the namespace this runs in."""
    found: dict[str, Any] = {}
    for text in ADDRESSES:
        address = ipaddress.ip_address(text)
        found[text] = {str(port): attempt(address, port) for port in TCP}
        knocked = dataclasses.asdict(knock(address, UDP, timeout=0.5))
        found[text] |= {key: sorted(value) if isinstance(value, frozenset) else value for key, value in knocked.items()}
    found["swept"] = _swept()
    found["swept by connections"] = _as_nobody(_swept)
    found["departures"] = _left_by_own_filter()
    found["silent beside one that answers"] = {
        "control": _silent_beside(control=True),
        "no control": _silent_beside(control=False),
    }
    return found


def main() -> None:
    """Builds, looks, and takes down."""
    firewall, target = Machine("sleep", "120"), Machine(sys.executable, "-c", _LISTEN)
    try:
        target.said()
        built(firewall, target)
        print(json.dumps(seen()))  # noqa: T201  # the program's answer
    finally:
        firewall.end()
        target.end()


if __name__ == "__main__":
    socket.setdefaulttimeout(10)
    main()
