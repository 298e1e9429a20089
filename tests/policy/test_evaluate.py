"""Many documents on one engine or many: a culprit gets `error`, the rest stand, and a dead worker is an error."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import EngineError
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines import EngineName, open_local
from auditor.policy.evaluate import SERIAL_BYTES, EngineChoice, Request, answer, answer_all
from tests.policy.small import Controls, compile_controls, data_of, document, encode, observation

pytestmark = pytest.mark.needs_opa

_OPEN = """
import data.lib.facts
import data.lib.finding

findings contains finding.fail(host.id, {"tcp/23"}, {"none_of": {"tcp/23"}}, facts.seen(host.id, "ports")) if {
	some host in input.inventory.hosts
	"tcp/23" in facts.open_ports[host.id]
}

findings contains finding.pass(host.id, set(), {"none_of": {"tcp/23"}}, facts.seen(host.id, "ports")) if {
	some host in input.inventory.hosts
	not "tcp/23" in object.get(facts.open_ports, host.id, set())
}
"""
CONTROLS: Controls = {
    "telnet": ({}, _OPEN),
    # two hosts on one address give one rule two values, and OPA ends the evaluation
    "conflict": (
        {},
        """
        import data.lib.finding

        findings contains finding.pass(_host_of["10.0.0.1"], 1, {"present": true}, {"ports/a/probe"})

        _host_of[interface.address] := host.id if {
            some host in input.inventory.hosts
            some interface in host.interfaces
        }
        """,
    ),
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledPolicies:
    return compile_controls(tmp_path_factory.mktemp("small"), CONTROLS)


def body(*, same_address: bool, telnet: bool = False) -> dict[str, Any]:
    opened = {"open": ["tcp/23"] if telnet else [], "swept": ["tcp/23"]}
    made = document(observation("a", data=opened), observation("b"))
    for number, host in enumerate(made["inventory"]["hosts"], start=1):
        host["interfaces"] = [{"network": "n", "address": "10.0.0.1" if same_address else f"10.0.0.{number}"}]
    return made


def statuses(verdicts: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(verdict["control"], verdict["subject"]): verdict["status"] for verdict in verdicts}


MANY = 60
_PADDING = b" " * (SERIAL_BYTES // MANY)
"""Behind each document, so that few of them take more than one process."""

SOUND = {("NW-01", "a"): "pass", ("NW-01", "b"): "pass", ("NW-02", "a"): "pass", ("NW-02", "b"): "unknown"}
ABORTED = {("NW-01", "a"): "fail", ("NW-01", "b"): "pass", ("NW-02", "a"): "error", ("NW-02", "b"): "error"}


@pytest.mark.parametrize("name", ["wasm", "opa"])
def test_a_control_that_aborts_a_document_costs_only_itself(compiled: CompiledPolicies, name: EngineName) -> None:
    """The culprit's subjects get `error` with the policy's words; the other control's fail and pass stand."""
    with closing(open_local(name, compiled, data_of(compiled))) as engine:
        sound = answer(engine, Request("s", encode(body(same_address=False))))
        aborted = answer(engine, Request("s", encode(body(same_address=True, telnet=True))))
        again = answer(engine, Request("s", encode(body(same_address=False))))
    culprit = next(verdict for verdict in aborted if verdict["status"] == "error")

    assert SOUND == statuses(sound) == statuses(again)
    assert ABORTED == statuses(aborted)
    assert "evaluation_aborted" == culprit["causes"][0]["code"]
    assert "controls/network/conflict/policy.rego" in culprit["causes"][0]["args"][0]


def requests(count: int) -> list[Request]:
    return [Request(str(n), encode(body(same_address=n == 17, telnet=n % 3 == 0)) + _PADDING) for n in range(count)]


def test_many_processes_answer_as_one_does_and_in_order(compiled: CompiledPolicies) -> None:
    """Two processes give the same answers in the same order as one, the aborted document included."""
    data = data_of(compiled)
    alone = list(answer_all(compiled, data, requests(MANY), EngineChoice(workers=1)))
    together = list(answer_all(compiled, data, requests(MANY), EngineChoice(workers=2)))

    assert MANY == len(alone)
    assert "error" in statuses(alone[17]).values()
    assert alone == together


def test_what_is_little_work_starts_no_process(compiled: CompiledPolicies) -> None:
    """What decides is the size of the documents and not their number."""
    deadline = time.monotonic() + 30
    while len(workers()) > 1 and time.monotonic() < deadline:  # the server that forks stays
        time.sleep(0.05)
    small = encode(body(same_address=False))
    many_small = [Request(str(n), small) for n in range(min(200, SERIAL_BYTES // len(small)))]
    answers = answer_all(compiled, data_of(compiled), many_small, EngineChoice(workers=2))
    next(answers)

    assert len(workers()) <= 1
    assert len(many_small) - 1 == len(list(answers)) > MANY


def test_workers_that_cannot_start_are_an_error(compiled: CompiledPolicies) -> None:
    """When the engine does not start in the workers, the evaluation ends with an error and not with fewer verdicts."""
    broken = CompiledPolicies(b"garbage", compiled.bundle, compiled.catalogue, compiled.digest)

    with pytest.raises(EngineError):
        list(answer_all(broken, data_of(compiled), requests(MANY), EngineChoice(workers=2)))


def test_a_document_nobody_can_read_ends_the_evaluation(compiled: CompiledPolicies) -> None:
    """Bytes that are no document end the evaluation with an error, alone and over many processes."""
    asked = [*requests(MANY), Request("x", b"{")]
    for workers in (1, 2):
        with pytest.raises(EngineError):
            list(answer_all(compiled, data_of(compiled), asked, EngineChoice(workers=workers)))


def test_a_worker_that_is_killed_is_an_error(compiled: CompiledPolicies) -> None:
    """When a process is killed in the middle, as by a machine without memory, the evaluation ends with an error."""
    before = descendants(os.getpid())

    def asked() -> Iterator[Request]:
        yield from requests(MANY)
        workers = [pid for pid in descendants(os.getpid()) - before if is_worker(pid)]
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        yield from requests(MANY)

    with pytest.raises(EngineError, match="a process of the evaluation died"):
        list(answer_all(compiled, data_of(compiled), asked(), EngineChoice(workers=2)))


def descendants(pid: int) -> set[int]:
    """Processes this test run has started, directly or not; one that ends while we look has none."""
    found: set[int] = set()
    try:
        listed = [(task / "children").read_text(encoding="ascii") for task in Path(f"/proc/{pid}/task").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return found
    for child in " ".join(listed).split():
        found |= {int(child)} | descendants(int(child))
    return found


def workers() -> set[int]:
    return {pid for pid in descendants(os.getpid()) if is_worker(pid)}


def is_worker(pid: int) -> bool:
    """True for a process of the pool: it has no children and is not the standard library's own housekeeper."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return b"forkserver" in command and not descendants(pid)
