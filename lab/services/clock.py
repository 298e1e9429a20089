"""chrony, always with -x: a lab machine may disagree about the time but never sets the computer's clock."""

import sys

from lab.hosts import HOSTS, SHIFT_MS
from lab.model import Clock, Host
from lab.paths import PROJECT
from lab.services.place import Lab, Place

_COMMON = "driftfile /var/lib/chrony/drift\nlogdir /var/log/chrony\nlog tracking\nbindcmdaddress 127.0.0.1\n"
_FAST = "iburst minpoll 2 maxpoll 4"

_ASTRAY = "dms-app"
"""The machine that tells its neighbours a wrong time, though its own clock is right."""

_ASTRAY_PORTS = {Clock.SHIFTED: 11123, Clock.SLIGHT: 11124}


def _upstream(host: Host) -> str:
    province, public = HOSTS["idc-ntp"].v4_address, HOSTS["pub-time"].v4_address
    sources = {
        Clock.SOUND: f"server {province} {_FAST}",
        Clock.SOURCE: f"server {public} {_FAST}",
        # The stranger answers rightly; only its name is missing from the announced sources.
        Clock.FOREIGN: f"server {HOSTS['store-db'].v4_address} {_FAST}",
        Clock.UNREACHABLE: f"server 203.0.113.99 {_FAST}",
        **{clock: f"server {HOSTS[_ASTRAY].v4_address} port {port} {_FAST}" for clock, port in _ASTRAY_PORTS.items()},
        Clock.PUBLIC: "local stratum 1",
    }
    return sources[host.clock]


def config(host: Host) -> str:
    """The machine's chrony.conf."""
    serving = "allow\n" if host.serves_time or host.clock in {Clock.SOURCE, Clock.PUBLIC} else "port 0\n"
    return _upstream(host) + "\n" + serving + "makestep 0.1 3\n" + _COMMON


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes chrony.conf and returns the lines that start chronyd, on one machine beside responders that go wrong."""
    if host.clock is Clock.ABSENT:
        place.write("/etc/chrony/chrony.conf", "")
        return []
    place.write("/etc/chrony/chrony.conf", config(host))
    place.path("/var/log/chrony").mkdir(parents=True, exist_ok=True)
    lines = ["mkdir -p /run/chrony"]
    if host.name == _ASTRAY:
        program = f"{sys.executable} {PROJECT}/lab/services/shifted_ntp.py {host.v4_address}"
        lines += [f"{program} {port} {SHIFT_MS[clock]} &" for clock, port in _ASTRAY_PORTS.items()]
    return [*lines, "chronyd -x -d -u root -f /etc/chrony/chrony.conf > /var/log/chronyd.log 2>&1 &"]
