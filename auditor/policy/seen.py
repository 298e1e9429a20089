"""Endpoints that were seen rather than declared: open ports, with what answered there."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model.facts import Observation, Ports, Services

_PURPOSES = {
    "http": "web",
    "https": "web",
    "http-proxy": "web",
    "http-alt": "web",
    "ssh": "ssh",
    "postgresql": "database",
    "mysql": "database",
    "ms-sql-s": "database",
    "oracle-tns": "database",
    "mongodb": "database",
    "redis": "cache",
    "ftp": "file",
    "microsoft-ds": "file",
    "nfs": "file",
    "telnet": "admin",
    "vnc": "admin",
    "ms-wbt-server": "admin",
    "smtp": "mail",
    "imap": "mail",
    "pop3": "mail",
    "domain": "dns",
    "ntp": "ntp",
    "snmp": "snmp",
    "syslog": "syslog",
    "shell": "admin",
}


@dataclass(frozen=True, slots=True)
class SeenEndpoint:
    """One open port. `purpose` is `unknown` when nothing told what answers, so that no control may call it
    inapplicable.
    """

    port: str
    service: str
    purpose: str
    tls: bool


def seen_endpoints(observations: Iterable[Observation]) -> list[SeenEndpoint]:
    """The open ports of one host over all its observations, sorted by port."""
    open_ports: set[str] = set()
    names: dict[str, tuple[str, bool]] = {}
    for observation in observations:
        data = observation.typed() if observation.kind in ("ports", "services") else None
        if isinstance(data, Ports):
            open_ports.update(data.open)
        elif isinstance(data, Services):
            names.update({service.port: (service.name, service.tls) for service in data.services})
    return [_seen(port, *names.get(port, ("", False))) for port in sorted(open_ports)]


def _seen(port: str, name: str, tls: bool) -> SeenEndpoint:  # noqa: FBT001  # a fact of the service, not a switch
    plain = name.removeprefix("ssl/")
    return SeenEndpoint(
        port, plain, _PURPOSES.get(plain, "unknown"), tls or name.startswith("ssl/") or plain == "https"
    )
