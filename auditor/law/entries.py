"""What counts for one law entry: when it is in force, which transitions soften it, and what of it nobody has read."""

import datetime
from collections.abc import Mapping

from auditor.errors import PolicyError
from auditor.model.law import UNREAD, ByRules, Instrument, LawEntry, TransitionOf, TransitionRule

FOREVER = datetime.date.max.toordinal()


def in_force(entry: LawEntry, instrument: Instrument) -> tuple[int, int]:
    """First day ordinal of force and the first day no longer; the clause's own dates narrow its instrument's."""
    start = max(instrument.effective_from, entry.from_ or instrument.effective_from).toordinal()
    ends = [date.toordinal() for date in (instrument.effective_to, entry.to) if date]
    return start, min(ends, default=FOREVER)


def instruments_named(entry: LawEntry) -> tuple[str, ...]:
    """Ids of every instrument that an entry names: its own, those its claims stand in, and those that say otherwise."""
    claims = (entry.addressee, entry.condition, entry.transition)
    where = [getattr(claim, "instrument", None) for claim in claims] + [one.instrument for one in entry.against]
    earlier = [entry.continues.instrument] if entry.continues else []
    return tuple(dict.fromkeys([entry.instrument, *(name for name in where if name), *earlier]))


def rule(name: str, instruments: Mapping[str, Instrument]) -> TransitionRule:
    """The transition that `instrument/rule` names. Raises PolicyError where there is none."""
    instrument, _, identifier = name.partition("/")
    found = instruments.get(instrument)
    for one in found.transitions if found and isinstance(found.transitions, tuple) else ():
        if isinstance(one, TransitionRule) and one.id == identifier:
            return one
    raise PolicyError(f"no transition is called {name!r}", remedy="Name it as instrument/rule of law/instruments.yaml.")


def rules_of(instrument: Instrument, instruments: Mapping[str, Instrument]) -> tuple[TransitionRule, ...]:
    """The transitions that count for every clause of an instrument; none where they are unread or the text has none."""
    listed = instrument.transitions if isinstance(instrument.transitions, tuple) else ()
    return tuple(rule(one.see, instruments) if isinstance(one, TransitionOf) else one for one in listed)


def transitions(entry: LawEntry, instruments: Mapping[str, Instrument]) -> tuple[TransitionRule, ...]:
    """The transitions that count for a clause."""
    if isinstance(entry.transition, ByRules):
        return tuple(rule(name, instruments) for name in entry.transition.rules)
    return rules_of(instruments[entry.instrument], instruments) if entry.transition == "instrument" else ()


def unread(entry: LawEntry, instruments: Mapping[str, Instrument]) -> tuple[str, ...]:
    """Which of addressee, condition and transition nobody here has read."""
    by_instrument = entry.transition == "instrument" and instruments[entry.instrument].transitions == UNREAD
    claims = {
        "addressee": entry.addressee == UNREAD,
        "condition": entry.condition == UNREAD,
        "transition": entry.transition == UNREAD or by_instrument,
    }
    return tuple(claim for claim, open_ in claims.items() if open_)
