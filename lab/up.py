"""Brings the lab up: builds every machine, wires them, starts their servers and waits until these answer."""

import json
import subprocess
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lab import calls, down, exports, namespaces, permission, pki
from lab.doctor import require
from lab.errors import LabError
from lab.hosts import HOSTS
from lab.initscript import prepare
from lab.machines import Running, go, launch, project_token, run_in, wait_ready
from lab.model import Host, Log, Ssh
from lab.paths import KEYS, VANTAGES, machine_dir
from lab.router import address_lines, bridge, ruleset
from lab.services import clock, database, dns, hostwall, legacy, log, passwords, ssh, updates, web
from lab.services.place import Lab, Place
from lab.state import State
from lab.wiring import NETWORK_MACHINES, PROBES, ROUTER, STANDPOINTS, cable_lines, machine_lines, plug_lines, switch
from lab.zones import ISOLATED, ZONES

Say = Callable[[str], None]
_SERVICES = (ssh, passwords, updates, hostwall, web, clock, database, dns, legacy, log)
_MASQUERADE = """table ip lab {
  chain out {
    type nat hook postrouting priority 100;
    oifname eth1 masquerade
  }
}
"""
_ANSWER_SECONDS = 40.0
_ROUTER_SETTINGS = (
    "net.ipv4.ip_forward=1",
    "net.ipv6.conf.all.forwarding=1",
    # Each refusal is told, not one a second.
    "net.ipv4.icmp_ratelimit=0",
    "net.ipv6.icmp.ratelimit=0",
)
MACHINES = tuple(dict.fromkeys((*NETWORK_MACHINES, *PROBES, *HOSTS)))


@dataclass(frozen=True)
class Parts:
    """What a lab is made of, in the order in which it is made."""

    build: Callable[[], object]
    wire: Callable[[State], None]
    serve: Callable[[State], None]
    """Waits for servers, and writes what whoever uses the lab reads."""
    machines: Collection[str]
    standpoints: Collection[str]
    at_once: int
    """Machines that are started together."""


def _build_host(host: Host, lab: Lab) -> None:
    place = Place(host.name)
    place.write("/etc/hostname", host.name + "\n")
    place.write("/etc/resolv.conf", f"nameserver {dns.resolver_address(host.zone, joined=ZONES[host.zone].joined)}\n")
    place.write("/etc/hosts", f"127.0.0.1 localhost\n{host.v4_address} {host.name}\n")
    commands = [line for service in _SERVICES for line in service.build(host, lab, place)]
    if host.forwards:
        place.write("/etc/lab/nat.nft", _MASQUERADE)
        commands += ["echo 1 > /proc/sys/net/ipv4/ip_forward", "nft -f /etc/lab/nat.nft"]
    prepare(host.name, commands, private=True)


def _build_probe(name: str, zone: str) -> None:
    place = Place(name)
    place.write("/etc/resolv.conf", f"nameserver {dns.resolver_address(zone, joined=ZONES[zone].joined)}\n")
    prepare(name, (), private=False)


def _build_all() -> Lab:
    lab = new_keys()
    for host in HOSTS.values():
        _build_host(host, lab)
    for name, zone in PROBES.items():
        _build_probe(name, zone)
    for name in NETWORK_MACHINES:
        if name not in HOSTS:
            prepare(name, (), private=True)
    write_known_hosts(HOSTS.values(), lab)
    return lab


def new_keys() -> Lab:
    """A lab's authority and the auditor's keys, made anew, with what is entered of SNMP."""
    KEYS.mkdir(parents=True, exist_ok=True)
    KEYS.chmod(0o700)
    lab = Lab(ca=pki.authority(), auditor_key=pki.ssh_key(KEYS / "auditor"))
    (KEYS / "ca.pem").write_bytes(lab.ca.pem)
    (KEYS / "snmp.yaml").write_text(legacy.ENTERED)
    (KEYS / "snmp.yaml").chmod(0o600)
    return lab


def write_known_hosts(hosts: Iterable[Host], lab: Lab) -> None:
    """Every machine's SSH keys under each of its addresses."""
    known = [
        f"{host.v4_address} {key}\n" + (f"{host.v6_address} {key}\n" if host.v6_address else "")
        for host in hosts
        for key in lab.host_keys.get(host.name, ())
    ]
    (KEYS / "known_hosts").write_text("".join(known))


def _launch(state: State, parts: Parts) -> None:
    names = iter(parts.machines)
    while some := tuple(islice(names, parts.at_once)):
        keepers = {name: launch(name, state.token, own_proc=name not in parts.standpoints) for name in some}
        for name, keeper in keepers.items():
            running: Running = wait_ready(name, keeper)
            state.machines[name] = (running.pid, running.keeper)
        state.save()


def batch(pid: int | None, lines: tuple[str, ...]) -> None:
    """Runs lines of `ip` inside a machine, or here. Raises LabError when one fails."""
    text = "\n".join(lines) + "\n"
    if pid is not None:
        run_in(pid, ["ip", "-batch", "-"], stdin=text, net_only=True)
        return
    done = subprocess.run(["ip", "-batch", "-"], input=text, text=True, capture_output=True, timeout=30, check=False)
    if done.returncode != 0:
        raise LabError(f"the lab's cables could not be laid: {done.stderr.strip()[-400:]}", "python -m lab doctor")


def _wire(state: State) -> None:
    batch(None, cable_lines({name: pids[0] for name, pids in state.machines.items()}))
    router = state.pid(ROUTER)
    batch(router, address_lines())
    for zone in ISOLATED:
        batch(state.pid(switch(zone)), (f"link add {bridge(zone.id)} type bridge", f"link set {bridge(zone.id)} up"))
    for name in NETWORK_MACHINES:
        batch(state.pid(name), plug_lines(name))
    for name in MACHINES:
        batch(state.pid(name), machine_lines(name))
    let_forward(router, ruleset())


def let_forward(router: int, rules: str) -> None:
    """Makes a machine a router with a packet filter."""
    for setting in _ROUTER_SETTINGS:
        run_in(router, ["sysctl", "-q", "-w", setting])
    # Where the kernel filters bridged frames too, the matrix between zones would cut neighbours of one zone apart.
    run_in(
        router,
        ["sysctl", "-q", "-e", "-w", "net.bridge.bridge-nf-call-iptables=0", "net.bridge.bridge-nf-call-ip6tables=0"],
    )
    run_in(router, ["nft", "-f", "-"], stdin=rules, net_only=True)


def listening(pid: int) -> frozenset[int]:
    """TCP ports that anything in the machine listens on."""
    ports: set[int] = set()
    for name in ("tcp", "tcp6"):
        try:
            lines = Path(f"/proc/{pid}/net/{name}").read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        ports |= {int(line.split()[1].rsplit(":", 1)[1], 16) for line in lines if line.split()[3] == "0A"}
    return frozenset(ports)


def expected_ports(host: Host) -> frozenset[int]:
    """TCP ports that must listen before the machine counts as up."""
    ports = {site.port for site in host.sites if site.port}
    ports |= {80 for site in host.sites if site.plain.value != "closed"}
    wanted = {22: host.ssh is not Ssh.NONE, 5432: bool(host.postgres), 6379: host.redis, 23: host.telnet, 21: host.ftp}
    wanted |= {53: host.resolver, 1514: host.log is Log.COLLECTOR}
    return frozenset(ports) | {port for port, open_ in wanted.items() if open_}


def last_words(folder: Path) -> str:
    """The last line of each log under a machine's folder, newest log first; the folder is gone once the lab is down."""
    logs = [path for path in (folder / "log", *folder.glob("var/log/*.log")) if path.is_file() and path.stat().st_size]
    logs.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    tails = [(path.name, path.read_bytes()[-400:].decode(errors="replace").strip().splitlines()) for path in logs]
    return " | ".join(f"{name}: {lines[-1]}" for name, lines in tails if lines) or "none"


def await_servers(state: State, waiting: Mapping[str, frozenset[int]], seconds: float) -> None:
    """Waits until every machine listens on its ports. Raises LabError with their last words when some do not."""
    limit = time.monotonic() + seconds
    while waiting:
        waiting = {name: left for name, ports in waiting.items() if (left := ports - listening(state.pid(name)))}
        if waiting and time.monotonic() > limit:
            missing = "; ".join(
                f"{name} {sorted(ports)}, its last words: {last_words(machine_dir(name))}"
                for name, ports in sorted(waiting.items())
            )
            raise LabError(f"servers that did not start in {seconds:.0f} s: {missing}", "python -m lab doctor")
        time.sleep(0.1)


def await_logs(names: Iterable[str], seconds: float) -> None:
    """Waits until every machine has a system log: rsyslogd starts last, and while there is none no rule is about one.

    Raises LabError with their last words when some have not.
    """
    limit = time.monotonic() + seconds
    waiting = list(names)
    while waiting := [name for name in waiting if not (machine_dir(name) / log.SYSTEM_LOG.lstrip("/")).exists()]:
        if time.monotonic() > limit:
            missing = "; ".join(f"{name}, its last words: {last_words(machine_dir(name))}" for name in waiting)
            raise LabError(f"machines without a log after {seconds:.0f} s: {missing}", "python -m lab doctor")
        time.sleep(0.1)


def _write_vantages(state: State) -> None:
    permission.write_live({name: state.pid(name) for name in STANDPOINTS})
    rows = [
        {"zone": zone, "host": name, "namespace": namespaces.namespace(name), "pid": state.pid(name)}
        for name, zone in STANDPOINTS.items()
    ]
    VANTAGES.write_text(json.dumps(rows, indent=1) + "\n")


def bring_up(say: Say) -> float:
    """Starts the whole lab and returns the seconds it took. Clears what an earlier run left.

    Raises LabError, after taking down what was already up, when a part does not start.
    """
    return start(Parts(_build_all, _wire, _serve, MACHINES, STANDPOINTS, at_once=len(MACHINES)), say)


def _serve(state: State) -> None:
    await_servers(state, {name: expected_ports(host) for name, host in HOSTS.items()}, _ANSWER_SECONDS)
    await_logs((name for name, host in HOSTS.items() if host.log is not Log.NONE), _ANSWER_SECONDS)
    exports.write(state)
    calls.write()
    _write_vantages(state)


def start(parts: Parts, say: Say) -> float:
    """Starts a lab of these parts, as `bring_up` says."""
    started = time.monotonic()
    require()
    down.take_down()
    state = State(token=project_token(), made_names_folder=not namespaces.folder_exists())
    state.save()
    try:
        say("building machines")
        parts.build()
        say(f"starting {len(parts.machines)} machines")
        _launch(state, parts)
        say("laying cables")
        parts.wire(state)
        for name in parts.standpoints:
            namespaces.attach(name, state.pid(name))
        for name in parts.machines:
            go(name)
        say("waiting for servers")
        parts.serve(state)
    except BaseException:
        down.take_down()
        raise
    state.complete = True
    state.save()
    return time.monotonic() - started
