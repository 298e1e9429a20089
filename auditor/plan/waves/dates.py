"""Demands about dates: notice, freezes, pins, windows, adopted waves, and the nights there are."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditor.model.inventory import System, Wave
from auditor.model.planning import Freeze, Pin
from auditor.model.reason import Reason, because
from auditor.plan.run import PlanRun
from auditor.plan.shared.notice import notice_day
from auditor.plan.waves.movers import Sorted
from auditor.plan.waves.solver.problem import Bar, Demand, Mover


@dataclass(frozen=True, slots=True)
class NightGrid:
    """What date demands are laid over. `days` are day ordinals of the nights; those from `real` on are beyond the last
    night there is, and stand for a longer calendar.
    """

    run: PlanRun
    sorted: Sorted
    movers: dict[str, Mover]
    days: tuple[int, ...]
    real: int
    announced: frozenset[str]
    """Adopted waves whose notice was given in time: their systems may keep the night, however near it is."""

    def night(self, date: datetime.date) -> int:
        """The position of a night among the nights; -1 for a date that is none."""
        return self.days.index(date.toordinal()) if date.toordinal() in self.days else -1

    @property
    def everybody(self) -> frozenset[str]:
        """Every mover's id."""
        return frozenset(self.movers)

    def nights(self, barred: Callable[[int], bool]) -> frozenset[int]:
        """The nights whose day ordinal is barred."""
        return frozenset(night for night, day in enumerate(self.days) if barred(day))


Asked = tuple[Demand, Sequence[Bar]]


def date_demands(grid: NightGrid, *, replan: bool) -> Iterator[Asked]:
    """Each demand about dates with the nights it closes."""
    yield _calendar(grid)
    yield _notice(grid)
    for position, freeze in enumerate(grid.run.planning.freezes):
        yield _freeze(grid, position, freeze)
    for position, pin in enumerate(grid.run.planning.pins):
        if pin.system in grid.movers:
            yield from _pin(grid, position, pin)
    for system in grid.run.inventory.systems:
        if system.id in grid.movers:
            yield from _window(grid, system)
    if not replan:
        waves = {wave.id: wave for wave in grid.sorted.adopted.values()}
        yield from (_adopted(grid, waves[name]) for name in sorted(waves))


def first_noticed(run: PlanRun, nights: Sequence[datetime.date]) -> int:
    """Index of the first night that a notice of today still reaches in time; their number when none is."""
    for index, night in enumerate(nights):
        if notice_day(run, night) >= run.result.run.as_of:
            return index
    return len(nights)


def _calendar(grid: NightGrid) -> Asked:
    nights = grid.run.planning.nights
    stands = (
        because("demand_nights", grid.real, nights.start, nights.end)
        if nights
        else because("demand_no_nights", grid.real)
    )
    beyond = frozenset(range(grid.real, len(grid.days)))
    return Demand("nights", stands, "planning/nights"), [Bar("nights", because("why_nights"), grid.everybody, beyond)]


def _notice(grid: NightGrid) -> Asked:
    days, as_of = grid.run.planning.notice_working_days, grid.run.result.run.as_of
    last = datetime.date.max.toordinal()
    dates = [datetime.date.fromordinal(day) for day in grid.days if day <= last]
    soon = frozenset(range(first_noticed(grid.run, dates)))
    demand = Demand("notice", because("demand_notice", days, as_of), "planning/notice_working_days")
    in_time: dict[int, set[str]] = {}
    for name, wave in grid.sorted.adopted.items():
        if wave.id in grid.announced and (night := grid.night(wave.date)) in soon:
            in_time.setdefault(night, set()).add(name)
    why = because("why_notice", days, as_of)
    bars = [Bar("notice", why, grid.everybody, soon - set(in_time))]
    bars += [Bar("notice", why, grid.everybody - names, frozenset({night})) for night, names in sorted(in_time.items())]
    return demand, bars


def _freeze(grid: NightGrid, position: int, freeze: Freeze) -> Asked:
    name, start, end = f"freeze:{freeze.id}", freeze.start.toordinal(), freeze.end.toordinal()
    shown = (freeze.name.vi, freeze.start, freeze.end)
    inside = grid.nights(lambda day: start <= day <= end)
    bars = [Bar(name, because("why_freeze", *shown), grid.everybody, inside)]
    if freeze.covers == "rollback":
        bars += [
            Bar(
                name,
                because("why_rollback_freeze", *shown, days),
                frozenset(mover.id for mover in grid.movers.values() if mover.rollback_days == days),
                grid.nights(lambda day, days=days: day <= end and day + days >= start),  # type: ignore[misc]
            )
            for days in sorted({mover.rollback_days for mover in grid.movers.values()})
        ]
    return Demand(name, because("demand_freeze", *shown), f"planning/freezes/{position}"), bars


def _pin(grid: NightGrid, position: int, pin: Pin) -> Iterator[Asked]:
    place, as_of = f"planning/pins/{position}", grid.run.result.run.as_of
    if pin.on:
        only = pin.on.toordinal()
        code = "demand_pin_past" if pin.on < as_of else "demand_pin_on"
        demand = Demand(f"pin:{pin.system}", because(code, pin.system, pin.on, as_of), f"{place}/on")
        yield demand, [_bar(grid, demand, because("why_pinned", pin.on), pin.system, lambda day: day != only)]
    if pin.not_before:
        yield _from(grid, f"pin:{pin.system}:not_before", pin.system, pin.not_before, f"{place}/not_before")
    if pin.not_after:
        yield _until(grid, f"pin:{pin.system}:not_after", pin.system, pin.not_after, f"{place}/not_after")


def _window(grid: NightGrid, system: System) -> Iterator[Asked]:
    if system.move and system.move.earliest:
        place = f"systems/{system.id}/move/earliest"
        yield _from(grid, f"earliest:{system.id}", system.id, system.move.earliest, place)
    if system.move and system.move.latest:
        place = f"systems/{system.id}/move/latest"
        yield _until(grid, f"latest:{system.id}", system.id, system.move.latest, place)


def _from(grid: NightGrid, name: str, system: str, date: datetime.date, place: str) -> Asked:
    demand = Demand(name, because("demand_not_before", system, date), place)
    limit = date.toordinal()
    return demand, [_bar(grid, demand, because("why_not_before", date), system, lambda day: day < limit)]


def _until(grid: NightGrid, name: str, system: str, date: datetime.date, place: str) -> Asked:
    as_of, limit = grid.run.result.run.as_of, date.toordinal()
    if date < as_of:
        stands = because("demand_not_after_past", system, date, as_of)
    elif grid.real and limit < grid.days[0]:
        stands = because("demand_not_after_first", system, date, datetime.date.fromordinal(grid.days[0]))
    else:
        stands = because("demand_not_after", system, date)
    demand = Demand(name, stands, place)
    return demand, [_bar(grid, demand, because("why_not_after", date), system, lambda day: day > limit)]


def _adopted(grid: NightGrid, wave: Wave) -> Asked:
    held = frozenset(name for name, adopted in grid.sorted.adopted.items() if adopted.id == wave.id)
    only = wave.date.toordinal()
    demand = Demand(f"wave:{wave.id}", because("demand_adopted", wave.id, wave.date), f"waves/{wave.id}/date")
    why = because("why_adopted", wave.id, wave.date)
    return demand, [Bar(demand.id, why, held, grid.nights(lambda day: day != only))]


def _bar(grid: NightGrid, demand: Demand, kind: Reason, system: str, barred: Callable[[int], bool]) -> Bar:
    return Bar(demand.id, kind, frozenset({system}), grid.nights(barred))
