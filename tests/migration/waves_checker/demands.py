"""Which demands a set of dates breaks. Dates may be of some movers only: what is broken then stays broken."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from tests.migration.waves_checker.estate import DAY, UNMOVED, Estate

Dates = Mapping[str, datetime.date]


def alone(estate: Estate, name: str, date: datetime.date) -> Iterator[str]:
    """What one system's night breaks, whatever the others do."""
    yield from _night(estate, name, date)
    yield from _window(estate, name, date)
    yield from _zone(estate, name, date)
    until = estate.rollback_until(name, date)
    for freeze in estate.source.planning.freezes:
        if freeze.covers == "rollback" and freeze.start <= until and date <= freeze.end:
            yield f"{name}: the way back from {date} is open until {until}, in freeze {freeze.id}"
    if not estate.replan and name in estate.adopted and estate.adopted[name] != date:
        yield f"{name}: adopted for {estate.adopted[name]}, not {date}"


def _night(estate: Estate, name: str, date: datetime.date) -> Iterator[str]:
    if date not in estate.proposed:
        yield f"{name}: {date} is no night anybody named"
    for freeze in estate.frozen(date):
        yield f"{name}: {date} lies in freeze {freeze.id}"
    if estate.notice_by(date) < estate.as_of:
        yield f"{name}: the notice for {date} was due on {estate.notice_by(date)}"


def _window(estate: Estate, name: str, date: datetime.date) -> Iterator[str]:
    move, pin = estate.systems[name].move or UNMOVED, estate.pins.get(name)
    if move.earliest and date < move.earliest:
        yield f"{name}: {date} is before its earliest night"
    if move.latest and date > move.latest:
        yield f"{name}: {date} is after its latest night"
    if pin and pin.on and date != pin.on:
        yield f"{name}: pinned to {pin.on}, not {date}"
    if pin and pin.not_before and date < pin.not_before:
        yield f"{name}: pinned not before {pin.not_before}"
    if pin and pin.not_after and date > pin.not_after:
        yield f"{name}: pinned not after {pin.not_after}"


def _zone(estate: Estate, name: str, date: datetime.date) -> Iterator[str]:
    zone, level = estate.zone(name), estate.systems[name].level
    if zone is None:
        return
    if zone.kind != "ordinary":
        yield f"{name}: target zone {zone.id} is no ordinary one"
    if level is not None and level not in zone.levels:
        yield f"{name}: level {level} is not taken by target zone {zone.id}"
    if zone.ready_from and date < zone.ready_from:
        yield f"{name}: target zone {zone.id} is ready from {zone.ready_from}"


def between(estate: Estate, dates: Dates) -> Iterator[str]:
    """What people said of two systems and their dates break."""
    for name in sorted(dates):
        move = estate.move(name)
        for other in {*move.together, *move.apart} & dates.keys():
            same = dates[other] == dates[name]
            if other in move.together and not same:
                yield f"{name} and {other} are to move together"
            if other in move.apart and same:
                yield f"{name} and {other} are to move apart"


def needed(estate: Estate, dates: Dates) -> Iterator[str]:
    """Hard links whose source moves before its target, while the target may still go back, or without it."""
    for link in estate.hard:
        if link.source not in dates or link.target in estate.settled or link.target is None:
            continue
        mine = dates[link.source]
        if link.target not in estate.movers:
            yield f"{link.source} needs {link.target}, which does not move, by {link.id}"
        elif link.target in dates:
            first = dates[link.target]
            if first > mine or (first < mine <= estate.rollback_until(link.target, first)):
                yield f"{link.source} on {mine} needs {link.target} on {first} by {link.id}"


def crowded(estate: Estate, dates: Dates) -> Iterator[str]:
    """What many systems break together: counts of nights, teams, levels, zones."""
    planning = estate.source.planning
    for date, count in Counter(dates.values()).items():
        if planning.systems_per_night is not None and count > planning.systems_per_night:
            yield f"{count} systems on {date}"
        levels = [level for name in dates if dates[name] == date and (level := estate.systems[name].level) is not None]
        if levels and max(levels) - min(levels) > planning.mixing.level_spread:
            yield f"levels {min(levels)} to {max(levels)} on {date}"
        for which, most in planning.mixing.most_per_level.items():
            if levels.count(int(which)) > most:
                yield f"{levels.count(int(which))} systems of level {which} on {date}"
    if (
        planning.nights
        and planning.nights.most_waves is not None
        and len(set(dates.values())) > planning.nights.most_waves
    ):
        yield f"{len(set(dates.values()))} waves"


def teams(estate: Estate, dates: Dates) -> Iterator[str]:
    """Teams with too much in a night, or too many systems in parallel."""
    for team in estate.source.planning.teams:
        theirs = {name: date for name, date in dates.items() if estate.move(name).team == team.id}
        for date, count in Counter(theirs.values()).items():
            if count > team.per_night:
                yield f"team {team.id} has {count} systems on {date}"
        if team.in_parallel is None or not theirs:
            continue
        day, last = min(theirs.values()), max(theirs.values())
        while day <= last:  # the number only grows on a day on which one begins
            busy = sum(date <= day <= estate.parallel_until(name, date) for name, date in theirs.items())
            if busy > team.in_parallel:
                yield f"team {team.id} has {busy} systems in parallel on {day}"
            day += DAY


def target(estate: Estate, dates: Dates) -> Iterator[str]:
    """Target zones with too many in a night or too much in all."""
    for zone in estate.zones.values():
        here = [name for name in dates if (found := estate.zone(name)) and found.id == zone.id]
        for date, count in Counter(dates[name] for name in here).items():
            if zone.slots_per_night is not None and count > zone.slots_per_night:
                yield f"target zone {zone.id} takes {count} systems on {date}"
        there = [*here, *(name for name in sorted(estate.settled) if estate.move(name).target == zone.id)]
        if zone.systems is not None and here and len(there) > zone.systems:
            yield f"target zone {zone.id} holds {len(there)} systems"
        for amount in ("vcpu", "ram_gb", "storage_gb"):
            most = getattr(zone, amount)
            used = sum(getattr(estate.systems[name].technology, amount, None) or 0 for name in there)
            if most is not None and here and used > most:
                yield f"target zone {zone.id} holds {used} of {amount}"


def bandwidth(estate: Estate, dates: Dates) -> Iterator[str]:
    """Nights before which more would have to be carried than the circuits carry."""
    if estate.gb_per_day is None:
        return
    for night in sorted(set(dates.values())):
        volume = sum(estate.move(name).volume_gb or 0 for name, date in dates.items() if date <= night)
        if volume > estate.carried_by(night):
            yield f"{volume} GB by {night}, {estate.carried_by(night)} can be carried"


TOGETHER: tuple[Callable[[Estate, Dates], Iterator[str]], ...] = (between, needed, crowded, teams, target, bandwidth)


def objective(estate: Estate, dates: Dates) -> int:
    """What these dates cost: changed promises, cut links, lateness. It only grows with every further system."""
    changes = sum(estate.adopted[name] != dates[name] for name in estate.adopted if name in dates)
    nights = [(dates.get(link.source), dates.get(str(link.target)), link.weight) for link in estate.soft]
    cut = sum(weight for one, other, weight in nights if one and other and one != other)
    late = sum((6 - estate.move(name).priority) * estate.nights.index(date) for name, date in dates.items())
    return 1000 * (changes if estate.replan else 0) + 20 * cut + late
