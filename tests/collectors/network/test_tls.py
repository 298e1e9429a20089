"""Certificates and versions of TLS servers, sound and hostile."""

import datetime
from pathlib import Path

import pytest

from auditor.collectors.network.certificates import matches
from auditor.collectors.network.tls import Peer, Server, handshake, look
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Tls
from auditor.model.vocab.measurements import State
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

DAY = datetime.datetime.now(datetime.UTC).date().toordinal()


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
    assert found.not_after_day in {DAY + 30, DAY + 29}


def test_a_chain_nobody_trusts(tmp_path: Path) -> None:
    """The authority must be one of ours."""
    found = certificate_of(tmp_path, "tinh.gov.vn", trusted=False)

    assert (False, True) == (found.chain_valid, bool(found.chain_error))


def test_an_expired_certificate(tmp_path: Path) -> None:
    """Expiry is seen and said, and the rest is still told."""
    found = certificate_of(tmp_path, "tinh.gov.vn", days=-3)

    assert (False, "certificate has expired") == (found.chain_valid, found.chain_error)
    assert found.not_after_day in {DAY - 3, DAY - 4}


def test_another_name(tmp_path: Path) -> None:
    """A certificate for somebody else does not cover the endpoint."""
    assert certificate_of(tmp_path, "khac.gov.vn").name_valid is False


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
