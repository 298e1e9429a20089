"""Algorithms an SSH server offers before anybody logs in."""

from auditor.model.base import Text
from auditor.model.facts.addressed import EXCUSED, Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Ssh(Addressed):
    """Algorithms a server offers at one address. Subject: endpoint."""

    protocol: Text = ""
    software: Text = ""
    kex: tuple[Text, ...] = ()
    host_keys: tuple[Text, ...] = ()
    ciphers: tuple[Text, ...] = ()
    macs: tuple[Text, ...] = ()


KIND = Kind(
    name="ssh",
    title="SSH algorithms",
    shape=Ssh,
    subject=SubjectKind.ENDPOINT,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        **EXCUSED,
        "software": "Names the server's program, for whoever mends it.",
    },
)
