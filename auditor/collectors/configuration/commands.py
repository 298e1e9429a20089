"""Every command that reads a host's settings. None changes anything, none uses sudo, and nothing else is ever run.

A file is read only if it is named here or lies directly in a folder named here, so that neither a key nor a document
can be fetched by a configuration that points to it.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `of_network` means that it tells about the network namespace and not about files."""

    argv: tuple[str, ...]
    of_network: bool = False
    stdin: bytes = b""


SSHD = Command(("/usr/sbin/sshd", "-T"))
ADDRESSES = Command(("ip", "-j", "-d", "addr"), of_network=True)
ROUTES_4 = Command(("ip", "-j", "route", "show"), of_network=True)
ROUTES_6 = Command(("ip", "-j", "-6", "route", "show"), of_network=True)
IPV6_FORWARDING = Command(("cat", "/proc/sys/net/ipv6/conf/all/forwarding"), of_network=True)
NFT = Command(("nft", "-j", "list", "ruleset"), of_network=True)
CHRONY = Command(("chronyc", "-c", "-n", "tracking"))
TIMESYNC = Command(("timedatectl", "show-timesync", "--all"))
NTPD = Command(("ntpq", "-c", "rv 0 stratum,leap,offset,refid"))
LOG_FILES = Command(("find", "/var/log", "-maxdepth", "3", "-type", "f"))

FIXED = (SSHD, ADDRESSES, ROUTES_4, ROUTES_6, IPV6_FORWARDING, NFT, CHRONY, TIMESYNC, NTPD, LOG_FILES)

FILES = (
    "/etc/environment",
    "/etc/chrony/chrony.conf",
    "/etc/chrony.conf",
    "/etc/systemd/timesyncd.conf",
    "/etc/ntp.conf",
    "/etc/ntpsec/ntp.conf",
    "/etc/logrotate.conf",
    "/etc/rsyslog.conf",
    "/etc/nginx/nginx.conf",
)

FOLDERS = (
    "/etc/chrony/conf.d",
    "/etc/chrony/sources.d",
    "/etc/systemd/timesyncd.conf.d",
    "/etc/logrotate.d",
    "/etc/rsyslog.d",
)

_NGINX = re.compile(r"^/etc/nginx(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,100}){1,4}$")
_SECRET = re.compile(r"\.(?:key|pem|crt|p12|pfx|jks|htpasswd)$", re.IGNORECASE)
_LEAF = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,100}$")


def sshd_with(key: bytes) -> Command:
    """`sshd -T` for a user who may not read the server's host keys: it is given a throw-away one on standard input.

    The key is made for this one call and belongs to nobody; nothing is written on the host.
    """
    return Command(("sh", "-c", "cat | /usr/sbin/sshd -T -h /dev/stdin"), stdin=key)


def read(path: str) -> Command | None:
    """The command that reads a file, or None for a file nobody listed."""
    folder, _, leaf = path.rpartition("/")
    listed = path in FILES or (folder in FOLDERS and bool(_LEAF.match(leaf)))
    web = bool(_NGINX.match(path)) and not _SECRET.search(path)
    return Command(("cat", path)) if listed or web else None


def listing(folder: str) -> Command:
    """The command that lists a folder; one outside the table is a mistake of ours. Raises ValueError."""
    if folder not in FOLDERS:
        raise ValueError(f"{folder} is no folder that may be listed")
    return Command(("ls", "-1", folder))


NGINX_FILES = Command(("find", "-L", "/etc/nginx", "-maxdepth", "4", "-type", "f", "-size", "-1024k"))
