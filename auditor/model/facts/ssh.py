"""Algorithms an SSH server offers before anybody logs in."""

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Ssh(Document):
    """Algorithms a server offers. Subject: endpoint."""

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
)
