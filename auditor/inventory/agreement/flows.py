"""Flows of the declared matrix that no design would have: each may be true, and is then to be confirmed."""

from collections.abc import Iterator

from auditor.estate.matrix import barred
from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import Flow
from auditor.model.vocab.declared import ZoneKind

_FOREIGN = frozenset({ZoneKind.INTERNET, ZoneKind.WIRELESS, ZoneKind.NATIONAL})
_PEOPLE = frozenset({ZoneKind.INTERNET, ZoneKind.WIRELESS, ZoneKind.INTERNAL})
"""Zones where people sit, or anybody."""

_KEPT = frozenset({ZoneKind.SERVERS, ZoneKind.DATABASE, ZoneKind.MANAGEMENT, ZoneKind.DEVICE_MANAGEMENT})
"""Zones whose machines are reached one by one."""

_SAYS = "Strike the flow, or confirm that it is really so."


def compare_flows(told: Declarations) -> Iterator[Doubt]:
    """Flows that open databases, administration or whole zones, and those that no declaration can permit."""
    for flow in told.estate.inventory.flows:
        zones = told.estate.zones.get(flow.from_zone), told.estate.zones.get(flow.to_zone)
        if not all(zones):
            continue
        if barred(*zones):
            message = "leads over the edge of an independent LAN, or from the dedicated network to the Internet"
            yield Doubt("flows", flow.id, Fault((), message, remedy=_SAYS))
        yield from _databases(told, flow)
        yield from _administration(told, flow)
        yield from _whole_zones(told, flow)


def _kind(told: Declarations, zone: str) -> ZoneKind:
    return told.estate.zones[zone].kind


def _databases(told: Declarations, flow: Flow) -> Iterator[Doubt]:
    ports = [port for port in flow.ports if port in told.rules.database_ports]
    if not ports:
        return
    source = _kind(told, flow.from_zone)
    if source in _FOREIGN:
        message = f"opens a database to a zone of kind {source.value}"
        yield Doubt("flows", flow.id, Fault(("ports",), message, ", ".join(ports), _SAYS))
    elif not flow.from_hosts:
        message = "opens a database to a whole zone"
        remedy = "Name the application servers under `from_hosts:`, or confirm that it is really so."
        yield Doubt("flows", flow.id, Fault(("ports",), message, ", ".join(ports), remedy))


def _administration(told: Declarations, flow: Flow) -> Iterator[Doubt]:
    ports = [port for port in flow.ports if port in told.rules.admin_ports]
    source = _kind(told, flow.from_zone)
    if ports and source in _PEOPLE:
        message = f"opens ports of administration to a zone of kind {source.value}"
        yield Doubt("flows", flow.id, Fault(("ports",), message, ", ".join(ports), _SAYS))


def _whole_zones(told: Declarations, flow: Flow) -> Iterator[Doubt]:
    source, target = _kind(told, flow.from_zone), _kind(told, flow.to_zone)
    if not flow.to_hosts and source in _PEOPLE and target in _KEPT:
        message = f"opens a whole zone of kind {target.value} to one of kind {source.value}"
        remedy = "Name the machines under `to_hosts:`, or confirm that it is really so."
        yield Doubt("flows", flow.id, Fault(("to_zone",), message, flow.to_zone, remedy))
