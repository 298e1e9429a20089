"""Lines filled from how far the data has moved: states, and the manifests of both sides."""

from auditor.model.facts import DataManifest, Observation
from auditor.model.inventory import DataSet
from auditor.model.vocab.measurements import State
from auditor.model.vocab.moves import MoveState
from auditor.plan.checklist.looked import Looked, Trace, met, not_met, unknown
from auditor.plan.checklist.subject import SheetSubject
from auditor.plan.movement.shape import SystemMovement
from auditor.plan.shared.instances import fresh
from auditor.plan.shared.manifests import show_contents


def by_movement(subject: SheetSubject, movement: SystemMovement | None, wanted: MoveState) -> Looked:
    """Met only where measurements of every data set show it. What was measured to lag behind after the night is a
    fault, before it the ordinary course; what is only declared is unknown.
    """
    if movement is None or not movement.data_sets:
        return unknown("line_not_measured")
    ids = tuple(sorted({name for item in movement.data_sets for name in item.evidence}))
    oldest = min((item.measured_at for item in movement.data_sets if item.measured_at), default=None)
    trace = Trace(at=oldest, evidence=ids)
    state = movement.state.value
    lagging = [item for item in movement.data_sets if item.measured and item.measured.rank < wanted.rank]
    if lagging or movement.state.rank < wanted.rank:
        late = subject.date is not None and subject.today > subject.date
        return (not_met if lagging and late else unknown)(f"line_move_{state}", trace=trace)
    if any(item.measured is None for item in movement.data_sets):
        return unknown("line_move_declared", trace=trace)
    return met(f"line_move_{state}", trace=trace)


def by_manifests(subject: SheetSubject, data: DataSet) -> Looked:
    """Both sides of one data set counted whole, not long ago, and equal in rows, bytes and digest."""
    old, new = _newest(subject, data, "old"), _newest(subject, data, "new")
    for side, pair in (("old", old), ("new", new)):
        if pair is None:
            return unknown(f"line_manifest_no_{side}")
    if old is None or new is None:
        return unknown("line_nothing")
    (seen_old, one), (seen_new, other) = old, new
    trace = Trace(
        at=min(seen_old.observed_at, seen_new.observed_at),
        vantage=seen_new.zone or seen_new.vantage,
        evidence=tuple(sorted((seen_old.id, seen_new.id))),
    )
    if not (one.complete and other.complete and one.sha256 and other.sha256) or one.rows is None:
        return unknown("line_manifest_incomplete", trace=trace)
    counted = [(side.rows, side.bytes, side.sha256) for side in (one, other)]
    if counted[0] != counted[1]:
        return not_met("line_manifest_differs", _amount(one.rows), _amount(other.rows), trace=trace)
    if not show_contents((one, other), data):
        return unknown("line_manifest_nothing", trace=trace)
    return met("line_manifest_equal", one.rows, _amount(one.bytes), trace=trace)


def _amount(count: int | None) -> str:
    return "–" if count is None else str(count)


def _newest(subject: SheetSubject, data: DataSet, side: str) -> tuple[Observation, DataManifest] | None:
    """The newest manifest of a side, if its import finished and it is young; behind a newer bad one no older counts."""
    found = [
        (seen, manifest)
        for seen in subject.run.observations.values()
        if seen.kind == "data_manifest"
        and seen.subject == data.id
        and isinstance(manifest := seen.typed(), DataManifest)
        and manifest.side == side
    ]
    newest = max(found, key=lambda pair: (pair[0].observed_at, pair[0].id), default=None)
    if newest is None or newest[0].state is not State.OK or not fresh(subject.run, newest[0]):
        return None
    return newest
