"""OpenSSH: server configuration, host keys and the read-only account of the auditor."""

import os
from pathlib import Path

from lab.model import Host, Ssh
from lab.pki import ssh_key
from lab.services.place import Lab, Place
from lab.zones import ZONES

AUDITOR_USER = "auditor"
_AUDITOR_UID = 990

_CURRENT = """KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group16-sha512
Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com
MACs hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com
HostKeyAlgorithms ssh-ed25519
PermitRootLogin no
PasswordAuthentication no
MaxAuthTries 4
MaxStartups 60:30:100
ClientAliveInterval 300
ClientAliveCountMax 0
"""

_OBSOLETE = """KexAlgorithms +diffie-hellman-group1-sha1,diffie-hellman-group14-sha1
Ciphers +3des-cbc,aes128-cbc,aes256-cbc
MACs +hmac-sha1,hmac-md5
HostKeyAlgorithms +ssh-rsa
PubkeyAcceptedAlgorithms +ssh-rsa
PermitRootLogin yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
MaxAuthTries 6
"""


def allowed_sources(host: Host) -> tuple[str, ...]:
    """Where administrators may come from; a planted opening of the packet filter does not open this second door."""
    zones = tuple(zone for zone in host.admin_from if zone != "internet") or ("management",)
    return tuple(str(ZONES[zone].v4) for zone in zones) + tuple(str(ZONES[zone].v6) for zone in zones if ZONES[zone].v6)


def _allow_users(host: Host) -> str:
    users = ("quantri", AUDITOR_USER)
    return "AllowUsers " + " ".join(f"{user}@{source}" for user in users for source in allowed_sources(host)) + "\n"


def config(host: Host) -> str:
    """The machine's sshd_config."""
    head = "Port 22\nUsePAM yes\nAuthorizedKeysFile /etc/ssh/authorized_keys/%u\nPidFile /run/sshd.pid\nPrintMotd no\n"
    if host.ssh is Ssh.WEAK:
        return head + "HostKey /etc/ssh/lab_rsa\nHostKey /etc/ssh/lab_ed25519\nHostKey /etc/ssh/lab_ecdsa\n" + _OBSOLETE
    factors = "publickey" if host.ssh is Ssh.ONE_FACTOR else "publickey,keyboard-interactive"
    people = (
        "KbdInteractiveAuthentication yes\n" if host.ssh is not Ssh.ONE_FACTOR else "KbdInteractiveAuthentication no\n"
    )
    sources = "" if host.ssh is Ssh.OPEN_SOURCE else _allow_users(host)
    # A machine account cannot type a code: it is held to its key and to the collectors' addresses instead.
    machine = (
        f"Match User {AUDITOR_USER} Address {','.join(allowed_sources(host))}\n  AuthenticationMethods publickey\n"
    )
    return (
        head
        + "HostKey /etc/ssh/lab_ed25519\nHostKey /etc/ssh/lab_ecdsa\n"
        + _CURRENT
        + people
        + f"AuthenticationMethods {factors}\n"
        + sources
        + machine
    )


def _account(place: Place) -> None:
    passwd = Path("/etc/passwd").read_text(encoding="utf-8")
    group = Path("/etc/group").read_text(encoding="utf-8")
    passwd += f"{AUDITOR_USER}:x:{_AUDITOR_UID}:{_AUDITOR_UID}:read-only collector:/var/empty:/bin/sh\n"
    passwd += "quantri:x:991:991:administrator:/var/empty:/bin/sh\n"
    names = [line.split(":", 1)[0] for line in passwd.splitlines() if ":" in line]
    place.write("/etc/passwd", passwd)
    place.write("/etc/group", group + f"{AUDITOR_USER}:x:{_AUDITOR_UID}:\nquantri:x:991:\n")
    # Locked for passwords everywhere; `*` and not `!`, because sshd refuses keys of accounts that are locked with `!`.
    place.write("/etc/shadow", "".join(f"{name}:*:20000:0:99999:7:::\n" for name in names), 0o600)


def build(host: Host, lab: Lab, place: Place) -> list[str]:
    """Writes keys, accounts and configuration; returns the line that starts sshd."""
    _account(place)
    place.write("/etc/environment", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n")
    if host.ssh is Ssh.NONE:
        return []
    keys = [ssh_key(place.path("/etc/ssh/lab_ed25519"))]
    if host.ssh is Ssh.WEAK:
        keys.append(ssh_key(place.path("/etc/ssh/lab_rsa"), kind="rsa"))
    # `sshd -T` wants one readable host key. This one belongs to the reader; sound servers never offer it.
    keys.append(ssh_key(place.path("/etc/ssh/lab_ecdsa"), kind="ecdsa"))
    os.chown(place.path("/etc/ssh/lab_ecdsa"), _AUDITOR_UID, _AUDITOR_UID)
    lab.host_keys[host.name] = tuple(keys)
    place.write("/etc/ssh/sshd_config", config(host))
    if host.ssh is not Ssh.DENIED:
        place.write(f"/etc/ssh/authorized_keys/{AUDITOR_USER}", lab.auditor_key + "\n")
    return ["/usr/sbin/sshd -D -E /var/log/sshd.log &"]
