"""What an agent of version 3 answers to one user, and which older versions it gives anything to.

The user-based security model (RFC 3414, with RFC 7860 and RFC 3826). Its answers are believed only when they carry the
user's own digest. Of the agent's settings one table is read: which security models are mapped to groups (RFC 3415,
`vacmSecurityToGroupTable`). It is ordered by model, 1 and 2 before 3, and the asking user stands in it under model 3:
so an agent whose first row is of model 3 gives nothing to anybody who asks in version 1 or 2c.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from auditor.collectors.network import snmp_wire as wire
from auditor.errors import UnreadableError
from auditor.model.snmp_access import SnmpUser

Ask = Callable[[bytes], bytes | None]
"""Sends one datagram and brings the answer, None for silence."""

_HASHES = {"md5": ("md5", 12), "sha": ("sha1", 12), "sha224": ("sha224", 16), "sha256": ("sha256", 24)}
_HASHES |= {"sha384": ("sha384", 32), "sha512": ("sha512", 48)}
"""Hash and length of the digest in a message: RFC 3414, sections 6 and 7; RFC 7860, section 4.1."""

_MEGABYTE = 1_048_576
_AUTH, _PRIVACY, _REPORTABLE = 1, 2, 4
_NOT_IN_TIME = (1, 3, 6, 1, 6, 3, 15, 1, 1, 2)
_GROUPS = (1, 3, 6, 1, 6, 3, 16, 1, 2, 1, 3)
_MODELS = {1: "v1", 2: "v2c"}
_OWN_MODEL = 3
_END_OF_VIEW = 0x82
"""RFC 3416, section 3: nothing comes after."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Whom a message is for and the clock it must carry."""

    id: bytes
    boots: int
    time: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What one user was told. `mapped`: older versions that the agent maps to a group; None where that was not read."""

    answered: bool
    mapped: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """The PDU of an answer, its first object, and whose clock it carried."""

    kind: int
    object: tuple[int, ...]
    engine: Engine


def key_of(passphrase: str, engine: bytes, auth: str) -> bytes:
    """The key that a passphrase is at one engine (RFC 3414, section 2.6 and A.2)."""
    name = _HASHES[auth][0]
    word = passphrase.encode()
    digest = hashlib.new(name, (word * (_MEGABYTE // len(word) + 1))[:_MEGABYTE], usedforsecurity=False).digest()
    return hashlib.new(name, digest + engine + digest, usedforsecurity=False).digest()


def engine_of(report: bytes) -> Engine | None:
    """Who answered a discovery; None for what is no such answer."""
    try:
        fields = _security(wire.first(report)[0].parts()[2])
    except (UnreadableError, IndexError):
        return None
    return Engine(fields[0].body, fields[1].number, fields[2].number) if len(fields[0].body) >= 5 else None  # noqa: PLR2004  # RFC 3411, SnmpEngineID: 5 to 32 octets


def speak(user: SnmpUser, engine: Engine, ask: Ask) -> Heard:
    """Asks as the user for the first row of the table, and on to the next model where the first is of version 1.

    Raises OSError as `ask` does.
    """
    talk = _Talk(user, engine, ask)
    row = talk.next_after(_GROUPS)
    if row is None:
        return Heard(answered=False)
    models = []
    while row is not None and _model(row) in _MODELS:
        models.append(_model(row))
        row = talk.next_after((*_GROUPS, models[-1] + 1))
    seen = row is not None and _model(row) == _OWN_MODEL  # the rows before it are then all there are
    return Heard(answered=True, mapped=frozenset(_MODELS[each] for each in models) if seen or models else None)


def _model(row: tuple[int, ...]) -> int:
    """The security model of a row of the table; 0 for an object beyond it."""
    inside = row[: len(_GROUPS)] == _GROUPS and len(row) > len(_GROUPS)
    return row[len(_GROUPS)] if inside else 0


class _Talk:
    """Questions of one user to one engine."""

    def __init__(self, user: SnmpUser, engine: Engine, ask: Ask) -> None:
        self._user, self._engine, self._ask = user, engine, ask
        self._auth = key_of(user.auth_passphrase, engine.id, user.auth)
        private = user.privacy != "none"
        self._privacy = key_of(user.privacy_passphrase, engine.id, user.auth)[:16] if private else b""
        self._request = 0x41554400

    def next_after(self, place: tuple[int, ...]) -> tuple[int, ...] | None:
        """The object after a place; None where the agent does not answer the user. The clock is set right once."""
        answer = self._put(place)
        if answer is not None and answer.kind == wire.REPORT and answer.object[: len(_NOT_IN_TIME)] == _NOT_IN_TIME:
            self._engine = answer.engine
            answer = self._put(place)
        return answer.object if answer is not None and answer.kind == wire.RESPONSE else None

    def _put(self, place: tuple[int, ...]) -> _Answer | None:
        self._request += 1
        raw = self._ask(self._message(wire.pdu(wire.GET_NEXT, self._request, place)))
        try:
            return None if raw is None else self._read(raw)
        except (UnreadableError, IndexError, ValueError):
            return None

    def _message(self, body: bytes) -> bytes:
        length = _HASHES[self._user.auth][1]
        salt = os.urandom(8) if self._privacy else b""
        data = wire.scoped(self._engine.id, body)
        if self._privacy:
            data = wire.tlv(wire.OCTETS, self._cipher(self._engine, salt).encryptor().update(data))
        flags = _AUTH | _REPORTABLE | (_PRIVACY if self._privacy else 0)

        def signed(digest: bytes) -> bytes:
            return wire.v3_message(self._request, flags, self._security(digest, salt), data)

        return signed(self._digest(signed(bytes(length))))

    def _security(self, digest: bytes, salt: bytes) -> bytes:
        engine, text = self._engine, wire.OCTETS
        clock = (wire.tlv(text, engine.id), wire.integer(engine.boots), wire.integer(engine.time))
        name = self._user.name.encode()
        return wire.tlv(wire.SEQUENCE, *clock, wire.tlv(text, name), wire.tlv(text, digest), wire.tlv(text, salt))

    def _digest(self, message: bytes) -> bytes:
        name, length = _HASHES[self._user.auth]
        return hmac.new(self._auth, message, name).digest()[:length]

    def _cipher(self, engine: Engine, salt: bytes) -> Cipher[CFB]:
        """AES-128 in CFB mode; the start value is made of the engine's clock and the salt (RFC 3826, 3.1.2.1)."""
        start = engine.boots.to_bytes(4, "big") + engine.time.to_bytes(4, "big") + salt
        return Cipher(algorithms.AES(self._privacy), CFB(start))

    def _read(self, raw: bytes) -> _Answer:
        """An answer that carries the user's digest. Raises UnreadableError for any other."""
        _, _, security, data = wire.first(raw)[0].parts()
        fields = _security(security)
        digest, salt = fields[4].body, fields[5].body
        engine = Engine(fields[0].body, fields[1].number, fields[2].number)
        if len(digest) != _HASHES[self._user.auth][1] or raw.count(digest) != 1:
            raise UnreadableError("the answer carries no digest of the user")
        if not hmac.compare_digest(digest, self._digest(raw.replace(digest, bytes(len(digest))))):
            raise UnreadableError("the answer is not of who knows the user's passphrase")
        if data.tag == wire.OCTETS:
            if not self._privacy or len(salt) != 8:  # noqa: PLR2004  # RFC 3826, 3.1.1.1
                raise UnreadableError("the answer cannot be deciphered")
            data = wire.first(self._cipher(engine, salt).decryptor().update(data.body))[0]
        pdu = data.parts()[2]
        _, status, _, bindings = pdu.parts()
        if status.number:
            raise UnreadableError("the answer is an error")
        name, value = bindings.parts()[0].parts()
        return _Answer(pdu.tag, () if value.tag == _END_OF_VIEW else name.oid, engine)


def _security(node: wire.Node) -> list[wire.Node]:
    """The six fields of the security parameters (RFC 3414, section 2.4)."""
    fields = wire.first(node.body)[0].parts()
    if len(fields) != 6:  # noqa: PLR2004  # as the RFC has them
        raise UnreadableError("the security parameters are not those of the user-based model")
    return fields
