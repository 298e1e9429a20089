"""How an SSH server really lets people in."""

from auditor.model.base import Document, Port, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class SshdConfig(Document):
    """Effective configuration (`sshd -T`) of all SSH servers that run: what asks least of any login. Each method list
    is one way to log in; `ports` are those that they listen on. Subject: host.

    `source_limited`: nobody may come from everywhere, by the lists of users that are allowed and denied and, of a
    server that is linked with libwrap, by `hosts.allow` and `hosts.deny`; absent where these do not tell.
    `match_blocks` are the blocks of their files that hold for some logins only, each kind of which is asked about with
    `sshd -T -C`; what one may change for others is unread. `match_all_blocks` hold for everybody.
    """

    authentication_methods: Told[tuple[Text, ...]] = None
    password_authentication: bool
    keyboard_interactive: bool
    public_key: bool
    permit_root_login: Told[Text] = None
    allow_users: Told[tuple[Text, ...]] = None
    allow_groups: Told[tuple[Text, ...]] = None
    source_limited: Told[bool] = None
    ports: Told[tuple[Port, ...]] = None
    match_blocks: Told[int] = None
    match_all_blocks: Told[int] = None
    ciphers: Told[tuple[Text, ...]] = None
    macs: Told[tuple[Text, ...]] = None
    kex: Told[tuple[Text, ...]] = None


KIND = Kind(
    name="sshd_config",
    title="SSH server configuration",
    shape=SshdConfig,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        "permit_root_login": "Shows whether root logs in directly, for whoever hardens it; no control rests on it.",
        "allow_users": "The list from which `source_limited` follows, so that it can be checked by hand.",
        "allow_groups": "Shows who may log in, for whoever mends the lists; groups limit no source.",
        "match_blocks": "Says how many blocks make logins differ; what asks least of any is judged.",
        "match_all_blocks": "Says how many blocks hold for everybody and are told with the rest.",
        "ciphers": "Shows ciphers to whoever hardens the server; no control rests on them.",
        "macs": "Shows integrity algorithms to whoever hardens the server; no control rests on them.",
        "kex": "Shows key exchanges to whoever hardens the server; no control rests on them.",
    },
)
