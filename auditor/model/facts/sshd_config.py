"""How an SSH server really lets people in."""

from auditor.model.base import Document, Port, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class SshdConfig(Document):
    """Effective server configuration (`sshd -T`). Each method list is one way to log in; `ports` are
    those that this server listens on. Subject: host.
    """

    authentication_methods: tuple[Text, ...] = ()
    password_authentication: bool
    keyboard_interactive: bool
    public_key: bool
    permit_root_login: Text = ""
    allow_users: tuple[Text, ...] = ()
    allow_groups: tuple[Text, ...] = ()
    source_limited: bool
    ports: tuple[Port, ...] | None = None
    ciphers: tuple[Text, ...] = ()
    macs: tuple[Text, ...] = ()
    kex: tuple[Text, ...] = ()


KIND = Kind(
    name="sshd_config",
    title="SSH server configuration",
    shape=SshdConfig,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
)
