"""An OpenSSH server of our own on loopback, and the files that let the auditor in."""

import contextlib
import getpass
import ipaddress
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.collectors.scope import Address
from auditor.model.settings import SshAccess

PLACE = ipaddress.ip_address(f"127.2.{os.getpid() % 250}.1")
PORT = 12222


@dataclass(frozen=True)
class Server:
    """A running sshd and the files that let the auditor in."""

    folder: Path
    port: int = PORT
    place: Address = PLACE

    def access(self, **changes: object) -> SshAccess:
        """How the auditor logs in, with changes."""
        files = {"key_file": str(self.folder / "client"), "known_hosts_file": str(self.folder / "known_hosts")}
        user = {"user": getpass.getuser(), "port": self.port, "timeout_seconds": 10}
        return SshAccess.model_validate(files | user | changes)


@contextlib.contextmanager
def running(folder: Path, *, more: str = "", port: int = PORT, place: Address = PLACE) -> Iterator[Server]:
    """The server, with `more` in its configuration, until the end of the block; it is ended by its own process id."""
    for name in ("host", "client", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "authorized").write_bytes((folder / "client.pub").read_bytes())
    (folder / "known_hosts").write_text(f"[{place}]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "other_hosts").write_text(f"[{place}]:{port} {(folder / 'stranger.pub').read_text()}")
    (folder / "config").write_text(
        f"ListenAddress {place}:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\nStrictModes no\n"
        f"UsePAM no\nPermitRootLogin prohibit-password\nPidFile none\n{more}"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", folder / "config", "-E", folder / "log"])
    deadline = time.monotonic() + 10
    while "listening" not in (folder / "log").read_text() if (folder / "log").exists() else True:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield Server(folder, port, place)
    process.terminate()
    process.wait(10)
