"""Reads `planning.yaml`: how a province moves. Contradictions are errors that name the line to change."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.errors import PlanningError
from auditor.inventory.document import read_document
from auditor.inventory.explain import Fault, nearest
from auditor.inventory.yamlfile import Loc
from auditor.model.inventory import Inventory
from auditor.model.planning import Nights, Pin, Planning

FILE_NAME = "planning.yaml"


def load_planning(path: Path, inventory: Inventory) -> Planning:
    """The planning file, checked against the inventory it plans for.

    Raises PlanningError with every problem: form and values, names declared nowhere or twice, dates in the wrong order,
    a pin that contradicts itself. Whether the demands can be met together is for planning to say.
    """
    planning, source = read_document(path, Planning, PlanningError)
    if faults := [*_names(planning, inventory), *_twice(planning), *_dates(planning), *_pins(planning)]:
        raise PlanningError([source.problem(fault) for fault in faults])
    return planning


def planning_of(folder: Path, inventory: Inventory) -> Planning:
    """The planning file of an inventory folder; an empty one, under which all is unknown, where there is none."""
    path = folder / FILE_NAME
    return load_planning(path, inventory) if path.exists() or path.is_symlink() else Planning()


def check_moves_named(planning: Planning, inventory: Inventory) -> Iterator[Fault]:
    """Teams and target zones that systems of the inventory name and the planning file does not have."""
    teams, zones = {team.id for team in planning.teams}, {zone.id for zone in planning.target.zones}
    for system in inventory.systems:
        for key, known in (("team", teams), ("target", zones)):
            named = getattr(system.move, key) if system.move else None
            if named and named not in known:
                message = f"system {system.id!r} names {named!r} under move.{key}, which is not declared here"
                yield Fault(
                    (f"{key}s",) if key == "team" else ("target", "zones"), message, named, nearest(named, known)
                )


def _names(planning: Planning, inventory: Inventory) -> Iterator[Fault]:
    systems = {system.id for system in inventory.systems}
    bodies = {body.id for body in inventory.organisations}
    circuits = {circuit.id for circuit in inventory.circuits}
    papers = {paper.id for paper in inventory.evidence}
    for n, pin in enumerate(planning.pins):
        yield from _known(("pins", n, "system"), [pin.system], systems, "systems")
    for n, name in enumerate(planning.bandwidth.circuits):
        yield from _known(("bandwidth", "circuits", n), [name], circuits, "circuits")
    for n, task in enumerate(planning.assignments):
        yield from _known(("assignments", n, "who"), [task.who] if task.who else [], bodies, "organisations")
        yield from _known(("assignments", n, "systems"), task.systems, systems, "systems")
    agreement = planning.target.agreement
    yield from _known(("target", "agreement"), [agreement] if agreement else [], papers, "evidence")
    yield from check_moves_named(planning, inventory)


def _known(loc: Loc, names: Iterable[str], known: set[str], where: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(loc, f"is not declared under `{where}` of the inventory", name, nearest(name, known))


def _twice(planning: Planning) -> Iterator[Fault]:
    lists: dict[str, tuple[Loc, list[str]]] = {
        "teams": (("teams",), [team.id for team in planning.teams]),
        "freezes": (("freezes",), [freeze.id for freeze in planning.freezes]),
        "zones": (("target", "zones"), [zone.id for zone in planning.target.zones]),
    }
    for loc, ids in lists.values():
        for n, name in enumerate(ids):
            if name in ids[:n]:
                yield Fault((*loc, n, "id"), "stands twice", name, "Give one of them another id.")
    days = [day.date for day in planning.days_off]
    for n, date in enumerate(days):
        if date in days[:n]:
            yield Fault(("days_off", n, "date"), "stands twice", str(date), "Keep one of them.")


def _dates(planning: Planning) -> Iterator[Fault]:
    for n, freeze in enumerate(planning.freezes):
        yield from _ordered(("freezes", n, "end"), freeze.start, freeze.end, "start")
    if planning.nights:
        yield from _nights(planning.nights)


def _nights(nights: Nights) -> Iterator[Fault]:
    yield from _ordered(("nights", "end"), nights.start, nights.end, "start")
    for n, date in enumerate(nights.dates):
        if not nights.start <= date <= nights.end:
            message = f"lies outside {nights.start} to {nights.end}"
            yield Fault(("nights", "dates", n), message, str(date), "Correct it, or `start` and `end`.")
    if not nights.dates and not nights.weekdays:
        yield Fault(("nights", "weekdays"), "is empty", remedy="Name weekdays, as [sat], or `dates`.")


def _ordered(loc: Loc, start: datetime.date, end: datetime.date, key: str) -> Iterator[Fault]:
    if end < start:
        yield Fault(loc, f"lies before `{key}` ({start})", str(end), "Correct one of the dates.")


def _pins(planning: Planning) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for n, pin in enumerate(planning.pins):
        if pin.system in seen:
            remedy = "Keep one pin for a system."
            yield Fault(
                ("pins", n, "system"), f"is pinned twice, also as entry {seen[pin.system] + 1}", pin.system, remedy
            )
        seen.setdefault(pin.system, n)
        yield from _pin(("pins", n), pin)


def _pin(loc: Loc, pin: Pin) -> Iterator[Fault]:
    if not (pin.on or pin.not_before or pin.not_after):
        yield Fault(loc, "names no date", pin.system, "Write `on`, `not_before` or `not_after`.")
    if pin.not_before and pin.not_after and pin.not_after < pin.not_before:
        yield Fault(
            (*loc, "not_after"), f"lies before `not_before` ({pin.not_before})", str(pin.not_after), "Correct one."
        )
    early = pin.on and pin.not_before and pin.on < pin.not_before
    late = pin.on and pin.not_after and pin.on > pin.not_after
    if early or late:
        yield Fault((*loc, "on"), "lies outside the pin's own bounds", str(pin.on), "Keep `on` alone.")
