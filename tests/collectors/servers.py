"""Small real servers on loopback: hostile ones that say whatever a test wants, and real ones from Debian's packages."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = ipaddress.ip_address("127.0.0.1")

Handler = Callable[[socket.socket], None]


@contextlib.contextmanager
def serving(handler: Handler, address: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """A TCP server that hands every connection to `handler` in a thread; yields its port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, port), family=family) as listener:
        stopped = threading.Event()
        threading.Thread(target=_accept, args=(listener, handler, stopped), daemon=True).start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            stopped.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, handler: Handler, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_handle, args=(connection, handler), daemon=True).start()


def _handle(connection: socket.socket, handler: Handler) -> None:
    with connection, contextlib.suppress(OSError):
        connection.settimeout(30)
        handler(connection)


def says(data: bytes) -> Handler:
    """Says one thing at once and waits for the other side to leave."""

    def handler(connection: socket.socket) -> None:
        connection.sendall(data)
        while connection.recv(4096):
            pass

    return handler


def replies(data: bytes) -> Handler:
    """Says one thing after it was spoken to, and hangs up."""

    def handler(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(data)

    return handler


def floods(connection: socket.socket) -> None:
    """Sends without end, faster than anybody wants."""
    block = b"A" * 65_536
    while True:
        connection.sendall(block)


def dribbles(connection: socket.socket) -> None:
    """Sends a byte now and then, for ever."""
    while True:
        connection.sendall(b"A")
        time.sleep(0.2)


def silent(connection: socket.socket) -> None:
    """Accepts and never says a word."""
    while connection.recv(4096):
        pass


class Authority:
    """A certificate authority for one test."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        builder = self._builder(self._name, self._key.public_key(), days=30)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.pem = builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def server(self, folder: Path, *names: str, days: int = 30) -> ssl.SSLContext:
        """A server context with a certificate for these names, valid for `days` more (or expired for as many)."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = self._builder(subject, key.public_key(), days=days).add_extension(alternative, critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        path = folder / f"{names[0].replace('*', '_')}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, days: int) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(now + datetime.timedelta(days=days))
        )


def over_tls(context: ssl.SSLContext, handler: Handler) -> Handler:
    """The same handler behind TLS."""

    def wrapped(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            handler(secure)

    return wrapped


PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>"


@contextlib.contextmanager
def datagrams(answer: Callable[[bytes], bytes | None], address: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """A UDP server that answers every datagram with what `answer` makes of it, or not at all; yields its port."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((address, port))
        sock.settimeout(0.1)
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError):
                    data, peer = sock.recvfrom(65_535)
                    if (said := answer(data)) is not None:
                        sock.sendto(said, peer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(sock.getsockname()[1])
        finally:
            stopped.set()
            thread.join()


def free_udp_port() -> int:
    """A port of loopback that nothing takes datagrams on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def free_tcp_port() -> int:
    """A port of loopback that nothing takes connections on now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])
