"""The lab's certificate authority, its sites' certificates and the auditor's SSH key, all made anew at each start."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lab.model import Cert

DAY = datetime.timedelta(days=1)
_SPAN = {
    Cert.VALID: (-30 * DAY, 300 * DAY),
    Cert.SELF_SIGNED: (-30 * DAY, 300 * DAY),
    Cert.WRONG_NAME: (-30 * DAY, 300 * DAY),
    Cert.SOON: (-350 * DAY, 15 * DAY),
    Cert.EXPIRED: (-400 * DAY, -35 * DAY),
}


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the lab."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def name_of(common: str) -> x509.Name:
    """A name of one part, as long as the standard lets it be (RFC 5280, ub-common-name is 64)."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:60])])


def now() -> datetime.datetime:
    """This second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def authority() -> Authority:
    """A fresh authority, valid for two years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = name_of("Lab Province Root CA")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - 500 * DAY)
        .not_valid_after(now() + 730 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate=certificate, key=key)


def usage(*, signs_certificates: bool, enciphers: bool = True) -> x509.KeyUsage:
    """What a key is for: an authority's, or a server's that may also be sent a secret under it (`enciphers`)."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_encipherment=enciphers and not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def site_certificate(ca: Authority, name: str, kind: Cert) -> tuple[bytes, bytes]:
    """Certificate and key of a site in PEM. RSA, because TLS 1.0 clients of every kind know it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = kind is Cert.SELF_SIGNED
    shown = "old-host.example.net" if kind is Cert.WRONG_NAME else name
    starts, ends = _SPAN[kind]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name_of(shown))
        .issuer_name(name_of(shown) if own else ca.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() + starts)
        .not_valid_after(now() + ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(shown)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not own:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.key.public_key())
        builder = builder.add_extension(issuer, critical=False)
    certificate = builder.sign(key if own else ca.key, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.PEM), private_pem(key)


def private_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    """The key in PKCS#8 PEM without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _ssh_private(kind: str) -> ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ecdsa" else ed25519.Ed25519PrivateKey.generate()


def ssh_key(path: Path, *, kind: str = "ed25519") -> str:
    """Writes an OpenSSH key pair of kind `ed25519`, `ecdsa` or `rsa` and returns the public line."""
    key = _ssh_private(kind)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(secret)
    path.chmod(0o600)
    path.with_name(path.name + ".pub").write_text(public + "\n")
    return public
