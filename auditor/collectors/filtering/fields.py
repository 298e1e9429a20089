"""Conditions on the fields of a packet, as both ways of writing rules need them, and the names of their values."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.collectors.filtering.boxes import STATES, Box, Budget, bits
from auditor.collectors.filtering.rules import Match, Names, anything
from auditor.collectors.spans import Spans, common, everything, without
from auditor.model.facts.addressed import Family

PROTOCOLS = {
    "icmp": 1, "igmp": 2, "ipencap": 4, "ipip": 4, "ipv4": 4, "tcp": 6, "egp": 8, "igp": 9, "udp": 17, "dccp": 33,
    "ipv6": 41, "ipv6-route": 43, "ipv6-frag": 44, "rsvp": 46, "gre": 47, "esp": 50, "ipv6-crypt": 50, "ah": 51,
    "ipv6-auth": 51,
    "ipv6-icmp": 58, "icmpv6": 58, "ipv6-nonxt": 59, "ipv6-opts": 60, "eigrp": 88, "ospf": 89, "ospfigp": 89,
    "pim": 103,
    "comp": 108, "ipcomp": 108, "vrrp": 112, "l2tp": 115, "sctp": 132, "mobility-header": 135,
    "udplite": 136, "hopopt": 0,
    "ip": 0, "hip": 139, "shim6": 140, "wesp": 141, "rohc": 142,
}  # fmt: skip
"""Names of protocols as programs print them (/etc/protocols)."""

ICMP = {
    "echo-reply": 0, "pong": 0, "destination-unreachable": 3, "source-quench": 4, "redirect": 5, "echo-request": 8,
    "ping": 8, "router-advertisement": 9, "router-solicitation": 10, "time-exceeded": 11, "ttl-exceeded": 11,
    "parameter-problem": 12,
    "timestamp-request": 13, "timestamp-reply": 14, "info-request": 15, "info-reply": 16,
    "address-mask-request": 17,
    "address-mask-reply": 18,
}  # fmt: skip
ICMP6 = {
    "destination-unreachable": 1, "packet-too-big": 2, "time-exceeded": 3, "ttl-exceeded": 3, "parameter-problem": 4,
    "echo-request": 128, "ping": 128, "echo-reply": 129, "pong": 129, "mld-listener-query": 130,
    "mld-listener-report": 131,
    "mld-listener-done": 132, "mld-listener-reduction": 132, "nd-router-solicit": 133, "router-solicitation": 133,
    "nd-router-advert": 134, "router-advertisement": 134, "nd-neighbor-solicit": 135, "neighbour-solicitation": 135,
    "neighbor-solicitation": 135, "nd-neighbor-advert": 136, "neighbour-advertisement": 136,
    "neighbor-advertisement": 136,
    "nd-redirect": 137, "redirect": 137, "router-renumbering": 138, "ind-neighbor-solicit": 141,
    "ind-neighbor-advert": 142,
    "mld2-listener-report": 143,
}  # fmt: skip
SERVICES = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "bootps": 67, "bootpc": 68,
    "tftp": 69, "http": 80, "kerberos": 88, "pop3": 110, "sunrpc": 111, "ntp": 123, "netbios-ns": 137,
    "netbios-dgm": 138,
    "netbios-ssn": 139, "imap2": 143, "imap": 143, "snmp": 161, "snmp-trap": 162, "bgp": 179, "ldap": 389, "https": 443,
    "microsoft-ds": 445, "submission": 587, "ldaps": 636, "imaps": 993, "pop3s": 995, "ms-sql-s": 1433, "mysql": 3306,
    "postgresql": 5432,
}  # fmt: skip

SYN_FLAGS = (0x02, 0xC2)
"""TCP flags of a packet that opens a connection (RFC 9293), without and with a wish for ECN (RFC 3168)."""

FLAGS = {"fin": 1, "syn": 2, "rst": 4, "psh": 8, "ack": 16, "urg": 32, "ecn": 64, "ece": 64, "cwr": 128}


class UnknownError(ValueError):
    """A value or condition that is not understood."""


def number(value: object, names: dict[str, int], last: int) -> int:
    """A number or the name of one, at most `last`. Raises UnknownError."""
    if isinstance(value, str):
        found = (
            int(value, 0)
            if value[:1].isdigit() and value.replace("x", "0", 1).isalnum()
            else names.get(value.lower(), -1)
        )
    else:
        found = value if isinstance(value, int) and not isinstance(value, bool) else -1
    if not 0 <= found <= last:
        raise UnknownError(f"{value}")
    return found


@dataclass(frozen=True)
class Fields:
    """Makes conditions for one IP version and the interfaces that are there. `own`: the machine's own addresses; None
    where nobody knows them.
    """

    family: Family
    names: Names
    budget: Budget
    own: Spans | None = None

    @property
    def whole(self) -> Box:
        """Every packet."""
        return anything(self.family, self.names)

    def match(self, whole: Box | None = None, /, **values: int | Spans) -> Match:
        """Packets with some values in some fields, of all or of `whole`; none where a field has no value."""
        if not all(values.values()):
            return Match(())
        return Match(((whole or self.whole)._replace(**values),))  # type: ignore[arg-type]

    def always(self, holds: bool) -> Match:  # noqa: FBT001  # the value itself
        """Every packet or none."""
        return Match((self.whole,) if holds else ())

    def free(self, whole: Box | None = None) -> Match:
        """What holds at some times, or as the sender pleases."""
        return Match((whole or self.whole,), sometimes=True)

    def unknown(self, why: str, whole: Box | None = None) -> Match:
        """What may hold, for all that is known."""
        return Match((whole or self.whole,), sure=False, why=why)

    def aimed_here(self, *, here: bool = True) -> Match:
        """Packets for an address of the machine, or for another one."""
        if self.own is None:
            return self.unknown("the machine's own addresses")
        every = everything(self.family)
        return self.match(target=common(every, self.own) if here else without(every, self.own))

    def interfaces(self, pattern: str, wildcard: str) -> int:
        """The mask of interfaces that a name or a beginning with a wildcard means."""
        if pattern.endswith(wildcard) and not pattern.endswith("\\" + wildcard):
            return self.names.beginning(pattern[:-1])
        return self.names.bit(pattern.replace("\\", ""))


def states(names: Iterable[str]) -> int:
    """The mask of some states of connections. Raises UnknownError."""
    mask = 0
    for name in names:
        if name.lower() not in STATES:
            raise UnknownError(name)
        mask |= STATES[name.lower()]
    return mask


def ports(first: int, last: int) -> int:
    """The mask of a range of ports."""
    return bits(first, last)
