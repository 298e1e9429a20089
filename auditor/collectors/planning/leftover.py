"""What one collection plan asks beyond another: the looks into the labelled world that the open world may not make."""

from dataclasses import replace

from auditor.collectors.planning.plan import CollectionPlan, Order, Refused
from auditor.model.vocab.secrecy import Label

_WORK = ("hosts", "reach", "egress", "names", "discovery")
"""Fields of a job that hold pieces of work, each complete in itself."""


def leftover(whole: CollectionPlan, other: CollectionPlan, label: Label) -> CollectionPlan:
    """The whole plan, under its label, without each piece of work that the other plan has from the same vantage, equal
    in every detail.

    A piece that differs is asked whole: a look at a zone with one more target says nothing of the targets apart.
    """
    known = {order.vantage.id: order for order in other.orders}
    orders = (_beyond(order, known.get(order.vantage.id)) for order in whole.orders)
    refused = {_said(item) for item in other.refused}
    return CollectionPlan(
        id=whole.id,
        made_at=whole.made_at,
        orders=tuple(order for order in orders if any(getattr(order.job, key) for key in _WORK)),
        refused=tuple(item for item in whole.refused if _said(item) not in refused),
        inventory_digest=whole.inventory_digest,
        scope_digest=whole.scope_digest,
        labels=whole.labels,
        trust_anchors=whole.trust_anchors,
        imports=whole.imports,
        zones_of_data_sets={
            name: zone for name, zone in whole.zones_of_data_sets.items() if name not in other.zones_of_data_sets
        },
        exchange_logs=whole.exchange_logs,
        logged_links={name: link for name, link in whole.logged_links.items() if name not in other.logged_links},
        label=label,
        keepers=whole.keepers,
    )


def unsearching(whole: CollectionPlan) -> CollectionPlan:
    """The plan without its searches for machines nobody declared."""
    return replace(whole, orders=tuple(_unsearching(order) for order in whole.orders))


def _unsearching(order: Order) -> Order:
    return replace(order, job=order.job.model_copy(update={"discovery": ()}))


def _beyond(order: Order, other: Order | None) -> Order:
    if other is None:
        return order
    left = {
        key: tuple(piece for piece in getattr(order.job, key) if piece not in getattr(other.job, key)) for key in _WORK
    }
    return Order(order.vantage, order.job.model_copy(update=left))


def _said(item: Refused) -> tuple[str, str, str, str]:
    seen = item.observation
    return item.document, seen.kind, seen.subject, seen.vantage
