"""Versions of SNMP that an agent answers: a stranger, and with what its owner entered."""

from typing import Literal

from auditor.model.base import Told
from auditor.model.facts.addressed import EXCUSED, Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

Version = Literal["v1", "v2c", "v3"]


class Snmp(Addressed):
    """Which protocol versions answered a read of sysDescr at one address, by a community that was tried, or
    version 3's discovery, which names nobody. Subject: host.

    `seen_by` says what this rests on for versions 1 and 2c: on a try of the well-known `public`, on tries of those
    that the owner `entered`, of which only the number is told, and on the agent's `own_table` of who is given
    anything (RFC 3415, vacmSecurityToGroupTable), as one of the `users` could read it in version 3. `mapped` are the
    old versions that this table gives anything to. `users_answered` of the users got an answer that carried their
    digest. `answered_to` says who was answered. Facts of older readers have `answered` and `tried` alone, and tried
    `public`.
    """

    answered: tuple[Version, ...] = ()
    tried: tuple[Version, ...] = ()
    seen_by: Told[tuple[Literal["entered", "own_table", "public"], ...]] = None
    mapped: Told[tuple[Literal["v1", "v2c"], ...]] = None
    entered: Told[int] = None
    users: Told[int] = None
    users_answered: Told[int] = None
    answered_to: Told[tuple[Literal["entered", "public", "user"], ...]] = None


KIND = Kind(
    name="snmp",
    title="SNMP answer",
    shape=Snmp,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        **EXCUSED,
        "entered": "Says how many communities of the owner were tried, for whoever mends the list of them.",
        "users": "Says how many users were tried, for whoever mends the list of them.",
        "users_answered": "Says how many of the entered users the agent knows, for whoever mends the list of them.",
        "answered_to": "Tells an agent that answers strangers from one that answers its owner, for whoever mends it.",
    },
)
