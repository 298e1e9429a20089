"""A control's law entries as policies read them: dates as ordinals, transitions looked up, nothing they do not use."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.law.entries import in_force, transitions, unread
from auditor.model.law import STATE_OWNERS, Addressed, Instrument, LawEntry, Selector
from auditor.model.vocab.controls import Confidence, Force


def entry_data(entry: LawEntry, instruments: Mapping[str, Instrument]) -> dict[str, Any]:
    """One entry of `data.catalogue[...].law`."""
    start, end = in_force(entry, instruments[entry.instrument])
    out: dict[str, Any] = {
        "id": entry.id,
        "duty": entry.is_duty,
        "from_day": start,
        "to_day": end,
        "binding": entry.force is Force.BINDING,
        "sure": entry.confidence in (Confidence.A, Confidence.B),
    }
    return out | dict(_rest(entry, instruments))


def _rest(entry: LawEntry, instruments: Mapping[str, Instrument]) -> Iterator[tuple[str, Any]]:
    """Keys that stand only where they say something, so that a policy asks no question in vain."""
    if chosen := selector_data(entry.applies_to):
        yield "applies_to", chosen
    if entry.per:
        yield "per_system", True
    if isinstance(entry.addressee, Addressed):
        yield from _addressed(entry.addressee)
    if entry.due:
        yield "due_day", entry.due.toordinal()
    if found := transitions(entry, instruments):
        yield "transitions", [{"until_day": one.until.toordinal(), "when": selector_data(one.when)} for one in found]
    if entry.against:
        yield "against", [selector_data(one.when) for one in entry.against]
    if signs := dict(_signs(entry, instruments)):
        yield "unread", signs


def _addressed(addressee: Addressed) -> Iterator[tuple[str, Any]]:
    if addressee.who.elsewhere:
        yield "request_to", addressee.who.value
    if addressee.who.spares:
        yield "spares", sorted(addressee.who.spares)
        yield "encouraged", addressee.others == "encouraged"


def _signs(entry: LawEntry, instruments: Mapping[str, Instrument]) -> Iterator[tuple[str, Any]]:
    """What the inventory would have to show for something unread to be able to soften the duty."""
    open_ = unread(entry, instruments)
    if "addressee" in open_:
        yield "own_owners", sorted({owner.value for owner in entry.applies_to.owners} or STATE_OWNERS)
    if "condition" in open_ and entry.applies_to.levels:
        yield "levels", list(entry.applies_to.levels)
    if "transition" in open_ and entry.continues is None:
        yield "since_day", instruments[entry.instrument].effective_from.toordinal()


def selector_data(selector: Selector) -> dict[str, Any]:
    """The keys of a selector that were given, days as ordinals under `<key>_day`."""
    out: dict[str, Any] = {}
    for key, value in selector.model_dump(mode="python").items():
        if isinstance(value, datetime.date):
            out[f"{key}_day"] = value.toordinal()
        elif value:
            out[key] = [str(one) if isinstance(one, str) else one for one in value]
    return out
