"""The change list: for each wave what is permitted before it beside what has to be permitted after it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.errors import NotFoundError
from auditor.model.inventory import Link
from auditor.model.vocab import Channel
from auditor.plan.changes.addresses import address_changes
from auditor.plan.changes.copies import holds_data, ways_of_copy
from auditor.plan.changes.links import Leg, flow_for, legs, ways_of_leg
from auditor.plan.changes.planner import ChangePlanner
from auditor.plan.changes.questions import (
    barred_ways,
    copy_unknown,
    link_outside,
    link_without_flow,
    seen_undeclared,
    whole_zone_flows,
)
from auditor.plan.changes.rules import Making, rules_of
from auditor.plan.changes.shape import AddressChange, Changes, FlowQuestion, RuleChange
from auditor.plan.changes.ways import Asker, Way, difference, permitted, ways_of_flow
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import PlannedWave


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one flow, link or copy asks for, before and after a wave."""

    asker: Asker
    before: set[Way]
    after: set[Way]


@dataclass(frozen=True, slots=True)
class _Night:
    """One wave with who has moved before it and who after it. Of a finished wave only what is left to close counts."""

    wave: PlannedWave
    systems: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]
    done: bool


def make(run: PlanRun) -> Changes:
    """The changes of the chosen waves, or of the one asked for. Raises NotFoundError for a wave that is not there."""
    found = changes(run, run.nights)
    wave = run.choices.wave
    if not wave:
        return found
    if wave not in {one.id for one in run.nights}:
        there = ", ".join(one.id for one in run.nights)
        raise NotFoundError(f"there is no wave {wave!r}", remedy=f"There are: {there}.")
    return found.model_copy(
        update={
            key: tuple(one for one in getattr(found, key) if one.wave == wave)
            for key in ("rules", "addresses", "questions")
        }
    )


def changes(source: PlanRun, waves: Sequence[PlannedWave]) -> Changes:
    """The change list of the waves, which stand in order of date. Labelled systems, and whatever a label covers, are in
    no rule, address or question.

    What is permitted before and no longer needed is kept until the parallel run and the way back have ended, and closed
    on the day after.
    """
    ground = ChangePlanner(source)
    rules: list[RuleChange] = []
    addresses: list[AddressChange] = []
    questions: list[FlowQuestion] = []
    for night in _nights(source, ground, waves):
        made, asked = _permissions(source, ground, night)
        rules += made
        if not night.done:
            questions += asked
            addresses += [
                change
                for name in night.systems
                for change in address_changes(ground, name, night.wave.id, source.observations)
            ]
    return Changes(run=source.result.run.id, rules=tuple(rules), addresses=tuple(addresses), questions=tuple(questions))


def _nights(source: PlanRun, ground: ChangePlanner, waves: Sequence[PlannedWave]) -> Iterator[_Night]:
    done = {wave.id for wave in source.inventory.waves if wave.status == "done"}
    moved: frozenset[str] = frozenset()
    for wave in waves:
        systems = tuple(sorted(set(wave.systems) & set(ground.systems) - moved))
        after = moved | set(systems)
        yield _Night(wave, systems, moved, after, wave.fixed and wave.id in done)
        moved = after


def _permissions(source: PlanRun, ground: ChangePlanner, night: _Night) -> tuple[list[RuleChange], list[FlowQuestion]]:
    questions = list(seen_undeclared(ground, night.systems, night.wave.id, (source.matrix, source.observations)))
    questions += whole_zone_flows(ground, night.systems, night.wave.id)
    making = Making(source, ground, night.wave, night.systems, done=night.done)
    rules: list[RuleChange] = []
    for asked in _asked(ground, night, questions):
        opens, closes = difference(asked.before, asked.after)
        opens, never = permitted(ground, opens)
        closes, never_was = permitted(ground, closes)
        questions += barred_ways(night.wave.id, night.systems, asked.asker, never | never_was)
        rules += rules_of(making, asked.asker, opens, closes)
    return _without_doubles(rules), questions


def _without_doubles(rules: Iterable[RuleChange]) -> list[RuleChange]:
    """Two flows may ask for the same permission; the first to ask has it."""
    found: dict[tuple[object, ...], RuleChange] = {}
    for rule in rules:
        ends = (rule.from_zone, rule.from_addresses, rule.to_zone, rule.to_addresses, rule.ports)
        key = (rule.action, *ends) if rule.from_addresses and rule.to_addresses else (rule.id,)
        found.setdefault(key, rule)
    return list(found.values())


def _asked(ground: ChangePlanner, night: _Night, questions: list[FlowQuestion]) -> Iterator[_Asked]:
    """What flows, links and copies ask for; what cannot be told is added to the questions."""
    for flow in ground.inventory.flows:
        before, after = (ways_of_flow(ground, flow, moved) for moved in (night.before, night.after))
        yield _Asked(Asker("flow", flow.id), before, after)
    for link in ground.inventory.links:
        yield from _asked_by_link(ground, night, link, questions)
    for name in night.systems:
        if not holds_data(ground, name):
            continue
        ways = ways_of_copy(ground, name)
        if not ways:
            questions.append(copy_unknown(night.wave.id, name))
        yield _Asked(Asker("copy", name), set(), ways)


def _asked_by_link(ground: ChangePlanner, night: _Night, link: Link, questions: list[FlowQuestion]) -> Iterator[_Asked]:
    moving = set(night.systems)
    if link.source in moving and link.channel in (Channel.DIRECT, Channel.FILE):
        questions += link_outside(ground, night.wave.id, link)
    stretches = legs(ground, link)
    if stretches is None:
        if touched := {link.source, link.target} & moving:
            questions.append(link_without_flow(night.wave.id, [name for name in touched if name], link))
        return
    for leg in stretches:
        if {leg.source, leg.target} & moving and flow_for(ground, leg) is None:
            yield from _asked_by_leg(ground, night, leg, questions)


def _asked_by_leg(ground: ChangePlanner, night: _Night, leg: Leg, questions: list[FlowQuestion]) -> Iterator[_Asked]:
    before, after = (ways_of_leg(ground, leg, moved) for moved in (night.before, night.after))
    if before is None or after is None:
        touched = {leg.source, leg.target} & set(night.systems)
        questions.append(link_without_flow(night.wave.id, touched, leg.link))
    else:
        yield _Asked(Asker("link", leg.link.id), before, after)
