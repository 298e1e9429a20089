"""What `auditor collect` says about a plan: what would be sent, what will not, and the notice to those who watch."""

import datetime
from collections.abc import Iterator

from auditor.cli.common import wrapped
from auditor.collectors import CollectionPlan, registry
from auditor.collectors.asks import Command
from auditor.collectors.looks import Look, looks
from auditor.collectors.planning.plan import Order
from auditor.model.base import VIETNAM
from auditor.model.facts import Cause
from auditor.text.causes import cause_in_words

_PORTS_SHOWN = 8
_MINUTE = 60
_BY_NMAP = frozenset({"services", "tls"})
_NOT_PACED = (
    "The rate holds for everything but what nmap asks behind open ports: its questions for versions (about five a "
    "second and port at most, for as many ports at once as the rate allows) and its list of TLS ciphers (44 to 140 "
    "connections with one port within a second or two). nmap has no option that would hold these to a number a second."
)


def warnings_of(planned: CollectionPlan) -> Iterator[str]:
    """What a person should know before anything is sent: no vantage, and what will not be tried, for which reason."""
    if not planned.orders:
        yield wrapped("No vantage: auditor.yaml names none, so nothing can be measured. Add one under `vantages:`.")
    for cause, subjects in _refusals(planned).items():
        yield wrapped(f"not tried: {len(subjects)} measurements: {_words(cause)}", "  ")
    yield from _way_on(planned)


def dry_run_text(planned: CollectionPlan) -> str:
    """Every probe by vantage, then what will not be sent by reason, then the sums. No line is cut, long ones go on."""
    lines = [line for order in planned.orders for line in _order_lines(order)]
    lines += _keeper_lines(planned)
    lines += _asks_lines(planned)
    for cause, subjects in _refusals(planned).items():
        lines.append(wrapped(f"NOT SENT: {_words(cause)}", "  "))
        lines.append(wrapped("  " + ", ".join(sorted(set(subjects))), "  "))
    lines += _way_on(planned)
    minutes = max(1, planned.seconds() // _MINUTE)
    prefixes = sum(len(order.job.discovery) for order in planned.orders)
    lines.append(
        wrapped(
            f"{len(planned.looks())} measurements of at most {planned.probes()} addresses and ports, "
            f"{prefixes} prefixes searched, about {minutes} min."
        )
    )
    if {look.kind for look in planned.looks()} & _BY_NMAP:
        lines.append(wrapped(_NOT_PACED))
    return "\n".join([*lines, "Nothing was sent."])


def _order_lines(order: Order) -> Iterator[str]:
    job = order.job
    yield f"FROM {order.vantage.id} (zone {order.vantage.zone})"
    if job.control is not None:
        yield _line("control", "whether the network works from here", (job.control.address,), job.control.ports)
    for server in job.time_servers:
        yield _line("time", "a clock to hold our own against", (server.address,), server.ports)
    for promised in looks(job).values():
        yield from map(_look_line, promised)
    for search in job.discovery:
        yield _line("discovery", "machines nobody declared", (search.prefix,), ())
        if search.known:
            yield wrapped("    without " + " ".join(map(str, search.known)), "    ")


def _keeper_lines(planned: CollectionPlan) -> Iterator[str]:
    for number, keeper in enumerate(planned.keepers):
        when = "IF NONE OF THESE ANSWERS," if number else "BEFORE AND AFTER ALL THAT,"
        yield f"{when} FROM {keeper.vantage.id} (zone {keeper.vantage.zone})"
        for server in keeper.job.time_servers:
            yield _line("time", "a clock to hold this computer's against", (server.address,), server.ports)


def _asks_lines(planned: CollectionPlan) -> Iterator[str]:
    """Everything that reading settings runs or opens on a host, and for which kinds."""
    kinds = {look.kind for look in planned.looks()}
    wanted = {
        ask.id: [k for k in sorted(kinds) for d in registry.of(k) if ask in d.asks] for ask in registry.asks().values()
    }
    if any(wanted.values()):
        yield "READ ON HOSTS (each once a host; nothing else is run or opened there)"
    for ask in registry.asks().values():
        if wanted[ask.id]:
            root = ", needs root" if isinstance(ask, Command) and ask.needs_root else ""
            yield wrapped(f"  {registry.words_of(ask)} ({', '.join(wanted[ask.id])}{root})", "    ")


def _look_line(look: Look) -> str:
    return _line(look.kind, look.subject, look.targets, look.ports)


def _line(kind: str, subject: str, targets: tuple[object, ...], ports: tuple[str, ...]) -> str:
    to = f" → {' '.join(map(str, targets))}" if targets else ""
    numbers = f"{len(ports)} ports" if len(ports) > _PORTS_SHOWN else " ".join(ports)
    return wrapped(f"  {kind:<12} {subject}{to} {numbers}".rstrip(), "    ")


def _refusals(planned: CollectionPlan) -> dict[Cause, list[str]]:
    found: dict[Cause, list[str]] = {}
    for item in planned.refused:
        if item.observation.cause is not None:
            found.setdefault(item.observation.cause, []).append(f"{item.observation.kind} {item.observation.subject}")
    return dict(sorted(found.items(), key=lambda entry: -len(entry[1])))


def _way_on(planned: CollectionPlan) -> Iterator[str]:
    """What to do where nothing at all is permitted."""
    codes = {item.observation.cause.code for item in planned.refused if item.observation.cause is not None}
    if "no_authorisation" in codes and not planned.looks():
        yield wrapped("To measure, enter the owner's written permission in scope.yaml (`authorisations`).")


def _words(cause: Cause) -> str:
    return f"{cause_in_words(cause).en} [{cause.code}]"


def notice_text(planned: CollectionPlan) -> str:
    """The notice to the security operations centre: when, from where, to where, on whose permission."""
    start = planned.made_at.astimezone(VIETNAM)
    end = start + datetime.timedelta(seconds=2 * planned.seconds() + 600)
    papers = {paper.document: paper for order in planned.orders for paper in order.job.scope.authorisations}
    sources = [f"- {order.vantage.id} ({order.vantage.zone})" for order in planned.orders]
    searched = {str(item.prefix) for order in planned.orders for item in order.job.discovery}
    clocks = {server.address for keeper in planned.keepers for server in keeper.job.time_servers}
    targets = sorted({target for look in planned.looks() for target in look.targets} | searched | clocks)
    lines = [
        "THÔNG BÁO RÀ SOÁT, TỰ KIỂM TRA / NOTICE OF SELF-ASSESSMENT SCANNING",
        f"Mã đợt / Collection: {planned.id}",
        f"Thời gian dự kiến / Expected: {start:%d/%m/%Y %H:%M} – {end:%d/%m/%Y %H:%M} (UTC+7)",
        "Căn cứ / Authorisations:",
        *[f"- {paper.document} ({paper.owner}), {paper.allowed_by}" for paper in papers.values()],
        "Máy đo / Sources:",
        *sources,
        f"Địa chỉ được đo / Targets ({len(targets)}):",
        *[f"- {target}" for target in targets],
        f"Số phép thử tối đa / Probes at most: {planned.probes()}",
    ]
    return "\n".join(lines) + "\n"
