"""How far each data set has moved: what people declare beside what manifests, names and sweeps show.

The more cautious of the two stands. Old, unfinished or missing evidence never brings anything forward.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from auditor.model.facts import DataManifest, Observation
from auditor.model.inventory import DataSet, System
from auditor.model.reason import Reason, because
from auditor.model.vocab.measurements import State
from auditor.model.vocab.moves import MoveState
from auditor.plan.movement.shape import DataMovement, Movement, Progress, SystemMovement
from auditor.plan.run import PlanRun
from auditor.plan.shared.instances import MOST_AGE_DAYS, Seen, fresh, names_at_new, old_silent
from auditor.plan.shared.manifests import show_contents

_Thing = TypeVar("_Thing")

_READ_ELSEWHERE = frozenset({"cache", "client"})


@dataclass(frozen=True, slots=True)
class _Side:
    """The newest manifest of one side; `counts` when it is young and its import finished."""

    look: Observation | None
    data: DataManifest | None
    counts: bool


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the looks show. `state` is None when nobody looked; nothing beyond `ceiling` can be so."""

    state: MoveState | None
    ceiling: MoveState
    why: tuple[Reason, ...]
    evidence: tuple[Observation, ...]


def make(run: PlanRun) -> Movement:
    """How far the systems of the run have moved."""
    return movement(run)


def movement(run: PlanRun, most_age_days: int = MOST_AGE_DAYS) -> Movement:
    """Every system that moves or has moved, in order of id; looks older than `most_age_days` prove no progress."""
    systems = [_system(near, system, most_age_days) for system, near in _each(run) if _moves(near, system)]
    return Movement(run=run.result.run.id, systems=tuple(sorted(systems, key=lambda item: item.system)))


def _each(run: PlanRun) -> Iterator[tuple[System, PlanRun]]:
    """Each system with only what tells of its move, found by indexes, since a run may hold very many looks."""
    inventory = run.inventory
    looks: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for item in run.observations.values():
        looks[item.kind, item.subject].append(item)
    endpoints = _grouped(inventory.endpoints, lambda endpoint: endpoint.id.host)
    owned = _grouped(inventory.hosts, lambda host: host.system)
    hosts = run.estate.hosts
    held = _grouped(inventory.data_sets, lambda data: data.system)
    for system in inventory.systems:
        shared = [hosts[name] for name in system.runs_on if name in hosts]
        machines = {host.id: host for host in (*owned[system.id], *shared)}
        asked = [("dns", system.id), *(("ports", name) for name in machines)]
        asked += [("data_manifest", data.id) for data in held[system.id]]
        part = {
            "hosts": tuple(machines.values()),
            "endpoints": tuple(endpoint for name in machines for endpoint in endpoints[name]),
            "data_sets": tuple(held[system.id]),
        }
        yield (
            system,
            replace(
                run,
                inventory=inventory.model_copy(update=part),
                observations={item.id: item for key in asked for item in looks[key]},
            ),
        )


def _grouped(things: Iterable[_Thing], key: Callable[[_Thing], str]) -> defaultdict[str, list[_Thing]]:
    found: defaultdict[str, list[_Thing]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return found


def _moves(run: PlanRun, system: System) -> bool:
    return (
        (system.decision is not None and system.decision.data_moves)
        or any(system.id in wave.systems for wave in run.inventory.waves)
        or any(host.system == system.id and host.instance != "only" for host in run.inventory.hosts)
        or any(_goes(run, data) and _touched(run, data) for data in run.inventory.data_sets)
    )


def _touched(run: PlanRun, data: DataSet) -> bool:
    decided = data.decision is not None and data.decision.data_moves
    return decided or data.move is not None or bool(_looks(run, data))


def _goes(run: PlanRun, data: DataSet) -> bool:
    """What is read from elsewhere, or was decided to stay or end, keeps no system from having moved."""
    if data.decision is not None:
        return data.decision.data_moves
    return data.role not in _READ_ELSEWHERE or data.move is not None or bool(_looks(run, data))


def _system(run: PlanRun, system: System, most_age_days: int) -> SystemMovement:
    names, silence = names_at_new(run, system, most_age_days), old_silent(run, system, most_age_days)
    sets = tuple(
        _data_set(run, data, (names, silence), most_age_days)
        for data in sorted(run.inventory.data_sets, key=lambda item: item.id)
        if _goes(run, data)
    )
    if not sets:
        return _without_data(run, system, names, silence)
    least = min(sets, key=lambda item: (item.state.rank, item.data_set))
    why = because("least_data_set", least.data_set)
    return SystemMovement(system=system.id, state=least.state, why=(why,), data_sets=sets)


def _without_data(run: PlanRun, system: System, names: Seen, silence: Seen) -> SystemMovement:
    done = [wave.id for wave in run.inventory.waves if wave.status == "done" and system.id in wave.systems]
    if not done:
        return SystemMovement(system=system.id, state=MoveState.NOT_STARTED, why=(because("wave_not_done", system.id),))
    told = because("wave_done", done[-1])
    ceiling, against = _ceiling(names, silence)
    if not ceiling.over:
        return SystemMovement(system=system.id, state=ceiling, why=(told, *against))
    if silence.holds:
        return SystemMovement(system=system.id, state=MoveState.OLD_SILENT, why=(told, *silence.why))
    return SystemMovement(system=system.id, state=MoveState.CUT_OVER, why=(told, *silence.why))


def _ceiling(names: Seen, silence: Seen) -> tuple[MoveState, tuple[Reason, ...]]:
    """How far the move can be at most: names that lead to an old address, or an old host that answers, forbid more."""
    if names.holds is False:
        return MoveState.PARALLEL, names.why
    if silence.holds is False:
        return MoveState.CUT_OVER, silence.why
    return MoveState.OLD_SILENT, ()


def _data_set(run: PlanRun, data: DataSet, seen: tuple[Seen, Seen], most_age_days: int) -> DataMovement:
    measured = _measured(run, data, seen, most_age_days)
    declared = data.move.state if data.move else None
    told = declared or MoveState.NOT_STARTED
    highest = measured.ceiling if measured.state is None else measured.state
    contradicted = declared is not None and declared.rank > measured.ceiling.rank
    known = measured.state if declared is None else min(declared, highest, key=_rank)
    agrees = None if declared is None or measured.state is None else declared == measured.state
    return DataMovement(
        data_set=data.id,
        system=data.system,
        declared=declared,
        declared_on=data.move.as_of if data.move else None,
        measured=measured.state,
        measured_at=min((item.observed_at for item in measured.evidence), default=None) if measured.state else None,
        state=known or told,
        agrees=False if contradicted else agrees,
        progress=_progress(run, data, most_age_days),
        why=measured.why,
        evidence=tuple(sorted({item.id for item in measured.evidence})),
    )


def _rank(state: MoveState) -> int:
    return state.rank


def _looks(run: PlanRun, data: DataSet) -> list[Observation]:
    return [item for item in run.observations.values() if item.kind == "data_manifest" and item.subject == data.id]


def _side(run: PlanRun, data: DataSet, side: str, most_age_days: int) -> _Side:
    found = [
        (item, manifest)
        for item in _looks(run, data)
        if isinstance(manifest := item.typed(), DataManifest) and manifest.side == side
    ]
    if not found:
        return _Side(None, None, counts=False)
    look, manifest = max(found, key=lambda pair: (pair[0].observed_at, pair[0].id))
    return _Side(look, manifest, counts=look.state is State.OK and fresh(run, look, most_age_days))


def _measured(run: PlanRun, data: DataSet, seen: tuple[Seen, Seen], most_age_days: int) -> _Measured:
    names, silence = seen
    ceiling, against = _ceiling(names, silence)
    old, new = (_side(run, data, side, most_age_days) for side in ("old", "new"))
    looks = tuple(side.look for side in (old, new) if side.look is not None)
    young = tuple(side.look for side in (old, new) if side.look is not None and side.counts)
    told = tuple(item for part in (names, silence) if part.holds is not None for item in part.evidence)
    if new.data is None or not new.counts:
        why = because("manifest_none" if new.look is None else "manifest_stale", data.id)
        return _Measured(None, ceiling, (why, *against), (*looks, *told) if against else looks)
    if not (equal := _equal(data, old, new)):
        state, why = _unequal(data, old, new)
        ahead = (because("names_ahead", data.id),) if names.holds else ()
        return _Measured(state, ceiling, (why, *ahead), (*young, *told) if ahead else young)
    state, reasons = _beyond(names, silence)
    return _Measured(state, ceiling, tuple(dict.fromkeys((equal, *reasons))), (*young, *told))


def _equal(data: DataSet, old: _Side, new: _Side) -> Reason | None:
    """Both sides counted everything, not long ago, and all they counted is the same; a count one side lacks is not."""
    if old.data is None or new.data is None or not (old.counts and new.counts):
        return None
    if not (old.data.complete and new.data.complete and old.data.sha256):
        return None
    counted = [(side.rows, side.bytes, side.sha256) for side in (old.data, new.data)]
    if counted[0] != counted[1] or old.data.rows is None or not show_contents((old.data, new.data), data):
        return None
    return because("manifests_equal", old.data.rows)


def _unequal(data: DataSet, old: _Side, new: _Side) -> tuple[MoveState, Reason]:
    if new.data is not None and (new.data.rows == 0 or not (new.data.rows or new.data.bytes)):
        return MoveState.NOT_STARTED, because("new_is_empty", data.id)
    if old.data is None:
        return MoveState.COPYING, because("old_manifest_none", data.id)
    if not old.counts:
        return MoveState.COPYING, because("old_manifest_stale", data.id)
    if not (old.data.complete and new.data is not None and new.data.complete):
        return MoveState.COPYING, because("manifest_incomplete", data.id)
    if old.data.of_nothing and new.data.of_nothing:
        return MoveState.COPYING, because("manifests_of_nothing", data.id)
    return MoveState.COPYING, because("manifests_differ", data.id)


def _beyond(names: Seen, silence: Seen) -> tuple[MoveState, tuple[Reason, ...]]:
    """Where the data is the same on both sides, names and silence say how far the use of it has moved."""
    if silence.holds:
        return MoveState.OLD_SILENT, silence.why
    if names.holds:
        return MoveState.CUT_OVER, (*names.why, *silence.why)
    return MoveState.PARALLEL, (*names.why, *silence.why)


def _progress(run: PlanRun, data: DataSet, most_age_days: int) -> Progress:
    """Counts of fresh manifests, else those declared."""
    old, new = (_side(run, data, side, most_age_days) for side in ("old", "new"))
    total = old.data if old.data is not None and old.counts and old.data.complete else None
    done = new.data if new.counts else None
    move = data.move
    return Progress(
        rows_done=done.rows if done else (move.rows_done if move else None),
        rows=_first(total.rows if total else None, data.rows),
        bytes_done=done.bytes if done else (move.bytes_done if move else None),
        bytes=_first(total.bytes if total else None, data.bytes),
    )


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
