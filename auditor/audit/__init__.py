"""The composition root: the only place that wires inventory, facts, policies, store, migration and reports together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.audit.again import judge_again
from auditor.audit.collecting import Folders, Looks, collect_worlds
from auditor.audit.confirming import require_confirmations
from auditor.audit.editions import EDITIONS, edition_bytes, formats_of
from auditor.audit.files import place_for, write_file
from auditor.audit.judging import Declared, Evaluation, engine_of, evaluate_facts, policies_of, worlds_of
from auditor.audit.keeping import Stored, complete_intents, keep, require_stores
from auditor.errors import NotFoundError
from auditor.inventory import load_scope
from auditor.model.scope import Scope
from auditor.model.settings import Settings
from auditor.model.verdict import RunResult
from auditor.pages.formats import FORMATS as FILE_FORMATS
from auditor.pages.interface import ReportInput
from auditor.plan.run import PlanRun, open_run, whole_inventory
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import EngineChoice
from auditor.store.runs import RunStore, StoredRun
from auditor.text.words import Language

if TYPE_CHECKING:
    from auditor.collectors import Progress


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

    report: ReportInput
    files: tuple[Path, ...]
    labelled_kept: bool
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
    Policies or an engine that cannot judge and stores that cannot be reached are found out before a packet is sent.
    Facts and results of the labelled world go to their own folder and store; `order.folder` gets nothing of them.
    Raises the errors of each room; what was collected before an error stays in the folders.
    """
    for edition in order.editions:
        formats_of(edition)
    compiled = policies_of(order.settings)
    declared = Declared.of(order.inventory)
    require_confirmations(declared.confirmations, compiled.catalogue)
    worlds = declared.worlds
    scope = load_scope(order.scope) if order.scope.is_file() else Scope()
    engine = choice or engine_of(order.settings)
    engine.require_home(parted=worlds.parted)
    for note in require_stores(order.settings, labelled=worlds.parted):
        progress.note("store", note)
    for run in complete_intents(order.settings):
        progress.note("store", f"run {run} of an earlier audit that was cut off is kept now")
    folders = Folders.of(order.folder / "facts", order.folder.name, order.settings, labelled=worlds.parted)
    interrupted = False
    try:
        collect_worlds(Looks(worlds, scope, order.settings), folders, progress)
    except KeyboardInterrupt:
        interrupted = True
    evaluation = evaluate_facts(declared, folders.written(), order.clocks(), order.settings, engine, compiled)
    stored = keep(evaluation, order.settings)
    progress.note("run", f"stored as {stored.open.id}")
    store = open_store(order.settings)
    try:
        report = report_input(store, stored.open)
        opened = open_run(store, stored.open)
        files = write_editions(report, opened, order.folder, order.editions, order.language)
    finally:
        store.close()
    return Outcome(
        report=report,
        files=files,
        labelled_kept=stored.labelled is not None,
        labelled_dropped=stored.labelled_dropped,
        interrupted=interrupted,
    )


def write_editions(
    report: ReportInput, run: PlanRun, folder: Path, editions: Sequence[str] = (), language: Language = "vi"
) -> tuple[Path, ...]:
    """Write every format of the named editions (all when none is named) and return the paths.

    Raises NotFoundError for an edition that does not exist, ReportError when a file cannot be made or written.
    """
    for edition in editions:
        formats_of(edition)
    chosen = [key for key in EDITIONS if not editions or key[0] in editions]
    return tuple(_write(folder, key, edition_bytes(report, run, *key, language)) for key in chosen)


def _write(folder: Path, key: tuple[str, str], content: bytes) -> Path:
    path = folder / f"{key[0]}{FILE_FORMATS[key[1]].suffix}"
    write_file(path, content)
    return path


__all__ = [
    "Declared",
    "Evaluation",
    "Folders",
    "Looks",
    "Order",
    "Outcome",
    "Stored",
    "audit_inventory",
    "collect_worlds",
    "complete_intents",
    "evaluate_facts",
    "judge_again",
    "keep",
    "open_store",
    "place_for",
    "report_input",
    "require_stores",
    "worlds_of",
    "write_editions",
    "write_file",
]
