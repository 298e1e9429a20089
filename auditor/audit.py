"""The composition root: the only place that wires inventory, facts, policies, store, migration and reports together."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from auditor.errors import NotFoundError, ReportError, StoreError
from auditor.inventory import load, load_scope
from auditor.inventory.labels import (
    without_labelled,
    without_labelled_observations,
    without_labelled_places,
    without_labelled_planning,
)
from auditor.inventory.places import places
from auditor.inventory.planning import planning_of
from auditor.model.base import canonical
from auditor.model.facts import Observation
from auditor.model.facts_set import FactsSet
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.scope import Scope
from auditor.model.settings import Settings
from auditor.model.verdict import RunHead, RunResult
from auditor.model.vocab import Label
from auditor.pages.interface import ReportInput
from auditor.plan.run import open_run, whole_inventory
from auditor.policy.catalogue import parameters
from auditor.policy.compiled import CompiledPolicies, parse_catalogue
from auditor.policy.compiled import load as load_policies
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import EngineChoice, evaluate
from auditor.reports import FORMATS, render
from auditor.store.runs import RunStore, StoredRun
from auditor.text.words import Language

if TYPE_CHECKING:
    from auditor.collectors import Progress


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one evaluation read and said. `results` holds the open result and, where labels exist, the labelled one."""

    inventory: Inventory
    observations: tuple[Observation, ...]
    compiled: CompiledPolicies
    params: Mapping[str, Mapping[str, Any]]
    results: tuple[RunResult, ...]
    planning: Planning
    places: Mapping[str, str]

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
    compiled: CompiledPolicies | None = None,
) -> Evaluation:
    """Read an inventory and facts and judge them, by `compiled` policies or else those on disk.

    Raises the errors of each room.
    """
    from auditor.collectors import read_facts

    policies = compiled or load_policies()
    inventory = load(inventory_folder)
    planning = planning_of(inventory_folder, inventory)
    facts = read_facts(facts_folders)
    params = parameters(policies.catalogue, clocks.as_of, settings.params)
    chosen = choice or EngineChoice(settings.engine, settings.workers, settings.opa)
    results = evaluate(inventory, facts, policies, params, clocks, chosen)
    return Evaluation(inventory, facts.observations, policies, params, results, planning, places(inventory_folder))


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the results of an evaluation went. `labelled` is None when nothing is labelled or no store configured."""

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
        "policies.wasm": evaluation.compiled.wasm,
        "policies.tar": evaluation.compiled.bundle,
    }

    inventory = without_labelled(evaluation.inventory)
    observations = without_labelled_observations(evaluation.inventory, evaluation.observations)
    planned = {
        "planning": canonical(without_labelled_planning(evaluation.inventory, evaluation.planning)),
        "places": canonical(without_labelled_places(evaluation.inventory, evaluation.planning, evaluation.places)),
    }
    inputs = {"inventory": canonical(inventory), "facts": _facts(observations)} | shared | planned
    stored = _add(settings.store, evaluation.open, inputs)
    if evaluation.labelled is None:
        return Stored(stored, None, labelled_dropped=False)
    if not settings.restricted_store:
        return Stored(stored, None, labelled_dropped=True)
    planned = {"planning": canonical(evaluation.planning), "places": canonical(dict(evaluation.places))}
    inputs = {"inventory": canonical(evaluation.inventory), "facts": _facts(evaluation.observations)} | shared | planned
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


def judge_again(store: RunStore, stored: StoredRun, choice: EngineChoice | None = None) -> RunResult:
    """A stored run's inventory and facts judged anew, at its clocks, by the policies it kept.

    Raises NotFoundError when a part was not kept, IntegrityError when one was changed, EngineError.
    """
    head = RunHead.model_validate(stored.head)
    document = orjson.loads(store.part(stored, "catalogue"))
    wasm, bundle = (store.part(stored, name) for name in ("policies.wasm", "policies.tar"))
    policies = CompiledPolicies(wasm, bundle, parse_catalogue(document), head.policy_digest)
    seen = tuple(Observation.model_validate(row) for row in orjson.loads(store.part(stored, "facts")))
    results = evaluate(
        whole_inventory(store, stored),
        FactsSet(seen, (), head.facts_digest, head.complete),
        policies,
        orjson.loads(store.part(stored, "params")),
        Clocks(head.as_of, head.evaluated_at),
        choice or EngineChoice(head.engine),
    )
    return next(result for result in results if (result.run.label is Label.NONE) == (head.label is Label.NONE))


def open_store(settings: Settings, *, restricted: bool = False) -> RunStore:
    """The store of runs, for reading. Raises NotFoundError when no restricted store is configured."""
    url = settings.restricted_store if restricted else settings.store
    if not url:
        raise NotFoundError("no restricted_store is configured", remedy="Set restricted_store in auditor.yaml.")
    return RunStore(url, create=False)


def report_input(store: RunStore, run: StoredRun, *, compared: bool = True) -> ReportInput:
    """Everything a report of a stored run may show, from the store alone; `compared` with the run before it."""
    report = open_run(store, run).report
    previous = _previous(store, run) if compared else None
    return replace(report, inventory=whole_inventory(store, run), previous=previous)


def _previous(store: RunStore, run: StoredRun) -> RunResult | None:
    earlier = [other for other in store.list() if other.sequence < run.sequence]
    return store.result(earlier[0]) if earlier else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit left behind: the stored run as reports see it, the files written, and whether it was cut short."""

    source: ReportInput
    files: tuple[Path, ...]
    labelled: RunHead | None
    labelled_dropped: bool
    interrupted: bool


@dataclass(frozen=True, slots=True)
class Order:
    """One audit to be done. `clocks` is asked after collecting, so that facts are aged to the moment of judging."""

    inventory: Path
    scope: Path
    settings: Settings
    folder: Path
    clocks: Callable[[], Clocks]
    editions: tuple[str, ...] = ()
    language: Language = "vi"


def audit_inventory(order: Order, progress: "Progress", choice: EngineChoice | None = None) -> Outcome:
    """Collect from every vantage, evaluate, store and report.

    A collection cut short is judged all the same: what is missing is unknown, and the run says that it is partial.
    Raises the errors of each room; what was collected before an error stays in the folder.
    """
    from auditor.collectors import collect, plan

    compiled = load_policies()  # policies that cannot judge are found out before a packet is sent
    inventory = load(order.inventory)
    scope = load_scope(order.scope) if order.scope.is_file() else Scope()
    planned = plan(inventory, scope, order.settings, datetime.datetime.now(datetime.UTC))
    facts = order.folder / "facts"
    interrupted = False
    try:
        collect(planned, facts, progress=progress)
    except KeyboardInterrupt:
        interrupted = True
    evaluation = evaluate_facts(order.inventory, (facts,), order.clocks(), order.settings, choice, compiled)
    stored = keep(evaluation, order.settings)
    progress.note("run", f"stored as {stored.open.id}")
    store = open_store(order.settings)
    try:
        source = report_input(store, stored.open)
    finally:
        store.close()
    files = write_editions(source, order.folder, order.editions, order.language)
    return Outcome(
        source=source,
        files=files,
        labelled=evaluation.labelled.run if evaluation.labelled and stored.labelled else None,
        labelled_dropped=stored.labelled_dropped,
        interrupted=interrupted,
    )


def write_editions(
    source: ReportInput, folder: Path, editions: Sequence[str] = (), language: Language = "vi"
) -> tuple[Path, ...]:
    """Write every format of the named editions (all when none is named) and return the paths.

    Raises NotFoundError for an edition that does not exist, ReportError when a file cannot be made or written.
    """
    known = dict.fromkeys(edition for edition, _ in FORMATS)
    for edition in editions:
        if edition not in known:
            raise NotFoundError(f"there is no edition {edition!r}", remedy=f"There are: {', '.join(known)}.")
    chosen = [key for key in FORMATS if not editions or key[0] in editions]
    return tuple(_write(source, folder, edition, format_, language) for edition, format_ in chosen)


def _write(source: ReportInput, folder: Path, edition: str, format_: str, language: Language) -> Path:
    path = folder / f"{edition}.{format_}"
    write_file(path, render(source, edition, format_, language))
    return path


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file or nothing: a full disk leaves no half page behind. Raises ReportError."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportError(f"{path} cannot be written: {error.strerror or error}") from error
