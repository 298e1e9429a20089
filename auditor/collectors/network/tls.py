"""TLS of one service: versions by a hello for each of them, ciphers by nmap's script, the certificate and its chain by
handshakes of our own.

No version is tried by a handshake, because the TLS library here may be unable to speak it, and an inability of ours is
no refusal of theirs; nor by the script alone, which has no TLS 1.3 for keys on larger curves or of Edwards.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from cryptography import x509

from auditor.collectors.deadline import Deadline, await_turn, within_permission
from auditor.collectors.network.certificates import MOST_NAMES, key_of, link_of, matches, names_of, ordinal
from auditor.collectors.network.hello import WITHOUT_NAME, Said, answer_to, hello_of
from auditor.collectors.network.nmap import tls_versions
from auditor.collectors.network.offers import VERSIONS, Offered, offers, together
from auditor.collectors.network.sockets import Reader, connect
from auditor.collectors.network.starttls import begin, greeting_of
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.parsers.nmap_xml import NmapRun, TlsOffer
from auditor.collectors.questions import Asked, Question
from auditor.collectors.scope import Address
from auditor.errors import SettingsError
from auditor.model.facts import Cause, Tls, Unread
from auditor.model.facts.tls import Link, Offer, Shown
from auditor.model.vocab.measurements import KeyType, State
from auditor.text.harmless import from_target

MOST_ASKED = 8
"""Names under which a server is asked: two handshakes for its certificate, one to three for one of another kind of key,
and a hello for each version; what broke is asked once more.
"""

SCANNED = 60
"""Connections that nmap's script makes with one port, about; they are counted together, before it begins."""

_SECONDS = 8.0
_HELLO_SECONDS = 4.0
_LONGEST_CHAIN = 10
_WANTS_CERTIFICATE = frozenset(
    {
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "SSLV3_ALERT_BAD_CERTIFICATE",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
        "TLSV13_ALERT_CERTIFICATE_REQUIRED",
    }
)
"""Alerts with which a server ends a handshake, after it has shown its own certificate, for want of the client's."""


_HUNG_UP = "UNEXPECTED_EOF_WHILE_READING"
"""What OpenSSL says of who ends a handshake without an alert (SSL_R_UNEXPECTED_EOF_WHILE_READING)."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What the handshakes under one name showed. `chain_error` is empty when the chain leads to a trust anchor; `chain`
    is then the way to it, else what was shown. `version` is the newest that both sides speak, empty where no handshake
    came to its end. With `others` the handshakes were shown different certificates: several servers answer by turns.
    """

    certificate: x509.Certificate
    chain_error: str
    chain: tuple[x509.Certificate, ...] = ()
    version: str = ""
    wants_certificate: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """Where to ask, whom to trust, and by which dialogue a service that begins in plain text is brought to TLS."""

    address: Address
    port: int
    anchors: str = ""
    greeting: str = ""


def look(server: Server, names: tuple[str, ...]) -> Outcome:
    """Everything about TLS on one port. Each of `names` is sent as the server name, and must stand in the certificate
    shown under it; every version is offered under each, ciphers under the first. Without names the certificate is
    looked at alone. `anchors` are certificates in PEM; empty means the operating system's store.
    """
    asked = names[:MOST_ASKED] or ("",)
    peers = {name: handshake(server, name) for name in asked}
    heard = _offers(server, [name for name in asked if not _without_a_word(peers[name])])
    await_turn(SCANNED)
    scanned = tls_versions(server.address, f"tcp/{server.port}", asked[0])
    listed = _listed(scanned, str(server.address), server.port)
    if listed is not None or any(one.offered for one in heard.values()):
        peers, heard = _once_more(server, peers, heard)
    beside = {name: _beside(server, name, peer) for name, peer in peers.items() if isinstance(peer, Peer)}
    first = peers[asked[0]]
    offered, tried = _versions(heard, listed, peers)
    if isinstance(first, Outcome) and not offered:
        return first
    ciphers = _ciphers_known(offered, listed)
    data = Tls(
        **_certificate_fields(first, names),
        **({"offered": offered, "tried": tried, "offers": _by_name(heard)} if offered else {}),
        **({"weak_ciphers": listed.weak_ciphers if listed else ()} if ciphers else {}),
        **_further(peers, beside, asked),
        **({"names_left_out": names[MOST_ASKED:]} if names[MOST_ASKED:] else {}),
        **({"starttls": server.greeting} if server.greeting else {}),
    )
    missing = _missing({**peers, **_unanswered(beside)}, heard, (offered, tried), names[MOST_ASKED:])
    tool = "hello of each version, nmap ssl-enum-ciphers, handshakes; " + ssl.OPENSSL_VERSION
    if missing is not None:
        return Outcome(State.PARTIAL, data, missing, tool)
    if ciphers:
        return Outcome(State.OK, data, tool=tool)
    unread = Unread(field="weak_ciphers", where="nmap", code="versions_not_listed")
    return Outcome(State.PARTIAL, data, _cause_of(scanned), tool, unread=(unread,))


def _offers(server: Server, names: list[str]) -> dict[str, Offered]:
    return offers(partial(said_to, server), names)


def _once_more(
    server: Server, peers: Mapping[str, Peer | Outcome], heard: Mapping[str, Offered]
) -> tuple[dict[str, Peer | Outcome], dict[str, Offered]]:
    """Somebody is there, so that names whose handshake broke are asked again, and names under which no version was met:
    the service was just being started, or a connection was lost.
    """
    peers = {name: handshake(server, name) if _broke(peer) else peer for name, peer in peers.items()}
    unmet = [name for name in peers if name not in heard or not heard[name].offered]
    heard = {**heard, **_offers(server, [name for name in unmet if not _without_a_word(peers[name])])}
    return peers, {name: heard[name] for name in peers if name in heard}


def _broke(found: Peer | Outcome | None) -> bool:
    """The connection failed, which says nothing of TLS; an alert does. What took too long would again."""
    if not isinstance(found, Outcome) or found.cause is None:
        return False
    return found.state is State.REFUSED or found.cause.args == (_HUNG_UP,)


def said_to(server: Server, version: str, name: str) -> Said:
    """One version offered under one name. Raises OSError where the way there breaks."""
    with connect(server.address, server.port, _HELLO_SECONDS) as sock:
        if server.greeting:
            begin(server.greeting, sock, _HELLO_SECONDS)
        sock.sendall(hello_of(version, name))
        return answer_to(version, Reader(sock, seconds=within_permission(_HELLO_SECONDS), limit=64 * 1024))


def _without_a_word(peer: Peer | Outcome) -> bool:
    """Nobody was there, or nobody spoke in time: more of the same teaches nothing."""
    return isinstance(peer, Outcome) and peer.state in {State.TIMEOUT, State.FILTERED}


def context(anchors: str, *, verify: bool, key: str = "") -> ssl.SSLContext:
    """A client context. Without `verify` it speaks as old a TLS as the library can, to see what is there. With a `key`
    it takes certificates of that kind alone, as OpenSSL calls them (ciphers(1): aRSA, aECDSA), up to TLS 1.2, whose
    ciphers name it.

    Raises SettingsError when the anchors are no certificates.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    if not verify:
        made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    made.set_ciphers(f"{key or 'ALL:COMPLEMENTOFALL'}:@SECLEVEL=0")
    if key:
        made.maximum_version = ssl.TLSVersion.TLSv1_2
    if verify and anchors:
        try:
            made.load_verify_locations(cadata=anchors)
            made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # an issuing authority is as good an anchor as its root
        except ssl.SSLError as fault:
            raise SettingsError(f"the trust anchors are no certificates in PEM: {fault.reason}") from fault
    elif verify:
        made.load_default_certs()
    return made


def _beside(server: Server, name: str, first: Peer) -> Peer | Outcome | None:
    """What a server shows to whoever takes the other kind of key alone, asked once more where the connection broke.
    None where it has none such: it ends such a handshake with an alert, or without a word; silence is no answer, nor is
    a connection that nobody took.
    """
    key = "aECDSA" if key_of(first.certificate)[0] is KeyType.RSA else "aRSA"
    found = _of_key(server, name, key)
    return _of_key(server, name, key) if _broke(found) else found


def _of_key(server: Server, name: str, key: str) -> Peer | Outcome | None:
    try:
        _shaken(server, name, context("", verify=False, key=key))
    except (TimeoutError, ConnectionRefusedError) as fault:
        return from_fault(fault, ssl.OPENSSL_VERSION)
    except OSError:
        return None
    return handshake(server, name, key)


def _unanswered(beside: Mapping[str, Peer | Outcome | None]) -> dict[str, Outcome]:
    return {f"{name} beside": one for name, one in beside.items() if isinstance(one, Outcome)}


def handshake(server: Server, name: str, key: str = "") -> Peer | Outcome:
    """Two handshakes: one that trusts nobody and so sees whether the chain holds, one that looks at what is there. With
    a `key` for certificates of one kind of key, as `context` has it.
    """
    try:
        trusted = _shaken(server, name, context(server.anchors, verify=True, key=key))
        seen = _shaken(server, name, context("", verify=False, key=key))
        if not seen.shown:
            raise seen.fault or ConnectionError("the server showed no certificate")
        chain = [x509.load_der_x509_certificate(der) for der in trusted.way or seen.shown]
        certificate = x509.load_der_x509_certificate(seen.shown[0])
    except OSError as fault:
        return from_fault(fault, ssl.OPENSSL_VERSION)
    except ValueError as fault:
        return failed(State.PARSE_ERROR, "certificate_unreadable", str(fault), tool=ssl.OPENSSL_VERSION)
    if trusted.way and len(chain) > 1:
        chain.pop()  # the authority is believed for its place among the anchors, not for its signature
    others = bool(trusted.shown) and trusted.shown[0] != seen.shown[0]
    return Peer(certificate, trusted.complaint, tuple(chain), seen.version, seen.wants_certificate, others)


@dataclass(frozen=True, slots=True)
class _Shaken:
    """One handshake, which may have failed after the server showed its certificates. `way` are those that lead to an
    anchor, where it was looked for; `complaint` why there is none.
    """

    shown: tuple[bytes, ...]
    way: tuple[bytes, ...]
    complaint: str
    version: str
    wants_certificate: bool
    fault: Exception | None


def _shaken(server: Server, name: str, made: ssl.SSLContext) -> _Shaken:
    """Raises OSError where no certificate was shown at all."""
    with connect(server.address, server.port, _SECONDS) as plain:
        if server.greeting:
            begin(server.greeting, plain, _SECONDS)
        sock = made.wrap_socket(plain, server_hostname=name or None, do_handshake_on_connect=False)
        with sock:
            fault = _ended(sock)
            shown = _certificates(sock, "get_unverified_chain")
            complaint = from_target(fault.verify_message) if isinstance(fault, ssl.SSLCertVerificationError) else ""
            if not shown and fault is not None:
                raise fault
            verified = made.verify_mode is not ssl.CERT_NONE and not complaint
            way = _certificates(sock, "get_verified_chain") if verified else ()
            if verified and not way:
                raise fault or ConnectionError("the handshake broke off before the certificate was judged")
            return _Shaken(
                shown=shown,
                way=way,
                complaint=complaint,
                version=(sock.version() or "") if fault is None else "",
                wants_certificate=isinstance(fault, ssl.SSLError) and fault.reason in _WANTS_CERTIFICATE,
                fault=fault,
            )


def _ended(sock: ssl.SSLSocket) -> OSError | None:
    """Why the handshake failed. It is bounded as a whole: a server that dribbles garbage may not hold it up by a byte
    at a time.
    """
    timer = Deadline(sock, _SECONDS)
    try:
        sock.do_handshake()
    except OSError as fault:
        return TimeoutError("the handshake took too long") if timer.passed else fault
    finally:
        timer.cancel()
    return None


def _certificates(sock: ssl.SSLSocket, method: str) -> tuple[bytes, ...]:
    """A chain of the handshake in DER. Python names the methods from 3.13 on, and has had them inside since 3.10."""
    if callable(public := getattr(sock, method, None)):
        return tuple(public() or ())[:_LONGEST_CHAIN]
    inside: Any = sock._sslobj  # type: ignore[attr-defined]  # noqa: SLF001  # see above
    found = getattr(inside, method)() or ()
    return tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in found[:_LONGEST_CHAIN])


def _listed(scanned: NmapRun | Outcome, address: str, port: int) -> TlsOffer | None:
    """What the scanner listed, where it came to an end and met any version."""
    if isinstance(scanned, Outcome):
        return None
    host = next((host for host in scanned.hosts if host.address == address and host.finished), None)
    found = None if host is None else host.tls.get(f"tcp/{port}")
    return found if found is not None and found.offered else None


def _versions(
    heard: Mapping[str, Offered], listed: TlsOffer | None, peers: Mapping[str, Peer | Outcome]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that anything met under any name, and what was tried under every name; a name under which nothing was asked,
    as nobody spoke, leaves nothing tried.
    """
    offered, tried = together(heard)
    shaken = {peer.version for peer in peers.values() if isinstance(peer, Peer)} & set(VERSIONS)
    met = {*offered, *shaken, *(listed.offered if listed else ())}
    everywhere = bool(met) and all(name in heard for name in peers)
    return tuple(sorted(met)), tuple(version for version in VERSIONS if version in tried) if everywhere else ()


def _by_name(heard: Mapping[str, Offered]) -> tuple[Offer, ...]:
    """Names with the same versions together, in the order of the names."""
    under: dict[frozenset[str], list[str]] = {}
    for name, one in heard.items():
        under.setdefault(one.offered - WITHOUT_NAME, []).append(name)
    return tuple(Offer(names=tuple(names), offered=tuple(sorted(offered))) for offered, names in under.items())


def _ciphers_known(offered: tuple[str, ...], listed: TlsOffer | None) -> bool:
    """TLS 1.3 has no weak ciphers to be listed, and the scanner does not speak it to every kind of key."""
    return not set(offered) - {"TLSv1.3", *(listed.offered if listed else ())}


def _cause_of(scanned: NmapRun | Outcome) -> Cause:
    cause = scanned.cause if isinstance(scanned, Outcome) else None
    return cause or Cause(code="versions_not_listed")


def _missing(
    peers: Mapping[str, Peer | Outcome],
    heard: Mapping[str, Offered],
    versions: tuple[tuple[str, ...], tuple[str, ...]],
    left_out: tuple[str, ...],
) -> Cause | None:
    fault = next((peer.cause for peer in peers.values() if isinstance(peer, Outcome)), None)
    if fault is not None:
        return fault
    if _by_turns(peers, heard):
        return Cause(code="several_answers")
    untried = tuple(version for version in VERSIONS if version not in versions[1])
    if untried:
        return Cause(code="versions_not_listed", args=untried)
    return Cause(code="names_left_out", args=left_out[:20]) if left_out else None


def _by_turns(peers: Mapping[str, Peer | Outcome], heard: Mapping[str, Offered]) -> bool:
    """Whether one question was answered in two ways: another certificate, or a version that is there and is not."""
    found = [(peer, heard[name]) for name, peer in peers.items() if isinstance(peer, Peer) and name in heard]
    return any(
        peer.others or not one.steady or (peer.version in one.tried and peer.version not in one.offered)
        for peer, one in found
    )


def _certificate_fields(peer: Peer | Outcome, names: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(peer, Outcome):
        return {}
    certificate = peer.certificate
    kind, bits, curve = key_of(certificate)
    written = names_of(certificate)
    return {
        "chain_valid": not peer.chain_error,
        "chain_error": peer.chain_error,
        "name_valid": matches(names[0], written) if names else None,
        "name_checked": " ".join(names)[:2000],
        "not_before_day": ordinal(certificate.not_valid_before_utc),
        "not_after_day": ordinal(certificate.not_valid_after_utc),
        "key_type": kind.value,
        "key_curve": curve,
        "key_bits": bits,
        "chain": _links(peer),
        "subject": from_target(certificate.subject.rfc4514_string()),
        "issuer": from_target(certificate.issuer.rfc4514_string()),
        "names": written[:MOST_NAMES],
        "self_signed": certificate.subject == certificate.issuer,
        "client_certificate_required": peer.wants_certificate or None,
    }


def _links(peer: Peer) -> tuple[Link, ...]:
    return tuple(link_of(certificate) for certificate in peer.chain)


def _further(
    peers: Mapping[str, Peer | Outcome], beside: Mapping[str, Peer | Outcome | None], asked: tuple[str, ...]
) -> dict[str, Any]:
    """Certificates of the names behind the first, and those of another kind of key under any, each once with all the
    names that it was shown under.
    """
    if isinstance(peers[asked[0]], Outcome):
        return {}
    shown = [(name, peers[name]) for name in asked[1:]] + [(name, beside.get(name)) for name in asked]
    under: dict[tuple[x509.Certificate, str], tuple[Peer, list[str]]] = {}
    for name, peer in shown:
        if isinstance(peer, Peer):
            under.setdefault((peer.certificate, peer.chain_error), (peer, []))[1].append(name)
    return {"further": tuple(_shown(peer, tuple(filter(None, names))) for peer, names in under.values())}


def _shown(peer: Peer, names: tuple[str, ...]) -> Shown:
    certificate = peer.certificate
    kind, bits, _ = key_of(certificate)
    written = names_of(certificate)
    return Shown(
        names=names,
        chain_valid=not peer.chain_error,
        chain_error=peer.chain_error,
        name_valid=all(matches(name, written) for name in names),
        not_before_day=ordinal(certificate.not_valid_before_utc),
        not_after_day=ordinal(certificate.not_valid_after_utc),
        key_type=kind,
        key_bits=bits,
        chain=_links(peer),
    )


def _asked(asked: Asked) -> Outcome:
    greeting = greeting_of(asked.service, asked.number, encrypted=asked.encrypted)
    return look(Server(asked.address, asked.number, asked.trust_anchors, greeting), asked.endpoint.names)


QUESTION = Question(
    kind="tls",
    wanted=lambda _endpoint, _port, tls: tls,
    found=lambda name, encrypted: encrypted or name == "https",
    ask=_asked,
)
