"""Chains, keys, names and authorities of `openssl s_server`."""

import itertools
import socket
from pathlib import Path

import pytest
from cryptography import x509

from auditor.collectors.network.certificates import key_of, names_of
from auditor.collectors.network.tls import MOST_ASKED, Peer, Server, handshake, look
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Tls
from auditor.model.vocab.measurements import KeyType, State
from tests.collectors import servers
from tests.collectors.openssl import Made, certificate, handed_over, serving
from tests.collectors.servers import LOOPBACK

NAME, OTHER = "tinh.gov.vn", "b.tinh.gov.vn"


def shaken(port: int, anchors: str, name: str = NAME) -> Peer:
    peer = handshake(Server(LOOPBACK, port, anchors), name)
    assert isinstance(peer, Peer)
    return peer


def seen(port: int, anchors: str, *names: str) -> Outcome:
    return look(Server(LOOPBACK, port, anchors), names)


def told(outcome: Outcome) -> Tls:
    assert isinstance(outcome.data, Tls)
    return outcome.data


@pytest.fixture
def root(tmp_path: Path) -> Made:
    return certificate(tmp_path, "root", authority=True)


def test_every_link_is_told(tmp_path: Path, root: Made) -> None:
    """Who signed with what, up to the anchor, which is believed for its place."""
    weak = certificate(tmp_path, "issuing", by=root, authority=True, key="rsa", digest="sha1")
    leaf = certificate(tmp_path, "leaf", by=weak, names=[NAME], key="p384")
    with serving(leaf, weak, root, more=["-cipher", "ALL:@SECLEVEL=0"]) as port:
        data = told(seen(port, root.text, NAME))

    above = ("CN=issuing", "CN=root", "rsa", "", 2048, "sha1")
    assert data.chain is not None
    assert [("CN=leaf", "CN=issuing", "ec", "secp384r1", 384, "sha256"), above] == [
        (one.subject, one.issuer, one.key_type, one.key_curve, one.key_bits, one.signature) for one in data.chain
    ]
    assert data.chain_valid


def by_turns(ports: tuple[int, ...]) -> servers.Handler:
    """Hands one connection to each server in turn, as what spreads load does."""
    turn = itertools.cycle(ports)

    def hand_over(connection: socket.socket) -> None:
        handed_over(connection, next(turn))

    return hand_over


@pytest.mark.parametrize(("alike", "state"), [(False, State.PARTIAL), (True, State.OK)])
def test_servers_that_answer_by_turns(tmp_path: Path, root: Made, alike: bool, state: State) -> None:  # noqa: FBT001
    """What one look saw of two servers is nothing that either of them is; two of one certificate are one."""
    first = certificate(tmp_path, "first", by=root, names=[NAME])
    second = first if alike else certificate(tmp_path, "second", by=root, names=[NAME])
    with serving(first) as one, serving(second) as other, servers.serving(by_turns((one, other))) as port:
        found = seen(port, root.text, NAME)

    assert state is found.state
    assert alike is (found.cause is None)
    assert alike or (found.cause and found.cause.code == "several_answers")


def test_an_issuing_authority_is_an_anchor(tmp_path: Path, root: Made) -> None:
    """Its root need not be among the anchors; another authority's server is still not trusted."""
    issuing = certificate(tmp_path, "issuing", by=root, authority=True)
    leaf = certificate(tmp_path, "leaf", by=issuing, names=[NAME])
    stranger = certificate(tmp_path, "stranger", authority=True)
    with serving(leaf, issuing) as port:
        assert ("", True) == (shaken(port, issuing.text).chain_error, bool(shaken(port, stranger.text).chain_error))


def test_a_missing_link(tmp_path: Path, root: Made) -> None:
    """Where the way does not lead to the anchor, what was shown is told."""
    issuing = certificate(tmp_path, "issuing", by=root, authority=True)
    leaf = certificate(tmp_path, "leaf", by=issuing, names=[NAME])
    with serving(leaf) as port:
        peer = shaken(port, root.text)

    assert (True, 1) == (bool(peer.chain_error), len(peer.chain))


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_a_server_that_wants_a_certificate(tmp_path: Path, root: Made, version: str) -> None:
    """It shows its own first, and that is judged as any other."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME])
    with serving(leaf, more=["-Verify", "1", "-CAfile", str(root.pem), version]) as port:
        peer, nobody = shaken(port, root.text), shaken(port, certificate(tmp_path, "x", authority=True).text)

    assert ("", True, version == "-tls1_2") == (peer.chain_error, bool(nobody.chain_error), peer.wants_certificate)


def test_each_name_has_its_certificate(tmp_path: Path, root: Made) -> None:
    """Each is asked for by itself, and must stand in what is shown under it."""
    first = certificate(tmp_path, "first", by=root, names=[NAME])
    second = certificate(tmp_path, "second", by=root, names=["khac.gov.vn"], key="rsa")
    more = ["-servername", OTHER, "-cert2", str(second.pem), "-key2", str(second.key)]
    with serving(first, more=more) as port:
        outcome = seen(port, root.text, NAME, OTHER)
    data = told(outcome)

    assert (State.OK, True, "ec") == (outcome.state, data.name_valid, data.key_type)
    assert data.further is not None
    assert [((OTHER,), True, False, KeyType.RSA)] == [
        (one.names, one.chain_valid, one.name_valid, one.key_type) for one in data.further
    ]


def test_one_certificate_for_many_names(tmp_path: Path, root: Made) -> None:
    """Told once; names beyond the bound are named, and the look is not finished."""
    names = [f"n{number}.gov.vn" for number in range(MOST_ASKED + 2)]
    leaf = certificate(tmp_path, "leaf", by=root, names=names)
    with serving(leaf) as port:
        outcome = seen(port, root.text, *names)
    data = told(outcome)

    assert outcome.cause is not None
    assert (State.PARTIAL, "names_left_out", tuple(names[MOST_ASKED:])) == (
        outcome.state,
        outcome.cause.code,
        data.names_left_out,
    )
    assert data.further is not None
    assert [tuple(names[1:MOST_ASKED])] == [one.names for one in data.further]


def test_all_names_are_compared(tmp_path: Path, root: Made) -> None:
    """However late a name stands; what facts repeat of them is bounded."""
    names = [f"n{number}.gov.vn" for number in range(250)]
    leaf = certificate(tmp_path, "leaf", by=root, names=names)
    with serving(leaf) as port:
        data = told(seen(port, root.text, names[-1]))

    assert (True, 200) == (data.name_valid, len(data.names))


@pytest.mark.long
@pytest.mark.parametrize("key", ["p384", "p521"])
def test_tls_13_with_larger_keys(tmp_path: Path, root: Made, key: str) -> None:
    """The scanner has none for them; our own handshake has."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME], key=key)
    with serving(leaf) as port:
        data = told(seen(port, root.text, NAME))

    assert ("TLSv1.2", "TLSv1.3") == data.offered


@pytest.mark.parametrize(
    ("key", "kind", "bits", "curve"),
    [
        ("rsa", KeyType.RSA, 2048, ""),
        ("rsa1024", KeyType.RSA, 1024, ""),
        ("p256", KeyType.EC, 256, "secp256r1"),
        ("p521", KeyType.EC, 521, "secp521r1"),
        ("ed25519", KeyType.ED25519, 256, ""),
    ],
)
def test_keys(tmp_path: Path, key: str, kind: KeyType, bits: int, curve: str) -> None:
    """One word for each kind, and the curve beside it."""
    made = certificate(tmp_path, "one", key=key)
    read = x509.load_pem_x509_certificate(made.text.encode())

    assert ((kind, bits, curve), ()) == (key_of(read), names_of(read))
