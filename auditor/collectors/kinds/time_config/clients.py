"""What a host's time client says of itself, and the servers its files name: chrony, systemd-timesyncd, ntpd."""

import re
from dataclasses import dataclass

from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

_MAX_SERVERS = 50
_TRACKING_FIELDS = 14
_LEAPS = {"Normal": 0, "Insert second": 1, "Delete second": 2, "Not synchronised": 3}
_TIMESYNC_MESSAGE = re.compile(r"([A-Za-z]+)=([^,{}]*)")


@dataclass(frozen=True, slots=True)
class Tracking:
    """A client's own report. `offset_ms` is true time minus the host's clock, as the client estimates it."""

    source: str
    stratum: int
    leap: int
    offset_ms: int

    @property
    def synchronised(self) -> bool:
        """Following a source now."""
        return self.leap != 3 and self.stratum > 0  # noqa: PLR2004  # RFC 5905 figure 9: 3 is unsynchronised


def chrony_tracking(text: str) -> Tracking:
    """Reads `chronyc -c -n tracking`. Raises UnreadableError when it is anything else."""
    fields = text.strip().split(",")
    if len(fields) != _TRACKING_FIELDS or fields[13] not in _LEAPS:
        raise UnreadableError("chrony's report cannot be read")
    try:
        stratum, offset = int(fields[2]), round(float(fields[4]) * 1000)
    except (ValueError, OverflowError) as fault:
        raise UnreadableError("chrony's report holds something that is no number") from fault
    return Tracking(from_target(fields[1], 80), stratum, _LEAPS[fields[13]], offset)


def timesync(text: str) -> Tracking:
    """Reads `timedatectl show-timesync --all`. Raises UnreadableError when no answer of a server is in it."""
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    message = dict(_TIMESYNC_MESSAGE.findall(values.get("NTPMessage", "")))
    try:
        stratum, leap = int(message["Stratum"]), int(message["Leap"])
    except (KeyError, ValueError) as fault:
        raise UnreadableError("systemd-timesyncd has had no answer from a server") from fault
    return Tracking(
        from_target(values.get("ServerAddress", ""), 80), stratum, leap, _milliseconds(message.get("Offset", ""))
    )


def _milliseconds(value: str) -> int:
    """A duration as systemd writes it: `+1.234ms`, `-12us` or `2.5s`."""
    found = re.fullmatch(r"([+-]?[0-9.]{1,20})(us|ms|s|min)", value.strip())
    if found is None:
        return 0
    return round(float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "min": 60_000}[found[2]])


def chrony_servers(text: str) -> tuple[str, ...]:
    """Servers, pools and peers of one chrony file, in order."""
    return _named(text, frozenset({"server", "pool", "peer"}))


def ntp_servers(text: str) -> tuple[str, ...]:
    """Servers, pools and peers of an `ntp.conf`, without local reference clocks (127.127.x.y)."""
    found = _named(text, frozenset({"server", "pool", "peer"}))
    return tuple(server for server in found if not server.startswith("127.127."))


def timesyncd_servers(text: str) -> tuple[str, ...]:
    """The `NTP=` line of a `timesyncd.conf`; fallback servers are no choice of the owner's and do not count."""
    lines = [line.strip() for line in text.splitlines()]
    values = [line.removeprefix("NTP=") for line in lines if line.startswith("NTP=")]
    return tuple(from_target(word, 255) for value in values for word in value.split())[:_MAX_SERVERS]


def _named(text: str, directives: frozenset[str]) -> tuple[str, ...]:
    found = []
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and words[0].lower() in directives:
            found.append(from_target(next((word for word in words[1:] if not word.startswith("-")), ""), 255))
    return tuple(dict.fromkeys(server for server in found if server))[:_MAX_SERVERS]
