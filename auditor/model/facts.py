"""Facts: what was measured, configured or imported, each with its provenance. Only integers, never secrets or content.

One model per kind of observation gives the shape of `data`; `KINDS` is the registry that collectors, schemas and the
evaluator
share. A kind belongs to exactly one part (system or estate), so that nothing is judged twice.
"""

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from auditor.model.base import Document, Port, Text
from auditor.model.vocab import Basis, Part, State, SubjectKind

FACTS_SCHEMA = "facts/1"


class Cause(Document):
    """Why a measurement ended as it did: a code and its arguments, said in either language by the reports."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    args: tuple[Annotated[str, Field(max_length=300)], ...] = ()


class Ports(Document):
    """Ports seen open, and every port really tried (`swept`), from one vantage. Subject: host."""

    open: tuple[Port, ...] = ()
    swept: tuple[Port, ...] = ()


class Service(Document):
    """What answered on one port, as far as it could be told. `name` is nmap's service name."""

    port: Port
    name: Text = ""
    product: Text = ""
    version: Text = ""
    tls: bool = False


class Services(Document):
    """Services behind open ports. Subject: host."""

    services: tuple[Service, ...] = ()


class Tls(Document):
    """Versions offered among those `tried`, and the leaf certificate. Subject: endpoint."""

    offered: tuple[Text, ...] = ()
    tried: tuple[Text, ...] = ()
    weak_ciphers: tuple[Text, ...] = ()
    chain_valid: bool | None = None
    chain_error: Text = ""
    name_valid: bool | None = None
    name_checked: Text = ""
    not_before_day: int | None = None
    not_after_day: int | None = None
    key_type: Text = ""
    key_bits: int | None = None
    subject: Text = ""
    issuer: Text = ""
    names: tuple[Text, ...] = ()
    self_signed: bool | None = None
    client_certificate_required: bool | None = None


class Ssh(Document):
    """Algorithms a server offers. Subject: endpoint."""

    protocol: Text = ""
    software: Text = ""
    kex: tuple[Text, ...] = ()
    host_keys: tuple[Text, ...] = ()
    ciphers: tuple[Text, ...] = ()
    macs: tuple[Text, ...] = ()


class Http(Document):
    """One plain GET without credentials. `redirect` is the Location as sent, bounded and cleaned. Subject: endpoint."""

    scheme: Literal["http", "https"]
    status: int
    redirect: Text = ""
    redirect_host: Text = ""
    redirect_https: bool = False
    permanent: bool = False
    hsts_seconds: int | None = None
    password_form: bool = False
    submission_form: bool = False
    body_bytes: int = 0
    client_certificate_required: bool = False
    over_ipv6: bool = False


class Ntp(Document):
    """A mode-3 query's answer. `offset_ms` is server minus local clock, `local_ms` the vantage's own known error.
    Subject: host.
    """

    version: int
    stratum: int
    leap: int
    offset_ms: int
    delay_ms: int = 0
    reference: Text = ""


class Dns(Document):
    """Addresses one name resolves to from the vantage. Subject: system."""

    name: Text
    a: tuple[Text, ...] = ()
    aaaa: tuple[Text, ...] = ()
    https_over_ipv6: bool | None = None


class Snmp(Document):
    """Which protocol versions answered a read of sysDescr with a well-known community or without one. Subject: host."""

    answered: tuple[Literal["v1", "v2c", "v3"], ...] = ()
    tried: tuple[Literal["v1", "v2c", "v3"], ...] = ()


class Egress(Document):
    """Outbound attempts from the host itself. `control` says that the probe itself works there. Subject: host."""

    tried: tuple[Text, ...] = ()
    reached: tuple[Text, ...] = ()
    control: bool
    ipv4: bool = True
    ipv6: bool = False


class ReachAnswer(Document):
    """One target that answered across zones. `target` is a host id, or `domain/address`."""

    target: Text
    port: Port


class Reach(Document):
    """What a vantage of one zone could reach in another. `control` says that the probe itself works. Subject: zone
    (the source).
    """

    to_zone: Text
    tried: tuple[ReachAnswer, ...] = ()
    answered: tuple[ReachAnswer, ...] = ()
    control: bool
    ipv4: bool = True
    ipv6: bool = False


class Route(Document):
    """One row of a routing table; `via` is empty for a directly joined prefix."""

    prefix: Text
    via: Text = ""
    device: Text = ""


class Routes(Document):
    """The routing table. Subject: host."""

    routes: tuple[Route, ...] = ()
    default: bool
    proxy: Text = ""


class HostInterface(Document):
    """One interface that is up, with its addresses."""

    name: Text
    addresses: tuple[Text, ...] = ()
    kind: Literal["ethernet", "wireless", "cellular", "tunnel", "loopback", "other"] = "other"


class Interfaces(Document):
    """Interfaces that are up. Subject: host."""

    interfaces: tuple[HostInterface, ...] = ()


class SshdConfig(Document):
    """Effective server configuration (`sshd -T`). Each method list is one way to log in. Subject: host."""

    authentication_methods: tuple[Text, ...] = ()
    password_authentication: bool
    keyboard_interactive: bool
    public_key: bool
    permit_root_login: Text = ""
    allow_users: tuple[Text, ...] = ()
    allow_groups: tuple[Text, ...] = ()
    source_limited: bool
    ciphers: tuple[Text, ...] = ()
    macs: tuple[Text, ...] = ()
    kex: tuple[Text, ...] = ()


class WebServer(Document):
    """One virtual server of a web configuration."""

    listen: tuple[Text, ...] = ()
    names: tuple[Text, ...] = ()
    tls: bool
    protocols: tuple[Text, ...] = ()
    redirects_to_https: bool = False
    hsts_seconds: int | None = None


class WebConfig(Document):
    """Web-server configuration. Subject: host."""

    servers: tuple[WebServer, ...] = ()


class TimeConfig(Document):
    """Time client: its configured servers and what it says of itself. `offset_ms` is the client's own figure. Subject:
    host.
    """

    service: Literal["chrony", "ntpd", "timesyncd", "none"]
    servers: tuple[Text, ...] = ()
    synchronised: bool
    source: Text = ""
    stratum: int | None = None
    leap: int | None = None
    offset_ms: int | None = None


class Logging(Document):
    """How long logs are kept (shortest configured rotation) and where they go. Subject: host."""

    retention_days: int | None = None
    oldest_days: int | None = None
    remote_targets: tuple[Text, ...] = ()


class ForwardRule(Document):
    """One accepting forward rule between zones; empty strings mean any."""

    from_zone: Text = ""
    to_zone: Text = ""
    port: Text = ""


class Firewall(Document):
    """The forwarding policy of the firewall between zones. Subject: zone (traffic leaving it)."""

    forward_policy: Literal["drop", "accept"]
    any_any: bool
    rules: tuple[ForwardRule, ...] = ()


class Exports(Document):
    """State of a data set as its own system exports it. Days are proleptic ordinals. Subject: data_set."""

    rows: int | None = None
    last_success_day: int | None = None
    last_success_age_seconds: int | None = None
    max_updated_day: int | None = None
    max_updated_age_seconds: int | None = None
    errors: int = 0


class DataManifest(Document):
    """What one side of a move counted of a data set: rows, bytes and the SHA-256 of its agreed dump. Subject: data_set.

    `complete` says that the whole data set was counted; of a copy under way the side counts what has arrived.
    """

    side: Literal["old", "new"]
    rows: Annotated[int, Field(ge=0)] | None = None
    bytes: Annotated[int, Field(ge=0)] | None = None
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    complete: bool


class Kind(Document):
    """One kind of observation: the shape of its data, whom it is about, and which document carries it."""

    name: str
    model: type[Document]
    subject: SubjectKind
    part: Part


_S, _E = Part.SYSTEM, Part.ESTATE

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="ports", model=Ports, subject=SubjectKind.HOST, part=_S),
        Kind(name="services", model=Services, subject=SubjectKind.HOST, part=_S),
        Kind(name="tls", model=Tls, subject=SubjectKind.ENDPOINT, part=_S),
        Kind(name="ssh", model=Ssh, subject=SubjectKind.ENDPOINT, part=_S),
        Kind(name="http", model=Http, subject=SubjectKind.ENDPOINT, part=_S),
        Kind(name="ntp", model=Ntp, subject=SubjectKind.HOST, part=_S),
        Kind(name="dns", model=Dns, subject=SubjectKind.SYSTEM, part=_S),
        Kind(name="snmp", model=Snmp, subject=SubjectKind.HOST, part=_S),
        Kind(name="egress", model=Egress, subject=SubjectKind.HOST, part=_S),
        Kind(name="routes", model=Routes, subject=SubjectKind.HOST, part=_S),
        Kind(name="interfaces", model=Interfaces, subject=SubjectKind.HOST, part=_S),
        Kind(name="sshd_config", model=SshdConfig, subject=SubjectKind.HOST, part=_S),
        Kind(name="web_config", model=WebConfig, subject=SubjectKind.HOST, part=_S),
        Kind(name="time_config", model=TimeConfig, subject=SubjectKind.HOST, part=_S),
        Kind(name="logging", model=Logging, subject=SubjectKind.HOST, part=_S),
        Kind(name="reach", model=Reach, subject=SubjectKind.ZONE, part=_E),
        Kind(name="firewall", model=Firewall, subject=SubjectKind.ZONE, part=_E),
        Kind(name="exports", model=Exports, subject=SubjectKind.DATA_SET, part=_E),
        Kind(name="data_manifest", model=DataManifest, subject=SubjectKind.DATA_SET, part=_E),
    )
}


class Observation(Document):
    """One fact. `vantage` names the host it was made from and `zone` that host's zone; configuration is read from the
    host itself.

    `data` is None exactly when nothing was learnt, and then `cause` says why.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/@-]{1,200}$")]
    kind: str
    subject: Annotated[str, Field(max_length=200)]
    vantage: Annotated[str, Field(max_length=80)]
    zone: Annotated[str, Field(max_length=80)]
    state: State
    basis: Basis
    observed_at: datetime.datetime
    tool: Annotated[str, Field(max_length=120)] = ""
    cause: Cause | None = None
    data: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _shape(self) -> "Observation":
        kind = KINDS.get(self.kind)
        if kind is None:
            raise ValueError(f"unknown kind of observation {self.kind!r}; known: {', '.join(sorted(KINDS))}")
        if self.observed_at.tzinfo is None:
            raise ValueError("observed_at must carry a time zone (UTC)")
        if self.state is State.OK and self.data is None:
            raise ValueError("an observation with state ok needs data")
        if self.data is None and self.cause is None:
            raise ValueError("an observation without data needs a cause")
        if self.data is not None:
            kind.model.model_validate(self.data)
        return self

    def typed(self) -> Document | None:
        """The data as its kind's model, or None when nothing was learnt."""
        return None if self.data is None else KINDS[self.kind].model.model_validate(self.data)


class SystemFacts(Document):
    """All observations about one system's hosts, endpoints and names. `undeclared-<domain>` holds
    what nobody declared.
    """

    facts_schema: Literal["facts/1"] = Field(default="facts/1", alias="schema")
    system: Annotated[str, Field(max_length=100)]
    label: Text = "none"
    observations: tuple[Observation, ...] = ()


class EstateFacts(Document):
    """All observations about zones and data sets."""

    facts_schema: Literal["facts/1"] = Field(default="facts/1", alias="schema")
    observations: tuple[Observation, ...] = ()


class PartDigest(Document):
    """One file of the folder and the SHA-256 of its bytes."""

    path: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class VantageRecord(Document):
    """A place measurements were made from."""

    id: Text
    zone: Text
    kind: Literal["local", "netns", "ssh", "bundle"]


class Manifest(Document):
    """Cover sheet of a collection: who, when, from where, with what, under which permission, every part's digest."""

    facts_schema: Literal["facts/1"] = Field(default="facts/1", alias="schema")
    id: Text
    started_at: datetime.datetime
    finished_at: datetime.datetime | None = None
    complete: bool
    operator: Text = ""
    tool_version: Text = ""
    tools: dict[str, str] = {}
    vantages: tuple[VantageRecord, ...] = ()
    scope_digest: Text = ""
    inventory_digest: Text = ""
    parts: tuple[PartDigest, ...] = ()
