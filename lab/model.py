"""What a lab machine is made of: its place, its servers and the state each server is put in."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from lab.zones import ZONES


class Ssh(StrEnum):
    """State of the OpenSSH server."""

    SOUND = "sound"
    """Two factors for people, source limits, current algorithms."""
    ONE_FACTOR = "one_factor"
    """Keys only and source limits, but one factor."""
    OPEN_SOURCE = "open_source"
    """Two factors, but anybody from anywhere may try."""
    WEAK = "weak"
    """Passwords, root, CBC ciphers, SHA-1 key exchange and ssh-rsa."""
    DENIED = "denied"
    """Sound, and the auditor's key is not accepted."""
    NONE = "none"


class Clock(StrEnum):
    """State of the time service."""

    SOUND = "sound"
    SHIFTED = "shifted"
    """Follows a source that is seconds wrong."""
    SLIGHT = "slight"
    """Follows a source some hundred milliseconds wrong."""
    FOREIGN = "foreign"
    """Follows a source outside the announced ones."""
    UNREACHABLE = "unreachable"
    """Configured for an address that never answers."""
    SOURCE = "source"
    """The province's time server."""
    PUBLIC = "public"
    """A public reference clock of the lab's Internet."""
    ABSENT = "absent"


class Log(StrEnum):
    """State of logging."""

    SOUND = "sound"
    """Sent to the collector, kept for 13 months."""
    QUARTER = "quarter"
    """Kept for 14 weeks and sent nowhere: enough for level 3, short of the archive's 12 months."""
    SHORT = "short"
    """Kept for four weeks and sent nowhere."""
    CENTRAL = "central"
    """Kept for a week; all of it is sent to the collector, which keeps two years."""
    LOCAL = "local"
    """Kept long enough but never sent."""
    COLLECTOR = "collector"
    NONE = "none"


class Tls(StrEnum):
    """Protocol versions a site offers."""

    SOUND = "sound"
    NO13 = "no13"
    """TLS 1.2 only."""
    TLS11 = "tls11"
    """TLS 1.1 still offered beside 1.2."""
    TLS10 = "tls10"
    """TLS 1.0 only."""


class Cert(StrEnum):
    """Certificate of a site."""

    VALID = "valid"
    EXPIRED = "expired"
    SOON = "soon"
    """Valid for 15 more days."""
    SELF_SIGNED = "self_signed"
    WRONG_NAME = "wrong_name"


class Plain(StrEnum):
    """What port 80 does."""

    CLOSED = "closed"
    REDIRECT = "redirect"
    TEMPORARY = "temporary"
    """A 302 instead of a permanent redirect."""
    SERVE = "serve"
    """The pages themselves, without a login form."""
    LOGIN = "login"
    """The pages and a login form."""


class Page(StrEnum):
    """What a path answers."""

    HOME = "home"
    LOGIN = "login"
    FORM = "form"
    """An application form of the former service portal."""
    NATIONAL = "national"
    """A permanent redirect to the national service portal."""
    GONE = "gone"
    CONTACT = "contact"
    API_401 = "api_401"
    API_403 = "api_403"
    API_OPEN = "api_open"
    API_MTLS = "api_mtls"


@dataclass(frozen=True)
class Site:
    """One virtual server of nginx. ``port`` is the TLS port; ``None`` means plain HTTP only."""

    name: str
    port: int | None = 443
    tls: Tls = Tls.SOUND
    cert: Cert = Cert.VALID
    plain: Plain = Plain.REDIRECT
    hsts: bool = True
    pages: tuple[tuple[str, Page], ...] = (("/", Page.HOME),)
    on_v6: bool = True
    http2: bool = True


@dataclass(frozen=True)
class Dataset:
    """A table of a lab database: its rows and how long ago it changed and was last sent on."""

    id: str
    rows: int
    updated_hours_ago: int
    synced_hours_ago: int | None
    errors_permille: int = 0


@dataclass(frozen=True)
class Leg:
    """A further interface of a machine."""

    zone: str
    octet: int


@dataclass(frozen=True)
class Host:
    """One machine of the lab and the state of each of its servers."""

    name: str
    zone: str
    octet: int
    system: str | None = None
    v6: bool = False
    sites: tuple[Site, ...] = ()
    ssh: Ssh = Ssh.SOUND
    clock: Clock = Clock.SOUND
    serves_time: bool = False
    log: Log = Log.SOUND
    postgres: tuple[Dataset, ...] = ()
    redis: bool = False
    resolver: bool = False
    snmp: str | None = None
    telnet: bool = False
    ftp: bool = False
    forwards: bool = False
    gateway: int | None = None
    legs: tuple[Leg, ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    """Static routes: prefix and next hop."""
    admin_from: tuple[str, ...] = ("management",)
    """Zones from which the machine's own packet filter lets SSH in; empty means everywhere."""
    declared: bool = True

    @property
    def v4_address(self) -> IPv4Address:
        """Address on the first interface."""
        return ZONES[self.zone].address4(self.octet)

    @property
    def v6_address(self) -> IPv6Address | None:
        """IPv6 address on the first interface, if the machine has one."""
        return ZONES[self.zone].address6(self.octet) if self.v6 else None


@dataclass(frozen=True)
class Flow:
    """What the router lets through: source, destination, protocol and ports.

    A source or destination is a zone id, ``host:<name>`` or ``provincial``.
    ``declared`` is false for what the router permits although no document lists it.
    """

    id: str
    source: str
    target: str
    proto: str
    ports: tuple[int, ...]
    declared: bool = True
    family: str = "both"
    note: str = ""
