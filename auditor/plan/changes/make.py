"""The change list: for each wave what is permitted before it beside what has to be permitted after it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.model.inventory import Link
from auditor.model.vocab.declared import Channel
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
from auditor.plan.shared.selection import selected_waves
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
    if not run.choices.wave:
        return found
    (wave,) = selected_waves(run, run.choices.wave)
    return found.model_copy(
        update={
            key: tuple(one for one in getattr(found, key) if one.wave == wave.id)
            for key in ("rules", "addresses", "questions")
        }
    )


def changes(run: PlanRun, waves: Sequence[PlannedWave]) -> Changes:
    """The change list of the waves, which stand in order of date. Labelled systems, and whatever a label covers, are in
    no rule, address or question.

    What is permitted before and no longer needed is kept until the parallel run and the way back have ended, and closed
    on the day after.
    """
    planner = ChangePlanner(run)
    rules: list[RuleChange] = []
    addresses: list[AddressChange] = []
    questions: list[FlowQuestion] = []
    for night in _nights(run, planner, waves):
        made, asked = _permissions(run, planner, night)
        rules += made
        if not night.done:
            questions += asked
            addresses += [
                change
                for name in night.systems
                for change in address_changes(planner, name, night.wave.id, run.observations)
            ]
    return Changes(run=run.result.run.id, rules=tuple(rules), addresses=tuple(addresses), questions=tuple(questions))


def _nights(run: PlanRun, planner: ChangePlanner, waves: Sequence[PlannedWave]) -> Iterator[_Night]:
    done = {wave.id for wave in run.inventory.waves if wave.status == "done"}
    moved: frozenset[str] = frozenset()
    for wave in waves:
        systems = tuple(sorted(set(wave.systems) & set(planner.systems) - moved))
        after = moved | set(systems)
        yield _Night(wave, systems, moved, after, wave.fixed and wave.id in done)
        moved = after


def _permissions(run: PlanRun, planner: ChangePlanner, night: _Night) -> tuple[list[RuleChange], list[FlowQuestion]]:
    questions = list(seen_undeclared(planner, night.systems, night.wave.id, (run.matrix, run.observations)))
    questions += whole_zone_flows(planner, night.systems, night.wave.id)
    making = Making(run, planner, night.wave, night.systems, done=night.done)
    rules: list[RuleChange] = []
    for asked in _asked(planner, night, questions):
        opens, closes = difference(asked.before, asked.after)
        opens, never = permitted(planner, opens)
        closes, never_was = permitted(planner, closes)
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


def _asked(planner: ChangePlanner, night: _Night, questions: list[FlowQuestion]) -> Iterator[_Asked]:
    """What flows, links and copies ask for; what cannot be told is added to the questions."""
    for flow in planner.inventory.flows:
        before, after = (ways_of_flow(planner, flow, moved) for moved in (night.before, night.after))
        yield _Asked(Asker("flow", flow.id), before, after)
    for link in planner.inventory.links:
        yield from _asked_by_link(planner, night, link, questions)
    for name in night.systems:
        if not holds_data(planner, name):
            continue
        ways = ways_of_copy(planner, name)
        if not ways:
            questions.append(copy_unknown(night.wave.id, name))
        yield _Asked(Asker("copy", name), set(), ways)


def _asked_by_link(
    planner: ChangePlanner, night: _Night, link: Link, questions: list[FlowQuestion]
) -> Iterator[_Asked]:
    moving = set(night.systems)
    if link.source in moving and link.channel in (Channel.DIRECT, Channel.FILE):
        questions += link_outside(planner, night.wave.id, link)
    stretches = legs(planner, link)
    if stretches is None:
        if touched := {link.source, link.target} & moving:
            questions.append(link_without_flow(night.wave.id, [name for name in touched if name], link))
        return
    for leg in stretches:
        if {leg.source, leg.target} & moving and flow_for(planner, leg) is None:
            yield from _asked_by_leg(planner, night, leg, questions)


def _asked_by_leg(planner: ChangePlanner, night: _Night, leg: Leg, questions: list[FlowQuestion]) -> Iterator[_Asked]:
    before, after = (ways_of_leg(planner, leg, moved) for moved in (night.before, night.after))
    if before is None or after is None:
        touched = {leg.source, leg.target} & set(night.systems)
        questions.append(link_without_flow(night.wave.id, touched, leg.link))
    else:
        yield _Asked(Asker("link", leg.link.id), before, after)
