"""Evaluates every document on every core and makes verdicts of the answers.

An engine that fails ends the evaluation with its error. A control that aborts one document costs only that control:
the others are
asked one by one, the culprit's subjects get `error`.
"""

import datetime
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, Literal

import orjson

from auditor import __version__
from auditor.errors import EngineError, EvaluationAborted
from auditor.model.base import digest
from auditor.model.facts_set import FactsSet
from auditor.model.inventory import Inventory
from auditor.model.settings import ServerAccess
from auditor.model.verdict import RunHead, RunResult, Verdict, totals_of
from auditor.model.vocab import Label
from auditor.policy.assemble import Assembler
from auditor.policy.catalogue import Catalogue, params_digest, policy_data
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.documents import Clocks
from auditor.policy.engines import open_engine
from auditor.policy.engines.interface import Engine
from auditor.policy.engines.ordering import ordered
from auditor.policy.engines.wasm import WasmEngine, precompile
from auditor.policy.join import Join

EngineName = Literal["wasm", "opa"]

SERIAL_BYTES = 3 << 20
"""Up to this many bytes of documents one process is done before others would have started: a megabyte takes some 0.4 s
of processor, starting a worker 0.5 s, and two workers save half of the former. About 65 systems of four hosts.
"""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which engine, over how many processes (0 = one per core), against which server; the timeout is a child OPA's."""

    name: EngineName = "wasm"
    workers: int = 0
    server: ServerAccess | None = None
    timeout_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Request:
    """One document for an engine: its bytes, and the bytes restricted to one control are made on demand."""

    name: str
    document: bytes


def evaluate(
    inventory: Inventory,
    facts: FactsSet,
    compiled: CompiledPolicies,
    params: Mapping[str, Mapping[str, Any]],
    clocks: Clocks,
    choice: EngineChoice | None = None,
) -> tuple[RunResult, ...]:
    """Judge an estate: one result for unlabelled things and, where labelled ones exist, a second for those alone.

    Raises EngineError when the engine fails, FactsError when two observations share an id.
    """
    choice = choice or EngineChoice()
    data = orjson.dumps(policy_data(compiled.catalogue, params))
    join = Join(inventory, facts.observations, clocks)
    assembler = Assembler(join, compiled.catalogue, inventory)
    open_verdicts: list[Verdict] = []
    labelled: list[Verdict] = []
    highest = Label.NONE
    documents = list(join.documents())
    answers = answer_all(compiled, data, (Request(item.name, item.to_bytes(clocks)) for item in documents), choice)
    for item, raw in zip(documents, answers, strict=True):
        target = open_verdicts if item.label is Label.NONE else labelled
        target.extend(assembler.verdict(verdict) for verdict in raw)
        highest = max(highest, item.label, key=list(Label).index)
    heads = _head(inventory, facts, compiled, params, clocks, choice)
    results = [_result(heads, open_verdicts, Label.NONE)]
    if labelled:
        results.append(_result(heads, labelled, highest))
    return tuple(results)


def _head(
    inventory: Inventory,
    facts: FactsSet,
    compiled: CompiledPolicies,
    params: Mapping[str, Any],
    clocks: Clocks,
    choice: EngineChoice,
) -> dict[str, Any]:
    return {
        "as_of": clocks.as_of,
        "evaluated_at": clocks.evaluated_at.astimezone(datetime.UTC),
        "engine": choice.name,
        "tool_version": __version__,
        "inventory_digest": digest(inventory),
        "facts_digest": facts.digest,
        "policy_digest": compiled.digest,
        "params_digest": params_digest(params),
        "complete": facts.complete,
    }


def _result(head: Mapping[str, Any], verdicts: list[Verdict], label: Label) -> RunResult:
    ordered_verdicts = tuple(
        sorted(verdicts, key=lambda verdict: (verdict.control, verdict.subject.kind, verdict.subject.id))
    )
    stamp = head["evaluated_at"].strftime("%Y%m%dT%H%M%SZ")
    name = digest({key: str(value) for key, value in head.items()} | {"label": label.value})[:12]
    run = RunHead(id=f"{stamp}-{name}", label=label, **head)
    return RunResult(run=run, totals=totals_of(ordered_verdicts), verdicts=ordered_verdicts)


def answer_all(
    compiled: CompiledPolicies, data: bytes, requests: Iterable[Request], choice: EngineChoice
) -> Iterator[list[Any]]:
    """The raw verdicts of each document, in order; at most a few documents a worker are held at a time."""
    coming = iter(requests)
    workers = choice.workers or os.cpu_count() or 1
    if choice.name != "wasm" or workers == 1:
        yield from _serial(compiled, data, coming, choice)
        return
    first, few = _up_to(coming, SERIAL_BYTES)
    if few:
        yield from _serial(compiled, data, iter(first), choice)
        return
    module = precompile(compiled.wasm)
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("forkserver"), initializer=_start_worker, initargs=(module, data)
    )
    with pool:
        try:
            yield from _in_order(pool, chain(first, coming), 4 * workers)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _up_to(requests: Iterator[Request], size: int) -> tuple[list[Request], bool]:
    """The first requests, and whether all of them together have no more bytes than `size`."""
    first: list[Request] = []
    for request in requests:
        first.append(request)
        size -= len(request.document)
        if size < 0:
            return first, False
    return first, True


def _serial(
    compiled: CompiledPolicies, data: bytes, requests: Iterator[Request], choice: EngineChoice
) -> Iterator[list[Any]]:
    engine = open_engine(choice.name, compiled, data, server=choice.server, timeout_seconds=choice.timeout_seconds)
    try:
        for request in requests:
            yield answer(engine, request)
    finally:
        engine.close()


def _in_order(pool: Executor, requests: Iterator[Request], in_flight: int) -> Iterator[list[Any]]:
    try:
        with _uninterrupted():
            pending = [pool.submit(_work, request) for request in islice(requests, in_flight)]
        while pending:
            done = pending.pop(0)
            yield orjson.loads(done.result())
            pending.extend(pool.submit(_work, request) for request in islice(requests, 1))
    except BrokenProcessPool as error:
        raise EngineError("a process of the evaluation died", remedy="If memory ran out, use fewer workers.") from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits while processes start: they inherit that, and none is interrupted before it ignores Ctrl-C."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker_engine: Engine | None = None


def _start_worker(module: bytes, data: bytes) -> None:
    global _worker_engine  # noqa: PLW0603  # a pool's initializer can hand its worker state in no other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent answers it
    _worker_engine = WasmEngine(module, data, precompiled=True)


def _work(request: Request) -> bytes:
    if _worker_engine is None:
        raise EngineError("a worker has no engine")
    return orjson.dumps(answer(_worker_engine, request))


def answer(engine: Engine, request: Request) -> list[Any]:
    """One document's raw verdicts, canonically ordered; control by control when the whole was aborted."""
    try:
        verdicts = engine.evaluate(request.document)
    except EvaluationAborted:
        verdicts = _one_by_one(engine, request)
    if not isinstance(verdicts, list):
        raise EngineError(f"the policies answered {type(verdicts).__name__} for {request.name}, not a list of verdicts")
    return sorted(
        (ordered(verdict) for verdict in verdicts),
        key=lambda verdict: (verdict["control"], verdict["kind"], verdict["subject"]),
    )


def _one_by_one(engine: Engine, request: Request) -> list[Any]:
    document = orjson.loads(request.document)
    scope = engine.evaluate(request.document, "scope")
    verdicts: list[Any] = []
    for control, subjects in sorted(scope.items()):
        document["context"]["only"] = control
        try:
            verdicts.extend(engine.evaluate(orjson.dumps(document)))
        except EvaluationAborted as error:
            verdicts.extend(_aborted(control, kind, subject, str(error.message)) for kind, subject in subjects)
    return verdicts


def _aborted(control: str, kind: str, subject: str, reason: str) -> dict[str, Any]:
    cause = {"code": "evaluation_aborted", "args": [reason[:200]]}
    return {
        "control": control,
        "kind": kind,
        "subject": subject,
        "status": "error",
        "findings": [],
        "causes": [cause],
        "flags": [],
        "due_days": [],
        "law": [],
    }


def controls_missing(catalogue: Catalogue, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Ids of controls that gave no verdict at all; a report says so rather than leave them out."""
    answered = {verdict.control for verdict in verdicts}
    return tuple(control.id for control in catalogue.controls if control.id not in answered)
