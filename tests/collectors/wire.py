"""What really leaves a vantage: packets of one piece of work, captured in network namespaces made for it.

`python -m tests.collectors.wire WHAT` runs in a namespace of its own (`unshare --net`), which becomes the vantage
beside the firewall and the machine of `border`, and prints as JSON how the work ended and every packet it sent there.
"""

import datetime
import ipaddress
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from auditor.collectors.agent.onward import Onward
from auditor.collectors.agent.sweep import sweep
from auditor.collectors.agent.versions import Versions
from auditor.collectors.agent.zone import discover, look_at_name, work_reach
from auditor.collectors.deadline import permitted_for
from auditor.collectors.job import DiscoveryJob, HostJob, Job, NameJob, ReachJob, Target
from auditor.collectors.network import http, nmap
from auditor.collectors.network.departure import Departures
from auditor.collectors.outcome import Outcome
from auditor.collectors.parsers.nmap_xml import NmapRun
from auditor.collectors.session import ENOUGH, Session
from auditor.model.base import VIETNAM
from auditor.model.facts import Http
from tests.collectors import servers
from tests.collectors.apart import Machine, job_for
from tests.collectors.border import ADDRESSES, built

TARGET = ADDRESSES[0]
PREFIX = "10.9.2.0/28"
UNTOUCHED = "10.9.2.9"
DROPPED = tuple(f"tcp/{number}" for number in range(3000, 3200))
"""Ports at an address where nobody is, so that each is tried and tried again."""
NOBODY = "10.9.2.7"
SECONDS = 5

SENT = (
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    f"http://{UNTOUCHED}/",
    f"http://{NOBODY}/",
    f"http://{TARGET}:8081/",
    f"http://[::ffff:{TARGET}]/",
    f"http://[::ffff:{UNTOUCHED}]/",
    "http://168362498/",
    f"http://{TARGET}@{NOBODY}/",
    f"http://x:y@{TARGET}:81/",
    f"gopher://{TARGET}:81/",
    f"http:\\\\{NOBODY}\\x",
    f"//{NOBODY}/",
    "http://10.9.1.1/",
    f"http://{TARGET}:81/",
)
"""Where a web server sends on to; the last alone is inside the order and the paper."""

_SERVERS = """
import socket, threading, time
import dns.flags, dns.message, dns.rrset
def held():
    one = socket.create_server(("::", 22), family=socket.AF_INET6, dualstack_ipv6=True)
    kept = []
    while True:
        kept.append(one.accept())
SENT = {sent}
def web(port):
    one = socket.create_server(("", port))
    while True:
        connection, _ = one.accept()
        path = connection.recv(65536).split(b" ")[1].decode()
        head = "200 OK"
        if path.startswith("/sent/"):
            head = "302 Found\\r\\nLocation: " + SENT[int(path[6:])]
        connection.sendall(("HTTP/1.1 " + head + "\\r\\nContent-Length: 0\\r\\n\\r\\n").encode())
        connection.close()
def answer(data, cut):
    query = dns.message.from_wire(data)
    made = dns.message.make_response(query)
    if cut:
        made.flags |= dns.flags.TC
    elif query.question[0].rdtype == 1:
        made.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "A", "192.0.2.1"))
    return made.to_wire()
def over_udp():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("", 53))
    while True:
        data, sender = sock.recvfrom(4096)
        sock.sendto(answer(data, True), sender)
def over_tcp():
    one = socket.create_server(("", 53))
    while True:
        connection, _ = one.accept()
        size = int.from_bytes(connection.recv(2), "big")
        wire = answer(connection.recv(size), False)
        connection.sendall(len(wire).to_bytes(2, "big") + wire)
        connection.close()
for each in (held, over_udp, over_tcp, lambda: web(80), lambda: web(81)):
    threading.Thread(target=each, daemon=True).start()
time.sleep(0.5)
print("ready", flush=True)
time.sleep(180)
""".replace("{sent}", repr(SENT))

_PACKET = re.compile(r"^(\d+\.\d+) IP6? \S+ > (\S+?): (.*)$")


def job(ports: tuple[str, ...], rate: int = 1000, **paper: Any) -> Job:
    """An order under one paper for the machine's network."""
    more = {"resolver": TARGET, "resolver_domain": "province"}
    return job_for(["10.9.2.0/24"], ports, rate=rate, paper={"do_not_touch": [UNTOUCHED]} | paper, more=more)


def session(ports: tuple[str, ...], **more: Any) -> Session:
    """An agent at work under such an order."""
    return Session(job(ports, **more), lambda _: None)


def _host(ports: tuple[str, ...]) -> HostJob:
    return HostJob(subject="m", system="s", zone="z", domain="province", owner="o", addresses=(NOBODY,), ports=ports)


def _ended(outcome: Outcome | NmapRun) -> dict[str, Any]:
    if not isinstance(outcome, Outcome):
        return {"state": "run"}
    return {"state": outcome.state, "cause": outcome.cause.code if outcome.cause else ""}


def _search(*ports: str) -> Callable[[], dict[str, Any]]:
    order = DiscoveryJob(domain="province", prefix=PREFIX)
    return lambda: {"found": discover(session(ports), order, Departures(), control=True) is not None}


def _name(*ports: str) -> Callable[[], dict[str, Any]]:
    order = NameJob(system="s", owner="o", name="a.example.vn")
    at = session(ports)
    return lambda: _ended(look_at_name(at, order, Versions(at, Departures())))


def _for_seconds(work: Callable[[], Outcome | NmapRun]) -> Callable[[], dict[str, Any]]:
    """Work under a permission that soon ends, and when it ended."""

    def run() -> dict[str, Any]:
        end = time.time() + SECONDS
        with permitted_for(SECONDS):
            return _ended(work()) | {"end": end}

    return run


def _in_window(work: Callable[[Session], Outcome]) -> Callable[[], dict[str, Any]]:
    """Work at one packet a second, under a paper whose window closes a little after what one question needs."""

    def run() -> dict[str, Any]:
        now = datetime.datetime.now(VIETNAM)
        end = now + ENOUGH + datetime.timedelta(seconds=SECONDS)
        window = {"from": (now - datetime.timedelta(hours=1)).time().isoformat(), "to": end.time().isoformat()}
        return _ended(work(session(DROPPED, rate=1, windows=[window]))) | {"end": end.timestamp()}

    return run


def _swept(at: Session) -> Outcome:
    return sweep(at, [_host(DROPPED)], control=True)["m"].outcome


def _reached(at: Session) -> Outcome:
    target = Target(name="m", owner="o", domain="province", address=NOBODY, ports=DROPPED)
    return work_reach(at, ReachJob(to_zone="y", targets=(target,)), Departures(), control=True)


REACHED = ("tcp/3000", "udp/53", "udp/123", "udp/161", "udp/514")
_INTRICATE = (
    "table inet own {\nchain output {\ntype filter hook output priority 0\ntcp dport vmap { 1 : accept }\n}\n}\n"
)
"""A rule of the vantage's own that holds nothing back, as nobody can tell who knows plain rules only."""


def _reach(*permitted: str) -> Callable[[], dict[str, Any]]:
    target = Target(name="m", owner="o", domain="province", address=NOBODY, ports=REACHED)
    order = ReachJob(to_zone="y", targets=(target,))
    return lambda: _ended(work_reach(session(permitted), order, Departures(), control=True))


def _sweep(*permitted: str) -> Callable[[], dict[str, Any]]:
    host = _host(permitted).model_copy(update={"zone": "y"})

    def run() -> dict[str, Any]:
        outcome = sweep(session(permitted), [host], control=True, departures=Departures())["m"].outcome
        return _ended(outcome) | {"left": outcome.data.model_dump(mode="json")["left"] if outcome.data else None}

    return run


def _rules_unread(work: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Work of a vantage whose own rules do not show that packets leave it."""

    def run() -> dict[str, Any]:
        subprocess.run(["nft", "-f", "-"], input=_INTRICATE, text=True, check=True, timeout=30)
        return work()

    return run


def _redirected() -> dict[str, Any]:
    """One page for each place that it sends on to, while something listens on the vantage's own loopback."""
    host = HostJob(subject="m", system="s", zone="z", domain="province", owner="o", addresses=(TARGET,))
    order = job(("tcp/80", "tcp/81")).model_copy(update={"hosts": (host,), "resolver": ""})
    met: list[bool] = []
    answered = []
    with servers.serving(lambda _: met.append(True), "127.0.0.1", 80):
        for at in range(len(SENT)):
            page = http.Page(ipaddress.ip_address(TARGET), 80, tls=False, path=f"/sent/{at}")
            outcome = http.get(page, Onward(Session(order, lambda _: None)))
            assert isinstance(outcome.data, Http), outcome
            answered += [str(hop.status) for hop in outcome.data.hops or () if hop.status is not None]
    return {"answered": answered, "on the loopback": len(met)}


_SLOW = job(DROPPED, rate=4).rates.shared()
_ONE = ipaddress.ip_address(TARGET)

WORK: Mapping[str, Callable[[], dict[str, Any]]] = {
    "search with tcp/22": _search("tcp/22"),
    "search with udp/53": _search("udp/53"),
    "search with echo": _search("icmp/echo", "tcp/22"),
    "search with nothing named": _search(),
    "name without tcp/53": _name("udp/53"),
    "name with tcp/53": _name("udp/53", "tcp/53"),
    "reach": _reach("tcp/3000", "udp/53"),
    "reach with a short life": _rules_unread(_reach("tcp/3000", "udp/53")),
    "sweep with a short life": _rules_unread(_sweep("tcp/3000", "tcp/3001", "udp/161")),
    "sweep that is stopped": _for_seconds(lambda: nmap.sweep([ipaddress.ip_address(NOBODY)], DROPPED, _SLOW)),
    "versions that are stopped": _for_seconds(lambda: nmap.identify(_ONE, ["tcp/22"], _SLOW)),
    "scripts that are stopped": _for_seconds(lambda: nmap.tls_versions(_ONE, "tcp/22", "")),
    "sweep in a window": _in_window(_swept),
    "reach in a window": _in_window(_reached),
    "redirects": _redirected,
    "sweep at a rate": lambda: _ended(
        nmap.sweep([ipaddress.ip_address(NOBODY)], DROPPED[:20], job((), rate=20).rates.shared())
    ),
}


def _packets(file: Path) -> list[dict[str, Any]]:
    """Every packet the vantage sent: when, to which address and port, and tcpdump's words for what it is."""
    command = ["tcpdump", "-nn", "-tt", "-r", str(file), "ip and src host 10.9.1.2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found = [match for line in done.stdout.splitlines() if (match := _PACKET.match(line))]
    return [{"at": float(match[1]), "to": match[2], "what": match[3]} for match in found]


def main() -> None:
    """Builds, works, waits a little for what comes late, and takes down."""
    firewall, target = Machine("sleep", "180"), Machine(sys.executable, "-c", _SERVERS)
    try:
        target.said()
        built(firewall, target)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "near.pcap"
            recorder = subprocess.Popen(
                ["tcpdump", "-i", "near", "-U", "-n", "-Z", "root", "-w", str(file)], stderr=subprocess.PIPE, text=True
            )
            assert recorder.stderr is not None
            recorder.stderr.readline()
            ended = WORK[sys.argv[1]]()
            time.sleep(3)
            recorder.terminate()
            recorder.wait(10)
            print(json.dumps({"ended": ended, "packets": _packets(file)}))  # noqa: T201  # the program's answer
    finally:
        firewall.end()
        target.end()


if __name__ == "__main__":
    main()
