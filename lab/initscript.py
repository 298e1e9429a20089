"""Writes the shell script that is a machine's PID 1.

It gives the machine its own /etc as a layer over the computer's, its own /var, fresh /run, /tmp and /dev, waits for its
network, starts its servers and reaps what they leave. A shell keeps fifty of these in little memory.
"""

import os
import shlex
from collections.abc import Iterable

from lab.paths import PROJECT, machine_dir

_VAR_FOLDERS = (
    *("cache", "empty", "spool/rsyslog", "tmp", "www", "log/nginx", "log/redis"),
    *(f"lib/{name}" for name in ("chrony", "logrotate", "nginx", "postgresql", "redis", "rsyslog", "snmp")),
)

_OWN_FOLDERS = ("chrony", "logrotate.d", "nginx", "profile.d", "redis", "snmp", "ssh")
"""Folders of /etc in which nothing of the computer's own packages may show through."""

_HEAD = """#!/bin/sh
set -eu
PROJECT={project}
HERE={here}
hostname {name}
mount --bind "$PROJECT" /mnt
mkdir -p "$HERE/etc" "$HERE/work" "$HERE/var/lib/dpkg" "$HERE/dev"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$HERE/etc,workdir=$HERE/work" /etc || {{
  mkdir -p "$HERE/copy"
  cp -a /etc/. "$HERE/copy/"
  cp -a "$HERE/etc/." "$HERE/copy/"
  mount --bind "$HERE/copy" /etc
}}
for folder in {own}; do
  mkdir -p "$HERE/etc/$folder" "/etc/$folder"
  mount --bind "$HERE/etc/$folder" "/etc/$folder"
done
for folder in {folders}; do mkdir -p "$HERE/var/$folder"; done
chmod 1777 "$HERE/var/tmp"
ln -sfn /run "$HERE/var/run"
ln -sfn /run/lock "$HERE/var/lock"
mount --bind /var/lib/dpkg "$HERE/var/lib/dpkg"
mount --rbind "$HERE/var" /var
mount -t tmpfs -o mode=755,size=4m tmpfs "$HERE/dev"
for node in null zero full random urandom tty; do
  : > "$HERE/dev/$node"
  mount --bind "/dev/$node" "$HERE/dev/$node"
done
mkdir "$HERE/dev/pts" "$HERE/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$HERE/dev/pts"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$HERE/dev/shm"
ln -s pts/ptmx "$HERE/dev/ptmx"
ln -s /proc/self/fd "$HERE/dev/fd"
mount --rbind "$HERE/dev" /dev
mount -t sysfs sysfs /sys 2>/dev/null || true
: > "$HERE/ready"
read -r _ < "$HERE/go"
"""

_PRIVATE = """mount -t tmpfs -o mode=755,size=16m tmpfs /run
mkdir -p /run/lock /run/sshd
mount -t tmpfs -o mode=1777,size=16m tmpfs /tmp
"""

_TAIL = """[ -d "$PROJECT/lab" ] || { mkdir -p "$PROJECT"; mount --bind /mnt "$PROJECT"; }
umount /mnt
set +e
"""

_WAIT = """while :; do
  sleep 86400 &
  wait $!
done
"""


def init_script(name: str, commands: Iterable[str], *, private: bool) -> str:
    """The script for one machine.

    `commands` are shell lines that start its servers; a machine that only measures keeps the computer's /run and /tmp
    (`private=False`), so that a collector inside it can use both.
    """
    head = _HEAD.format(
        project=shlex.quote(str(PROJECT)),
        here=shlex.quote(str(machine_dir(name))),
        name=shlex.quote(name),
        folders=" ".join(_VAR_FOLDERS),
        own=" ".join(_OWN_FOLDERS if private else ()),
    )
    lines = "".join(f"{line}\n" for line in commands)
    return head + (_PRIVATE if private else "") + _TAIL + lines + _WAIT


def prepare(name: str, commands: Iterable[str], *, private: bool) -> None:
    """Writes a machine's init script and the pipe it waits on."""
    folder = machine_dir(name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "init.sh").write_text(init_script(name, commands, private=private))
    os.mkfifo(folder / "go", 0o600)
