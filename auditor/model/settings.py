"""Settings of an installation, as `auditor.yaml` writes them: vantages, store, schedules, engine."""

import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field

from auditor.model.base import Document, Identifier, Text
from auditor.model.vocab.declared import Channel


class SshAccess(Document):
    """How configuration is read over SSH. Known hosts are enforced; secrets are files, never values."""

    user: Text = "auditor"
    key_file: Text = ""
    known_hosts_file: Text
    port: Annotated[int, Field(ge=1, le=65535)] = 22
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] = 20


class Vantage(Document):
    """A place to measure from. `host` is the inventory host it stands on, when it is one: then its own configuration
    is read there.

    `netns` enters the network namespace `namespace` (a name under /run/netns or `pid:N`); `ssh` runs the agent on
    `address`; `bundle`
    is carried by hand and never reached from here.
    """

    id: Identifier
    zone: Identifier
    kind: Literal["local", "netns", "ssh", "bundle"]
    host: Identifier | None = None
    namespace: Text = ""
    address: Text = ""
    resolver: Text = ""
    ssh: SshAccess | None = None
    agent_command: tuple[Text, ...] = ("auditor-agent",)
    sweep: bool = True
    egress_targets: tuple[Text, ...] = ()
    control_target: Text = ""
    """`address:port` that must answer from here, so that silence elsewhere means something."""


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts of a URL that are this machine itself (RFC 6761, 6.3; RFC 4291, 2.5.3)."""


class ServerAccess(Document):
    """An OPA server of the province: TLS and a bearer token from a file."""

    url: Text
    token_file: Text = ""
    ca_file: Text = ""
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] = 30

    @property
    def elsewhere(self) -> bool:
        """True when what is sent to the server leaves this machine; also where the URL cannot be read."""
        try:
            return urlsplit(self.url).hostname not in LOOPBACK
        except ValueError:
            return True


class Schedule(Document):
    """One scheduled audit. `cron` has five fields in `time_zone`."""

    id: Identifier
    cron: Text
    time_zone: Text = "Asia/Ho_Chi_Minh"
    inventory: Text
    editions: tuple[Text, ...] = ("leader", "technical")
    output: Text = "reports"


class ParameterWaiver(Document):
    """The decision by which a threshold is weaker here for a while: who signed it, under which number, until when."""

    control: Text
    parameter: Text
    number: Annotated[str, Field(min_length=1, max_length=200)]
    issuer: Annotated[str, Field(min_length=1, max_length=200)]
    date: datetime.date
    until: datetime.date

    def holds(self, day: datetime.date) -> bool:
        """Whether the decision has been made by a day and has not run out."""
        return self.date <= day <= self.until


class CallColumn(StrEnum):
    """What a log says of one call."""

    AT = "at"
    ID = "id"
    CONSUMER = "consumer"
    PROVIDER = "provider"
    PURPOSE = "purpose"
    RESULT = "result"
    SERVICE = "service"
    CHANNEL = "channel"


class ExchangeLogFiles(Document):
    """One log of calls that a platform or gateway writes, in all its files (or folders of them).

    `channel` is the channel whose log it is, where no column says so of each call; `times` the zone of times that name
    none; `columns` the log's own headings, by what they say.
    """

    files: Annotated[tuple[Text, ...], Field(min_length=1)]
    channel: Channel | None = None
    times: Literal["vietnam", "utc", ""] = ""
    columns: dict[CallColumn, Annotated[str, Field(min_length=1, max_length=200)]] = {}


class Settings(Document):
    """Everything an installation configures; paths are relative to the file."""

    store: Text = "sqlite:///auditor.sqlite"
    restricted_store: Text = ""
    restricted_facts: Text = ""
    """Folder for facts of the labelled world; empty: `facts` beside a restricted store that is a file."""
    lang: Literal["vi", "en"] = "vi"
    engine: Literal["wasm", "opa"] = "wasm"
    opa: ServerAccess | None = None
    workers: Annotated[int, Field(ge=0, le=256)] = 0
    policies: Text = ""
    """Folder of controls of one's own, compiled, which are judged beside the shipped ones; empty: these alone."""
    vantages: tuple[Vantage, ...] = ()
    trust_anchors: tuple[Text, ...] = ()
    snmp_file: Text = ""
    """File of the SNMP communities and users that the owner enters; what stands in it is never kept."""
    imports: tuple[Text, ...] = ()
    exchange_logs: tuple[ExchangeLogFiles, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    params: dict[str, dict[str, Any]] = {}
    params_reason: Text = ""
    params_waivers: tuple[ParameterWaiver, ...] = ()
