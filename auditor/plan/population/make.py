"""Gives every system of a run its one disposition and state."""

from auditor.model.population import Member, Population
from auditor.model.readiness import Readiness
from auditor.model.vocab.moves import Disposition
from auditor.plan.decisions.shape import Decisions, Proposal
from auditor.plan.movement.shape import Movement
from auditor.plan.run import PlanRun


def make(run: PlanRun) -> Population:
    """Every system of the run."""
    return population(run.decisions, run.movement, run.readiness)


def population(decided: Decisions, moved: Movement, judged: Readiness) -> Population:
    """Every system that was decided about or could be; one nobody judged is unknown."""
    over = {item.system for item in moved.systems if item.state.over}
    states = {item.id: item.state for item in judged.systems}
    withheld = {item.id for item in judged.systems if item.withheld}
    return Population(
        tuple(
            Member(
                system=item.id,
                disposition=_disposition(item, moved=item.id in over),
                decision=item.final,
                state="moved" if item.id in over else states.get(item.id, "unknown"),
                withheld=item.id in withheld,
            )
            for item in sorted(decided.items, key=lambda item: item.id)
            if item.kind == "system"
        )
    )


def _disposition(item: Proposal, *, moved: bool) -> Disposition:
    """A system that has moved although nobody decided it is one of those to move: the page must not lose it."""
    if item.standing == "forbidden":
        return Disposition.FORBIDDEN
    if item.final is None:
        return Disposition.TO_MOVE if moved else Disposition.UNDECIDED
    return Disposition.after(item.final)
