"""Data sets: what was counted on both sides of the move must be the same to the last byte (rows, bytes, SHA-256)."""

from collections.abc import Iterable, Iterator

from auditor.model.facts import DataManifest, Observation
from auditor.model.inventory import DataSet
from auditor.model.reason import Reason, because
from auditor.model.vocab.measurements import State
from auditor.plan.parity.pair import Pair
from auditor.plan.parity.shape import Check, Standing
from auditor.plan.run import PlanRun
from auditor.plan.shared.manifests import show_contents

_HELD_ELSEWHERE = frozenset({"cache", "client"})
_Counted = tuple[Observation, DataManifest]


def data_checks(pair: Pair) -> Iterator[Check]:
    """One check for each data set the system keeps, by the counts that the run after carries of both sides.

    Counts of the run before do not serve: the data may have changed since.
    """
    kept = {item.id: item for side in (pair.before, pair.after) for item in _kept(side.run, {pair.was.id, pair.now.id})}
    for name in sorted(kept):
        counted = list(_counted(pair, name))
        standing, why = _standing(kept[name], counted)
        evidence = tuple(sorted(observation.id for observation, _ in counted))
        yield Check(kind="data", id=name, standing=standing, why=why, evidence=evidence)


def _kept(run: PlanRun, systems: set[str]) -> Iterable[DataSet]:
    return (
        item
        for item in run.inventory.data_sets
        if item.system in systems and (item.role not in _HELD_ELSEWHERE or item.move is not None)
    )


def _counted(pair: Pair, data_set: str) -> Iterator[_Counted]:
    """Counts from after the night that finished, of everything that was there."""
    for observation in pair.seen_after("data_manifest", data_set):
        manifest = observation.typed()
        if observation.state is State.OK and isinstance(manifest, DataManifest) and manifest.complete:
            yield observation, manifest


def _standing(data: DataSet, counted: list[_Counted]) -> tuple[Standing, Reason]:
    name = data.id
    sides = {side: [one for _, one in counted if one.side == side] for side in ("old", "new")}
    for side in ("new", "old"):
        if not sides[side]:
            return "cannot_tell", because(f"data_not_counted_{side}", name)
    if any(len(_values(counted, key)) > 1 for key in ("rows", "bytes", "sha256")):
        return "degraded", because("data_differs", name)
    if not all(one.rows is not None and one.sha256 for _, one in counted):
        return "cannot_tell", because("data_no_digest", name)
    if not show_contents((one for _, one in counted), data):
        return "cannot_tell", because("data_of_nothing", name)
    return "at_parity", because("data_equal", name, counted[0][1].rows)


def _values(counted: list[_Counted], key: str) -> set[object]:
    """The different values of one count, without those that are missing."""
    return {getattr(one, key) for _, one in counted} - {None, ""}
