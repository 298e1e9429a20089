"""Which demands a set of dates breaks. Dates may be of some movers only: what is broken then stays broken.

Each breach names its demand as the planner names demands in a contradiction, so that a contradiction can be checked.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from tests.plan.waves.checker.estate import DAY, UNMOVED, Estate

Dates = Mapping[str, datetime.date]
Breach = tuple[str, str]
"""A demand's name, and words for a person."""


def alone(estate: Estate, name: str, date: datetime.date) -> Iterator[Breach]:
    """What one system's night breaks, whatever the others do."""
    yield from _night(estate, name, date)
    yield from _window(estate, name, date)
    yield from _pin(estate, name, date)
    yield from _zone(estate, name, date)
    until = estate.rollback_until(name, date)
    for freeze in estate.run.planning.freezes:
        if freeze.covers == "rollback" and freeze.start <= until and date <= freeze.end:
            yield f"freeze:{freeze.id}", f"{name}: the way back from {date} is open until {until}"
    if not estate.replan and name in estate.adopted and estate.adopted[name].date != date:
        yield f"wave:{estate.adopted[name].id}", f"{name}: adopted for another date than {date}"


def _night(estate: Estate, name: str, date: datetime.date) -> Iterator[Breach]:
    if date not in estate.proposed:
        yield "nights", f"{name}: {date} is no night anybody named"
    for freeze in estate.frozen(date):
        yield f"freeze:{freeze.id}", f"{name}: {date} lies in the freeze"
    if estate.notice_by(date) < estate.as_of and not estate.told(name, date):
        yield "notice", f"{name}: the notice for {date} was due on {estate.notice_by(date)}"


def _window(estate: Estate, name: str, date: datetime.date) -> Iterator[Breach]:
    move = estate.systems[name].move or UNMOVED
    if move.earliest and date < move.earliest:
        yield f"earliest:{name}", f"{date} is before its earliest night"
    if move.latest and date > move.latest:
        yield f"latest:{name}", f"{date} is after its latest night"


def _pin(estate: Estate, name: str, date: datetime.date) -> Iterator[Breach]:
    pin = estate.pins.get(name)
    if pin and pin.on and date != pin.on:
        yield f"pin:{name}", f"not {date}"
    if pin and pin.not_before and date < pin.not_before:
        yield f"pin:{name}:not_before", f"{date} is too early"
    if pin and pin.not_after and date > pin.not_after:
        yield f"pin:{name}:not_after", f"{date} is too late"


def _zone(estate: Estate, name: str, date: datetime.date) -> Iterator[Breach]:
    zone, level = estate.zone(name), estate.systems[name].level
    if zone is None:
        return
    if zone.kind != "ordinary":
        yield f"target:{name}", f"target zone {zone.id} is no ordinary one"
    if level is not None and level not in zone.levels:
        yield f"target:{name}", f"level {level} is not taken by target zone {zone.id}"
    if zone.ready_from and date < zone.ready_from:
        yield f"zone_ready:{zone.id}", f"{name}: the zone is ready from {zone.ready_from}"


def between(estate: Estate, dates: Dates) -> Iterator[Breach]:
    """What people said of two systems and their dates break."""
    for name in sorted(dates):
        move = estate.move(name)
        for other in {*move.together, *move.apart} & dates.keys():
            same, pair = dates[other] == dates[name], ":".join(sorted((name, other)))
            if other in move.together and not same:
                yield f"together:{pair}", "they are to move together"
            if other in move.apart and same:
                yield f"apart:{pair}", "they are to move apart"


def needed(estate: Estate, dates: Dates) -> Iterator[Breach]:
    """Hard links whose source moves before its target, while the target may still go back, or without it."""
    for link in estate.hard:
        if link.source not in dates or link.target in estate.settled or link.target is None:
            continue
        mine = dates[link.source]
        if link.target not in estate.movers:
            yield f"link:{link.id}", f"{link.source} needs {link.target}, which does not move"
        elif link.target in dates:
            first = dates[link.target]
            if first > mine or (first < mine <= estate.rollback_until(link.target, first)):
                yield f"link:{link.id}", f"{link.source} on {mine} needs {link.target} on {first}"


def crowded(estate: Estate, dates: Dates) -> Iterator[Breach]:
    """What all systems of a night break together, and the number of nights."""
    planning = estate.run.planning
    for date, count in Counter(dates.values()).items():
        if planning.systems_per_night is not None and count > planning.systems_per_night:
            yield "systems_per_night", f"{count} systems on {date}"
        levels = [level for name in dates if dates[name] == date and (level := estate.systems[name].level) is not None]
        if levels and max(levels) - min(levels) > planning.mixing.level_spread:
            yield "level_spread", f"levels {min(levels)} to {max(levels)} on {date}"
        for which, most in planning.mixing.most_per_level.items():
            if levels.count(int(which)) > most:
                yield f"per_level:{which}", f"{levels.count(int(which))} systems on {date}"
    most_waves = planning.nights.most_waves if planning.nights else None
    if most_waves is not None and len(set(dates.values())) > most_waves:
        yield "most_waves", f"{len(set(dates.values()))} waves"


def teams(estate: Estate, dates: Dates) -> Iterator[Breach]:
    """Teams with too much in a night, or too many systems in parallel."""
    for team in estate.run.planning.teams:
        theirs = {name: date for name, date in dates.items() if estate.move(name).team == team.id}
        for date, count in Counter(theirs.values()).items():
            if count > team.per_night:
                yield f"team:{team.id}", f"{count} systems on {date}"
        if team.in_parallel is None or not theirs:
            continue
        day, last = min(theirs.values()), max(theirs.values())
        while day <= last:  # the number grows only on a day on which one begins
            busy = sum(date <= day <= estate.parallel_until(name, date) for name, date in theirs.items())
            if busy > team.in_parallel:
                yield f"team_parallel:{team.id}", f"{busy} systems on {day}"
            day += DAY


def target(estate: Estate, dates: Dates) -> Iterator[Breach]:
    """Target zones with too many in a night, or too much in all with what has moved there already."""
    for zone in estate.zones.values():
        here = [name for name in dates if (found := estate.zone(name)) and found.id == zone.id]
        for date, count in Counter(dates[name] for name in here).items():
            if zone.slots_per_night is not None and count > zone.slots_per_night:
                yield f"zone_slots:{zone.id}", f"{count} systems on {date}"
        there = [*here, *(name for name in sorted(estate.settled) if estate.move(name).target == zone.id)]
        if zone.systems is not None and len(there) > zone.systems:
            yield f"zone_systems:{zone.id}", f"{len(there)} systems"
        for amount in ("vcpu", "ram_gb", "storage_gb"):
            most = getattr(zone, amount)
            used = sum(getattr(estate.systems[name].technology, amount, None) or 0 for name in there)
            if most is not None and used > most:
                yield f"zone_{amount}:{zone.id}", f"{used} in all"


def bandwidth(estate: Estate, dates: Dates) -> Iterator[Breach]:
    """Nights before which more would have to be carried than the circuits carry."""
    if estate.gb_per_day is None:
        return
    for night in sorted(set(dates.values())):
        volume = sum(estate.move(name).volume_gb or 0 for name, date in dates.items() if date <= night)
        if volume > estate.carried_by(night):
            yield "bandwidth", f"{volume} GB by {night}, {estate.carried_by(night)} can be carried"


TOGETHER: tuple[Callable[[Estate, Dates], Iterator[Breach]], ...] = (
    between,
    needed,
    crowded,
    teams,
    target,
    bandwidth,
)


def objective(estate: Estate, dates: Dates) -> int:
    """What these dates cost: changed promises, cut links, lateness. It only grows with every further system."""
    changes = sum(estate.adopted[name].date != dates[name] for name in estate.adopted if name in dates)
    nights = [(dates.get(link.source), dates.get(str(link.target)), link.weight) for link in estate.soft]
    cut = sum(weight for one, other, weight in nights if one and other and one != other)
    late = sum((6 - estate.move(name).priority) * estate.nights.index(date) for name, date in dates.items())
    return 1000 * (changes if estate.replan else 0) + 20 * cut + late
