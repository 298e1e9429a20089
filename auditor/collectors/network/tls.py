"""TLS of one service: versions and ciphers by nmap's script, the certificate and its chain by a handshake of our own.

Old versions are left to the script, because the TLS library here may be unable to speak them, and an inability of ours
is no refusal of theirs.
"""

import datetime
import socket
import ssl
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from auditor.collectors.network.deadline import Deadline
from auditor.collectors.network.nmap import tls_versions
from auditor.collectors.network.sockets import connect
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.parsers.nmap_xml import TLS_TRIED, NmapRun
from auditor.collectors.questions import Asked, Question
from auditor.collectors.scope import Address
from auditor.errors import SettingsError
from auditor.model.facts import Cause, Tls
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target

_MAX_NAMES = 200
_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Peer:
    """What one handshake showed."""

    certificate: x509.Certificate
    chain_error: str
    """Empty when the chain leads to a trust anchor."""


def look(address: Address, port: int, names: tuple[str, ...], anchors: str) -> Outcome:
    """Everything about TLS on one port. The first of `names` is the server name sent; all are looked for in the
    certificate. `anchors` are certificates in PEM; empty means the operating system's store.
    """
    name = names[0] if names else ""
    versions = tls_versions(address, f"tcp/{port}", name)
    peer = handshake(address, port, name, anchors)
    offer = _offer(versions, str(address), port)
    if isinstance(peer, Outcome) and not offer:
        return peer
    data = Tls(**_certificate_fields(peer, names), **_version_fields(offer))
    missing = _missing(peer, offer, versions)
    tool = "nmap ssl-enum-ciphers; handshake with " + ssl.OPENSSL_VERSION
    return Outcome(State.OK if missing is None else State.PARTIAL, data, cause=missing, tool=tool)


def context(anchors: str, *, verify: bool) -> ssl.SSLContext:
    """A client context. Without `verify` it speaks as old a TLS as the library can, to see what is there.

    Raises SettingsError when the anchors are no certificates.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    if not verify:
        made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    made.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    if verify and anchors:
        try:
            made.load_verify_locations(cadata=anchors)
        except ssl.SSLError as fault:
            raise SettingsError(f"the trust anchors are no certificates in PEM: {fault.reason}") from fault
    elif verify:
        made.load_default_certs()
    return made


def handshake(address: Address, port: int, name: str, anchors: str) -> Peer | Outcome:
    """Two handshakes: one that trusts nobody and so sees whether the chain holds, one that looks at what is there."""
    try:
        error = ""
        try:
            _certificate(address, port, name, context(anchors, verify=True))
        except ssl.SSLCertVerificationError as fault:
            error = from_target(fault.verify_message)
        der = _certificate(address, port, name, context("", verify=False))
        certificate = x509.load_der_x509_certificate(der)
    except OSError as fault:
        return from_fault(fault, ssl.OPENSSL_VERSION)
    except ValueError as fault:
        return failed(State.PARSE_ERROR, "certificate_unreadable", str(fault), tool=ssl.OPENSSL_VERSION)
    return Peer(certificate, error)


def _certificate(address: Address, port: int, name: str, made: ssl.SSLContext) -> bytes:
    with connect(address, port, _SECONDS) as plain, _wrapped(made, plain, name) as sock:
        der = sock.getpeercert(binary_form=True)
    if not der:
        raise ConnectionError("the server showed no certificate")
    return der


def _wrapped(made: ssl.SSLContext, plain: socket.socket, name: str) -> ssl.SSLSocket:
    """The handshake, bounded as a whole: a server that dribbles garbage may not hold it up by a byte at a time."""
    sock = made.wrap_socket(plain, server_hostname=name or None, do_handshake_on_connect=False)
    timer = Deadline(sock, _SECONDS)
    try:
        sock.do_handshake()
    except BaseException:
        sock.close()
        raise
    finally:
        timer.cancel()
    return sock


def _offer(versions: NmapRun | Outcome, address: str, port: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    if isinstance(versions, Outcome):
        return None
    host = next((host for host in versions.hosts if host.address == address and host.finished), None)
    found = None if host is None else host.tls.get(f"tcp/{port}")
    return None if found is None or not found.offered else (found.offered, found.weak_ciphers)


def _missing(peer: Peer | Outcome, offer: object, versions: NmapRun | Outcome) -> Cause | None:
    if isinstance(peer, Outcome):
        return peer.cause
    if offer is None:
        return versions.cause if isinstance(versions, Outcome) else Cause(code="versions_not_listed")
    return None


def _version_fields(offer: tuple[tuple[str, ...], tuple[str, ...]] | None) -> dict[str, object]:
    return {} if offer is None else {"offered": offer[0], "tried": TLS_TRIED, "weak_ciphers": offer[1]}


def _certificate_fields(peer: Peer | Outcome, names: tuple[str, ...]) -> dict[str, object]:
    if isinstance(peer, Outcome):
        return {}
    certificate = peer.certificate
    kind, bits = key_of(certificate)
    written = names_of(certificate)
    return {
        "chain_valid": not peer.chain_error,
        "chain_error": peer.chain_error,
        "name_valid": all(matches(name, written) for name in names) if names else None,
        "name_checked": " ".join(names)[:2000],
        "not_before_day": _ordinal(certificate.not_valid_before_utc),
        "not_after_day": _ordinal(certificate.not_valid_after_utc),
        "key_type": kind,
        "key_bits": bits,
        "subject": from_target(certificate.subject.rfc4514_string()),
        "issuer": from_target(certificate.issuer.rfc4514_string()),
        "names": written,
        "self_signed": certificate.subject == certificate.issuer,
    }


def _ordinal(instant: datetime.datetime) -> int:
    return instant.date().toordinal()


def key_of(certificate: x509.Certificate) -> tuple[str, int | None]:
    """Type and size of the public key; the size of an elliptic curve is its field's."""
    try:
        key = certificate.public_key()
    except (ValueError, TypeError):
        return "unreadable", None
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ec {key.curve.name}", key.key_size
    if isinstance(key, rsa.RSAPublicKey | dsa.DSAPublicKey):
        return "rsa" if isinstance(key, rsa.RSAPublicKey) else "dsa", key.key_size
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return ("ed25519", 256) if isinstance(key, ed25519.Ed25519PublicKey) else ("ed448", 456)
    return "other", None


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """DNS names and addresses of the certificate; the common name does not count (RFC 9525)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    names = [*found.get_values_for_type(x509.DNSName), *map(str, found.get_values_for_type(x509.IPAddress))]
    return tuple(from_target(name, 255).lower() for name in names[:_MAX_NAMES])


def matches(name: str, written: tuple[str, ...]) -> bool:
    """Whether a name is covered: exactly, or by a wildcard for its whole first label (RFC 9525, section 6.3)."""
    _, dot, parent = name.lower().partition(".")
    return name.lower() in written or (bool(dot) and "." in parent and f"*.{parent}" in written)


def _asked(asked: Asked) -> Outcome:
    return look(asked.address, asked.number, asked.endpoint.names, asked.trust_anchors)


QUESTION = Question(
    kind="tls",
    wanted=lambda _endpoint, _port, tls: tls,
    found=lambda name, encrypted: encrypted or name == "https",
    ask=_asked,
)
