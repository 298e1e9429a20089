"""The composition root: the only place that wires inventory, facts, policies, store, migration and reports together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from auditor.collectors import read_facts
from auditor.errors import NotFoundError, StoreError
from auditor.inventory import load
from auditor.inventory.labels import without_labelled, without_labelled_observations
from auditor.inventory.matrix import matrix
from auditor.migration.readiness import readiness
from auditor.model.base import canonical
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.readiness import Readiness
from auditor.model.settings import Settings
from auditor.model.verdict import RunResult
from auditor.model.vocab import Label
from auditor.policy.catalogue import parameters
from auditor.policy.compiled import CompiledPolicies, parse_catalogue
from auditor.policy.compiled import load as load_policies
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import EngineChoice, evaluate
from auditor.reports.interface import ReportInput
from auditor.store.runs import RunStore, StoredRun


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one evaluation read and said. `results` holds the open result and, where labels exist, the labelled one."""

    inventory: Inventory
    observations: tuple[Observation, ...]
    compiled: CompiledPolicies
    params: Mapping[str, Mapping[str, Any]]
    results: tuple[RunResult, ...]

    @property
    def open(self) -> RunResult:
        """The result about unlabelled things."""
        return self.results[0]

    @property
    def labelled(self) -> RunResult | None:
        """The result about labelled things, where there are any."""
        return self.results[1] if len(self.results) > 1 else None


def evaluate_facts(
    inventory_folder: Path,
    facts_folders: Sequence[Path],
    clocks: Clocks,
    settings: Settings,
    choice: EngineChoice | None = None,
) -> Evaluation:
    """Read an inventory and facts and judge them. Raises the errors of each room."""
    inventory = load(inventory_folder)
    facts = read_facts(facts_folders)
    compiled = load_policies()
    params = parameters(compiled.catalogue, clocks.as_of, settings.params)
    chosen = choice or EngineChoice(settings.engine, settings.workers, settings.opa)
    results = evaluate(inventory, facts, compiled, params, clocks, chosen)
    return Evaluation(inventory, facts.observations, compiled, params, results)


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the results of an evaluation went; `labelled` is None when there is nothing labelled or nowhere to keep it."""

    open: StoredRun
    labelled: StoredRun | None
    labelled_dropped: bool


def keep(evaluation: Evaluation, settings: Settings) -> Stored:
    """Store the open run, and the labelled one in the restricted store if one is configured; never both in one.

    Raises StoreError, also when both settings name the same store.
    """
    if settings.restricted_store and settings.restricted_store == settings.store:
        raise StoreError(
            "store and restricted_store are the same", remedy="Give labelled results a store of their own."
        )
    shared = {
        "catalogue": canonical(_catalogue(evaluation.compiled)),
        "params": canonical({key: dict(value) for key, value in evaluation.params.items()}),
    }
    inventory = without_labelled(evaluation.inventory)
    observations = without_labelled_observations(evaluation.inventory, evaluation.observations)
    stored = _add(
        settings.store, evaluation.open, {"inventory": canonical(inventory), "facts": _facts(observations)} | shared
    )
    if evaluation.labelled is None:
        return Stored(stored, None, labelled_dropped=False)
    if not settings.restricted_store:
        return Stored(stored, None, labelled_dropped=True)
    inputs = {"inventory": canonical(evaluation.inventory), "facts": _facts(evaluation.observations)} | shared
    return Stored(stored, _add(settings.restricted_store, evaluation.labelled, inputs), labelled_dropped=False)


def _add(url: str, result: RunResult, inputs: Mapping[str, bytes]) -> StoredRun:
    store = RunStore(url)
    try:
        return store.add(result, inputs)
    finally:
        store.close()


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


def open_store(settings: Settings, *, restricted: bool = False) -> RunStore:
    """The store of runs. Raises NotFoundError when no restricted store is configured."""
    url = settings.restricted_store if restricted else settings.store
    if not url:
        raise NotFoundError("no restricted_store is configured", remedy="Set restricted_store in auditor.yaml.")
    return RunStore(url)


def report_input(store: RunStore, run: StoredRun) -> ReportInput:
    """Everything a report of a stored run may show, from the store alone."""
    result = store.result(run)
    inventory = Inventory.model_validate(orjson.loads(store.part(run, "inventory")))
    observations = tuple(Observation.model_validate(row) for row in orjson.loads(store.part(run, "facts")))
    catalogue = parse_catalogue(orjson.loads(store.part(run, "catalogue")))
    own = _own_systems(inventory, labelled=result.run.label is not Label.NONE)
    return ReportInput(
        result=result,
        inventory=inventory,
        catalogue=catalogue,
        observations={observation.id: observation for observation in observations},
        matrix=matrix(inventory, observations),
        readiness=readiness((result,), own, catalogue),
        previous=_previous(store, run),
    )


def _own_systems(inventory: Inventory, *, labelled: bool) -> Inventory:
    """A labelled run's inventory carries everything around its systems; readiness speaks only of its own."""
    chosen = tuple(system for system in inventory.systems if (system.label is not Label.NONE) == labelled)
    return inventory.model_copy(update={"systems": chosen})


def _previous(store: RunStore, run: StoredRun) -> RunResult | None:
    earlier = [other for other in store.list() if other.sequence < run.sequence]
    return store.result(earlier[0]) if earlier else None


def plan_readiness(store: RunStore, run: StoredRun, assumed: Sequence[str] = ()) -> Readiness:
    """Readiness of every system of a stored run, with assumptions laid over it."""
    source = report_input(store, run)
    own = _own_systems(source.inventory, labelled=source.result.run.label is not Label.NONE)
    return readiness((source.result,), own, source.catalogue, assumed)
