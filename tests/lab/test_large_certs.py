"""Certificates of the large lab are what a scene asks for, as OpenSSL reads them."""

import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding

from lab.large import certs

PSS = "1.2.840.113549.1.1.10"


def openssl(folder: Path, *words: str) -> str:
    """What OpenSSL says."""
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_key_for_pss_alone_says_so_in_certificate_and_key(tmp_path: Path) -> None:
    """Key, certificate and the intermediate's signature are RSA-PSS, they fit, and the chain leads to the root."""
    root = certs.issuer("Root")
    chain, key = certs.leaf(root, {"key": "pss2048", "via": "pss", "names": ["a.example"]})
    leaf, above = x509.load_pem_x509_certificates(chain)
    for name, pem in (("leaf.pem", chain), ("key.pem", key), ("root.pem", root.pem)):
        (tmp_path / name).write_bytes(pem)

    assert "Public Key Algorithm: rsassaPss" in openssl(tmp_path, "x509", "-in", "leaf.pem", "-noout", "-text")
    assert PSS == above.signature_algorithm_oid.dotted_string
    assert isinstance(above.signature_algorithm_parameters, padding.PSS)
    leaf.verify_directly_issued_by(above)
    above.verify_directly_issued_by(root.certificate)
    held = openssl(tmp_path, "x509", "-in", "leaf.pem", "-noout", "-pubkey")
    assert held == openssl(tmp_path, "pkey", "-in", "key.pem", "-pubout")
    verified = openssl(tmp_path, "verify", "-CAfile", "root.pem", "-untrusted", "leaf.pem", "leaf.pem")
    assert "leaf.pem: OK" in verified
