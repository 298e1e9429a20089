"""SNMP, Telnet and FTP: what should be off or careful, and its sound twin."""

from lab.model import Host
from lab.services.place import Lab, Place

# Peers of SMUX are let in on every address by default, on a port that no dossier lists.
_AGENT = "agentaddress udp:161\nsmuxsocket 127.0.0.1\n"
_V2C = f"{_AGENT}rocommunity public default\nsysLocation commune\nsysContact none\n"
# Only an authenticated and encrypted user may read; there is no community at all.
_USER, _AUTHENTICATION, _ENCRYPTION = "giamsat", "lab-authentication", "lab-encryption"
_V3 = (
    f"{_AGENT}createUser {_USER} SHA {_AUTHENTICATION} AES {_ENCRYPTION}\n"
    f"rouser {_USER} priv\nsysLocation data-centre\n"
)
ENTERED = f"""users:
  - {{name: {_USER}, auth: sha, auth_passphrase: {_AUTHENTICATION}, privacy_passphrase: {_ENCRYPTION}}}
"""
"""What the lab's owner enters, so that its agents can be asked who is given anything."""
_FTP = """listen=YES
listen_ipv6=NO
background=NO
anonymous_enable=NO
local_enable=YES
write_enable=NO
seccomp_sandbox=NO
secure_chroot_dir=/var/empty
xferlog_enable=NO
"""


def build(host: Host, _lab: Lab, place: Place) -> list[str]:
    """Writes the servers' files and returns the lines that start them."""
    lines = []
    if host.snmp:
        place.write("/etc/snmp/snmpd.conf", _V2C if host.snmp == "v2c" else _V3, 0o600)
        lines.append("snmpd -f -C -c /etc/snmp/snmpd.conf -Lf /var/log/snmpd.log &")
    if host.telnet:
        place.write("/etc/inetd.conf", "telnet stream tcp nowait root /usr/sbin/telnetd telnetd\n")
        lines.append("inetutils-inetd -p /run/inetd.pid /etc/inetd.conf")
    if host.ftp:
        place.write("/etc/vsftpd.conf", _FTP)
        lines.append("vsftpd /etc/vsftpd.conf &")
    return lines
