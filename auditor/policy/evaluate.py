"""Evaluates every document on every core and makes verdicts of the answers.

An engine that fails ends the evaluation with its error. A control that aborts one document costs only that control:
the others are
asked one by one, the culprit's subjects get `error`.
"""

import datetime
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, Literal

import orjson

from auditor import __version__
from auditor.errors import EngineError, EvaluationAborted
from auditor.estate import World, Worlds
from auditor.model.base import digest
from auditor.model.facts_set import FactsSet
from auditor.model.settings import ServerAccess
from auditor.model.verdict import RunHead, RunResult, Verdict, totals_of
from auditor.model.vocab.secrecy import Label
from auditor.policy.assemble import Assembler
from auditor.policy.catalogue import params_digest, policy_data
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.documents import Clocks
from auditor.policy.engines import collection, open_engine
from auditor.policy.engines.interface import Engine
from auditor.policy.engines.wasm import WasmEngine, precompile
from auditor.policy.join import Join
from auditor.policy.parting import part
from auditor.policy.workers import end_with_parent

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

    def require_home(self, *, parted: bool) -> None:
        """Raises EngineError where documents with labelled things in them would be sent to another machine.

        The labelled world is everything, so each of its documents may speak of state secrets, and an open one is judged
        beside it (decision 0016).
        """
        if parted and self.name == "opa" and self.server is not None and self.server.elsewhere:
            raise EngineError(
                f"labelled things are declared, and {self.server.url} would be sent documents that speak of them",
                remedy="Use --engine wasm, or an OPA on this machine.",
            )


@dataclass(frozen=True, slots=True)
class Request:
    """One document for an engine: its bytes, and the bytes restricted to one control are made on demand."""

    name: str
    document: bytes


def evaluate(
    worlds: Worlds,
    facts: FactsSet,
    compiled: CompiledPolicies,
    params: Mapping[str, Mapping[str, Any]],
    clocks: Clocks,
    choice: EngineChoice | None = None,
) -> tuple[RunResult, ...]:
    """Judge an estate: one result for the open world and, where anything is labelled, a second for the labelled one.

    `worlds` holds the facts' observations; of `facts` the digest and completeness go into the runs, of each world its
    own. Raises EngineError
    when the engine fails or labelled things would leave this machine, FactsError when two observations share an id.
    """
    choice = choice or EngineChoice()
    choice.require_home(parted=worlds.parted)
    open_params = worlds.open_params(params)
    judge = _Judge(compiled, clocks, params, choice, remember=worlds.parted)
    judge_open = judge if open_params == params else _Judge(compiled, clocks, open_params, choice, remember=False)
    head = {
        "as_of": clocks.as_of,
        "evaluated_at": clocks.evaluated_at.astimezone(datetime.UTC),
        "engine": choice.name,
        "tool_version": __version__,
        "policy_digest": compiled.digest,
        "params_digest": params_digest(params),
        "complete": facts.complete,
    }
    whole = head | {"inventory_digest": digest(worlds.whole.estate.inventory), "facts_digest": facts.digest}
    judged = judge.verdicts(worlds.whole)
    if not worlds.parted:
        return (_result(whole, judged),)
    shared = part(judged, judge_open.verdicts(worlds.open), worlds.cover)
    shown = head | {
        "params_digest": params_digest(open_params),
        "complete": facts.complete_openly(worlds.is_open),
        "inventory_digest": digest(worlds.open.estate.inventory),
        "facts_digest": digest([observation.model_dump(mode="json") for observation in worlds.open.observations]),
    }
    both: dict[str, Any] = {"parted": True, "withheld": shared.withheld}
    return (
        _result(shown, shared.open, **both),
        _result(whole, shared.labelled, label=worlds.cover.highest, beside=shared.beside, **both),
    )


class _Judge:
    """Judges worlds. With `remember`, a document that two worlds have in common is judged once."""

    def __init__(
        self,
        compiled: CompiledPolicies,
        clocks: Clocks,
        params: Mapping[str, Any],
        choice: EngineChoice,
        *,
        remember: bool,
    ) -> None:
        self._compiled = compiled
        self._data = orjson.dumps(policy_data(compiled.catalogue, params))
        self._clocks = clocks
        self._choice = choice
        self._known: dict[bytes, list[Any]] | None = {} if remember else None

    def verdicts(self, world: World) -> list[Verdict]:
        """Every verdict about one world, in no particular order."""
        join = Join(world, self._clocks)
        assembler = Assembler(join, self._compiled.catalogue)
        requests = (Request(item.name, item.to_bytes(self._clocks)) for item in join.documents())
        answers = self._asked(requests) if self._known is None else self._asked_once(list(requests), self._known)
        return [assembler.verdict(verdict) for answer_ in answers for verdict in answer_]

    def _asked(self, requests: Iterable[Request]) -> Iterator[list[Any]]:
        return answer_all(self._compiled, self._data, requests, self._choice)

    def _asked_once(self, requests: list[Request], known: dict[bytes, list[Any]]) -> Iterator[list[Any]]:
        names = [sha256(request.document).digest() for request in requests]
        fresh = self._asked([request for request, name in zip(requests, names, strict=True) if name not in known])
        for name in names:
            if name not in known:
                known[name] = next(fresh)
            yield known[name]


def _result(head: Mapping[str, Any], verdicts: Iterable[Verdict], label: Label = Label.NONE, **more: Any) -> RunResult:
    ordered_verdicts = tuple(
        sorted(verdicts, key=lambda verdict: (verdict.control, verdict.subject.kind, verdict.subject.id))
    )
    stamp = head["evaluated_at"].strftime("%Y%m%dT%H%M%SZ")
    name = digest({key: str(value) for key, value in head.items()} | {"label": label.value})[:12]
    run = RunHead(id=f"{stamp}-{name}", label=label, **head)
    return RunResult(run=run, totals=totals_of(ordered_verdicts), verdicts=ordered_verdicts, **more)


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
    """Ctrl-C waits while processes start, which inherit that: none is interrupted before it ignores Ctrl-C, and none
    is started that the pool does not know. Blocking the signal is not enough: a library's thread may take it.
    """
    if threading.current_thread() is not threading.main_thread():  # Ctrl-C interrupts the main thread only
        yield
        return
    came: list[int] = []
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    if came:
        raise KeyboardInterrupt


_worker_engine: Engine | None = None


def _start_worker(module: bytes, data: bytes) -> None:
    global _worker_engine  # noqa: PLW0603  # a pool's initializer can hand its worker state in no other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent answers it
    end_with_parent()
    _worker_engine = WasmEngine(module, data, precompiled=True)


def _work(request: Request) -> bytes:
    if _worker_engine is None:
        raise EngineError("a worker has no engine")
    return orjson.dumps(answer(_worker_engine, request))


@collection.put_off()
def answer(engine: Engine, request: Request) -> list[Any]:
    """One document's raw verdicts, canonically ordered; control by control when the whole was aborted."""
    try:
        verdicts = engine.evaluate(request.document)
    except EvaluationAborted:
        verdicts = _one_by_one(engine, request)
    if not isinstance(verdicts, list):
        raise EngineError(f"the policies answered {type(verdicts).__name__} for {request.name}, not a list of verdicts")
    return sorted(verdicts, key=lambda verdict: (verdict["control"], verdict["kind"], verdict["subject"]))


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
        "duties": [],
        "law": [],
    }
