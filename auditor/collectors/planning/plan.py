"""From inventory, scope and settings to work orders: every probe that may be sent, and why every other may not."""

import datetime
import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from auditor.collectors import registry
from auditor.collectors.job import HostJob, Job, Rates
from auditor.collectors.looks import ESTATE, Look, looks
from auditor.collectors.outcome import Outcome, Place, failed
from auditor.collectors.planning.addresses import PlanningEstate
from auditor.collectors.planning.assignments import Assignments
from auditor.collectors.planning.hosts import host_orders
from auditor.collectors.planning.zones import (
    clockless,
    control_order,
    discovery_orders,
    egress_orders,
    name_orders,
    reach_orders,
    target_of,
    time_orders,
)
from auditor.collectors.scope import Door, declared_ports
from auditor.errors import NotFoundError
from auditor.model.base import VIETNAM, digest
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.scope import Scope
from auditor.model.settings import ExchangeLogFiles, Settings, Vantage
from auditor.model.vocab.measurements import State
from auditor.model.vocab.secrecy import Label

_ON_THIS_COMPUTER = frozenset({"local", "netns"})
"""Kinds of vantages whose agents are started by this computer on itself."""

_MOST_KEEPERS = 3


@dataclass(frozen=True, slots=True)
class Order:
    """One vantage and its work order."""

    vantage: Vantage
    job: Job


@dataclass(frozen=True, slots=True)
class Refused:
    """An observation that stands for a probe that will not be sent, and the document it joins."""

    document: str
    observation: Observation


@dataclass(frozen=True, slots=True)
class LoggedLink:
    """A link as logs of calls may speak of it: the zone it leaves from, and by which names. `expected`: a log is to
    speak of it, since it is mandatory, has a cycle or names under which logs know it.
    """

    zone: str
    names: tuple[str, ...] = ()
    expected: bool = False


def _nothing(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class CollectionPlan:
    """Everything one collection will do.

    `labels` are the secrecy grades of the systems, which their facts carry; `label` is the gravest that a collection of
    the labelled world may name, and `hides` says which texts may not be repeated. `scanned_from` are vantages of scans
    that were made already; `partial` says that one of those is not whole.
    """

    id: str
    made_at: datetime.datetime
    orders: tuple[Order, ...]
    refused: tuple[Refused, ...]
    inventory_digest: str
    scope_digest: str
    labels: Mapping[str, str]
    trust_anchors: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    zones_of_data_sets: Mapping[str, str] = field(default_factory=dict)
    exchange_logs: tuple[ExchangeLogFiles, ...] = ()
    logged_links: Mapping[str, LoggedLink] = field(default_factory=dict)
    label: Label = Label.NONE
    hides: Callable[[str], bool] = _nothing
    scanned_from: tuple[Vantage, ...] = ()
    partial: bool = False
    keepers: tuple[Order, ...] = ()

    def looks(self) -> list[Look]:
        """Every look that will be tried, in order of vantages."""
        return [look for order in self.orders for unit in looks(order.job).values() for look in unit]

    def probes(self) -> int:
        """How many address and port pairs will be tried at most; applications ask some of them again."""
        return sum(max(1, len(look.targets)) * max(1, len(look.ports)) for look in self.looks())

    def seconds(self) -> int:
        """A cautious guess at the time the slowest vantage takes: packets at the permitted rate and a second a look."""
        return max((_seconds(order.job) for order in self.orders), default=0)


def plan(
    inventory: Inventory,
    scope: Scope,
    settings: Settings,
    now: datetime.datetime,
    vantages: Iterable[str] | None = None,
) -> CollectionPlan:
    """Plans a collection from the named vantages, or from all. Sends nothing.

    Raises NotFoundError for a vantage that the settings do not name or that stands in a zone nobody declared.
    """
    estate, door = PlanningEstate(inventory), Door(scope, declared_ports(inventory))
    posts = Assignments(estate, settings.vantages, _chosen(settings, estate, vantages))
    inventory_digest, scope_digest = digest(inventory), digest(scope)
    stamp = now.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    base = Base(f"{stamp}-{digest([inventory_digest, scope_digest, stamp])[:8]}", estate, door, posts, scope, now)
    planned = [_order(base, vantage) for vantage in posts.chosen]
    return CollectionPlan(
        id=base.collection,
        made_at=now,
        orders=tuple(order for order, _ in planned),
        refused=tuple(item for _, refused in planned for item in refused),
        inventory_digest=inventory_digest,
        scope_digest=scope_digest,
        labels={system.id: system.label.value for system in inventory.systems},
        trust_anchors=settings.trust_anchors,
        imports=settings.imports,
        zones_of_data_sets=_zones_of_data_sets(estate),
        exchange_logs=settings.exchange_logs,
        logged_links=_logged_links(estate) if settings.exchange_logs else {},
        keepers=_keepers(base, [order for order, _ in planned]),
    )


@dataclass(frozen=True, slots=True)
class Base:
    """What planning for every vantage shares."""

    collection: str
    estate: PlanningEstate
    door: Door
    posts: Assignments
    scope: Scope
    now: datetime.datetime


def _chosen(settings: Settings, estate: PlanningEstate, names: Iterable[str] | None) -> tuple[Vantage, ...]:
    known = {vantage.id: vantage for vantage in settings.vantages}
    wanted = list(known) if names is None else list(dict.fromkeys(names))
    by_zone = {name: [v.id for v in settings.vantages if v.zone == name] for name in wanted if name not in known}
    expanded = [i for name in wanted for i in ([name] if name in known else by_zone[name])]
    missing = [name for name in wanted if name not in known and not by_zone[name]]
    if missing:
        raise NotFoundError(
            f"no vantage or zone of that name: {', '.join(missing)}",
            remedy=f"Vantages of auditor.yaml: {', '.join(sorted(known)) or 'none; add some under vantages:'}.",
        )
    for name in expanded:
        if known[name].zone not in estate.zones:
            raise NotFoundError(
                f"vantage {name} stands in zone {known[name].zone}, which the inventory does not declare",
                remedy="Correct `zone:` of the vantage in auditor.yaml.",
            )
    return tuple(known[name] for name in dict.fromkeys(expanded))


def _order(base: Base, vantage: Vantage) -> tuple[Order, list[Refused]]:
    estate = base.estate
    standing = estate.hosts.get(vantage.host or "")
    resolver = target_of(estate, f"[{vantage.resolver}]:53", estate.domain_of(vantage.zone))
    job = Job(
        collection=base.collection,
        vantage_id=vantage.id,
        vantage=standing.id if standing else vantage.id,
        zone=vantage.zone,
        domain=estate.domain_of(vantage.zone),
        stands_on=standing.id if standing else None,
        stands_on_system=standing.system if standing else "",
        scope=base.scope,
        declared_ports={owner: tuple(sorted(ports)) for owner, ports in declared_ports(estate.inventory).items()},
        rates=_rates(base.scope, base.now, len(base.posts.chosen)),
        resolver=vantage.resolver,
        resolver_domain=resolver.domain if resolver else "",
        control=control_order(estate, base.door, vantage, base.now),
    )
    refused: list[Refused] = []
    hosts = host_orders(estate, base.door, base.posts, vantage, base.now)
    for order in hosts:
        refused += _refusals(job, order.wanted, order.allowed, order.refusal)
    refused += _egress_of_nobody(base, job)
    reach = reach_orders(estate, base.door, vantage, base.now)
    names = name_orders(estate, base.door, base.posts, vantage, base.now)
    egress = egress_orders(estate, base.door, vantage, base.now)
    allowed = tuple(order.allowed for order in hosts if order.allowed is not None)
    whole = job.model_copy(
        update={
            "hosts": allowed,
            "time_servers": time_orders(estate, base.door, vantage, base.now) if _compares(allowed) else (),
            "reach": reach.allowed,
            "egress": egress.allowed,
            "names": names.allowed,
            "discovery": discovery_orders(estate, base.door, vantage, base.now),
        }
    )
    wished = job.model_copy(update={"reach": reach.wanted, "egress": egress.wanted, "names": names.wanted})
    refused += _differences(wished, whole, {**reach.refusals, **names.refusals, **egress.refusals})
    return Order(vantage, whole), refused


def _keepers(base: Base, orders: Iterable[Order]) -> tuple[Order, ...]:
    """Vantages on this computer that may ask time servers, one a zone, those first that stand beside most and then
    those that may ask most; no more than a few. Needed where a machine's time is read and no time server can be asked
    from there, or where one may be read so by a collection of its own.
    """
    known = list(orders)
    alone = any(_compares(order.job.hosts) and not order.job.time_servers for order in known)
    if not alone and not clockless(base.estate):
        return ()
    able: dict[str, Order] = {}
    for order in known:
        servers = time_orders(base.estate, base.door, order.vantage, base.now)
        if servers and order.vantage.kind in _ON_THIS_COMPUTER:
            job = _without_work(order.job).model_copy(update={"time_servers": servers, "holds_clock": True})
            able.setdefault(order.vantage.zone, Order(order.vantage, job))
    return tuple(sorted(able.values(), key=lambda order: _nearness(base.estate, order))[:_MOST_KEEPERS])


def _nearness(estate: PlanningEstate, order: Order) -> tuple[int, int]:
    places = [estate.zone_holding(ipaddress.ip_address(one.address), one.domain) for one in order.job.time_servers]
    return -places.count(order.vantage.zone), -len(places)


def _without_work(job: Job) -> Job:
    nothing = {"hosts": (), "reach": (), "egress": (), "names": (), "discovery": ()}
    return job.model_copy(update=nothing | {"control": None, "resolver": "", "resolver_domain": ""})


def _compares(hosts: Iterable[HostJob]) -> bool:
    """Whether a vantage is told any machine's time, which it holds against a time server."""
    read = (host.configuration for host in hosts if host.configuration is not None)
    return any(registry.compared(kind) for order in read for kind in order.kinds)


def _egress_of_nobody(base: Base, job: Job) -> list[Refused]:
    """Labelled hosts on which no vantage stands: whether they reach the Internet can only be seen from themselves."""
    outcome = failed(State.NOT_TRIED, "no_vantage_on_host")
    place = Place(job.vantage, job.zone)
    vantage = next(item for item in base.posts.chosen if item.id == job.vantage_id)
    return [
        Refused(host.system, Look(host.system, "egress", host.id, place).observed(outcome))
        for host in base.estate.inventory.hosts
        if base.estate.cover.covers("hosts", host.id)
        and base.posts.standing_on(host) is None
        and base.posts.speaks_for(vantage, host)
    ]


def _refusals(job: Job, wanted: HostJob, allowed: HostJob | None, refusal: Mapping[str, Outcome]) -> list[Refused]:
    """Looks at a host that are wanted but not allowed. `refusal` gives the reason by kind, or under `*`."""
    kept = {(look.kind, look.subject) for look in _of(job, allowed)}
    return [
        Refused(look.document, look.observed(refusal.get(look.subject) or refusal.get(look.kind) or refusal["*"]))
        for look in _of(job, wanted)
        if (look.kind, look.subject) not in kept
    ]


def _of(job: Job, host: HostJob | None) -> tuple[Look, ...]:
    return () if host is None else looks(job.model_copy(update={"hosts": (host,)}))[f"host/{host.subject}"]


def _differences(wanted: Job, allowed: Job, reasons: Mapping[str, Outcome]) -> list[Refused]:
    kept = looks(allowed)
    default = failed(State.NOT_TRIED, "nothing_to_try")
    return [
        Refused(look.document, look.observed(reasons.get(unit, default)))
        for unit, promised in looks(wanted).items()
        if unit not in kept
        for look in promised
    ]


def _rates(scope: Scope, now: datetime.datetime, vantages: int) -> Rates:
    """The slowest of the permissions in force, since one scan serves several owners; of it each vantage has its part,
    since all of them measure at the same time and may meet at one target.
    """
    today = now.astimezone(VIETNAM).date()
    rates = [paper.rate for paper in scope.authorisations if paper.valid_from <= today <= paper.valid_until]
    if not rates:
        return Rates()
    return Rates(
        packets_per_second=min(rate.packets_per_second for rate in rates) / vantages,
        parallel_hosts=min(rate.parallel_hosts for rate in rates),
    )


def _seconds(job: Job) -> int:
    promised = [look for unit in looks(job).values() for look in unit]
    packets = sum(max(1, len(look.targets)) * max(1, len(look.ports)) * 3 for look in promised)
    return int(packets / job.rates.packets_per_second) + len(promised) // job.rates.parallel_hosts + 5


def _zones_of_data_sets(estate: PlanningEstate) -> dict[str, str]:
    """A data set's zone is that of its system's first host; empty when it has none."""
    first = _first_zones(estate)
    return {data_set.id: first.get(data_set.system, "") for data_set in estate.inventory.data_sets}


def _logged_links(estate: PlanningEstate) -> dict[str, LoggedLink]:
    """A link's zone is that of the first host of the system it leaves from."""
    first = _first_zones(estate)
    return {
        link.id: LoggedLink(
            first.get(link.source, ""),
            link.logged_as,
            expected=link.mandatory or link.cycle_minutes is not None or bool(link.logged_as),
        )
        for link in estate.inventory.links
    }


def _first_zones(estate: PlanningEstate) -> dict[str, str]:
    first: dict[str, str] = {}
    for host in estate.inventory.hosts:
        first.setdefault(host.system, estate.zone_of(host))
    return first


__all__ = ["ESTATE", "CollectionPlan", "Order", "Refused", "plan"]
