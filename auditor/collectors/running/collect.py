"""Carries out a plan: agents at their vantages, results written as they come, a folder that says what is missing."""

import datetime
import getpass
import queue
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor import __version__
from auditor.collectors.agent.zone import UNDECLARED
from auditor.collectors.interface import Progress
from auditor.collectors.job import Job
from auditor.collectors.looks import ESTATE, looks
from auditor.collectors.outcome import failed
from auditor.collectors.planning.plan import CollectionPlan, Order
from auditor.collectors.running.carriers import Carrier, Ended, Inbox, Line, carrier
from auditor.collectors.running.folder import ESTATE_FILE, MANIFEST, PROBES, dumped, system_file, write_part
from auditor.collectors.running.imports import read_imports
from auditor.collectors.running.journal import JOURNAL, Gathered, Journal
from auditor.collectors.running.merge import settle
from auditor.collectors.session import Clock, utc_now
from auditor.errors import CollectError
from auditor.model.facts import EstateFacts, Manifest, Observation, SystemFacts, VantageRecord
from auditor.model.vocab import State
from auditor.text.harmless import from_target

AT_ONCE = 16
"""Vantages that measure at the same time; mostly they wait, each in some 100 MB of memory."""

_POLL_SECONDS = 0.5


def collect(
    plan: CollectionPlan,
    output: Path,
    *,
    progress: Progress | None = None,
    resume: bool = False,
    clock: Clock = utc_now,
) -> Manifest:
    """Carries out the plan and writes the folder. What could not be measured stands in it with its reason, and the
    manifest says whether everything promised was done. With `resume`, an interrupted collection goes on.

    Raises CollectError when the folder is taken or the disk refuses, and KeyboardInterrupt after writing what there is.
    """
    if (output / MANIFEST).exists() and not (resume and (output / JOURNAL).exists()):
        raise CollectError(f"{output} already holds a collection", remedy="Choose another folder with -o.")
    observer = progress or Progress()
    orders = [_with_anchors(order, _anchors(plan.trust_anchors)) for order in plan.orders]
    with Journal(output, plan, resume=resume) as journal:
        faults: dict[str, str] = {}
        interrupted = False
        try:
            faults = _Run(orders, output, journal, observer).all()
        except KeyboardInterrupt:
            interrupted = True
        manifest = _finish(plan, output, journal.gathered, faults, (observer, clock), interrupted=interrupted)
    if manifest.complete:
        (output / JOURNAL).unlink(missing_ok=True)
    if interrupted:
        raise KeyboardInterrupt
    return manifest


def _anchors(paths: tuple[str, ...]) -> str:
    """The trusted certificates as one text. Raises CollectError for a file that cannot be read."""
    texts = []
    for path in paths:
        try:
            texts.append(Path(path).read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as fault:
            raise CollectError(
                f"trust anchor {path} cannot be read: {fault}", remedy="Correct trust_anchors in auditor.yaml."
            ) from fault
    return "\n".join(texts)


def _with_anchors(order: Order, anchors: str) -> Order:
    return Order(order.vantage, order.job.model_copy(update={"trust_anchors": anchors}))


class _Run:
    """All agents of one collection, a few at a time; everything is written by this one thread."""

    def __init__(self, orders: list[Order], output: Path, journal: Journal, progress: Progress) -> None:
        self._orders = orders
        self._output = output
        self._journal = journal
        self._progress = progress
        self._inbox: Inbox = queue.Queue()
        self._running: dict[str, Carrier] = {}
        self._pending: dict[tuple[str, str], list[tuple[str, list[Observation]]]] = {}
        self._jobs = {order.vantage.id: order.job for order in orders}
        self._faults: dict[str, str] = {}

    def all(self) -> dict[str, str]:
        """Runs every order; what went wrong, by vantage. Agents are gone when it returns or raises."""
        waiting = list(self._orders)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < AT_ONCE:
                    self._start(waiting.pop(0))
                self._take()
        finally:
            for agent in self._running.values():
                agent.stop()
        return self._faults

    def _start(self, order: Order) -> None:
        name = order.vantage.id
        done = self._journal.gathered.done.get(name, set())
        job = order.job.model_copy(update={"done": tuple(sorted(done))})
        todo = [unit for unit in job.units() if unit not in done]
        self._progress.started(name, len(todo))
        if not todo:
            self._progress.finished(name, complete=True)
            return
        try:
            agent = carrier(order.vantage, job, self._output)
            agent.start(self._inbox)
        except CollectError as fault:
            self._end(name, fault.message)
            return
        self._running[name] = agent

    def _take(self) -> None:
        """One event, or a moment's wait, so that Ctrl-C is never held up."""
        try:
            event = self._inbox.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            return
        if isinstance(event, Ended):
            del self._running[event.vantage]
            self._end(event.vantage, event.fault)
            return
        try:
            self._message(event)
        except (ValidationError, KeyError, TypeError, ValueError, AttributeError) as fault:
            self._faults[event.vantage] = from_target(f"the agent wrote something that is no result: {fault}")

    def _end(self, vantage: str, fault: str) -> None:
        if fault:
            self._faults.setdefault(vantage, fault)
            self._progress.note(vantage, fault)
        self._progress.finished(vantage, complete=vantage not in self._faults)

    def _message(self, line: Line) -> None:
        message, job = line.message, self._jobs[line.vantage]
        if "sent" in message:
            self._journal.probe({**message["sent"], "vantage": line.vantage})
        elif "tools" in message:
            self._journal.tools({f"{k} ({line.vantage})": from_target(str(v), 80) for k, v in message["tools"].items()})
        elif "unit" in message:
            self._unit(line.vantage, job, message)

    def _unit(self, vantage: str, job: Job, message: Mapping[str, Any]) -> None:
        unit = str(message["unit"])
        if unit not in job.units():
            raise ValueError("a unit nobody ordered")
        key = vantage, unit
        if "observations" in message:
            observations = [Observation.model_validate(item) for item in message["observations"]]
            document = _allowed_document(job, unit, str(message["document"]))
            self._pending.setdefault(key, []).append((document, observations))
            return
        self._journal.unit(vantage, unit, self._pending.pop(key, []))
        self._progress.unit_done(vantage, unit)


def _allowed_document(job: Job, unit: str, document: str) -> str:
    """An agent on another machine writes only into the documents its order is about. Raises ValueError otherwise."""
    allowed = {ESTATE, *(look.document for look in looks(job)[unit])}
    if unit.startswith("discovery/"):
        allowed |= {f"{UNDECLARED}{job.domain}"}
    if document not in allowed:
        raise ValueError("a document nobody ordered")
    return document


def _finish(  # the parts of one folder
    plan: CollectionPlan,
    output: Path,
    gathered: Gathered,
    faults: Mapping[str, str],
    watch: tuple[Progress, Clock],
    *,
    interrupted: bool,
) -> Manifest:
    """Writes every part, the manifest last."""
    observer, clock = watch
    missing = _missing(plan, gathered, faults, interrupted=interrupted)
    exports, notes = read_imports(plan, clock())
    for text in notes:
        observer.note("import", text)
    documents = _documents(plan, gathered, [*missing, *((ESTATE, item) for item in exports)])
    parts = [write_part(output, *part) for part in _parts(plan, documents)]
    probes = output / PROBES
    parts.append(write_part(output, PROBES, probes.read_bytes() if probes.exists() else b""))
    manifest = Manifest(
        id=gathered.collection,
        started_at=datetime.datetime.fromisoformat(gathered.started_at),
        finished_at=clock().replace(microsecond=0),
        complete=not missing and not interrupted and not faults,
        operator=_operator(),
        tool_version=__version__,
        tools=dict(sorted(gathered.tools.items())),
        vantages=tuple(
            VantageRecord(id=order.vantage.id, zone=order.vantage.zone, kind=order.vantage.kind)
            for order in plan.orders
        ),
        scope_digest=plan.scope_digest,
        inventory_digest=plan.inventory_digest,
        parts=tuple(parts),
    )
    write_part(output, MANIFEST, dumped(manifest))
    return manifest


def _operator() -> str:
    try:
        return from_target(getpass.getuser(), 80)
    except (OSError, KeyError, ImportError):
        return ""


def _missing(
    plan: CollectionPlan, gathered: Gathered, faults: Mapping[str, str], *, interrupted: bool
) -> list[tuple[str, Observation]]:
    """Looks that were promised and have no observation: never silence."""
    found = {item.id for items in gathered.documents.values() for item in items.values()}
    missing = []
    for order in plan.orders:
        name = order.vantage.id
        done = gathered.done.get(name, set())
        code = "interrupted" if interrupted and name not in faults else "agent_failed"
        outcome = failed(State.NOT_TRIED, code, name, *([faults[name]] if name in faults else []))
        missing += [
            (look.document, look.observed(outcome))
            for unit, promised in looks(order.job).items()
            if unit not in done
            for look in promised
        ]
    return [(document, item) for document, item in missing if item.id not in found]


def _documents(
    plan: CollectionPlan, gathered: Gathered, more: list[tuple[str, Observation]]
) -> dict[str, list[Observation]]:
    """Everything by document, settled over all of them."""
    documents: dict[str, dict[str, Observation]] = {name: {} for name in (ESTATE, *plan.labels)}
    refused = ((item.document, item.observation) for item in plan.refused)
    for document, item in (*refused, *more):
        documents.setdefault(document, {})[item.id] = item
    for document, items in gathered.documents.items():
        documents.setdefault(document, {}).update(items)
    settled = {item.id: item for item in settle(i for items in documents.values() for i in items.values())}
    return {name: [settled[key] for key in sorted(items)] for name, items in documents.items()}


def _parts(
    plan: CollectionPlan, documents: Mapping[str, list[Observation]]
) -> list[tuple[str, SystemFacts | EstateFacts]]:
    parts: list[tuple[str, SystemFacts | EstateFacts]] = []
    for name, observations in sorted(documents.items()):
        if name == ESTATE:
            parts.append((ESTATE_FILE, EstateFacts(observations=tuple(observations))))
        else:
            label = plan.labels.get(name, "none")
            facts = SystemFacts(system=name, label=label, observations=tuple(observations))
            parts.append((system_file(name), facts))
    return parts
