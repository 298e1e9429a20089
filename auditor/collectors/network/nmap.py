"""The scanner, in two phases: a fast sweep of TCP ports, then versions and scripts on what is open.

nmap is started through `python-nmap`; its XML is read by our own parser, since the wrapper drops the tables of scripts.
Only address objects and numbers reach the command line.
"""

import os
import re
from collections.abc import Iterable

import nmap

from auditor.collectors.job import Rates
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers.nmap_xml import NmapRun, parse
from auditor.collectors.scope import Address, Prefix
from auditor.errors import UnreadableError
from auditor.model.vocab.measurements import State

_SAFE_NAME = re.compile(r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")
_LIMIT_SECONDS = 900
_HOST_SECONDS = 180


def sweep(addresses: Iterable[Address], ports: Iterable[str], rates: Rates) -> NmapRun | Outcome:
    """Tries TCP ports on addresses of one IP version. UDP entries of `ports` are left to questions of their own."""
    targets = list(addresses)
    how = "-sS" if os.geteuid() == 0 else "-sT"
    arguments = (
        f"{_version(targets)} -n -Pn {how} --max-retries 1 --initial-rtt-timeout 250ms --max-rtt-timeout 1s "
        f"--host-timeout {_HOST_SECONDS}s --max-rate {rates.packets_per_second} --max-hostgroup {rates.parallel_hosts}"
    )
    return _run(targets, _numbers(ports), arguments)


def identify(address: Address, ports: Iterable[str], rates: Rates) -> NmapRun | Outcome:
    """Asks open TCP ports what they are.

    With the questions of rarity 1 to 3, and every question meant for the port: a service that answers none of them
    costs 40 seconds, where the scanner's default takes minutes and learns the name of little more.
    """
    arguments = (
        f"{_version([address])} -n -Pn {_how()} -sV --version-intensity 3 --max-retries 2 "
        f"--host-timeout {_HOST_SECONDS}s --max-rate {rates.packets_per_second}"
    )
    return _run([address], _numbers(ports), arguments)


def tls_versions(address: Address, port: str, name: str) -> NmapRun | Outcome:
    """Offers every TLS version and cipher nmap knows to one port, as `name` when there is one."""
    if name and not _SAFE_NAME.match(name):
        return failed(State.NOT_TRIED, "unsafe_name", name, tool="nmap")
    server = f"--script-args tls.servername={name} " if name else ""
    arguments = (
        f"{_version([address])} -n -Pn {_how()} --script +ssl-enum-ciphers {server}"
        f"--script-timeout 90s --host-timeout {_HOST_SECONDS}s --max-retries 2"
    )
    return _run([address], _numbers([port]), arguments)


def discover(prefix: Prefix, excluded: Iterable[Address], rates: Rates) -> NmapRun | Outcome:
    """Looks for live machines in a prefix of the vantage's own zone, leaving the excluded addresses alone."""
    left_out = ",".join(str(address) for address in excluded)
    arguments = (
        f"-n -sn --max-retries 1 --host-timeout 30s --max-rate {rates.packets_per_second}"
        + (f" --exclude {left_out}" if left_out else "")
        + (" -6" if prefix.version == 6 else "")  # noqa: PLR2004  # the IP version
    )
    return _run([prefix], None, arguments)


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


def _how() -> str:
    return "-sS" if os.geteuid() == 0 else "-sT"


def _version(targets: list[Address]) -> str:
    return "-6" if targets and targets[0].version == 6 else ""  # noqa: PLR2004  # the IP version


def _numbers(ports: Iterable[str]) -> str:
    return ",".join(str(int(port.removeprefix("tcp/"))) for port in ports if port.startswith("tcp/"))


def _run(targets: list[Address] | list[Prefix], ports: str | None, arguments: str) -> NmapRun | Outcome:
    if not targets or ports == "":
        return failed(State.NOT_TRIED, "nothing_to_try", tool="nmap")
    try:
        scanner = _scanner()
    except nmap.PortScannerError:
        return failed(State.NOT_TRIED, "nmap_missing", tool="nmap")
    hosts = " ".join(str(target) for target in targets)
    try:
        scanner.scan(hosts=hosts, ports=ports, arguments=arguments.strip(), timeout=_LIMIT_SECONDS)
    except nmap.PortScannerTimeout:
        return failed(State.TIMEOUT, "nmap_timeout", tool="nmap")
    except (nmap.PortScannerError, LookupError, ValueError, TypeError, AttributeError, OSError):
        # the wrapper's own reading of the XML may fail; ours decides
        pass
    try:
        run = parse(scanner.get_nmap_last_output())
    except UnreadableError as fault:
        return failed(State.PARSE_ERROR, "nmap_unreadable", fault.message, tool="nmap")
    return run if run.finished else failed(State.PARTIAL, "nmap_ended_early", tool=f"nmap {run.version}")
