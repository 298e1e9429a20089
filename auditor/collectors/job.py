"""The work order of one vantage: everything its agent may do, and nothing else. It travels as JSON.

An agent gets only what passed the scope when it was planned, and the scope itself, so that it can ask again.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from auditor.model.base import Document, Identifier, Port, Text, canonical
from auditor.model.facts import KINDS
from auditor.model.inventory import Address, DomainName, Prefix
from auditor.model.scope import Scope
from auditor.model.settings import SshAccess
from auditor.model.snmp_access import SnmpAccess
from auditor.model.vocab.subjects import SubjectKind


def _about_endpoints(kind: str) -> str:
    if kind not in KINDS or KINDS[kind].subject is not SubjectKind.ENDPOINT:
        raise ValueError(f"{kind!r} is no question to a service")
    return kind


Application = Annotated[str, AfterValidator(_about_endpoints)]
"""Kind of a question to a service."""


class EndpointJob(Document):
    """One service address to question. `subject` is the endpoint's id."""

    subject: Text
    port: Port
    names: tuple[DomainName, ...] = ()
    path: Text = "/"
    tls: bool = False
    questions: tuple[Application, ...]
    sought: tuple[Text, ...] = ()
    """Addresses for reports of incidents that its pages are to show."""
    sought_at: Text = ""
    """The page that is said to show them; empty where nobody says."""


class ConfigurationJob(Document):
    """How one host's settings are read: on the machine the agent runs on, or over SSH."""

    way: Literal["local", "ssh"]
    ssh: SshAccess | None = None
    kinds: tuple[Text, ...]
    firewall_zones: tuple[Text, ...] = ()
    zones: dict[str, tuple[Prefix, ...]] = Field(default_factory=dict)
    """Prefixes of each zone, for telling which interface of a gateway leads where."""
    accounts: tuple[Text, ...] = ()
    """Names that any vantage logs in with to read settings."""
    network_only: bool = False
    """The files that the agent sees are not the host's own, or not offered."""


class HostJob(Document):
    """Everything to be asked of one host. `ports` were permitted for all of `addresses` when this was made; `left_out`
    are the host's other addresses, which were not.
    """

    subject: Text
    system: Text
    zone: Text
    domain: Text
    owner: Identifier | None = None
    addresses: tuple[Address, ...] = ()
    left_out: tuple[Address, ...] = ()
    ports: tuple[Port, ...] = ()
    sweep: bool = True
    services: bool = False
    endpoints: tuple[EndpointJob, ...] = ()
    ntp: bool = False
    snmp: bool = False
    configuration: ConfigurationJob | None = None


class Target(Document):
    """One address and the ports to try on it, across zones. `name` is a host id or `domain/address`."""

    name: Text
    owner: Identifier | None = None
    domain: Text
    address: Address
    ports: tuple[Port, ...]


class ReachJob(Document):
    """What to try in one other zone."""

    to_zone: Text
    targets: tuple[Target, ...]
    left_out: tuple[Text, ...] = ()
    """Names of declared targets the scope does not permit."""


class NameJob(Document):
    """One name of one system to resolve."""

    system: Text
    owner: Identifier
    name: DomainName


class DiscoveryJob(Document):
    """A prefix of the vantage's own zone in which to look for machines nobody declared."""

    domain: Text
    prefix: Prefix
    known: tuple[Address, ...] = ()
    """Declared addresses, and those nobody may touch."""


class Rates(Document):
    """Bounds on sending, the smallest over all authorisations in use: of the packets per second that these permit, the
    part of one vantage.
    """

    packets_per_second: float = 200
    parallel_hosts: int = 8

    @property
    def swept_at_once(self) -> int:
        """Hosts of one sweep."""
        return max(1, self.parallel_hosts // 2)

    @property
    def asked_at_once(self) -> int:
        """Hosts that are questioned while others are swept."""
        return max(1, self.parallel_hosts - self.swept_at_once)

    def shared(self) -> "Shares":
        """The rate parted among what sends at the same time, so that all of it together stays below."""
        return Shares(
            sweep=self.packets_per_second / 2,
            identify=self.packets_per_second / 4 / self.asked_at_once,
            questions=self.packets_per_second / 4,
            parallel_hosts=self.parallel_hosts,
        )


class Shares(Document):
    """Packets per second of the sweep, of each scan for versions, and of all single questions."""

    sweep: float
    identify: float
    questions: float
    parallel_hosts: int


class Job(Document):
    """One vantage's work order."""

    job_schema: Literal["job/1"] = Field(default="job/1", alias="schema")
    collection: Text
    vantage_id: Identifier
    vantage: Text
    """What observations call it: the inventory host it stands on, or else its id."""
    zone: Identifier
    domain: Text
    stands_on: Identifier | None = None
    stands_on_system: Text = ""
    scope: Scope
    declared_ports: dict[str, tuple[Port, ...]] = Field(default_factory=dict)
    rates: Rates = Rates()
    trust_anchors: Annotated[str, Field(max_length=4_000_000)] = ""
    entered: SnmpAccess = Field(default=SnmpAccess(), exclude=True, repr=False)
    """SNMP communities and users of the owner. Left out of whatever is written; only `handed_over` has them."""
    resolver: Text = ""
    resolver_domain: Text = ""
    control: Target | None = None
    hosts: tuple[HostJob, ...] = ()
    reach: tuple[ReachJob, ...] = ()
    egress: tuple[Target, ...] = ()
    time_servers: tuple[Target, ...] = ()
    """Declared time servers that the vantage may hold its own clock against, each with its one port."""
    holds_clock: bool = False
    """All that is to be done is to hold the computer's clock against the time servers, once."""
    time_namespace: Annotated[str, Field(max_length=80)] = Field(default="", exclude=True)
    """The time namespace in which an agent on this very computer is started. Left out of whatever is written."""
    names: tuple[NameJob, ...] = ()
    discovery: tuple[DiscoveryJob, ...] = ()
    done: tuple[Text, ...] = ()
    """Units an earlier, interrupted run finished already."""

    def door_ports(self) -> dict[str, frozenset[str]]:
        """Ports of declared endpoints by owner, as the scope's door takes them."""
        return {owner: frozenset(ports) for owner, ports in self.declared_ports.items()}

    def handed_over(self) -> bytes:
        """The order as one line for an agent's standard input, with what may stand in no file."""
        beside = {"entered": self.entered.model_dump(mode="json"), "time_namespace": self.time_namespace}
        whole = self.model_dump(mode="json", by_alias=True) | beside
        return canonical(whole) + b"\n"

    def units(self) -> tuple[str, ...]:
        """Names of the pieces of work whose results are written one by one."""
        parts = [f"host/{host.subject}" for host in self.hosts]
        parts += [f"reach/{reach.to_zone}" for reach in self.reach]
        parts += ["egress"] * bool(self.egress and self.stands_on)
        parts += [f"dns/{name.system}/{name.name}" for name in self.names]
        parts += [f"discovery/{item.prefix}" for item in self.discovery]
        return tuple(parts)
