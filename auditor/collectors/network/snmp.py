"""Which SNMP versions answer: a read of sysDescr with the well-known community `public` and version 3's discovery, and
then with the communities and users that the owner entered.

A read-only check: nothing is written, the content of an answer is not kept, and neither is anything that was entered.
Each entered community is sent once in version 1 and once in 2c, each user asks once (RFC 3414 has him ask again when
the agent tells him its clock).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from auditor.collectors.deadline import within_permission
from auditor.collectors.network import snmp_wire as wire
from auditor.collectors.network.snmp_user import Engine, Heard, engine_of, speak
from auditor.collectors.network.sockets import ask
from auditor.collectors.outcome import Outcome, from_fault
from auditor.collectors.scope import Address
from auditor.model.facts import Snmp
from auditor.model.snmp_access import SnmpAccess
from auditor.model.vocab.measurements import State

Version = Literal["v1", "v2c", "v3"]

PORT = 161
_VERSIONS: tuple[Version, ...] = ("v1", "v2c", "v3")
_OLD: tuple[Version, ...] = ("v1", "v2c")
_TOOL = "snmp get sysDescr, community public; v3 discovery"
_TOOL_ENTERED = f"{_TOOL}; entered communities and users"
_REQUEST = 0x41554431
_PUBLIC = b"public"
_REPORTABLE = 4
_USER_SECONDS = 6.0
"""What one user takes at most: four questions of one and a half seconds each."""
_AT_ONCE = 8
"""Questions by community that wait for their answers at the same time."""


def question(version: Version) -> bytes:
    """The message that asks a stranger's question."""
    if version != "v3":
        return _by_community(version, _PUBLIC)
    nobody = (wire.tlv(wire.OCTETS), wire.integer(0), wire.integer(0), *(wire.tlv(wire.OCTETS),) * 3)
    discovery = wire.scoped(b"", wire.pdu(wire.GET, _REQUEST))
    return wire.v3_message(_REQUEST, _REPORTABLE, wire.tlv(wire.SEQUENCE, *nobody), discovery)


def _by_community(version: Version, community: bytes) -> bytes:
    return wire.community_message(version, community, wire.pdu(wire.GET, _REQUEST, wire.SYS_DESCR))


def packets(entered: SnmpAccess) -> int:
    """How many questions one machine is asked at most, each of them one packet but for `public` and the discovery,
    which are repeated once when nobody answers.
    """
    return 2 * len(_VERSIONS) + len(_OLD) * len(entered.communities) + 4 * len(entered.users)


@dataclass(slots=True)
class _Found:
    """What was heard so far."""

    answered: set[Version] = field(default_factory=set)
    tried: list[Version] = field(default_factory=list)
    answered_to: set[str] = field(default_factory=set)
    communities: int = 0
    users: int = 0
    heard: list[Heard] = field(default_factory=list)
    engine: Engine | None = None

    def data(self) -> Snmp:
        """The facts of it: numbers and kinds of what was tried, and nothing that was entered."""
        tables = [heard.mapped for heard in self.heard if heard.mapped is not None]
        by = {"entered": bool(self.communities), "own_table": bool(tables), "public": bool(self.tried)}
        return Snmp(
            answered=tuple(v for v in _VERSIONS if v in self.answered),
            tried=tuple(self.tried),
            seen_by=tuple(name for name, told in by.items() if told),
            mapped=tuple(v for v in _OLD if any(v in table for table in tables)),
            entered=self.communities,
            users=self.users,
            users_answered=sum(heard.answered for heard in self.heard),
            answered_to=tuple(sorted(self.answered_to)),
        )


def query(address: Address, entered: SnmpAccess = SnmpAccess(), *, port: int = PORT) -> Outcome:  # noqa: B008  # frozen
    """Asks in every version. Silence to everything is a finished look with no answer."""
    found = _Found()
    tool = _TOOL_ENTERED if entered.communities or entered.users else _TOOL
    try:
        _strangers_questions(address, port, found)
        _entered_questions(address, port, entered, found)
    except ConnectionRefusedError:
        found.tried = list(_VERSIONS)
    except OSError as fault:
        return _broken_off(found, fault, tool)
    return Outcome(State.OK, found.data(), tool=tool)


def _broken_off(found: _Found, fault: OSError, tool: str) -> Outcome:
    ended = from_fault(fault, tool)
    return Outcome(State.PARTIAL, found.data(), ended.cause, tool) if found.answered else ended


def _strangers_questions(address: Address, port: int, found: _Found) -> None:
    with ThreadPoolExecutor(len(_VERSIONS)) as pool:
        answers = tuple(pool.map(lambda version: ask(address, port, question(version)), _VERSIONS))
    found.tried = list(_VERSIONS)
    for version, data in zip(_VERSIONS, answers, strict=True):
        if data is not None and wire.is_version(data, version):
            found.answered.add(version)
            if version == "v3":
                found.engine = engine_of(data)
            else:
                found.answered_to.add("public")


def _entered_questions(address: Address, port: int, entered: SnmpAccess, found: _Found) -> None:
    once = partial(ask, address, port, tries=1)
    asked = [(version, community.encode()) for community in entered.communities for version in _OLD]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = tuple(pool.map(lambda pair: once(_by_community(*pair)), asked))
    for (version, _), data in zip(asked, answers, strict=True):
        if data is not None and wire.is_version(data, version):
            found.answered.add(version)
            found.answered_to.add("entered")
    found.communities = len(entered.communities)
    if found.engine is None:
        return
    for user in entered.users:
        if within_permission(_USER_SECONDS) < _USER_SECONDS:
            return
        found.heard.append(speak(user, found.engine, once))
        found.users += 1
        if found.heard[-1].answered:
            found.answered_to.add("user")
