"""Certificates that scenes ask for: every kind of key, many names, intermediates, other days."""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from lab.pki import DAY, Authority, name_of, now, private_pem, usage

_SHA256_RSA, _SHA1_RSA = bytes.fromhex("2a864886f70d01010b"), bytes.fromhex("2a864886f70d010105")
"""Object identifiers of both kinds of signature (RFC 8017 appendix C), of one length."""

_RSA = bytes.fromhex("300d06092a864886f70d0101010500")
_PSS = bytes.fromhex("300b06092a864886f70d01010a")
"""How a key says what it is for: RSA of any kind (RFC 3279, 2.3.1), and RSA-PSS alone (RFC 4055, 1.2)."""


_SHA256_RSA_WHOLE = b"\x06\x09" + _SHA256_RSA + b"\x05\x00"
_PADDING = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.DIGEST_LENGTH)


def issuer(common: str, above: Authority | None = None, digest: str = "sha256") -> Authority:
    """A root, or an intermediate under `above` signed with `digest`: sha256, sha1, or pss, which is RSA-PSS."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signer, subject = (above.key if above else key), name_of(common)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - 500 * DAY)
        .not_valid_after(now() + 730 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(usage(signs_certificates=True), critical=True)
    )
    if above:
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key())
        builder = builder.add_extension(known, critical=False)
    rsa_padding = _PADDING if digest == "pss" and isinstance(signer, rsa.RSAPrivateKey) else None
    signed = builder.sign(signer, hashes.SHA256(), rsa_padding=rsa_padding)
    if digest == "sha1" and isinstance(signer, rsa.RSAPrivateKey):
        signed = _weakened(signed, signer)
    return Authority(signed, key)


def _sequence(content: bytes) -> bytes:
    """A SEQUENCE in DER, of any length below 64 KiB (X.690, 8.1.3)."""
    size = len(content)
    if size < 0x80:  # noqa: PLR2004  # the longest that the short form tells
        return b"\x30" + bytes([size]) + content
    told = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(told)]) + told + content


def _content(sequence: bytes) -> bytes:
    """What stands in a SEQUENCE."""
    return sequence[2 + (sequence[1] & 0x7F if sequence[1] & 0x80 else 0) :]


def _key_told_anew(holder: bytes, key: bytes) -> bytes:
    """A SEQUENCE whose key, or which itself where both are one, says that it is for RSA-PSS alone."""
    told = _sequence(_content(key).replace(_RSA, _PSS, 1))
    return told if holder == key else _sequence(_content(holder).replace(key, told, 1))


def _for_pss_alone(signed: x509.Certificate, key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey) -> tuple[bytes, bytes]:
    """Certificate and key in PEM where the key is one of RSA-PSS, which the library reads and does not write."""
    der, public_info = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    body = _key_told_anew(signed.tbs_certificate_bytes, key.public_key().public_bytes(der, public_info))
    algorithm = _sequence(_SHA256_RSA_WHOLE)
    signature = signer.sign(body, padding.PKCS1v15(), hashes.SHA256())
    bits = b"\x03\x82" + (len(signature) + 1).to_bytes(2, "big") + b"\x00" + signature
    certificate = x509.load_der_x509_certificate(_sequence(body + algorithm + bits))
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    told = base64.encodebytes(_key_told_anew(private, private))
    pem = b"-----BEGIN PRIVATE KEY-----\n" + told + b"-----END PRIVATE KEY-----\n"
    return certificate.public_bytes(serialization.Encoding.PEM), pem


def _weakened(signed: x509.Certificate, signer: rsa.RSAPrivateKey) -> x509.Certificate:
    """The certificate signed again with SHA-1, which the library reads and does not write any more."""
    body = signed.tbs_certificate_bytes.replace(_SHA256_RSA, _SHA1_RSA)
    signature = signer.sign(body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303  # planted on purpose
    whole = signed.public_bytes(serialization.Encoding.DER).replace(_SHA256_RSA, _SHA1_RSA)
    return x509.load_der_x509_certificate(
        whole.replace(signed.tbs_certificate_bytes, body)[: -len(signature)] + signature
    )


def _key(kind: str) -> Any:
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind.startswith("ec"):
        curve = {"ec192": ec.SECP192R1(), "ec256": ec.SECP256R1(), "ec384": ec.SECP384R1()}[kind]
        return ec.generate_private_key(curve)
    bits = int(kind.removeprefix("rsa").removeprefix("pss"))
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)  # planted


def leaf(root: Authority, ask: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Chain and key in PEM.

    `ask`: `key` (rsa1024, rsa2048, pss2048, ec192, ec256, ec384, ed25519), `names`, `from_days` and `to_days` from now,
    `via` (sha256, sha1 or pss: an intermediate signed so), `chain` (false: the intermediate is not sent) and
    `self_signed`.
    """
    key = _key(str(ask.get("key", "rsa2048")))
    via = ask.get("via")
    signer = issuer("Lab Issuing CA", root, str(via)) if via else root
    names = [str(name) for name in ask["names"]]
    own = bool(ask.get("self_signed"))
    builder = (
        x509.CertificateBuilder()
        .subject_name(name_of(names[0]))
        .issuer_name(name_of(names[0]) if own else signer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() + int(ask.get("from_days", -30)) * DAY)
        .not_valid_after(now() + int(ask.get("to_days", 300)) * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False, enciphers=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not own:
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key())
        builder = builder.add_extension(known, critical=False)
    digest = None if own and isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    signed = builder.sign(key if own else signer.key, digest)
    pem, private = signed.public_bytes(serialization.Encoding.PEM), private_pem(key)
    if str(ask.get("key")).startswith("pss") and isinstance(signer.key, rsa.RSAPrivateKey):
        pem, private = _for_pss_alone(signed, key, signer.key)
    if via and ask.get("chain", True):
        pem += signer.pem
    return pem, private
