"""Judges the mutants of many controls, one control a process at a time."""

import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from auditor.errors import EngineError
from auditor.model.control import ControlMeta
from auditor.policy.catalogue import Catalogue
from auditor.policy.mutants.judge import DOCUMENTS, judge_control
from auditor.policy.mutants.report import ControlMutants
from auditor.policy.opa_binary import find_opa
from auditor.policy.run_cases import chosen_policies
from auditor.policy.workers import end_with_parent


def judge_mutants(
    root: Path,
    names: Iterable[str] = (),
    *,
    documents: int = DOCUMENTS,
    workers: int = 0,
    done: Callable[[ControlMutants, int], None] = lambda _control, _left: None,
) -> list[ControlMutants]:
    """What becomes of the mutants of the named controls, or of all, in order of id.

    `done` is told of each control as it is done, and how many are left; `workers` is the number of processes, 0 one for
    each processor.

    Raises as `chosen_policies` and `judge_control` do.
    """
    opa = find_opa()
    found = []
    with chosen_policies(root, names) as (stage, compiled):
        catalogue = compiled.catalogue
        longest = sorted(catalogue.controls, key=lambda control: -_size(stage, control))
        judge = partial(judge_control, stage, _shared(catalogue), opa=opa, documents=documents)
        pool = ProcessPoolExecutor(
            workers or os.cpu_count() or 1, mp_context=get_context("forkserver"), initializer=_start_worker
        )
        try:
            running = [pool.submit(judge, control) for control in longest]
            for future in as_completed(running):
                found.append(future.result())
                done(found[-1], len(longest) - len(found))
        except BrokenProcessPool as error:
            raise EngineError("a process that judges mutants died") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return sorted(found, key=lambda one: one.control)


def _size(root: Path, control: ControlMeta) -> int:
    """What its mutants cost, roughly: the longest are begun first, so that no process ends long after the others."""
    folder = root / "controls" / control.family.value / control.name
    return (folder / "policy.rego").stat().st_size * (4 + len(list((folder / "cases").glob("*.yaml"))))


def _shared(catalogue: Catalogue) -> Catalogue:
    """What a control is judged with beside itself."""
    return Catalogue((), catalogue.instruments, catalogue.tables)


def _start_worker() -> None:
    """Ctrl-C reaches every process of a terminal; one that only judges ends without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with_parent()
