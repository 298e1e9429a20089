"""The scanner, in two phases: a fast sweep of TCP ports, then versions and scripts on what is open.

nmap is started through `python-nmap`; its XML is read by our own parser, since the wrapper drops the tables of scripts.
Only address objects and numbers reach the command line.
"""

import os
import re
from collections.abc import Iterable

import nmap

from auditor.collectors.deadline import within_permission
from auditor.collectors.job import Shares
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers.nmap_xml import NmapRun, parse_kept
from auditor.collectors.scope import Address, Prefix, Search, ends_of
from auditor.errors import UnreadableError
from auditor.model.vocab.measurements import State

_SAFE_NAME = re.compile(r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")
_LIMIT_SECONDS = 900
_HOST_SECONDS = 180
_LEAD_SECONDS = 1
"""The scanner is stopped so long before the permission ends, since its connections are closed when it is stopped."""
_TELLING = tuple(f"tcp/{number}" for number in (22, 443, 80, 445, 3389, 135, 8080, 53, 25, 3306, 5432, 1433, 8443, 23))
"""Ports on which most machines answer or refuse, the likeliest first."""
_SEARCH_PORTS = 4


def sweep(addresses: Iterable[Address], ports: Iterable[str], rates: Shares) -> NmapRun | Outcome:
    """Tries TCP ports on addresses of one IP version. UDP entries of `ports` are left to questions of their own."""
    targets = list(addresses)
    arguments = (
        f"{_version(targets)} -n -Pn {_how()} --max-retries 1 --initial-rtt-timeout 250ms --max-rtt-timeout 1s "
        f"{_host_timeout()} --max-rate {rates.sweep} --max-hostgroup {rates.parallel_hosts}"
    )
    return _run(targets, _numbers(ports), arguments, unfinished=True)


def identify(address: Address, ports: Iterable[str], rates: Shares) -> NmapRun | Outcome:
    """Asks open TCP ports what they are.

    With the questions of rarity 1 to 3, and every question meant for the port: a service that answers none of them
    costs 40 seconds, where the scanner's default takes minutes and learns the name of little more. The scanner's rate
    bounds the scan only: how many questions it asks at once is what bounds those.
    """
    at_once = max(1, min(20, int(rates.identify)))
    arguments = (
        f"{_version([address])} -n -Pn {_how()} -sV --version-intensity 3 --max-retries 2 "
        f"{_host_timeout()} --max-rate {rates.identify} --max-parallelism {at_once}"
    )
    return _run([address], _numbers(ports), arguments)


def tls_versions(address: Address, port: str, name: str) -> NmapRun | Outcome:
    """Offers every TLS version and cipher nmap knows to one port, as `name` when there is one."""
    if name and not _SAFE_NAME.match(name):
        return failed(State.NOT_TRIED, "unsafe_name", name, tool="nmap")
    server = f"--script-args tls.servername={name} " if name else ""
    arguments = (
        f"{_version([address])} -n -Pn {_how()} --script +ssl-enum-ciphers {server}"
        f"--script-timeout 90s {_host_timeout()} --max-retries 2"
    )
    return _run([address], _numbers([port]), arguments)


def discover(prefix: Prefix, excluded: Iterable[Address], rates: Shares, search: Search) -> NmapRun | Outcome:
    """Looks for live machines in a prefix of the vantage's own zone, leaving the excluded addresses alone, as well as
    those that mean the network itself or all of its machines.

    Machines on the vantage's own link are asked for their hardware address, as before any packet to them; others are
    sent what is permitted, and nothing else (the scanner's own choice would be ICMP echo and timestamp, tcp/443 and
    tcp/80).
    """
    left_out = ",".join(map(str, sorted({*excluded, *ends_of(prefix)}, key=int)))
    probes = _search_probes(search)
    if not probes:
        return failed(State.NOT_TRIED, "nothing_to_try", tool="nmap")
    arguments = (
        f"-n -sn {probes} --max-retries 1 --host-timeout 30s --max-rate {rates.sweep}"
        + (f" --exclude {left_out}" if left_out else "")
        + (" -6" if prefix.version == 6 else "")  # noqa: PLR2004  # the IP version
    )
    return _run([prefix], None, arguments)


def _search_probes(search: Search) -> str:
    """Ports most machines answer on come first, and few are tried: a prefix has thousands of addresses."""
    tcp = [port for port in _TELLING if port in search.ports] or [p for p in search.ports if p.startswith("tcp/")]
    udp = [port for port in search.ports if port.startswith("udp/")] if _may_send_raw() else []
    found = [f"-PS{_numbers(tcp[:_SEARCH_PORTS])}"] if tcp else []
    if udp and not tcp:
        found.append("-PU" + ",".join(str(int(port.removeprefix("udp/"))) for port in udp[:_SEARCH_PORTS]))
    return " ".join([*found, *(["-PE"] if search.echo and _may_send_raw() else [])])


def version() -> str:
    """The version of nmap as `7.93`, or empty when there is none."""
    try:
        major, minor = _scanner().nmap_version()
    except nmap.PortScannerError:
        return ""
    return f"{major}.{minor}"


def _scanner() -> nmap.PortScanner:
    """Only the nmap of PATH, so that a machine set up without one has none. Raises PortScannerError."""
    return nmap.PortScanner(nmap_search_path=("nmap",))


def _may_send_raw() -> bool:
    return os.geteuid() == 0


def _how() -> str:
    return "-sS" if _may_send_raw() else "-sT"


def _host_timeout() -> str:
    return f"--host-timeout {max(1, int(within_permission(_HOST_SECONDS + _LEAD_SECONDS) - _LEAD_SECONDS))}s"


def _version(targets: list[Address]) -> str:
    return "-6" if targets and targets[0].version == 6 else ""  # noqa: PLR2004  # the IP version


def _numbers(ports: Iterable[str]) -> str:
    return ",".join(str(int(port.removeprefix("tcp/"))) for port in ports if port.startswith("tcp/"))


def _run(
    targets: list[Address] | list[Prefix], ports: str | None, arguments: str, *, unfinished: bool = False
) -> NmapRun | Outcome:
    """What the scanner wrote; with `unfinished` also of a run that ended early, as far as hosts are told whole."""
    if not targets or ports == "":
        return failed(State.NOT_TRIED, "nothing_to_try", tool="nmap")
    try:
        scanner = _scanner()
    except nmap.PortScannerError:
        return failed(State.NOT_TRIED, "nmap_missing", tool="nmap")
    hosts = " ".join(str(target) for target in targets)
    limit = within_permission(_LIMIT_SECONDS + _LEAD_SECONDS) - _LEAD_SECONDS
    if limit < 1:
        return failed(State.OUTSIDE_WINDOW, "window_ended", tool="nmap")
    try:
        scanner.scan(hosts=hosts, ports=ports, arguments=arguments.strip(), timeout=limit)
    except nmap.PortScannerTimeout:
        ended = (State.TIMEOUT, "nmap_timeout") if limit == _LIMIT_SECONDS else (State.OUTSIDE_WINDOW, "window_ended")
        return failed(*ended, tool="nmap")
    except (nmap.PortScannerError, LookupError, ValueError, TypeError, AttributeError, OSError):
        # the wrapper's own reading of the XML may fail; ours decides
        pass
    return _read(scanner.get_nmap_last_output(), unfinished=unfinished)


def _read(xml: str | bytes, *, unfinished: bool) -> NmapRun | Outcome:
    try:
        run, fault = parse_kept(xml)
    except UnreadableError as error:
        return failed(State.PARSE_ERROR, "nmap_unreadable", error.message, tool="nmap")
    if fault and not (unfinished and run.hosts):
        return failed(State.PARSE_ERROR, "nmap_unreadable", fault, tool="nmap")
    if run.finished or (unfinished and run.hosts):
        return run
    return failed(State.PARTIAL, "nmap_ended_early", tool=f"nmap {run.version}")
