"""What the province declares: organisations, sites, zones, networks, systems, hosts, links, data sets, papers and
plans.

Fields follow the dossier of NĐ 331/2026 Art. 21-25 and the connection forms of TT 06/2026. Every list is merged from
the YAML
files of one folder; `auditor.inventory` reads and cross-checks them.
"""

import datetime
import ipaddress
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from auditor.model.base import Document, EndpointId, Identifier, Port, Text, holds_ipv6_clothing, in_ipv6_clothing
from auditor.model.details import (
    ITEMS_OF,
    Administrators,
    BackupCopy,
    Budget,
    Cipher,
    CyberForce,
    DataMove,
    Incident,
    IncidentReports,
    Monitoring,
    PaperItems,
    PersonalData,
    Plan,
    Procedure,
    PromisedMeasures,
    Sync,
    SystemMove,
    Technology,
)
from auditor.model.entity import Entity, Name
from auditor.model.programme import ReportedFigure, Task
from auditor.model.vocab.declared import (
    AssetKind,
    Channel,
    EvidenceKind,
    NationalDatabase,
    NetworkKind,
    OrganisationKind,
    SystemKind,
    Trait,
    ZoneKind,
)
from auditor.model.vocab.moves import Decision
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind


def _unscoped(value: str) -> str:
    """An IPv6 scope id may hold any text, even an option of a program."""
    if "%" in value:
        raise ValueError(f"{value!r} carries a scope id after '%'")
    return value


def _address(value: str) -> str:
    """What an address is, not how it is written, decides whether it may stand: another one would hide an IPv4 one."""
    address = ipaddress.ip_address(_unscoped(value))
    if in_ipv6_clothing(address):
        raise ValueError(f"{value!r} is an IPv4 address in IPv6 clothing; write the IPv4 address")
    return str(address)


def _prefix(value: str) -> str:
    prefix = ipaddress.ip_network(_unscoped(value))
    if holds_ipv6_clothing(prefix, whole=True):
        raise ValueError(f"{value!r} holds IPv4 addresses in IPv6 clothing; write the IPv4 prefix")
    return str(prefix)


def _hostname(value: str) -> str:
    return value.lower().rstrip(".")


Address = Annotated[str, AfterValidator(_address)]
"""One IPv4 or IPv6 address in canonical form; never a name, range or option."""

Prefix = Annotated[str, AfterValidator(_prefix)]
"""One IPv4 or IPv6 prefix in canonical form."""

DomainName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?$"), AfterValidator(_hostname)
]
"""A DNS name in lower case without the final dot."""


class Organisation(Entity):
    """A body of Party or State, or a company. `code` is the electronic agency code (QĐ 20/2020/QĐ-TTg Art. 4).

    `responsible` names the person or unit in charge of cyber security (Luật 116/2025 Art. 40(2)(b)), `budget` what a
    year's money for IT is spent on, `cyber_unit` the body that is its unit specialised in cyber security (NĐ 331/2026
    Art. 3(2)), `cyber_force` the people who protect it.
    """

    name: Name
    kind: OrganisationKind
    code: Annotated[str, Field(max_length=64)] | None = None
    parent: Identifier | None = None
    status: Literal["active", "abolished"] = "active"
    responsible: Text = ""
    budget: Budget | None = None
    cyber_unit: Identifier | None = None
    cyber_force: CyberForce | None = None


class Site(Entity):
    """One premises. `without` names kinds of zone that the site declares it does not have at all."""

    name: Name
    kind: Literal["data_centre", "office", "commune_office", "external"] = "office"
    organisation: Identifier
    without: tuple[ZoneKind, ...] = ()


class Zone(Entity):
    """A network zone. Addresses are unique inside one routing `domain`; independent LANs each have their own."""

    name: Name
    kind: ZoneKind
    site: Identifier
    domain: Identifier = "province"
    label: Label = Label.NONE


class Allocation(Document):
    """Addresses of the dedicated network as they were allocated: to whom, and for which of its services.

    Cục Bưu điện Trung ương gives them out (TT 06/2026 Art. 7(3), 7(4)).
    """

    prefix: Prefix
    service: Literal["vpn", "internet"]
    owner: Identifier


class Network(Entity):
    """A subnet of one zone. `gateway` is the host that joins it to the dedicated network (TT 06/2026 Art. 8(1)).

    `service` is what the dedicated network is used for there: its private network, or its access to the Internet
    (TT 06/2026 Art. 6(1)(a), 7(3)). `allocated` are the allocations that its addresses come from.
    """

    zone: Identifier
    prefixes: tuple[Prefix, ...]
    kind: NetworkKind = NetworkKind.LAN
    label: Label = Label.NONE
    gateway: Identifier | None = None
    service: Literal["vpn", "internet"] | None = None
    allocated: tuple[Allocation, ...] = ()


class Flow(Entity):
    """One permission of the declared matrix: from a zone (or hosts of it) to a zone (or hosts of it), on ports."""

    from_zone: Identifier
    to_zone: Identifier
    from_hosts: tuple[Identifier, ...] = ()
    to_hosts: tuple[Identifier, ...] = ()
    ports: tuple[Port, ...]
    reason: Text = ""


class System(Entity):
    """An information system. Role fields are organisation ids; `runs_on` names hosts owned by other systems.

    `part_of` names the system that it is a component of, `parent_portal` the portal that a site is a component of;
    `uses_vneid`: people log in with the national e-identity; `nas_code` is its code in the national register of digital
    architecture; `national_security_list` says whether the list of national-security systems has it; `acting_owner` is
    who does the duties of the owner: the owner itself, or whom it delegated them to (NĐ 331/2026 Art. 4(3)).
    `operators` are all bodies that run it, `operator` among them, which leads where there are several (Art. 5(2)).
    """

    name: Name
    kind: SystemKind
    owner: Identifier
    operator: Identifier | None = None
    data_steward: Identifier | None = None
    monitor: Identifier | None = None
    checker: Identifier | None = None
    compliance_lead: Identifier | None = None
    vendor: Identifier | None = None
    site: Identifier | None = None
    scope: Literal["province", "department", "commune", "party"] = "department"
    layer: Annotated[int, Field(ge=1, le=4)] | None = None
    level: Annotated[int, Field(ge=1, le=5)] | None = None
    levelled_under: Literal["nd85", "nd331"] | None = None
    invested_on: datetime.date | None = None
    built_on: datetime.date | None = None
    accepted_on: datetime.date | None = None
    """The first days of investment, of standing as built, and of acceptance: transitions of law ask for them."""
    plan: Plan | None = None
    label: Label = Label.NONE
    declares_secrets: bool = False
    personal_data: PersonalData = PersonalData()
    domains: tuple[DomainName, ...] = ()
    monitoring: Monitoring | None = None
    secret_protection: Cipher | None = None
    backups: tuple[BackupCopy, ...] = ()
    runs_on: tuple[Identifier, ...] = ()
    technology: Technology | None = None
    key_system: bool = False
    serves_citizens: bool = False
    part_of: Identifier | None = None
    parent_portal: Identifier | None = None
    uses_vneid: bool | None = None
    nas_code: Annotated[str, Field(max_length=64)] | None = None
    national_security_list: Literal["listed", "not_listed"] | None = None
    administrators: Administrators | None = None
    acting_owner: Identifier | None = None
    operators: tuple[Identifier, ...] | None = None
    procedures: tuple[Procedure, ...] = ()
    incident_reports: IncidentReports | None = None
    traits: tuple[Trait, ...] = ()
    decision: Decision | None = None
    decision_reason: Text = ""
    target_zone: Text = ""
    move: SystemMove | None = None


class Interface(Document):
    """One declared address of a host in one network."""

    network: Identifier
    address: Address


class Host(Entity):
    """A machine or device with one owning system. The first interface says its zone."""

    system: Identifier
    name: Text = ""
    interfaces: Annotated[tuple[Interface, ...], Field(min_length=1)]
    roles: tuple[
        Literal[
            "web",
            "app",
            "database",
            "cache",
            "time_server",
            "dns",
            "mail",
            "backup",
            "log_collector",
            "gateway",
            "network_device",
            "secret_docs",
            "workstation",
            "agent_node",
            "secret_copy",
            "tslcd_terminal",
            "waf",
            "other",
        ],
        ...,
    ] = ()
    os: Text = ""
    configuration: Literal["ssh", "local", "none"] = "none"
    instance: Literal["only", "old", "new"] = "only"
    """Beside a move: whether the machine carries what is left behind or what was built at the new place."""


class Endpoint(Entity):
    """A declared service address, as the dossier lists it (NĐ 331/2026 Art. 21-22)."""

    id: EndpointId
    system: Identifier | None = None
    purpose: Literal[
        "web", "api", "admin", "database", "cache", "ssh", "mail", "dns", "ntp", "snmp", "syslog", "file", "other"
    ]
    names: tuple[DomainName, ...] = ()
    path: Annotated[str, Field(pattern=r"^/[A-Za-z0-9._~/?=&%-]{0,200}$")] = "/"
    tls: bool = False


class Link(Entity):
    """One connection between two systems, or from a system to somebody else's (`external`).

    `service_name` is the name by which the source calls the other end. `cycle_minutes` is how often data have to go
    over it, and `cycle_by` the text or agreement that says so; `logged_as` are the names that logs of platforms give
    it, of which one that ends in `*` stands for all that begin so.
    """

    source: Identifier
    target: Identifier | None = None
    external: Text = ""
    organisation: Identifier | None = None
    channel: Channel
    network: Literal["tslcd", "internet", "lan", "party_wan", "independent_lan"]
    protocol: Text = ""
    authentication: Literal["mtls", "token", "password", "none", "unknown"] = "unknown"
    mandatory: bool = False
    hard: bool = False
    label: Label = Label.NONE
    cipher: Cipher | None = None
    exception: Identifier | None = None
    service_name: DomainName | None = None
    cycle_minutes: Annotated[int, Field(gt=0, le=5_270_400)] | None = None
    cycle_by: Annotated[str, Field(max_length=300)] = ""
    logged_as: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = ()
    bridge: Identifier | None = None
    weight: Annotated[int, Field(ge=1, le=100)] = 1
    """How much it costs to have the two ends in different places for a while; for links that are not hard."""


class DataSet(Entity):
    """A set of records. `entity` names the master data item it holds (NĐ 278/2025 Art. 5(2)).

    `national_source` names the national database that holds the master, where the province only reads it;
    `national_database` says which of the databases that a decree puts into the National Data Center its data belong to:
    one of them, another one (`other`), or none. `standardised_on` is the day its standardisation was finished. A secret
    has the decision that lists its matter and the item there (`list_decision`, `list_item`), the day it was classified,
    the day its term ends, and, where that was put off, the day of that decision.
    """

    name: Name
    system: Identifier
    entity: Identifier
    role: Literal["system_of_record", "copy", "cache", "client"] = "system_of_record"
    writable: bool = False
    national_source: Text = ""
    national_database: NationalDatabase | None = None
    shared: bool = False
    update_cycle_days: Annotated[int, Field(gt=0)] | None = None
    sync: Sync | None = None
    appendix_1: bool | None = None
    standardised_on: datetime.date | None = None
    label: Label = Label.NONE
    list_decision: Text = ""
    list_item: Text = ""
    classified_on: datetime.date | None = None
    declassify_on: datetime.date | None = None
    extended_on: datetime.date | None = None
    rows: Annotated[int, Field(ge=0)] | None = None
    bytes: Annotated[int, Field(ge=0)] | None = None
    decision: Decision | None = None
    decision_reason: Text = ""
    move: DataMove | None = None


class Circuit(Entity):
    """A telecommunication channel of a site; `route` names its physical direction (TT 06/2026 Art. 5)."""

    site: Identifier
    medium: Literal["fibre", "copper", "radio", "satellite"]
    route: Identifier
    provider: Identifier | None = None
    network: Literal["tslcd", "internet", "party_wan", "private"] = "tslcd"
    capacity_mbps: Annotated[int, Field(gt=0)] | None = None


class Asset(Entity):
    """A piece of infrastructure: a switch, firewall, storage, UPS or licence. `capacity` and `used` are in `unit`.

    `cost_million_vnd` is what its renewal was estimated at, `redundant_with` the asset that takes over when it fails.
    `mac` or `serial` tell one machine from another, `location` says where on the premises it stands, `purpose` what it
    is for.
    """

    name: Name
    kind: AssetKind
    site: Identifier
    owner: Identifier
    serves: tuple[Identifier, ...] = ()
    host: Identifier | None = None
    model: Text = ""
    mac: Annotated[str, Field(pattern=r"^([0-9a-f]{2}:){5}[0-9a-f]{2}$")] | None = None
    serial: Text = ""
    location: Text = ""
    purpose: Text = ""
    status: Literal["in_use", "spare", "retired"] | None = None
    vendor: Identifier | None = None
    installed: datetime.date | None = None
    support_ends: datetime.date | None = None
    unit: Text = ""
    capacity: Annotated[int, Field(ge=0)] | None = None
    used: Annotated[int, Field(ge=0)] | None = None
    redundant_with: Identifier | None = None
    features: tuple[Text, ...] = ()
    cost_million_vnd: Annotated[int, Field(ge=0)] | None = None


class SubjectRef(Document):
    """Names one thing of one kind."""

    kind: SubjectKind
    id: Text


class EvidenceRecord(Entity):
    """A paper by number and date; never its content.

    `also` are further subjects of the kind of `subject` that the paper is about. `approver` is who approved it, where
    that is somebody else than who issued it. `event_on` is the day of what it announces or tells of: a planned stop,
    the night of a change, the last day of a report's period; `for_year` is the year that a plan is about. `body` is
    whom a decision puts in charge. `items` is what it says, item by item, `incident` the hours of a record of an
    incident, `promises` the measures that the plan in a level dossier promises.
    """

    kind: EvidenceKind
    subject: SubjectRef
    number: Text = ""
    date: datetime.date
    issuer: Text = ""
    until: datetime.date | None = None
    result: Literal["passed", "failed", "none"] = "none"
    also: tuple[Identifier, ...] = ()
    approver: Text = ""
    event_on: datetime.date | None = None
    for_year: Annotated[int, Field(ge=2020, le=2100)] | None = None
    body: Identifier | None = None
    items: PaperItems | None = None
    incident: Incident | None = None
    promises: PromisedMeasures | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        """Ids of everything the paper is about, all of the kind of `subject`."""
        return (self.subject.id, *self.also)

    @model_validator(mode="after")
    def _says_what_its_kind_says(self) -> "EvidenceRecord":
        foreign = set(self.items.entered() if self.items else ()) - ITEMS_OF.get(self.kind, frozenset())
        if foreign:
            raise ValueError(f"a paper of kind {self.kind.value} has no items {', '.join(sorted(foreign))}")
        if self.incident and self.kind is not EvidenceKind.INCIDENT:
            raise ValueError(f"a paper of kind {self.kind.value} has no hours of an incident")
        if self.promises and self.kind is not EvidenceKind.LEVEL_DOSSIER:
            raise ValueError(f"a paper of kind {self.kind.value} promises no measures")
        return self


class Wave(Entity):
    """An adopted set of systems that move together on a date."""

    name: Name
    date: datetime.date
    systems: tuple[Identifier, ...] = ()
    status: Literal["adopted", "done"] = "adopted"


class Inventory(Document):
    """Everything one folder declares."""

    organisations: tuple[Organisation, ...] = ()
    sites: tuple[Site, ...] = ()
    zones: tuple[Zone, ...] = ()
    networks: tuple[Network, ...] = ()
    flows: tuple[Flow, ...] = ()
    systems: tuple[System, ...] = ()
    hosts: tuple[Host, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    links: tuple[Link, ...] = ()
    data_sets: tuple[DataSet, ...] = ()
    circuits: tuple[Circuit, ...] = ()
    assets: tuple[Asset, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    waves: tuple[Wave, ...] = ()
    tasks: tuple[Task, ...] = ()
    reported: tuple[ReportedFigure, ...] = ()
