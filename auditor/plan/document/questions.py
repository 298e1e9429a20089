"""Matters to raise with the National Data Center: entered ones, and what the plan needs to know and does not."""

from collections import Counter
from collections.abc import Iterator

from auditor.model.entity import Name
from auditor.model.inventory import System
from auditor.model.planning import TargetZone
from auditor.model.reason import Reason, because
from auditor.model.vocab.moves import Decision
from auditor.plan.document.inputs import DocumentInput
from auditor.plan.document.shape import Question

_AMOUNTS = ("slots_per_night", "systems", "vcpu", "ram_gb", "storage_gb", "ready_from", "tenancy")
_NEEDS = ("vcpu", "ram_gb", "storage_gb")


def questions(inputs: DocumentInput) -> tuple[Question, ...]:
    """Entered questions first."""
    entered = (Question(words=Name(vi=text)) for text in inputs.run.planning.target.questions)
    return (*entered, *(Question(why=reason) for reason in _whole(inputs)), *_zones(inputs))


def _whole(inputs: DocumentInput) -> Iterator[Reason]:
    target = inputs.run.planning.target
    if not target.zones:
        yield because("ndc_no_zones")
    if not target.contact:
        yield because("ndc_no_contact")
    if target.agreement is None:
        yield because("ndc_no_agreement")
    if unclear := tuple(name for name in inputs.ordinary() if _zone(inputs, inputs.systems[name]) is None):
        yield because("ndc_no_target", *unclear)
    yield from _demand(inputs)
    if special := [name for name in inputs.moving() if inputs.proposals[name].final is Decision.SPECIAL_ZONE]:
        yield because("ndc_special_zone", *special)
    if opinions := tuple(item.asset or item.id for item in inputs.upgrades.items if item.ask_ndc):
        yield because("ndc_opinion", *opinions)
    yield from _cleared_there(inputs)


def _demand(inputs: DocumentInput) -> Iterator[Reason]:
    """What all systems that are to move need together; an amount nobody entered is not taken for nothing."""
    movers = [inputs.systems[name] for name in inputs.ordinary()]
    if not movers:
        return
    sums = [sum(getattr(one.technology, key) or 0 for one in movers if one.technology) for key in _NEEDS]
    unknown = [
        one.id for one in movers if not one.technology or any(getattr(one.technology, k) is None for k in _NEEDS)
    ]
    yield because("ndc_demand", len(movers), *sums)
    if unknown:
        yield because("ndc_demand_unknown", *unknown)


def _cleared_there(inputs: DocumentInput) -> Iterator[Reason]:
    """Blockers that only the National Data Center can clear."""
    found = Counter(
        blocker.control
        for name in inputs.ordinary()
        for blocker in (inputs.states[name].blockers if name in inputs.states else ())
        if blocker.clearer == "ndc"
    )
    for control, count in sorted(found.items()):
        yield because("ndc_blockers", control, count)


def _zones(inputs: DocumentInput) -> Iterator[Question]:
    for zone in inputs.run.planning.target.zones:
        for key in _AMOUNTS:
            if getattr(zone, key) in (None, ""):
                yield Question(why=because(f"ndc_zone_{key}"), zone=zone.name)
        if misfits := _misfits(inputs, zone):
            yield Question(why=because("ndc_zone_levels", *misfits), zone=zone.name)


def _misfits(inputs: DocumentInput, zone: TargetZone) -> tuple[str, ...]:
    """Systems meant for the zone whose level it does not take."""
    own = [inputs.systems[name] for name in inputs.ordinary() if _zone(inputs, inputs.systems[name]) == zone.id]
    return tuple(one.id for one in own if one.level is not None and one.level not in zone.levels)


def _zone(inputs: DocumentInput, system: System) -> str | None:
    """The zone a system is meant for: its own, else the only ordinary one."""
    if system.move and system.move.target:
        return system.move.target
    ordinary = [zone.id for zone in inputs.run.planning.target.zones if zone.kind == "ordinary"]
    return ordinary[0] if len(ordinary) == 1 else None
