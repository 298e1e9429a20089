"""One reason for each placement: what an earlier night would break, all else staying where it is, or what it costs."""

import datetime
from collections.abc import Mapping

from auditor.model.reason import Reason, because
from auditor.plan.waves.solver.draft import Draft, Obstacle
from auditor.plan.waves.solver.problem import (
    Apart,
    Bar,
    Carry,
    Follows,
    MostNights,
    Parallel,
    PerNight,
    Problem,
    Rule,
    Spread,
    Together,
)


def reasons(problem: Problem, placed: Mapping[str, int]) -> Mapping[str, Reason]:
    """The one constraint or aim that holds each system in its night, by system."""
    draft = Draft(problem, placed)
    found: dict[str, Reason] = {}
    for unit in problem.units:
        night = placed[unit[0]]
        draft.lift(unit)
        words = {name: _fixed(problem, name) for name in unit}
        fixed = next((name for name, reason in words.items() if reason), "")
        for name in unit:
            if reason := words[name]:
                found[name] = reason
            elif fixed:
                found[name] = because("why_with", fixed)
            else:
                found[name] = _free(problem, draft, unit, (name, night))
        draft.put(unit, night)
    return found


def _fixed(problem: Problem, name: str) -> Reason | None:
    """A person's word that leaves the system one night."""
    for rule in problem.rules:
        if isinstance(rule, Bar) and rule.kind.code in ("why_pinned", "why_adopted") and name in rule.systems:
            return rule.kind
    return None


def _free(problem: Problem, draft: Draft, unit: tuple[str, ...], place: tuple[str, int]) -> Reason:
    name, night = place
    earlier = [one for one in range(night) if one in problem.ranks]
    if not earlier:
        return _first(problem, name, night)
    if problem.movers[name].adopted == problem.nights[night]:
        return because("why_keeps_date", _date(problem, night))
    found = [(one, draft.obstacle(unit, one)) for one in reversed(earlier)]
    telling = (pair for pair in found if not (pair[1] and isinstance(pair[1].rule, MostNights)))
    before, obstacle = next(telling, found[0])
    if obstacle:
        return _broken(problem, draft, obstacle, (name, before))
    return _dearer(problem, draft, unit, (name, night, before))


def _first(problem: Problem, name: str, night: int) -> Reason:
    """Nothing earlier is open to anybody: say what closes the night before, if there is one."""
    closed = [
        rule for rule in problem.rules if isinstance(rule, Bar) and night - 1 in rule.nights and name in rule.systems
    ]
    general = [rule.kind for rule in closed if rule.kind.code in ("why_notice", "why_freeze")]
    return general[0] if general else because("why_first")


def _broken(problem: Problem, draft: Draft, obstacle: Obstacle, place: tuple[str, int]) -> Reason:
    """What the system itself runs into on the night before, or which system of its ring does."""
    (name, night), rule = place, obstacle.rule
    if not _concerns(problem, rule, name):
        return because("why_with", obstacle.system)
    match rule:
        case Bar():
            return rule.kind
        case Follows():
            return _followed(problem, draft, rule, place)
        case Apart():
            return because("why_apart", obstacle.other, _date(problem, night))
        case _:
            return _no_room(problem, rule, night)


def _no_room(problem: Problem, rule: Rule, night: int) -> Reason:
    date = _date(problem, night)
    match rule:
        case PerNight() | Parallel():
            return because(rule.kind.code, date, *rule.kind.args)
        case Carry():
            return because("why_bandwidth", date)
        case Spread():
            return because("why_levels", date, rule.most)
        case MostNights():
            return because("why_most_waves", rule.most)
        case _:
            return because("why_no_gain", date)


def _concerns(problem: Problem, rule: Rule, name: str) -> bool:
    match rule:
        case Bar() | PerNight() | Parallel():
            return name in rule.systems
        case Follows():
            return name in (rule.after, rule.before)
        case Apart() | Together():
            return name in (rule.one, rule.other)
        case Carry():
            return name in rule.volumes
        case Spread():
            return problem.movers[name].level is not None
        case _:
            return True


def _followed(problem: Problem, draft: Draft, rule: Follows, place: tuple[str, int]) -> Reason:
    name, night = place
    if name == rule.before:
        return because("why_needed_by", rule.after, _date(problem, draft.placed[rule.after]))
    before = draft.placed[rule.before]
    if before > night:
        return because("why_follows", rule.before, _date(problem, before))
    back = problem.nights[before] + problem.movers[rule.before].rollback_days
    return because("why_way_back", rule.before, _date(problem, before), day(back))


def _dearer(problem: Problem, draft: Draft, unit: tuple[str, ...], place: tuple[str, int, int]) -> Reason:
    """An earlier night is possible, so it cuts links: of the system itself, or of one that its ring ties it to."""
    name, night, before = place
    if partners := draft.partners((name,), night, apart=unit):
        return because("why_keeps_link", partners[0][1], partners[0][0])
    ring = [other for other in unit if other != name and draft.partners((other,), night, apart=unit)]
    return because("why_with", ring[0]) if ring else because("why_no_gain", _date(problem, before))


def _date(problem: Problem, night: int) -> datetime.date:
    return day(problem.nights[night])


def day(ordinal: int) -> datetime.date:
    """The date of a day ordinal; the last date there is for one beyond the calendar."""
    return datetime.date.fromordinal(min(ordinal, datetime.date.max.toordinal()))
