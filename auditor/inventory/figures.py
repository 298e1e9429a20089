"""Checks that figures and days which a thing declares of itself can be true together."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from auditor.errors import Problem
from auditor.inventory.entries import Entry
from auditor.inventory.explain import Fault
from auditor.inventory.references import Declared
from auditor.model.entity import Entity
from auditor.model.inventory import DataSet, System
from auditor.model.programme import Task


def check_figures(declared: Declared) -> Iterator[Problem]:
    """Parts are not more than their whole, a term does not end before it begins, a procedure is listed once."""
    for entry, system in declared.typed("systems"):
        faults = (*_people(system), *_subjects(system), *_procedures(system))
        yield from (entry.problem(fault) for fault in faults)
    for entry, body in declared.typed("organisations"):
        budget = body.budget
        if budget and budget.cyber_vnd > budget.it_vnd:
            yield entry.problem(_more(("budget", "cyber_vnd"), budget.cyber_vnd, "it_vnd", budget.it_vnd))
        force = body.cyber_force
        if force and force.trained > force.total:
            yield entry.problem(_more(("cyber_force", "trained"), force.trained, "total", force.total))
    for entry, data in declared.typed("data_sets"):
        yield from (entry.problem(fault) for fault in _term(data))
    yield from _wholes(declared)
    yield from _tasks(declared)


def _more(loc: tuple[str | int, ...], part: int, name: str, whole: int) -> Fault:
    return Fault(loc, f"is more than `{name}` ({whole})", str(part), "Correct one of the two.")


def _people(system: System) -> Iterator[Fault]:
    people = system.administrators
    if people and people.certified > people.total:
        yield _more(("administrators", "certified"), people.certified, "total", people.total)


def _subjects(system: System) -> Iterator[Fault]:
    """Subjects of a kind of personal data that the system says it does not hold, or more of a kind than there are."""
    told = system.personal_data
    held = {"none": (), "basic": ("basic",), "sensitive": ("basic", "sensitive")}[told.kind]
    for kind in ("basic", "sensitive"):
        number = getattr(told, kind)
        if number and kind not in held:
            message = f"counts subjects, and `kind` says {told.kind}"
            yield Fault(("personal_data", kind), message, str(number), "Correct `kind`, or strike the number.")
        elif number and told.subjects and number > told.subjects:
            yield _more(("personal_data", kind), number, "subjects", told.subjects)
    if told.kind == "none" and told.subjects:
        message = "counts subjects, and `kind` says none"
        yield Fault(("personal_data", "subjects"), message, str(told.subjects), "Correct `kind`, or strike the number.")


def _procedures(system: System) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, one in enumerate(system.procedures):
        if one.code in seen:
            yield Fault(("procedures", position, "code"), "is listed twice", one.code, "Strike one of the two rows.")
        seen.add(one.code)
        if one.paid_online and one.fee is False:
            message = "is paid online, and `fee` says that it costs nothing"
            yield Fault(("procedures", position, "paid_online"), message, one.code, "Correct one of the two.")


def _term(data: DataSet) -> Iterator[Fault]:
    """A secret is classified, then perhaps extended, and its term ends after both."""
    days = [(key, getattr(data, key)) for key in ("classified_on", "extended_on", "declassify_on")]
    known = [(key, day) for key, day in days if day]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            message = f"lies before `{earlier}` ({first})"
            yield Fault((later,), message, str(second), "Check both dates.")


def _wholes(declared: Declared) -> Iterator[Problem]:
    """No system is a part of itself, and no site the portal that it is a component of."""
    systems: dict[str, tuple[Entry, System]] = {one.id: (entry, one) for entry, one in declared.typed("systems")}
    for entry, system in systems.values():
        for key in ("part_of", "parent_portal"):
            if _leads_back(systems, system.id, key):
                value = getattr(system, key)
                remedy = "Name the system above it, or strike the line."
                yield entry.problem(Fault((key,), "leads back to the system itself", value, remedy))


def _leads_back(things: Mapping[str, tuple[Entry, Entity]], start: str, key: str) -> bool:
    seen: set[str] = set()
    above = getattr(things[start][1], key)
    while above in things and above not in seen and above != start:
        seen.add(above)
        above = getattr(things[above][1], key)
    return bool(above == start)


def _tasks(declared: Declared) -> Iterator[Problem]:
    """No task is a part of itself or waits for itself, and none is due before one that it waits for, or after the whole
    that it is a part of.
    """
    tasks: dict[str, tuple[Entry, Task]] = {one.id: (entry, one) for entry, one in declared.typed("tasks")}
    circular = _in_circles({name: tuple(one.after) for name, (_, one) in tasks.items()})
    for name, (entry, task) in tasks.items():
        if _leads_back(tasks, name, "part_of"):
            fault = Fault(("part_of",), "leads back to the task itself", task.part_of or "", "Name the task above it.")
            yield entry.problem(fault)
        elif task.part_of in tasks and tasks[task.part_of][1].due < task.due:
            message = f"lies after the day of {task.part_of!r} ({tasks[task.part_of][1].due}), which it is a part of"
            yield entry.problem(Fault(("due",), message, str(task.due), "Correct one of the two days."))
        if name in circular:
            fault = Fault(("after",), "waits in a circle for itself", ", ".join(task.after), "Strike one of the names.")
            yield entry.problem(fault)
            continue
        for position, before in enumerate(task.after):
            if before in tasks and tasks[before][1].due > task.due:
                message = f"is due later ({tasks[before][1].due}) than this task ({task.due}), which waits for it"
                yield entry.problem(Fault(("after", position), message, before, "Correct one of the two days."))


def _in_circles(named: dict[str, tuple[str, ...]]) -> set[str]:
    """Those that reach themselves by what they name, or name somebody who does: what is left when nothing can be struck
    any more because everything it names is struck.
    """
    waits = {name: {other for other in others if other in named} for name, others in named.items()}
    users: dict[str, list[str]] = {name: [] for name in named}
    for name, others in waits.items():
        for other in others:
            users[other].append(name)
    free = [name for name, others in waits.items() if not others]
    while free:
        done = free.pop()
        for user in users[done]:
            waits[user].discard(done)
            if not waits[user]:
                free.append(user)
    return {name for name, others in waits.items() if others}
