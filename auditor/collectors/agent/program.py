"""The agent of one vantage: reads a work order on standard input, works, and writes JSON lines on standard output.

Lines are `{"unit", "document", "observations"}` for what a piece of work found, `{"unit"}` when it is done, `{"sent"}`
for each probe, `{"compared"}` for what time servers told where that is all the work, `{"tools"}` once, and
`{"end": true}` last. Whoever started the agent keeps standard input open; when that ends, so does the agent. With
`--job FILE --output FILE` it works alone, where files are carried by hand.
"""

import argparse
import os
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from pydantic import ValidationError

from auditor.collectors.agent.holding import hold
from auditor.collectors.agent.host import HostWork, guarded
from auditor.collectors.agent.sweep import sweep
from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.agent.versions import Versions
from auditor.collectors.agent.zone import discover, look_at_name, work_egress, work_reach
from auditor.collectors.job import HostJob, Job
from auditor.collectors.looks import ESTATE, Look, document_of, looks
from auditor.collectors.network import nmap
from auditor.collectors.network.departure import Departures
from auditor.collectors.network.reach import control_works
from auditor.collectors.outcome import Outcome
from auditor.collectors.session import Sent, Session
from auditor.model.facts import Observation
from auditor.writing import written_on

GONE = 3
LONGEST_ORDER = 256 * 1024 * 1024

Emit = Callable[[dict[str, Any]], None]
Document = tuple[str, list[Observation]]


def run(job: Job, emit: Emit) -> None:
    """Does every unit of the order that is not done yet, and emits each one's observations as soon as it has them."""
    session = Session(job, lambda sent: emit({"sent": _short(sent)}))
    if job.holds_clock:
        emit({"compared": [item.model_dump(mode="json") for item in hold(session)]})
        emit({"end": True})
        return
    emit({"tools": tools()})
    control, departures = zone_control(session), Departures()
    promised = looks(job)
    todo = set(promised) - set(job.done)
    hosts = [host for host in job.hosts if f"host/{host.subject}" in todo]
    _hosts(session, hosts, emit, departures, control=control)
    for unit, work in _zone_units(session, promised, departures, control=control):
        if unit in todo:
            done = work()
            for document, observations in done or ():
                _emit_unit(emit, unit, document, observations)
            if done is not None:
                emit({"unit": unit})
    emit({"end": True})


def _hosts(session: Session, hosts: list[HostJob], emit: Emit, departures: Departures, *, control: bool) -> None:
    """Questions the hosts of one shard while the next is swept; never more hosts at once than are permitted."""
    rates, time_servers = session.job.rates, TimeServers(session)
    with ThreadPoolExecutor(rates.asked_at_once) as pool:
        waiting: list[Future[None]] = []
        for shard in _shards(hosts, rates.swept_at_once):
            if rates.parallel_hosts == 1:
                wait(waiting)
            swept = sweep(session, shard, control=control, departures=departures)
            waiting += [
                pool.submit(_host, HostWork(session, host, swept.get(host.subject), time_servers), emit)
                for host in shard
            ]
        for done in waiting:
            done.result()


def _host(work: HostWork, emit: Emit) -> None:
    host = work.host
    unit = f"host/{host.subject}"
    observations = work.run()
    for document in (host.system, ESTATE):
        mine = [item for item in observations if document_of(item.kind, host.system) == document]
        _emit_unit(emit, unit, document, mine)
    emit({"unit": unit})


def _zone_units(
    session: Session, promised: dict[str, tuple[Look, ...]], departures: Departures, *, control: bool
) -> Iterator[tuple[str, Callable[[], list[Document] | None]]]:
    """Units beyond single hosts, each with the work that makes its documents, or None where it was not done."""
    job = session.job

    def single(unit: str, outcome: Callable[[], Outcome]) -> tuple[str, Callable[[], list[Document]]]:
        look = promised[unit][0]
        return unit, lambda: [(look.document, [look.observed(guarded(outcome))])]

    for item in job.reach:
        yield single(f"reach/{item.to_zone}", partial(work_reach, session, item, departures, control=control))
    if job.egress and job.stands_on:
        yield single("egress", partial(work_egress, session, control=control))
    versions = Versions(session, departures)
    for name in job.names:
        yield single(f"dns/{name.system}/{name.name}", partial(look_at_name, session, name, versions))
    for prefix in job.discovery:
        yield f"discovery/{prefix.prefix}", partial(discover, session, prefix, departures, control=control)


def zone_control(session: Session) -> bool:
    """Whether the vantage's network is known to work; a fault of the check itself counts as no."""
    try:
        return control_works(session)
    except Exception:  # noqa: BLE001  # not knowing is not working
        return False


def _shards(hosts: list[HostJob], size: int) -> Iterator[list[HostJob]]:
    for start in range(0, len(hosts), size):
        yield hosts[start : start + size]


def _emit_unit(emit: Emit, unit: str, document: str, observations: list[Observation]) -> None:
    if observations:
        dumped = [item.model_dump(mode="json", exclude_none=True) for item in observations]
        emit({"unit": unit, "document": document, "observations": dumped})


def _short(sent: Sent) -> dict[str, str]:
    return {key: value for key, value in asdict(sent).items() if value}


def tools() -> dict[str, str]:
    """Versions of what does the looking."""
    found = {"nmap": nmap.version(), "openssl": ssl.OPENSSL_VERSION, "python": sys.version.split()[0]}
    return {name: version for name, version in found.items() if version}


def _leave_with_parent() -> None:
    """Standard input ends when whoever ordered the work is gone; going on would be probing nobody asked for."""
    while os.read(0, 65_536):
        pass
    os._exit(GONE)


def main() -> int:
    """Entry point of `auditor-agent`, a program of its own. Returns 2 for an order that cannot be read, 3 when whoever
    ordered the work has gone.
    """
    parser = argparse.ArgumentParser(
        prog="auditor-agent", description="Measures from one place what a work order lists."
    )
    parser.add_argument("--job", type=Path, help="the work order; without it, one line on standard input")
    parser.add_argument("--output", type=Path, help="where the results go, beside --job")
    given = parser.parse_args()
    if given.job is not None and given.output is not None:
        with written_on(given.output, anew=True) as out:
            return _serve(given.job.read_bytes(), out)
    line = sys.stdin.buffer.readline(LONGEST_ORDER)
    return _serve(line, sys.stdout.buffer, until_parent_leaves=True)


def _serve(order: bytes, out: BinaryIO, *, until_parent_leaves: bool = False) -> int:
    try:
        job = Job.model_validate_json(order)
    except ValidationError as fault:
        sys.stderr.write(f"the work order cannot be read: {fault.error_count()} problems\n")
        return 2
    if until_parent_leaves:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    lock = threading.Lock()

    def emit(message: dict[str, Any]) -> None:
        with lock:
            out.write(orjson.dumps(message) + b"\n")
            out.flush()

    try:
        run(job, emit)
    except BrokenPipeError:
        return GONE
    return 0
