"""Brings the large lab up. It lies in the same folder as the small one, so that the same commands take it down."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from lab.declared import plain_yaml
from lab.initscript import prepare
from lab.large import certs, flows, inventory
from lab.large.frame import JOINED, ROUTER, Machine
from lab.large.scenes import machines, variants
from lab.large.wires import (
    cable_lines,
    machine_lines,
    plug_lines,
    probes,
    standpoints,
    switch_lines,
    switches,
)
from lab.machines import run_in
from lab.paths import EXPORTS, KEYS, RUN
from lab.pki import Authority
from lab.router import address_lines
from lab.services import clock, database, dns, hostwall, legacy, log, ssh, web
from lab.services.place import Lab, Place
from lab.state import State
from lab.up import Parts, Say, await_servers, batch, expected_ports, let_forward, new_keys, start, write_known_hosts
from lab.zones import Zone

_SERVICES = (ssh, hostwall, web, clock, database, legacy, log)
_ANSWER_SECONDS = 90.0
_STARTED_AT_ONCE = 24


def _records() -> str:
    lines = []
    for machine in machines():
        for site in machine.sites:
            v6 = f",{machine.v6_address}" if machine.v6_address and site.on_v6 else ""
            lines.append(f"host-record={site.name},{machine.v4_address}{v6}\n")
    return "".join(lines)


def _public_names(machine: Machine) -> str:
    head = f"no-resolv\nno-hosts\nlisten-address={machine.v4_address}\nlisten-address={machine.v6_address}\n"
    return head + "bind-interfaces\ncache-size=200\nuser=root\nlocal=/vn/\nlocal=/com/\nlocal-ttl=300\n" + _records()


def _build(machine: Machine, lab: Lab, root: Authority) -> None:
    place = Place(machine.name)
    place.write("/etc/hostname", machine.name + "\n")
    resolver = dns.resolver_address(machine.zone, joined=machine.net.joined)
    place.write("/etc/resolv.conf", f"nameserver {resolver}\n")
    place.write("/etc/hosts", f"127.0.0.1 localhost\n{machine.v4_address} {machine.name}\n")
    commands = [line for service in _SERVICES for line in service.build(machine, lab, place)]
    commands += dns.build(machine, lab, place)
    if machine.name == "pub-dns":
        place.write("/etc/lab/dnsmasq.conf", _public_names(machine))
    for path, ask in machine.certs:
        chain, key = certs.leaf(root, ask)
        place.write(f"{path}.pem", chain)
        place.write(f"{path}.key", key, 0o600)
    for path, text in machine.files:
        place.write(path, text)
    for path, text in machine.prepended:
        place.write(path, text + place.path(path).read_text(encoding="utf-8"))
    for path, text in machine.appended:
        place.write(path, place.path(path).read_text(encoding="utf-8") + text)
    prepare(machine.name, [*commands, *machine.run], private=True)


def _build_probe(name: str, zone: Zone) -> None:
    place = Place(name)
    place.write("/etc/resolv.conf", f"nameserver {dns.resolver_address(zone.id, joined=zone.joined)}\n")
    prepare(name, (), private=False)


def _build_all() -> None:
    lab, root = new_keys(), certs.issuer("Lab Large Root CA")
    (KEYS / "large-ca.pem").write_bytes(root.pem)
    for machine in machines():
        _build(machine, lab, root)
    for name, zone in probes().items():
        _build_probe(name, zone)
    for name in switches():
        prepare(name, (), private=True)
    write_known_hosts(machines(), lab)


def _names() -> list[str]:
    return [*(machine.name for machine in machines()), *switches(), *probes()]


def _wire(state: State) -> None:
    batch(None, cable_lines({name: pids[0] for name, pids in state.machines.items()}))
    router = state.pid(ROUTER)
    batch(router, address_lines(JOINED))
    batch(router, plug_lines(ROUTER))
    by_name = {machine.name: machine for machine in machines()}
    for switch in switches():
        batch(state.pid(switch), switch_lines())
        batch(state.pid(switch), plug_lines(switch))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: batch(state.pid(name), machine_lines(name, by_name.get(name))), _names()))
    let_forward(router, flows.whole_ruleset())
    for line in (line for variant in variants() for line in variant.router):
        run_in(router, ["sh", "-c", line])


def _exports() -> None:
    """Writes what owners' systems exported, as it would lie in the folder of imports."""
    EXPORTS.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    for variant in variants():
        for name, ask in variant.exports.items():
            hours = {key: now.timestamp() - 3600 * float(ask[key]) for key in ("updated_hours", "synced_hours")}
            moment = {key: datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for key, at in hours.items()}
            row: dict[str, object] = {"data_set": name, "rows": 100, "error_permille": 0}
            row |= {"last_success_at": moment["synced_hours"], "max_updated_at": moment["updated_hours"]}
            row["exported_at"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
            (EXPORTS / f"{name}.json").write_text(json.dumps(row, sort_keys=True, indent=1) + "\n")


def bring_up(say: Say) -> float:
    """Starts the large lab and returns the seconds it took. Clears what an earlier run left, of either lab.

    Raises LabError, after taking down what was already up, when a part does not start.
    """
    return start(Parts(_build_all, _wire, _serve, _names(), standpoints(), at_once=_STARTED_AT_ONCE), say)


def _serve(state: State) -> None:
    await_servers(state, {machine.name: expected_ports(machine) for machine in machines()}, _ANSWER_SECONDS)
    _exports()
    inventory.write()
    text = plain_yaml(inventory.settings({name: pids[0] for name, pids in state.machines.items()}))
    (RUN / "auditor.yaml").write_text(text, encoding="utf-8")
