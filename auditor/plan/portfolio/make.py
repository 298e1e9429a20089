"""Puts the page together: figures, calendar, links, risks, open decisions and the opening sentence."""

import datetime

from auditor.model.reason import Reason, because
from auditor.model.vocab.moves import Disposition
from auditor.plan.portfolio.edges import edges_of, elsewhere_of
from auditor.plan.portfolio.inputs import PortfolioInput
from auditor.plan.portfolio.open_decisions import open_decisions_of
from auditor.plan.portfolio.risks import risks_of
from auditor.plan.portfolio.shape import FreezePeriod, OpenDecision, Portfolio, Stage, Standing
from auditor.plan.run import PlanRun
from auditor.plan.shared.notice import notice_day
from auditor.plan.waves.shape import PlannedWave


def make(run: PlanRun) -> Portfolio:
    """The page of one run. Raises MigrationError when the calendar of the planning file leaves no working day."""
    inputs = PortfolioInput(run)
    standing, stages, edges = standing_of(inputs), stages_of(inputs), edges_of(inputs)
    open_decisions = open_decisions_of(inputs, stages, edges)
    return Portfolio(
        run=inputs.run.result.run.id,
        as_of=inputs.as_of,
        planned_by=inputs.proposal.status if inputs.proposal else "adopted",
        answer=answer_of(inputs, standing, open_decisions),
        standing=standing,
        stages=stages,
        freezes=tuple(
            FreezePeriod(
                id=freeze.id,
                name_vi=freeze.name.vi,
                name_en=freeze.name.en or freeze.name.vi,
                start=freeze.start,
                end=freeze.end,
                covers=freeze.covers,
            )
            for freeze in sorted(inputs.run.planning.freezes, key=lambda freeze: (freeze.start, freeze.id))
        ),
        elsewhere=elsewhere_of(inputs, edges),
        edges=edges,
        risks=risks_of(inputs, stages, edges),
        open_decisions=open_decisions,
        burn_up=inputs.burn_up,
    )


def standing_of(inputs: PortfolioInput) -> Standing:
    """Each system counted once."""
    held = inputs.population
    coming = {name for wave in inputs.upcoming() for name in wave.systems}
    return Standing(
        systems=len(held.members),
        to_move=len(held.to_move),
        planned=len(coming.intersection(held.left)),
        staying=held.count(Disposition.STAYS, Disposition.ENDS),
        other_way=held.count(Disposition.OTHER_WAY),
        undecided=held.count(Disposition.UNDECIDED),
        forbidden=held.count(Disposition.FORBIDDEN),
        **held.states,
    )


def stages_of(inputs: PortfolioInput) -> tuple[Stage, ...]:
    """Every wave with systems, by date."""
    held = [(wave, tuple(sorted(n for n in wave.systems if inputs.wave_of[n] is wave))) for wave in inputs.waves]
    return tuple(_stage(inputs, wave, names) for wave, names in held if names)


def _stage(inputs: PortfolioInput, wave: PlannedWave, names: tuple[str, ...]) -> Stage:
    return Stage(
        id=wave.id,
        date=wave.date,
        fixed=wave.fixed,
        systems=names,
        states=tuple(inputs.state(name) for name in names),
        notice_by=notice_day(inputs.run, wave.date),
        parallel_until=_after(wave.date, inputs.parallel_days(*names)),
        rollback_until=_after(wave.date, inputs.rollback_days(*names)),
        slipped=wave.date < inputs.as_of and not inputs.population.moved.issuperset(names),
    )


def _after(date: datetime.date, days: int) -> datetime.date:
    return date + datetime.timedelta(days=days)


def answer_of(
    inputs: PortfolioInput, standing: Standing, open_decisions: tuple[OpenDecision, ...]
) -> tuple[Reason, ...]:
    """How far, what next, and how much is to be decided."""
    said = [_how_far(standing)]
    open_ = standing.to_move - standing.moved
    if open_:
        counts = (standing.ready, standing.conditional, standing.blocked, standing.unknown)
        said.append(because("answer_open", open_, *counts))
    said += _next(inputs, open_)
    said.append(because("answer_decide", len(open_decisions)) if open_decisions else because("answer_decide_nothing"))
    return tuple(said)


def _how_far(standing: Standing) -> Reason:
    if not standing.to_move:
        return because("answer_nothing_moves", standing.systems)
    return because("answer_moved", standing.moved, standing.to_move)


def _next(inputs: PortfolioInput, open_: int) -> list[Reason]:
    if coming := inputs.upcoming():
        left = inputs.left(coming[0])
        unfit = sum(inputs.state(name) in ("blocked", "unknown") for name in left)
        return [because("answer_next", coming[0].id, coming[0].date, len(left), unfit)]
    return [because("answer_no_night")] if open_ else []
