"""Certificates of every kind and `openssl s_server` to show them, on loopback."""

import contextlib
import select
import socket
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.collectors.ports import await_port
from tests.collectors.servers import free_tcp_port

_KEYS = {
    "rsa": ("-newkey", "rsa:2048"),
    "rsa1024": ("-newkey", "rsa:1024"),
    "p256": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "p384": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "p521": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "ed25519": ("-newkey", "ed25519"),
}


@dataclass(frozen=True)
class Made:
    """One certificate with its key, as files."""

    pem: Path
    key: Path

    @property
    def text(self) -> str:
        """The certificate."""
        return self.pem.read_text(encoding="ascii")


def _run(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)


def certificate(  # noqa: PLR0913  # what a certificate is made of
    folder: Path,
    name: str,
    *,
    by: Made | None = None,
    key: str = "p256",
    names: Sequence[str] = (),
    authority: bool = False,
    digest: str = "sha256",
    days: int = 30,
    also: Sequence[str] = (),
    how: Sequence[str] = (),
) -> Made:
    """A certificate, signed `by` another or by itself. `also` are more extensions, `how` more words for who signs."""
    made = Made(folder / f"{name}.pem", folder / f"{name}.key")
    extensions = [f"basicConstraints=critical,CA:{str(authority).upper()}"]
    extensions += [f"subjectAltName={','.join(f'DNS:{one}' for one in names)}"] if names else []
    extensions += also
    added = [word for each in extensions for word in ("-addext", each)]
    signer = ["-CA", str(by.pem), "-CAkey", str(by.key)] if by else []
    hashed = [] if key.startswith("ed") else [f"-{digest}"]
    plain = ["-nodes", "-keyout", str(made.key), "-out", str(made.pem), "-subj", f"/CN={name}", "-days", str(days)]
    if not by:
        _run("req", "-x509", *_KEYS[key], *hashed, *how, *plain, *added)
        return made
    request, listed = folder / f"{name}.csr", folder / f"{name}.ext"
    _run("req", "-new", *_KEYS[key], "-nodes", "-keyout", str(made.key), "-out", str(request), "-subj", f"/CN={name}")
    listed.write_text("\n".join(extensions))
    dates = ["-days", str(days), "-CAcreateserial", "-extfile", str(listed), "-out", str(made.pem)]
    _run("x509", "-req", "-in", str(request), *signer, *how, f"-{digest}", *dates)
    return made


def run_out(folder: Path, name: str, of: Made, subject: str) -> Made:
    """A certificate of an authority for the key of another one, signed by itself, whose last day was yesterday."""
    made = Made(folder / f"{name}.pem", of.key)
    request, listed = folder / f"{name}.csr", folder / f"{name}.ext"
    _run("req", "-new", "-key", str(of.key), "-out", str(request), "-subj", f"/CN={subject}")
    listed.write_text("basicConstraints=critical,CA:TRUE")
    signed = ["-signkey", str(of.key), "-days", "-1", "-extfile", str(listed), "-out", str(made.pem)]
    _run("x509", "-req", "-in", str(request), *signed)
    return made


@contextlib.contextmanager
def serving(made: Made, *chain: Made, more: Sequence[str] = ()) -> Iterator[int]:
    """`openssl s_server` with a certificate and those above it; yields its port."""
    port = free_tcp_port()
    command = ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(made.pem), "-key", str(made.key)]
    if chain:
        above = made.pem.with_suffix(".chain")
        above.write_text("".join(one.text for one in chain))
        command += ["-cert_chain", str(above)]
    whole, quiet = [*command, "-quiet", *more], subprocess.DEVNULL
    with subprocess.Popen(whole, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as process:
        try:
            await_port(process, port)
            yield port
        finally:
            process.kill()


def handed_over(connection: socket.socket, port: int, begun: bytes = b"") -> None:
    """Carries a conversation, of which something may have been read already, to a server of loopback and back."""
    with socket.create_connection(("127.0.0.1", port)) as behind:
        behind.sendall(begun)
        ways = {connection: behind, behind: connection}
        while ready := select.select(list(ways), [], [], 10)[0]:
            for one in ready:
                if not (data := one.recv(65_536)):
                    return
                ways[one].sendall(data)
