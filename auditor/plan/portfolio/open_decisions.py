"""What people have to decide before the plan can go on."""

from collections.abc import Callable, Iterator

from auditor.model.reason import Reason, because
from auditor.plan.decisions.shape import Proposal
from auditor.plan.portfolio.inputs import NEAR, PortfolioInput
from auditor.plan.portfolio.risks import unknown_amounts
from auditor.plan.portfolio.shape import Edge, OpenDecision, Stage


def open_decisions_of(
    inputs: PortfolioInput, stages: tuple[Stage, ...], edges: tuple[Edge, ...]
) -> tuple[OpenDecision, ...]:
    """Most pressing first: what the law forbids, what cannot be planned, what is near, what nobody decided."""
    return (
        *_decided(inputs, "forbidden", _forbidden),
        *_plan(inputs),
        *_slipped(inputs, stages),
        *_near(inputs, stages),
        *_unchosen(inputs),
        *_bridges(inputs, edges),
        *_decided(inputs, "undecided", _undecided),
        *_decided(inputs, "differs", _differs),
        *_without_night(inputs),
        *_target(inputs),
        *_upgrades(inputs),
    )


def _decided(inputs: PortfolioInput, standing: str, each: Callable[[Proposal], Reason]) -> Iterator[OpenDecision]:
    found = [
        item
        for item in sorted(inputs.proposals.values(), key=lambda item: item.id)
        if item.standing == standing and item.id in inputs.systems
    ]
    if found:
        yield OpenDecision(
            why=because(f"decide_{standing}", len(found)),
            systems=tuple(item.id for item in found),
            each=tuple(each(item) for item in found),
            lines=tuple(inputs.run.place(item.line or f"systems/{item.id}/decision") for item in found),
        )


def _forbidden(item: Proposal) -> Reason:
    return because("each_forbidden", item.id, item.declared or "")


def _undecided(item: Proposal) -> Reason:
    return because("each_proposed", item.id, item.proposed) if item.proposed else because("each_no_proposal", item.id)


def _differs(item: Proposal) -> Reason:
    if item.proposed is None:
        return because("each_differs_from_none", item.id, item.declared or "")
    return because("each_differs", item.id, item.declared or "", item.proposed)


def _plan(inputs: PortfolioInput) -> Iterator[OpenDecision]:
    plan = inputs.proposal
    if plan and plan.status == "infeasible":
        yield OpenDecision(
            why=because("decide_conflicts", len(plan.conflicts)),
            each=tuple(conflict.why for conflict in plan.conflicts),
            lines=tuple(conflict.line for conflict in plan.conflicts),
        )
    if plan and plan.status == "unknown":
        yield OpenDecision(why=because("decide_no_answer"))
    if plan and plan.cycles:
        yield OpenDecision(
            why=because("decide_cycles", len(plan.cycles)),
            systems=tuple(sorted({name for ring in plan.cycles for name in ring.systems})),
            each=tuple(because("each_cycle", *ring.cut) for ring in plan.cycles),
        )
    if not plan and not inputs.waves and (open_ := inputs.population.left):
        yield OpenDecision(why=because("decide_no_waves", len(open_)))


def _slipped(inputs: PortfolioInput, stages: tuple[Stage, ...]) -> Iterator[OpenDecision]:
    if late := [stage for stage in stages if stage.slipped]:
        yield OpenDecision(
            why=because("decide_slipped", len(late)),
            systems=tuple(sorted({name for stage in late for name in stage.systems} - inputs.population.moved)),
            each=tuple(because("each_slipped", stage.id, stage.date) for stage in late),
            lines=tuple(inputs.run.place(f"waves/{stage.id}/date") for stage in late),
            due=late[0].date,
        )


def _near(inputs: PortfolioInput, stages: tuple[Stage, ...]) -> Iterator[OpenDecision]:
    """Near waves that hold systems not ready: put right in time, or move without them."""
    for stage in stages:
        unfit = [
            (name, state)
            for name, state in zip(stage.systems, stage.states, strict=True)
            if state in ("blocked", "unknown")
        ]
        if unfit and inputs.as_of <= stage.date <= inputs.as_of + NEAR:
            yield OpenDecision(
                why=because("decide_near", stage.id, stage.date, len(unfit)),
                systems=tuple(name for name, _ in unfit),
                each=tuple(because("each_state", name, state) for name, state in unfit),
                due=stage.date,
            )


def _unchosen(inputs: PortfolioInput) -> Iterator[OpenDecision]:
    """A wave takes nobody's decision: what it holds must be decided to move."""
    strays = [name for name in sorted(inputs.wave_of) if name not in inputs.population.to_move]
    if strays:
        yield OpenDecision(
            why=because("decide_wave_against_decision", len(strays)),
            systems=tuple(strays),
            each=tuple(because("each_in_wave", name, inputs.wave_of[name].id) for name in strays),
            lines=tuple(inputs.run.place(f"waves/{inputs.wave_of[name].id}/systems") for name in strays),
        )


def _bridges(inputs: PortfolioInput, edges: tuple[Edge, ...]) -> Iterator[OpenDecision]:
    if found := [edge for edge in edges if edge.broken]:
        yield OpenDecision(
            why=because("decide_bridges", len(found)),
            systems=tuple(sorted({end for edge in found for end in (edge.source, edge.target)})),
            each=tuple(because("each_bridge", edge.link, edge.source, edge.target) for edge in found),
            lines=tuple(inputs.run.place(f"links/{edge.link}") for edge in found),
        )


def _without_night(inputs: PortfolioInput) -> Iterator[OpenDecision]:
    open_ = [name for name in inputs.population.left if name not in inputs.wave_of]
    if not open_ or not inputs.waves:
        return
    told = {item.system: item.why for item in inputs.proposal.unplaced} if inputs.proposal else {}
    yield OpenDecision(
        why=because("decide_no_night", len(open_)),
        systems=tuple(open_),
        each=tuple(told.get(name, because("each_no_night", name)) for name in open_),
    )


def _target(inputs: PortfolioInput) -> Iterator[OpenDecision]:
    zones = inputs.run.planning.target.zones
    blank = [(place, zone) for place, zone in enumerate(zones) if unknown_amounts(zone)]
    if not zones and inputs.population.to_move:
        yield OpenDecision(why=because("decide_target_none"), lines=(inputs.run.place("planning/target"),))
    if blank:
        yield OpenDecision(
            why=because("decide_target", len(blank)),
            each=tuple(because("each_target", zone.id, len(unknown_amounts(zone))) for _, zone in blank),
            lines=tuple(inputs.run.place(f"planning/target/zones/{place}") for place, _ in blank),
        )


def _upgrades(inputs: PortfolioInput) -> Iterator[OpenDecision]:
    now = [item for item in inputs.upgrades.items if item.urgency in ("now", "before_moves")]
    if now:
        priced = [item.million_vnd for item in now if item.million_vnd is not None]
        yield OpenDecision(why=because("decide_upgrades", len(now), sum(priced), len(now) - len(priced)))
