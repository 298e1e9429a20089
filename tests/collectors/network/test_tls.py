"""Certificates and versions of TLS servers, sound and hostile."""

import datetime
import socket
from pathlib import Path

import pytest

from auditor.collectors.network.certificates import matches, signature_of
from auditor.collectors.network.tls import Peer, Server, handshake, look
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Tls
from auditor.model.facts.tls import Shown
from auditor.model.vocab.measurements import State
from tests.collectors.openssl import Made, certificate, handed_over, run_out
from tests.collectors.openssl import serving as openssl_serving
from tests.collectors.servers import (
    LOOPBACK,
    PAGE,
    Authority,
    Handler,
    dribbles,
    floods,
    over_tls,
    replies,
    says,
    serving,
    silent,
)

_ECDSA = bytes.fromhex("c02b")
"""A cipher for certificates on curves (RFC 5289, 3.2): whoever takes RSA alone does not offer it."""


def today() -> int:
    """Asked after a look, so that a midnight between the two is the day before, which the tests allow."""
    return datetime.datetime.now(datetime.UTC).date().toordinal()


def certificate_of(tmp_path: Path, *names: str, days: int = 30, trusted: bool = True) -> Tls:
    authority = Authority()
    context = authority.server(tmp_path, *names, days=days)
    anchors = authority.pem if trusted else Authority().pem
    with serving(over_tls(context, replies(PAGE))) as port:
        outcome = look(Server(LOOPBACK, port, anchors), ("tinh.gov.vn",))
    assert isinstance(outcome.data, Tls)
    return outcome.data


def test_a_sound_server(tmp_path: Path) -> None:
    """Versions by the scanner, the certificate by a handshake."""
    found = certificate_of(tmp_path, "tinh.gov.vn")

    assert {"TLSv1.2", "TLSv1.3"} == set(found.offered)
    assert (True, "", True, "tinh.gov.vn") == (
        found.chain_valid,
        found.chain_error,
        found.name_valid,
        found.name_checked,
    )
    assert ("ec", "secp256r1", 256, False) == (found.key_type, found.key_curve, found.key_bits, found.self_signed)
    assert found.not_after_day in {today() + 30, today() + 29}


def test_a_chain_nobody_trusts(tmp_path: Path) -> None:
    """The authority must be one of ours."""
    found = certificate_of(tmp_path, "tinh.gov.vn", trusted=False)

    assert (False, True) == (found.chain_valid, bool(found.chain_error))


def test_an_expired_certificate(tmp_path: Path) -> None:
    """Expiry is seen and said, and the rest is still told."""
    found = certificate_of(tmp_path, "tinh.gov.vn", days=-3)

    assert (False, "certificate has expired") == (found.chain_valid, found.chain_error)
    assert found.not_after_day in {today() - 3, today() - 4}


def test_another_name(tmp_path: Path) -> None:
    """A certificate for somebody else does not cover the endpoint."""
    assert certificate_of(tmp_path, "khac.gov.vn").name_valid is False


@pytest.fixture
def root(tmp_path: Path) -> Made:
    return certificate(tmp_path, "root", authority=True)


def shaken(port: int, anchors: str) -> Peer:
    peer = handshake(Server(LOOPBACK, port, anchors), "tinh.gov.vn")
    assert isinstance(peer, Peer)
    return peer


def test_a_name_in_the_subject_alone(tmp_path: Path, root: Made) -> None:
    """Names are those of the extension (RFC 9525, 6.3); no browser reads the subject."""
    leaf = certificate(tmp_path, "tinh.gov.vn", by=root)
    with openssl_serving(leaf) as port:
        outcome = look(Server(LOOPBACK, port, root.text), ("tinh.gov.vn",))

    assert isinstance(outcome.data, Tls)
    assert (True, False) == (outcome.data.chain_valid, outcome.data.name_valid)


def test_an_authority_for_others_names(tmp_path: Path, root: Made) -> None:
    """An authority that may sign for some names only vouches for no other (RFC 5280, 4.2.1.10)."""
    words = {
        "their own": "permitted;DNS:tinh.gov.vn",
        "others": "permitted;DNS:khac.gov.vn",
        "not it": "excluded;DNS:gov.vn",
    }
    valid = {}
    for name, constraint in words.items():
        made = certificate(
            tmp_path, name.replace(" ", "-"), by=root, authority=True, also=[f"nameConstraints=critical,{constraint}"]
        )
        leaf = certificate(tmp_path, "leaf", by=made, names=["tinh.gov.vn"])
        with openssl_serving(leaf, made) as port:
            valid[name] = shaken(port, root.text).chain_error == ""

    assert {"their own": True, "others": False, "not it": False} == valid


def test_an_old_root_beside_its_successor(tmp_path: Path) -> None:
    """A chain that ends in a root which has run out is sound where its key has a valid certificate of another root."""
    trusted = certificate(tmp_path, "trusted", authority=True)
    key = certificate(tmp_path, "crossed", by=trusted, authority=True)
    leaf = certificate(tmp_path, "leaf", by=key, names=["tinh.gov.vn"])
    old = run_out(tmp_path, "crossed-old", key, "crossed")
    with openssl_serving(leaf, key, old) as port:
        assert ["", "certificate has expired"] == [shaken(port, one).chain_error for one in (trusted.text, old.text)]


def test_a_signature_with_a_salt(tmp_path: Path) -> None:
    """RSA-PSS tells its hash among its parameters (RFC 4055, 3.1)."""
    signer = certificate(tmp_path, "signer", authority=True, key="rsa")
    leaf = certificate(tmp_path, "leaf", by=signer, names=["tinh.gov.vn"], how=["-sigopt", "rsa_padding_mode:pss"])
    with openssl_serving(leaf) as port:
        peer = shaken(port, signer.text)

    assert ("", "sha256") == (peer.chain_error, signature_of(peer.certificate))


def beside(root: Made, first: Made, other: Made) -> tuple[Shown, ...] | None:
    """Further certificates of a server that has one of each kind of key."""
    more = ["-dcert", str(other.pem), "-dkey", str(other.key), "-cipher", "ALL:@SECLEVEL=0"]
    with openssl_serving(first, more=more) as port:
        outcome = look(Server(LOOPBACK, port, root.text), ("tinh.gov.vn",))
    assert isinstance(outcome.data, Tls)
    assert outcome.data.chain_valid
    assert outcome.data.key_type == "ec"
    return outcome.data.further


def test_a_certificate_of_another_kind_of_key_is_shown_to_whoever_takes_no_other(tmp_path: Path, root: Made) -> None:
    """Beside a sound one on a curve an RSA one may have run out, which most clients never see."""
    curve = certificate(tmp_path, "curve", by=root, names=["tinh.gov.vn"])
    sound = certificate(tmp_path, "sound", by=root, key="rsa", names=["tinh.gov.vn"])
    old = certificate(tmp_path, "old", by=root, key="rsa", names=["tinh.gov.vn"], days=-1)
    found = [beside(root, curve, one) for one in (sound, old)]

    assert [[("tinh.gov.vn",), True, "", "rsa"], [("tinh.gov.vn",), False, "certificate has expired", "rsa"]] == [
        [one.names, one.chain_valid, one.chain_error, one.key_type] for shown in found for one in shown or ()
    ]


def test_a_server_of_one_kind_of_key_shows_nothing_further(tmp_path: Path, root: Made) -> None:
    """An alert says that there is no other; silence does not."""
    leaf = certificate(tmp_path, "curve", by=root, names=["tinh.gov.vn"])
    with openssl_serving(leaf) as port:
        spoken = look(Server(LOOPBACK, port, root.text), ("tinh.gov.vn",))

        def mute(connection: socket.socket) -> None:
            hello = connection.recv(65_536)
            if _ECDSA in hello:
                handed_over(connection, port, hello)
            else:
                connection.recv(1)

        with serving(mute) as quiet:
            silence = look(Server(LOOPBACK, quiet, root.text), ("tinh.gov.vn",))

    assert isinstance(spoken.data, Tls)
    assert (State.OK, ()) == (spoken.state, spoken.data.further)
    assert State.PARTIAL == silence.state


@pytest.mark.parametrize(
    ("name", "written", "covered"),
    [
        ("a.gov.vn", ("a.gov.vn",), True),
        ("A.gov.vn", ("a.gov.vn",), True),
        ("a.gov.vn", ("*.gov.vn",), True),
        ("b.a.gov.vn", ("*.gov.vn",), False),
        ("gov.vn", ("*.gov.vn",), False),
        ("gov.vn", ("*.vn",), False),
        ("a.gov.vn", (), False),
        ("a.gov.vn", ("a.gov.vn.evil.org",), False),
    ],
)
def test_names(name: str, written: tuple[str, ...], covered: bool) -> None:  # noqa: FBT001  # a column of the table
    """A wildcard stands for one whole label, and not for a whole top-level domain."""
    assert covered is matches(name, written)


@pytest.mark.long
@pytest.mark.parametrize(
    "handler", [says(b"\x00" * 50), replies(b"\x16\x03\x03\xff\xff" + b"x" * 70_000), floods, silent, dribbles]
)
def test_hostile_servers(handler: Handler) -> None:
    """Garbage, floods, silence and dribbling end in time and teach nothing."""
    with serving(handler) as port:
        outcome = handshake(Server(LOOPBACK, port), "tinh.gov.vn")

    assert isinstance(outcome, Outcome)
    assert outcome.data is None
    assert outcome.state in {State.PARSE_ERROR, State.TIMEOUT, State.REFUSED}


def test_a_handshake_keeps_the_certificate(tmp_path: Path) -> None:
    """A sound handshake gives the certificate and no complaint."""
    authority = Authority()
    with serving(over_tls(authority.server(tmp_path, "tinh.gov.vn"), replies(PAGE))) as port:
        peer = handshake(Server(LOOPBACK, port, authority.pem), "tinh.gov.vn")

    assert isinstance(peer, Peer)
    assert peer.chain_error == ""
