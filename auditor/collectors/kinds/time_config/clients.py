"""What time clients say of themselves: chrony, systemd-timesyncd, ntpd; and the servers that their files name."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.collectors.trees import units
from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

_MAX_SERVERS = 50
_TRACKING_FIELDS = 14
_SOURCE_FIELDS = 10
_LEAPS = {"Normal": 0, "Insert second": 1, "Delete second": 2, "Not synchronised": 3}
_UNSYNCHRONISED = 3
"""The leap indicator of a clock that is not synchronised (RFC 5905, figure 9)."""

_TIMESYNC_MESSAGE = re.compile(r"([A-Za-z]+)=([^,{}]*)")
_RV = re.compile(r"(stratum|leap|refid|offset)=([^\s,]{1,80})")
_CHRONY_SOURCES = frozenset({"server", "pool", "peer"})
_NTP_SOURCES = _CHRONY_SOURCES | {"refclock"}
_OWN_CLOCK = re.compile(r"127\.127\.1\.[0-9]{1,3}|LOCAL(\([0-9]{1,3}\))?|LOCL")
"""The undisciplined local clock by ntpd's address of its driver (type 1), by that driver's names, and by its refid."""

_UNITS = {"us": 0.001, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}

_ASSOCIATION = re.compile(r"^ *(\d{1,5}) +(\d{1,5}) +[0-9a-f]{4} +(yes|no) ", re.MULTILINE)
_NO_ASSOCIATIONS = "No association"
_SOURCE = re.compile(r'(srchost|srcadr)=("[^"]{0,255}"|[^\s,"]{1,255})')
_NO_ADDRESS = "0.0.0.0"  # noqa: S104  # what ntpd writes of a pool, and of a name it has not resolved

_OWN_REFID = "7F7F01"
"""The same address as chrony writes a refid: 127.127.1.x."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """A client's own report. `offset_ms` is true time minus the host's clock, as the client estimates it, None where it
    does not tell.
    """

    source: str
    stratum: int
    leap: int
    offset_ms: int | None
    self_source: bool = False

    @property
    def synchronised(self) -> bool:
        """Following a source now, which its own clock is not."""
        return self.leap != _UNSYNCHRONISED and self.stratum > 0 and not self.self_source


def chrony_tracking(text: str) -> Tracking:
    """Reads `chronyc -c -n tracking`. Raises UnreadableError when it is anything else."""
    fields = text.strip().split(",")
    if len(fields) != _TRACKING_FIELDS or fields[13] not in _LEAPS:
        raise UnreadableError("chrony's report cannot be read")
    try:
        stratum, offset = int(fields[2]), round(float(fields[4]) * 1000)
    except (ValueError, OverflowError) as fault:
        raise UnreadableError("chrony's report holds something that is no number") from fault
    source, leap = from_target(fields[1], 80), _LEAPS[fields[13]]
    own = fields[0].upper().startswith(_OWN_REFID) or (not source and stratum > 0 and leap != _UNSYNCHRONISED)
    return Tracking(source, stratum, leap, offset, own)


def chrony_sources(text: str) -> tuple[str, ...]:
    """Servers, pools, peers and reference clocks of `chronyc -c sources`. Raises UnreadableError when it is anything
    else; a client without sources lists none.
    """
    found = []
    for line in text.splitlines():
        fields = line.split(",")
        if len(fields) != _SOURCE_FIELDS or fields[0] not in {"^", "=", "#"} or not fields[2]:
            raise UnreadableError("chrony's list of sources cannot be read")
        found.append(from_target(fields[2], 255))
    return tuple(sorted(_distinct(found)))  # its own order is that of a hash table


def timesync(text: str, status: str) -> Tracking:
    """Reads `timedatectl show-timesync --all`, and the offset of `timedatectl timesync-status`. A client that has had
    no answer from a server is not synchronised. Raises UnreadableError when the first is anything else or cut short.
    """
    values = _settings(text)
    message = dict(_TIMESYNC_MESSAGE.findall(values.get("NTPMessage", "")))
    source = from_target(values.get("ServerAddress", ""), 80)
    if "Frequency" in values and not message:
        return Tracking(source, 0, _UNSYNCHRONISED, None)
    try:
        stratum, leap = int(message["Stratum"]), int(message["Leap"])
    except (KeyError, ValueError) as fault:
        raise UnreadableError("systemd-timesyncd's report cannot be read") from fault
    offset = next((line.partition(":")[2] for line in status.splitlines() if line.strip().startswith("Offset:")), "")
    return Tracking(source, stratum, leap, _milliseconds(offset))


def timesync_servers(text: str) -> tuple[str, ...]:
    """Servers of files and drop-ins, of the network and of this run, and the one in use, which may be a fallback.
    Raises UnreadableError for another report.
    """
    values = _settings(text)
    if "SystemNTPServers" not in values or "LinkNTPServers" not in values:
        raise UnreadableError("systemd-timesyncd does not list its servers")
    lists = ("SystemNTPServers", "LinkNTPServers", "RuntimeNTPServers")
    named = [word for key in lists for word in _words(values.get(key, ""))]
    return _distinct([from_target(word, 255) for word in (*named, *values.get("ServerName", "").split())])


def _words(value: str) -> list[str]:
    """Of a list as `timedatectl` prints it: what has a quotation mark in it stands in more of them."""
    try:
        return shlex.split(value)
    except ValueError:
        return value.split()


def timesync_configured(text: str) -> tuple[str, ...]:
    """Servers of `systemd-analyze cat-config systemd/timesyncd.conf`: each line adds to the list, an empty one ends it
    (timesyncd.conf(5)).
    """
    found: list[str] = []
    section = ""
    for plain in units.lines(text):
        if plain.startswith("[") and plain.endswith("]"):
            section = plain
        key, equals, value = plain.partition("=")
        if equals and section == "[Time]" and key.strip() in {"NTP", "Servers"}:
            found = [*found, *(from_target(word, 255) for word in value.split())] if value.strip() else []
    return _distinct(found)


def _settings(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def _milliseconds(value: str) -> int | None:
    """A duration as systemd writes it: `0`, `+1.234ms`, `-12us`, `2.5s` or `1min 3s`; None for anything else."""
    total, words = 0.0, value.strip().lstrip("+-").split()
    for word in words:
        found = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(us|ms|s|min|h|d)?", word)
        if found is None:
            return None
        total += float(found[1]) * _UNITS[found[2] or "s"]
    return round(-total if value.strip().startswith("-") else total) if words else None


def ntpd_report(variables: str, peers: str) -> Tracking:
    """Reads `ntpq -n` of the system's variables, and of its peers the one in use, which a refid names only in IPv4.
    Raises UnreadableError when the variables are anything else.
    """
    values = dict(_RV.findall(variables))
    try:
        stratum, leap = int(values["stratum"]), int(values["leap"], 2)
        offset, refid = round(float(values["offset"])), values["refid"]
    except (KeyError, ValueError, OverflowError) as fault:
        raise UnreadableError("ntpd's variables cannot be read") from fault
    source = from_target(_followed(peers) or (refid if leap != _UNSYNCHRONISED else ""), 80)
    own = bool(_OWN_CLOCK.fullmatch(refid) or _OWN_CLOCK.fullmatch(source))
    return Tracking(source, stratum, leap, offset, own)


def _followed(peers: str) -> str:
    """The peer that ntpd marks as the one it follows."""
    marked = (line[1:].split() for line in peers.splitlines() if line[:1] in {"*", "o"})
    return next((words[0] for words in marked if words), "")


@dataclass(frozen=True, slots=True)
class Association:
    """One source that ntpd has. `configured`: its file or its operator named it; others it found itself, as the members
    of a pool or whoever answered a broadcast.
    """

    id: str
    configured: bool


def ntpd_associations(text: str) -> tuple[Association, ...]:
    """Reads `ntpq -c associations`; empty where that holds no such list."""
    return tuple(Association(row[1], row[2] == "yes") for row in _ASSOCIATION.findall(text))


def ntpd_sources(listed: str, told: Mapping[str, str]) -> tuple[str, ...] | None:
    """Servers, pools and reference clocks of `ntpq -c associations` and of each one's `rv ID srchost,srcadr`, under the
    names that they were configured by, without the undisciplined local clock; None where any of it is missing.

    Members of a pool are not told beside their pool: where there is one, or a name that has no address, what was not
    configured is taken for such.
    """
    if "assid" not in listed and _NO_ASSOCIATIONS not in listed:
        return None
    configured: list[str] = []
    found: list[str] = []
    pools = False
    for association in ntpd_associations(listed):
        source = _SOURCE.findall(told.get(f"rv {association.id} srchost,srcadr", ""))
        values = {key: value.strip('"') for key, value in source}
        name = values.get("srchost") or values.get("srcadr", "")
        if not name:
            return None
        pools = pools or values.get("srcadr") == _NO_ADDRESS
        if not _OWN_CLOCK.fullmatch(name.upper()):
            (configured if association.configured else found).append(from_target(name, 255))
    return _distinct(configured if pools else [*configured, *found])


def chrony_servers(text: str) -> tuple[str, ...]:
    """Servers, pools and peers of one chrony file, in order."""
    found = []
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and words[0].lower() in _CHRONY_SOURCES:
            found.append(from_target(next((word for word in words[1:] if not word.startswith("-")), ""), 255))
    return _distinct(found)


def ntp_servers(text: str) -> tuple[str, ...]:
    """Servers, pools, peers and reference clocks of an `ntp.conf`, without the local clock and what a later
    `unpeer` takes back. Its words are small letters, names may stand in quotes, and `#` ends a line.
    """
    found: list[str] = []
    for line in text.splitlines():
        words = [word.strip('"') for word in line.partition("#")[0].split()]
        name = from_target(next((word for word in words[1:] if word not in {"-4", "-6"}), ""), 255)
        if words[:1] == ["unpeer"]:
            found = [server for server in found if server != name]
        elif words and words[0] in _NTP_SOURCES:
            found.append(name)
    return tuple(server for server in _distinct(found) if not _OWN_CLOCK.fullmatch(server.upper()))


def _distinct(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(server for server in found if server))[:_MAX_SERVERS]
