"""A vantage on one link with a router that answers ARP for machines which are not there, and with one that takes every
connection, in network namespaces of their own.

`python -m tests.collectors.link` builds them from within a namespace made for it (`unshare --net`), which becomes the
vantage, and prints what was seen as JSON.
"""

import json
import sys
from typing import Any

from auditor.collectors.agent.sweep import sweep
from auditor.collectors.agent.zone import discover
from auditor.collectors.job import DiscoveryJob, HostJob
from auditor.collectors.network.departure import Departures
from auditor.collectors.session import Session
from tests.collectors.apart import Machine, job_for, run, wait_for_namespace

ROUTER, EVERYWHERE, ABSENT, ALIVE, TWICE = "10.8.1.1", "10.8.1.54", "10.8.1.70", "10.8.1.80", "10.8.1.81"
TRIED = tuple(f"tcp/{number}" for number in range(20, 40))

_ACCEPT = """
import socket, threading
def take(one):
    while True:
        one.accept()[0].close()
one = socket.create_server(("", 7001))
threading.Thread(target=take, args=(one,), daemon=True).start()
print("ready", flush=True)
threading.Event().wait(120)
"""
_RULES = f"""
table ip every {{ chain pre {{ type nat hook prerouting priority -100;
 ip daddr {EVERYWHERE} tcp dport != 7001 dnat to {EVERYWHERE}:7001
}}
}}
"""
_DROP = "table inet quiet { chain input { type filter hook input priority 0; meta l4proto { tcp, udp } drop\n}\n}\n"


def _built(router: Machine, quiet: Machine) -> None:
    for machine in (router, quiet):
        wait_for_namespace(machine)
    run("ip", "link", "add", "hub", "type", "bridge")
    for name, machine in (("r", router), ("q", quiet)):
        run("ip", "link", "add", f"{name}0", "type", "veth", "peer", "name", "eth0", "netns", machine.pid)
        run("ip", "link", "set", f"{name}0", "master", "hub", "up")
    run("ip", "addr", "add", "10.8.1.2/24", "dev", "hub")
    run("ip", "link", "set", "hub", "up")
    run("ip", "link", "set", "lo", "up")
    router.leg("eth0", f"{ROUTER}/24", f"{EVERYWHERE}/24")
    router.run("ip", "link", "add", "away", "type", "veth", "peer", "name", "beyond")
    router.run("ip", "link", "set", "away", "up")
    router.run("ip", "route", "add", "10.8.1.64/28", "dev", "away")
    settings = {"ip_forward": 1, "conf/eth0/proxy_arp": 1, "neigh/eth0/proxy_delay": 0}
    router.run("sh", "-c", "; ".join(f"echo {value} >/proc/sys/net/ipv4/{key}" for key, value in settings.items()))
    router.run("nft", "-f", "-", given=_RULES)
    quiet.leg("eth0", f"{ALIVE}/24", f"{TWICE}/24")
    quiet.run("nft", "-f", "-", given=_DROP)


def _host(name: str, *addresses: str) -> HostJob:
    return HostJob(subject=name, system="s", zone="z", domain="province", owner="o", addresses=addresses, ports=TRIED)


def seen() -> dict[str, Any]:
    """How each machine's sweep ends, and what a search for undeclared ones finds."""
    session = Session(job_for(["10.8.1.0/24"], TRIED), lambda _: None)
    hosts = [_host("everywhere", EVERYWHERE), _host("absent", ABSENT), _host("alive", ALIVE, TWICE)]
    found: dict[str, Any] = {}
    for name, swept in sweep(session, hosts, control=True, departures=Departures()).items():
        data = swept.outcome.data
        found[name] = {
            "state": swept.outcome.state,
            "cause": swept.outcome.cause.code if swept.outcome.cause else "",
            "data": None if data is None else data.model_dump(mode="json"),
        }
    narrow = DiscoveryJob(domain="province", prefix="10.8.1.48/28")
    wide = DiscoveryJob(domain="province", prefix="10.8.1.64/27")
    for name, each in (("search", narrow), ("wide search", wide)):
        documents = discover(session, each, Departures(), control=True)
        found[name] = sorted(item.subject for _, items in documents or () for item in items)
    return found


def main() -> None:
    """Builds, looks, and takes down."""
    router, quiet = Machine(sys.executable, "-c", _ACCEPT), Machine("sleep", "120")
    try:
        router.said()
        _built(router, quiet)
        print(json.dumps(seen()))  # noqa: T201  # the program's answer
    finally:
        router.end()
        quiet.end()


if __name__ == "__main__":
    main()
