"""What the planning file and the inventory demand of waves, worked out with plain loops and no solver.

Written from the words of the rules alone, apart from the planner's model: what both got wrong alike is all that a test
with this reading can miss. Measured progress of data sets is not read here: the estates it judges declare it.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.model.details import SystemMove
from auditor.model.inventory import Link, System, Wave
from auditor.model.planning import Freeze, Pin, TargetZone
from auditor.model.vocab.declared import EvidenceKind
from auditor.model.vocab.moves import Decision, MoveState
from auditor.model.vocab.secrecy import Label
from auditor.plan.run import PlanRun
from auditor.plan.shared.calendar import WorkingDays

Date = datetime.date
DAY = datetime.timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNMOVED = SystemMove()


@dataclass(frozen=True)
class Estate:
    """One source as the rules read it."""

    run: PlanRun
    replan: bool = False

    @cached_property
    def systems(self) -> dict[str, System]:
        """All systems by id."""
        return {system.id: system for system in self.run.inventory.systems}

    @cached_property
    def as_of(self) -> Date:
        """The day of planning."""
        return self.run.result.run.as_of

    def move(self, name: str) -> SystemMove:
        """What is entered about a system's move."""
        return self.systems[name].move or UNMOVED

    @cached_property
    def secret(self) -> frozenset[str]:
        """Systems no ordinary wave may hold: labelled, with secrets, or with labelled data."""
        data = {item.system for item in self.run.inventory.data_sets if item.label is not Label.NONE}
        return frozenset(
            name
            for name, system in self.systems.items()
            if system.label is not Label.NONE or system.declares_secrets or name in data
        )

    @cached_property
    def settled(self) -> frozenset[str]:
        """Systems that have moved already."""
        there = {name for wave in self.run.inventory.waves if wave.status == "done" for name in wave.systems}
        states: dict[str, list[MoveState]] = {}
        for item in self.run.inventory.data_sets:
            states.setdefault(item.system, []).append(item.move.state if item.move else MoveState.NOT_STARTED)
        over = {MoveState.CUT_OVER, MoveState.OLD_SILENT}
        return frozenset(there | {name for name, found in states.items() if set(found) <= over}) & self.systems.keys()

    @cached_property
    def movers(self) -> tuple[str, ...]:
        """Systems to be placed, sorted."""
        chosen = {name for name, system in self.systems.items() if system.decision is Decision.MIGRATE}
        return tuple(sorted(chosen - self.secret - self.settled))

    @cached_property
    def pins(self) -> dict[str, Pin]:
        """Pins by system."""
        return {pin.system: pin for pin in self.run.planning.pins}

    @cached_property
    def adopted_waves(self) -> tuple[Wave, ...]:
        """Adopted waves that are not done."""
        return tuple(wave for wave in self.run.inventory.waves if wave.status == "adopted")

    @cached_property
    def adopted(self) -> dict[str, Wave]:
        """The wave each mover was promised, where it has not slipped."""
        promised = {name: wave for wave in self.adopted_waves if wave.date >= self.as_of for name in wave.systems}
        return {name: promised[name] for name in self.movers if name in promised}

    # nights

    def notice_by(self, date: Date) -> Date:
        """The last day of the notice for a night."""
        planning = self.run.planning
        return WorkingDays(planning.days_off).before(date, planning.notice_working_days)

    @cached_property
    def proposed(self) -> tuple[Date, ...]:
        """All dates anybody named or the season yields, allowed or not."""
        dates = {wave.date for wave in self.adopted_waves}
        dates |= {pin.on for pin in self.run.planning.pins if pin.on}
        return tuple(sorted(dates | set(self._season())))

    def _season(self) -> Iterator[Date]:
        nights = self.run.planning.nights
        if nights is None:
            return
        if nights.dates:
            yield from nights.dates
            return
        date = nights.start
        while date <= nights.end:
            week = (date - nights.start).days // 7
            if week % nights.every_weeks == 0 and WEEKDAYS[date.weekday()] in nights.weekdays:
                yield date
            date += DAY

    def frozen(self, date: Date) -> list[Freeze]:
        """Freezes a date lies in."""
        return [freeze for freeze in self.run.planning.freezes if freeze.start <= date <= freeze.end]

    def told(self, name: str, date: Date) -> bool:
        """Whether the mover's adopted night is this one, and a paper of the last 90 days announced it in time."""
        wave = self.adopted.get(name)
        if wave is None or wave.date != date:
            return False
        papers = [
            (paper.subject.kind, paper.subject.id)
            for paper in self.run.inventory.evidence
            if paper.kind == "outage_notice" and date - 90 * DAY <= paper.date <= min(self.notice_by(date), self.as_of)
        ]
        return ("wave", wave.id) in papers or all(("system", one) in papers for one in wave.systems)

    @cached_property
    def nights(self) -> tuple[Date, ...]:
        """Nights that are allowed, in order; their position is what lateness counts."""
        told = {wave.date for name, wave in self.adopted.items() if self.told(name, wave.date)}
        return tuple(
            date
            for date in self.proposed
            if not self.frozen(date) and (self.notice_by(date) >= self.as_of or date in told)
        )

    # days of a system

    def parallel_until(self, name: str, date: Date) -> Date:
        """Last day of the parallel run."""
        own = self.move(name).parallel_days
        return date + (self.run.planning.parallel_days if own is None else own) * DAY

    def rollback_until(self, name: str, date: Date) -> Date:
        """Last day on which the way back is open."""
        own = self.move(name).rollback_days
        return date + (self.run.planning.rollback_days if own is None else own) * DAY

    # the target

    @cached_property
    def zones(self) -> dict[str, TargetZone]:
        """Target zones by id."""
        return {zone.id: zone for zone in self.run.planning.target.zones}

    def zone(self, name: str) -> TargetZone | None:
        """Where a system goes; None when nobody said and there is not exactly one ordinary zone."""
        named = self.move(name).target
        if named:
            return self.zones.get(named)
        ordinary = [zone for zone in self.zones.values() if zone.kind == "ordinary"]
        return ordinary[0] if len(ordinary) == 1 else None

    # links

    def bridged(self, link: Link) -> bool:
        """Whether a passed test of its bridge is recorded that has not run out."""
        return any(
            record.id == link.bridge
            and record.kind is EvidenceKind.BRIDGE_TEST
            and record.result == "passed"
            and (record.until is None or record.until >= self.as_of)
            for record in self.run.inventory.evidence
        )

    @cached_property
    def hard(self) -> tuple[Link, ...]:
        """Links whose source is a mover and needs its target, untested bridges and all."""
        return tuple(
            link
            for link in self.run.inventory.links
            if link.hard and link.target and link.source in self.movers and not self.bridged(link)
        )

    @cached_property
    def soft(self) -> tuple[Link, ...]:
        """Links between two movers that may be cut for their weight."""
        return tuple(
            link
            for link in self.run.inventory.links
            if link.source in self.movers and link.target in self.movers and (not link.hard or self.bridged(link))
        )

    # bandwidth

    @cached_property
    def gb_per_day(self) -> int | None:
        """What the circuits carry in a day; None when no named circuit has a capacity."""
        bandwidth = self.run.planning.bandwidth
        known = [
            circuit.capacity_mbps
            for circuit in self.run.inventory.circuits
            if circuit.id in bandwidth.circuits and circuit.capacity_mbps is not None
        ]
        if not known:
            return None
        free = sum(known) * (1000 - bandwidth.reserved_permille)
        return free * bandwidth.hours_per_day * 3600 // (8 * 1000 * 1000)

    def carried_by(self, date: Date) -> int:
        """Gigabytes that can have been carried before a night."""
        start = self.run.planning.bandwidth.start or self.as_of
        return (self.gb_per_day or 0) * max(0, (date - start).days)
