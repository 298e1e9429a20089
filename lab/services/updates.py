"""What apt knows of security updates: which archive a machine fetches from, how old its index is, what waits there."""

import datetime
import email.utils
import platform
import subprocess

from lab.model import Host
from lab.services.place import Lab, Place

SERVER = "apt.quangninh.gov.vn"
"""The update server of the province; it is a name in indexes alone, as nothing is fetched in the lab."""

ELSEWHERE = frozenset({"ioc-app"})
"""Machines that fetch from the distribution's own servers, past that of the province."""

WAITING = frozenset({"report-app"})
"""Machines on which an update has waited since an index of forty days ago."""

_LONG_AGO = datetime.timedelta(days=40)
_PART = "debian-security"
_UPDATE = "Package: {name}\nVersion: 99:1\nArchitecture: {arch}\nFilename: pool/{name}.deb\nSize: 1\nSHA256: {digest}\n"


def release(codename: str, day: datetime.datetime) -> str:
    """What the archive says of itself, signed on a day."""
    return (
        f"Origin: Debian\nLabel: Debian-Security\nSuite: stable-security\nCodename: {codename}-security\n"
        f"Date: {email.utils.format_datetime(day)}\nComponents: main\n"
    )


def index(host: Host, arch: str) -> str:
    """The packages of the archive: none, or a newer version of one that every machine has."""
    return _UPDATE.format(name="bash", arch=arch, digest="0" * 64) if host.name in WAITING else ""


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes source and index; nothing is started and nothing fetched."""
    codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    arch = asked.stdout.strip()
    server = "security.debian.org" if host.name in ELSEWHERE else SERVER
    now = datetime.datetime.now(datetime.UTC)
    stem = f"/var/lib/apt/lists/{server}_{_PART}_dists_{codename}-security"
    place.write("/etc/apt/sources.list", f"deb [trusted=yes] http://{server}/{_PART} {codename}-security main\n")
    place.write(f"{stem}_Release", release(codename, now - _LONG_AGO if host.name in WAITING else now))
    place.write(f"{stem}_main_binary-{arch}_Packages", index(host, arch))
    return []
