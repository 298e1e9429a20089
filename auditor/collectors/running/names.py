"""Where names lead: an answer at an address that a service's name does not lead to is no answer of that service.

A machine may serve a name at one of its addresses and something else at another. Which, the name service says; where it
speaks of none of the machine's addresses, as behind a translation, every address counts.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping

from auditor.model.facts import Dns, Http, Observation, Tls
from auditor.model.facts.addressed import Addressed, families
from auditor.model.vocab.measurements import State

_LEFT_OUT = "addresses_left_out"
_Sitting = tuple[str, str, str, object]


def where_names_lead(observations: Iterable[Observation]) -> list[Observation]:
    """The observations without those at addresses that are not the name's. What remains no longer counts such addresses
    as left out.
    """
    known = list(observations)
    leads = _leads(known)
    sittings: dict[_Sitting, list[Observation]] = defaultdict(list)
    for item in known:
        if _name(item) in leads:
            sittings[item.kind, item.subject, item.vantage, item.observed_at].append(item)
    changed: dict[str, Observation | None] = {}
    for items in sittings.values():
        changed |= _of_the_name(items, leads[_name(items[0])])
    return [kept for item in known if (kept := changed.get(item.id, item)) is not None]


def _leads(observations: Iterable[Observation]) -> dict[str, frozenset[str]]:
    """Addresses by name, as the newest answer has them."""
    answers = [(item.observed_at, item.data) for item in observations if isinstance(item.data, Dns)]
    newest = {data.name.lower(): (*data.a, *data.aaaa) for _, data in sorted(answers, key=lambda answer: answer[0])}
    return {name: frozenset(map(_canonical, addresses)) for name, addresses in newest.items() if addresses}


def _name(item: Observation) -> str:
    match item.data:
        case Tls(name_checked=names):
            return next(iter(names.lower().split()), "")
        case Http(name_asked=name):
            return (name or "").lower()
    return ""


def _of_the_name(items: list[Observation], leads: frozenset[str]) -> Mapping[str, Observation | None]:
    """None for an answer at an address that is not the name's; nothing where no address is."""
    every = {address for item in items for address in _addresses(item)}
    foreign = every - leads
    if foreign == every:
        return {}
    return {item.id: None if set(_asked(item)) & foreign else _without(item, foreign) for item in items}


def _addresses(item: Observation) -> list[str]:
    data = item.data
    if not isinstance(data, Addressed):
        return []
    lists = (data.addresses_asked, data.addresses_left_out, data.addresses_silent)
    return [address for each in lists for address in each or ()]


def _asked(item: Observation) -> tuple[str, ...]:
    return (item.data.addresses_asked or ()) if isinstance(item.data, Addressed) else ()


def _without(item: Observation, foreign: set[str]) -> Observation:
    if not isinstance(item.data, Addressed) or not set(_addresses(item)) & foreign:
        return item
    left = tuple(address for address in item.data.addresses_left_out or () if address not in foreign)
    silent = tuple(address for address in item.data.addresses_silent or () if address not in foreign) or None
    update = {"addresses_left_out": left, "addresses_silent": silent, "families_asked": families(_asked(item))}
    changes: dict[str, object] = {"data": item.data.model_copy(update=update)}
    if item.state is State.PARTIAL and item.cause is not None and item.cause.code == _LEFT_OUT and not left:
        changes |= {"state": State.OK, "cause": None}
    return item.model_copy(update=changes)


def _canonical(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return address
