"""What people have to decide before the plan can go on."""

from collections.abc import Callable, Iterator

from auditor.model.reason import Reason, because
from auditor.plan.decisions.shape import Proposal
from auditor.plan.portfolio.inputs import NEAR, PortfolioInput
from auditor.plan.portfolio.risks import unknown_amounts
from auditor.plan.portfolio.shape import Edge, Matter, Stage


def matters_of(parts: PortfolioInput, stages: tuple[Stage, ...], edges: tuple[Edge, ...]) -> tuple[Matter, ...]:
    """Most pressing first: what the law forbids, what cannot be planned, what is near, what nobody decided."""
    return (
        *_decided(parts, "forbidden", _forbidden),
        *_plan(parts),
        *_slipped(parts, stages),
        *_near(parts, stages),
        *_unchosen(parts),
        *_bridges(parts, edges),
        *_decided(parts, "undecided", _undecided),
        *_decided(parts, "differs", _differs),
        *_without_night(parts),
        *_target(parts),
        *_upgrades(parts),
    )


def _decided(parts: PortfolioInput, standing: str, each: Callable[[Proposal], Reason]) -> Iterator[Matter]:
    found = [
        item
        for item in sorted(parts.proposals.values(), key=lambda item: item.id)
        if item.standing == standing and item.id in parts.systems
    ]
    if found:
        yield Matter(
            why=because(f"decide_{standing}", len(found)),
            systems=tuple(item.id for item in found),
            each=tuple(each(item) for item in found),
            lines=tuple(parts.source.place(item.line or f"systems/{item.id}/decision") for item in found),
        )


def _forbidden(item: Proposal) -> Reason:
    return because("each_forbidden", item.id, item.declared or "")


def _undecided(item: Proposal) -> Reason:
    return because("each_proposed", item.id, item.proposed) if item.proposed else because("each_no_proposal", item.id)


def _differs(item: Proposal) -> Reason:
    if item.proposed is None:
        return because("each_differs_from_none", item.id, item.declared or "")
    return because("each_differs", item.id, item.declared or "", item.proposed)


def _plan(parts: PortfolioInput) -> Iterator[Matter]:
    plan = parts.proposal
    if plan and plan.status == "infeasible":
        yield Matter(
            why=because("decide_conflicts", len(plan.conflicts)),
            each=tuple(conflict.why for conflict in plan.conflicts),
            lines=tuple(conflict.line for conflict in plan.conflicts),
        )
    if plan and plan.status == "unknown":
        yield Matter(why=because("decide_no_answer"))
    if plan and plan.cycles:
        yield Matter(
            why=because("decide_cycles", len(plan.cycles)),
            systems=tuple(sorted({name for ring in plan.cycles for name in ring.systems})),
            each=tuple(because("each_cycle", *ring.cut) for ring in plan.cycles),
        )
    if not plan and not parts.waves and (open_ := parts.population.left):
        yield Matter(why=because("decide_no_waves", len(open_)))


def _slipped(parts: PortfolioInput, stages: tuple[Stage, ...]) -> Iterator[Matter]:
    if late := [stage for stage in stages if stage.slipped]:
        yield Matter(
            why=because("decide_slipped", len(late)),
            systems=tuple(sorted({name for stage in late for name in stage.systems} - parts.population.moved)),
            each=tuple(because("each_slipped", stage.id, stage.date) for stage in late),
            lines=tuple(parts.source.place(f"waves/{stage.id}/date") for stage in late),
            due=late[0].date,
        )


def _near(parts: PortfolioInput, stages: tuple[Stage, ...]) -> Iterator[Matter]:
    """Near waves that hold systems not ready: put right in time, or move without them."""
    for stage in stages:
        unfit = [
            (name, state)
            for name, state in zip(stage.systems, stage.states, strict=True)
            if state in ("blocked", "unknown")
        ]
        if unfit and parts.as_of <= stage.date <= parts.as_of + NEAR:
            yield Matter(
                why=because("decide_near", stage.id, stage.date, len(unfit)),
                systems=tuple(name for name, _ in unfit),
                each=tuple(because("each_state", name, state) for name, state in unfit),
                due=stage.date,
            )


def _unchosen(parts: PortfolioInput) -> Iterator[Matter]:
    """A wave takes nobody's decision: what it holds must be decided to move."""
    strays = [name for name in sorted(parts.wave_of) if name not in parts.population.to_move]
    if strays:
        yield Matter(
            why=because("decide_wave_against_decision", len(strays)),
            systems=tuple(strays),
            each=tuple(because("each_in_wave", name, parts.wave_of[name].id) for name in strays),
            lines=tuple(parts.source.place(f"waves/{parts.wave_of[name].id}/systems") for name in strays),
        )


def _bridges(parts: PortfolioInput, edges: tuple[Edge, ...]) -> Iterator[Matter]:
    if found := [edge for edge in edges if edge.broken]:
        yield Matter(
            why=because("decide_bridges", len(found)),
            systems=tuple(sorted({end for edge in found for end in (edge.source, edge.target)})),
            each=tuple(because("each_bridge", edge.link, edge.source, edge.target) for edge in found),
            lines=tuple(parts.source.place(f"links/{edge.link}") for edge in found),
        )


def _without_night(parts: PortfolioInput) -> Iterator[Matter]:
    open_ = [name for name in parts.population.left if name not in parts.wave_of]
    if not open_ or not parts.waves:
        return
    told = {item.system: item.why for item in parts.proposal.unplaced} if parts.proposal else {}
    yield Matter(
        why=because("decide_no_night", len(open_)),
        systems=tuple(open_),
        each=tuple(told.get(name, because("each_no_night", name)) for name in open_),
    )


def _target(parts: PortfolioInput) -> Iterator[Matter]:
    zones = parts.source.planning.target.zones
    blank = [(place, zone) for place, zone in enumerate(zones) if unknown_amounts(zone)]
    if not zones and parts.population.to_move:
        yield Matter(why=because("decide_target_none"), lines=(parts.source.place("planning/target"),))
    if blank:
        yield Matter(
            why=because("decide_target", len(blank)),
            each=tuple(because("each_target", zone.id, len(unknown_amounts(zone))) for _, zone in blank),
            lines=tuple(parts.source.place(f"planning/target/zones/{place}") for place, _ in blank),
        )


def _upgrades(parts: PortfolioInput) -> Iterator[Matter]:
    now = [item for item in parts.upgrades.items if item.urgency in ("now", "before_moves")]
    if now:
        priced = [item.million_vnd for item in now if item.million_vnd is not None]
        yield Matter(why=because("decide_upgrades", len(now), sum(priced), len(now) - len(priced)))
