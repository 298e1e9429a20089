"""rsyslog and logrotate: what is sent to the collector and how long it is kept."""

from lab.hosts import HOSTS
from lab.model import Host, Log
from lab.services.place import Lab, Place

PORT = 1514
"""Where the collector listens; 514 over TCP belongs to the remote shell."""

SYSTEM_LOG = "/var/log/syslog"
"""There from the moment on at which the server runs: the first that it writes is that it was started."""

_ROTATION = {
    Log.SOUND: ("monthly", 13),
    Log.QUARTER: ("weekly", 14),
    Log.SHORT: ("weekly", 4),
    Log.CENTRAL: ("weekly", 1),
    Log.LOCAL: ("monthly", 13),
    Log.COLLECTOR: ("monthly", 24),
}

_BASE = f"""module(load="imuxsock" SysSock.Name="/dev/log")
global(workDirectory="/var/spool/rsyslog")
*.* {SYSTEM_LOG}
"""


def forwards(host: Host) -> bool:
    """Whether the machine sends its log to the collector."""
    return host.log in {Log.SOUND, Log.CENTRAL}


def config(host: Host) -> str:
    """The machine's rsyslog.conf."""
    if host.log is Log.COLLECTOR:
        receive = f'module(load="imtcp")\ninput(type="imtcp" port="{PORT}" address="{host.v4_address}")\n'
        return receive + _BASE
    target = HOSTS["idc-log"].v4_address
    send = f'*.* action(type="omfwd" target="{target}" port="{PORT}" protocol="tcp" action.resumeRetryCount="3")\n'
    return _BASE + (send if forwards(host) else "")


def rotation(host: Host) -> str:
    """The machine's logrotate rule for the system log."""
    period, keep = _ROTATION[host.log]
    return f"{SYSTEM_LOG} {{\n  {period}\n  rotate {keep}\n  missingok\n  notifempty\n  compress\n}}\n"


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes the files and returns the line that starts rsyslogd."""
    if host.log is Log.NONE:
        place.write("/etc/logrotate.conf", "")
        place.write("/etc/rsyslog.conf", "")
        return []
    place.write("/etc/logrotate.conf", "include /etc/logrotate.d\n")
    place.write("/etc/rsyslog.conf", config(host))
    place.write("/etc/logrotate.d/rsyslog", rotation(host))
    return ["rsyslogd -n -i /run/rsyslogd.pid > /var/log/rsyslogd.log 2>&1 &"]
