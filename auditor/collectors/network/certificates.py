"""What certificates say, link by link: for whom, by whom, until when, and how strong."""

import datetime
from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from auditor.model.facts.tls import Link
from auditor.model.vocab.measurements import KeyType
from auditor.text.harmless import from_target

MOST_NAMES = 200
"""Names of a certificate that facts repeat; all of them are compared."""


def key_of(certificate: x509.Certificate) -> tuple[KeyType, int | None, str]:
    """Type and size of the public key, and the curve of one on an elliptic curve; the size there is its field's."""
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return KeyType.UNREADABLE, None, ""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return KeyType.EC, key.key_size, key.curve.name
    if isinstance(key, rsa.RSAPublicKey | dsa.DSAPublicKey):
        return KeyType.RSA if isinstance(key, rsa.RSAPublicKey) else KeyType.DSA, key.key_size, ""
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        short = isinstance(key, ed25519.Ed25519PublicKey)
        return (KeyType.ED25519, 256, "") if short else (KeyType.ED448, 456, "")
    return KeyType.OTHER, None, ""


def signature_of(certificate: x509.Certificate) -> str:
    """The hash that its issuer signed, as `sha256`; the algorithm's name where that signs without one."""
    try:
        made = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return from_target(certificate.signature_algorithm_oid.dotted_string, 60)
    if made is not None:
        return made.name
    return {"1.3.101.112": "ed25519", "1.3.101.113": "ed448"}.get(
        certificate.signature_algorithm_oid.dotted_string, "unknown"
    )


def link_of(certificate: x509.Certificate) -> Link:
    """One certificate of a chain."""
    kind, bits, curve = key_of(certificate)
    return Link(
        subject=from_target(certificate.subject.rfc4514_string()),
        issuer=from_target(certificate.issuer.rfc4514_string()),
        key_type=kind,
        key_curve=curve,
        key_bits=bits,
        signature=signature_of(certificate),
        not_after_day=ordinal(certificate.not_valid_after_utc),
    )


def ordinal(instant: datetime.datetime) -> int:
    """The day of an instant."""
    return instant.date().toordinal()


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """DNS names and addresses of the certificate, all of them; the common name does not count (RFC 9525)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    names = [*found.get_values_for_type(x509.DNSName), *map(str, found.get_values_for_type(x509.IPAddress))]
    return tuple(from_target(name, 255).lower() for name in names)


def matches(name: str, written: Sequence[str]) -> bool:
    """Whether a name is covered: exactly, or by a wildcard for its whole first label (RFC 9525, section 6.3)."""
    _, dot, parent = name.lower().partition(".")
    return name.lower() in written or (bool(dot) and "." in parent and f"*.{parent}" in written)
