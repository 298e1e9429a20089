"""Keeps what an evaluation said: the labelled run first in its own store, then the open one, so that none stands alone.

Between the two a machine may die. The labelled store therefore holds the open run as an intent until it is kept; the
next start keeps it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from auditor.audit.judging import Evaluation
from auditor.audit.private import private_store
from auditor.errors import StoreError
from auditor.inventory.settings import restricted_facts, same_store
from auditor.model.base import canonical
from auditor.model.facts import Observation
from auditor.model.groups import read_run, run_document
from auditor.model.settings import Settings
from auditor.model.verdict import RunResult
from auditor.policy.compiled import CompiledPolicies
from auditor.store.gate import Gate
from auditor.store.runs import Intent, RunStore, StoredRun


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the results of an evaluation went. `labelled` is None when nothing is labelled or no store configured.

    `completed` are open runs of an earlier start that was cut off before it kept them.
    """

    open: StoredRun
    labelled: StoredRun | None
    labelled_dropped: bool
    completed: tuple[str, ...] = ()


def require_stores(settings: Settings, *, labelled: bool) -> tuple[str, ...]:
    """Closes the labelled store to others; what to say of it. To be asked before the work of an audit begins.

    Raises StoreError when its runs could not be kept, or not for their owner alone.
    """
    _refuse_one_for_both(settings)
    notes = _closed(settings) if labelled else ()
    files: list[Path] = []
    for url in (settings.store, settings.restricted_store if labelled else ""):
        if url:
            store = RunStore(url)
            try:
                store.require_writable()
                files += filter(None, (store.file(),))
            finally:
                store.close()
    _refuse_one_file(files)
    return notes


def _closed(settings: Settings) -> tuple[str, ...]:
    return private_store(settings.restricted_store, restricted_facts(settings)) if settings.restricted_store else ()


def keep(evaluation: Evaluation, settings: Settings) -> Stored:
    """Store the labelled run in the restricted store if one is configured, then the open one; never both in one.

    Raises StoreError, also when both settings name the same store, or the labelled one cannot be closed to others.
    """
    _refuse_one_for_both(settings)
    gate = Gate(evaluation.worlds.cover, {item.id for item in evaluation.worlds.open.observations})
    gate.check(evaluation.open, evaluation.worlds.open.estate.inventory)
    inputs = _open_inputs(evaluation)
    if evaluation.labelled is None:
        return Stored(_add(settings.store, evaluation.open, inputs), None, labelled_dropped=False)
    if not settings.restricted_store:
        return Stored(_add(settings.store, evaluation.open, inputs), None, labelled_dropped=True)
    _closed(settings)
    restricted = RunStore(settings.restricted_store)
    try:
        _refuse_one_file(_files(restricted, settings.store))
        completed = _complete(restricted, settings.store)
        intent = Intent(evaluation.open.run.id, _dumped(evaluation.open), inputs)
        labelled = restricted.add(evaluation.labelled, _whole_inputs(evaluation), intent)
        opened = _add(settings.store, evaluation.open, inputs)
        restricted.settle(intent.run)
    finally:
        restricted.close()
    return Stored(opened, labelled, labelled_dropped=False, completed=completed)


def complete_intents(settings: Settings) -> tuple[str, ...]:
    """Keep the open runs that an earlier start wrote down but was cut off before keeping; their ids."""
    if not settings.restricted_store:
        return ()
    restricted = RunStore(settings.restricted_store, create=False)
    try:
        return _complete(restricted, settings.store)
    finally:
        restricted.close()


def _complete(restricted: RunStore, url: str) -> tuple[str, ...]:
    done = []
    for intent in restricted.intents():
        _add(url, read_run(orjson.loads(intent.result)), intent.inputs)
        restricted.settle(intent.run)
        done.append(intent.run)
    return tuple(done)


def _refuse_one_for_both(settings: Settings) -> None:
    if settings.restricted_store and same_store(settings.restricted_store, settings.store):
        raise _the_same()


def _refuse_one_file(files: Sequence[Path]) -> None:
    if any(one.samefile(other) for place, one in enumerate(files) for other in files[:place]):
        raise _the_same()


def _files(restricted: RunStore, url: str) -> list[Path]:
    """The files of both stores, of the open one only where it is there already."""
    opened = RunStore(url, create=False)
    try:
        return [place for place in (restricted.file(), opened.file()) if place]
    finally:
        opened.close()


def _the_same() -> StoreError:
    return StoreError("store and restricted_store are the same", remedy="Give labelled results a store of their own.")


def _open_inputs(evaluation: Evaluation) -> dict[str, bytes]:
    worlds = evaluation.worlds
    return _shared(evaluation) | {
        "params": canonical(worlds.open_params(evaluation.params)),
        "inventory": canonical(worlds.open.estate.inventory),
        "facts": _facts(worlds.open.observations),
        "planning": canonical(worlds.open_planning(evaluation.planning)),
        "places": canonical(worlds.open_places(evaluation.planning, evaluation.places)),
    }


def _whole_inputs(evaluation: Evaluation) -> dict[str, bytes]:
    worlds = evaluation.worlds
    return _shared(evaluation) | {
        "params": canonical({key: dict(value) for key, value in evaluation.params.items()}),
        "inventory": canonical(worlds.whole.estate.inventory),
        "facts": _facts(worlds.whole.observations),
        "planning": canonical(evaluation.planning),
        "places": canonical(dict(evaluation.places)),
    }


def _shared(evaluation: Evaluation) -> dict[str, bytes]:
    return {
        "catalogue": canonical(_catalogue(evaluation.compiled)),
        "policies.wasm": evaluation.compiled.wasm,
        "policies.tar": evaluation.compiled.bundle,
    }


def _add(url: str, result: RunResult, inputs: Mapping[str, bytes]) -> StoredRun:
    store = RunStore(url)
    try:
        return store.add(result, inputs)
    finally:
        store.close()


def _dumped(result: RunResult) -> bytes:
    return canonical(run_document(result))


def _facts(observations: Iterable[Observation]) -> bytes:
    return canonical([observation.model_dump(mode="json") for observation in observations])


def _catalogue(compiled: CompiledPolicies) -> dict[str, Any]:
    catalogue = compiled.catalogue
    return {
        "controls": [control.model_dump(mode="json", by_alias=True) for control in catalogue.controls],
        "instruments": [instrument.model_dump(mode="json") for instrument in catalogue.instruments.values()],
        "tables": {
            name: [{"from": row["from"].isoformat(), "values": row["values"]} for row in rows]
            for name, rows in catalogue.tables.items()
        },
    }
