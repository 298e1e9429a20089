"""The Wasm engine: what it refuses, what it interrupts, and that its memory stays flat."""

from collections.abc import Iterator

import orjson
import pytest
import wasmtime

from auditor.errors import EngineError, EvaluationAborted
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines.wasm import WasmEngine, fuel_for
from tests.policy.small import Controls, compile_controls, data_of, document, encode, observation

pytestmark = pytest.mark.needs_opa

_MB = 1 << 20
_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"

CONTROLS: Controls = {
    "sound": ({}, _SILENT),
    # two values for one rule: OPA ends the evaluation
    "conflict": (
        {},
        """
        findings contains _finding

        _finding := {"subject": host.id} if some host in input.inventory.hosts
        """,
    ),
    "endless": (
        {},
        """
        findings contains "never" if {
            numbers := input.observations.ports[0].data.swept
            some x in numbers
            some y in numbers
            some z in numbers
            x != y
            y != z
            z == "never"
        }
        """,
    ),
    "greedy": (
        {},
        """
        findings contains pairs if {
            numbers := input.observations.ports[0].data.swept
            pairs := [[x, y] | some x in numbers; some y in numbers]
            count(pairs) < 0
        }
        """,
    ),
}
IDS = {name: f"NW-{number:02}" for number, name in enumerate(CONTROLS, start=1)}
SOUND = document(observation("a"), observation("b"))
MANY = document(observation("a", data={"open": [], "swept": [f"tcp/{port}" for port in range(1, 2500)]}))


class Weighed(WasmEngine):
    """The engine, with the size of its memory in sight."""

    def memory_bytes(self) -> int:
        """Size of the instance's linear memory, which never shrinks."""
        return int(self._memory.data_len(self._store))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledPolicies:
    return compile_controls(tmp_path_factory.mktemp("small"), CONTROLS)


@pytest.fixture
def engine(compiled: CompiledPolicies) -> Iterator[Weighed]:
    engine = Weighed(compiled.wasm, data_of(compiled), memory_limit=64 * _MB)
    yield engine
    engine.close()


def answers(engine: WasmEngine) -> int:
    return len(engine.evaluate(encode(SOUND, IDS["sound"])))


def test_work_out_of_proportion_to_the_document_is_stopped(engine: WasmEngine) -> None:
    """A policy that would run for hours ends with the work its document may cost, and the next document is judged."""
    asked = encode(MANY, IDS["endless"])
    words = f"took more than {fuel_for(asked)} instructions for {len(asked)} bytes"

    for _ in range(2):
        with pytest.raises(EvaluationAborted, match=words):
            engine.evaluate(asked)
    assert 2 == answers(engine)


def test_the_same_document_costs_the_same_work(compiled: CompiledPolicies, engine: WasmEngine) -> None:
    """Neither what was judged before nor the machine's load changes what a document costs, so neither decides."""
    answers(engine)
    first = engine.fuel_used
    engine.evaluate(encode(MANY, IDS["sound"]))
    with pytest.raises(EvaluationAborted):
        engine.evaluate(encode(SOUND, IDS["conflict"]))
    answers(engine)
    again = engine.fuel_used
    other = WasmEngine(compiled.wasm, data_of(compiled))
    answers(other)

    assert 0 < first == again == other.fuel_used


def test_a_policy_that_wants_too_much_memory_is_stopped(engine: Weighed) -> None:
    """A policy cannot take more memory than the limit; the engine goes on with the next document."""
    with pytest.raises(EvaluationAborted, match="evaluation aborted: opa_malloc"):
        engine.evaluate(encode(MANY, IDS["greedy"]))

    assert engine.memory_bytes() <= 64 * _MB
    assert 2 == answers(engine)


def test_a_document_larger_than_the_memory_is_refused(engine: WasmEngine) -> None:
    """A document that does not fit is an error about that document."""
    with pytest.raises(EvaluationAborted):
        engine.evaluate(b'{"part": "' + b"x" * (65 * _MB) + b'"}')

    assert 2 == answers(engine)


def test_a_conflict_in_a_policy_aborts_the_document_and_says_where(engine: WasmEngine) -> None:
    """Two values for one rule abort the document with the policy's name; the next document is judged."""
    with pytest.raises(EvaluationAborted, match=r"controls/network/conflict/policy\.rego"):
        engine.evaluate(encode(SOUND, IDS["conflict"]))

    assert 2 == answers(engine)


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b'{"part": "system"', b"\x00\x01"])
def test_a_document_that_is_not_json_is_an_error(engine: WasmEngine, body: bytes) -> None:
    """Bytes that are no JSON document never get an empty list of verdicts."""
    with pytest.raises(EngineError):
        engine.evaluate(body)

    assert 2 == answers(engine)


def test_memory_stays_flat_over_many_documents(engine: Weighed) -> None:
    """The heap is rolled back after each document: after warming up, three hundred more take no further memory."""
    bodies = [
        encode(document(observation("a", data={"open": [], "swept": [f"tcp/{port}" for port in range(size)]})), "NW-01")
        for size in (1000, 10, 500)
    ]
    for body in bodies:
        engine.evaluate(body)
    before = engine.memory_bytes()
    for number in range(300):
        engine.evaluate(bodies[number % 3])

    assert before == engine.memory_bytes()


@pytest.mark.parametrize(
    "module", [b"", b"garbage", b"\0asm\1\0\0\0", bytes(wasmtime.wat2wasm('(module (func (export "f")))'))]
)
def test_a_module_that_is_no_policy_is_refused(compiled: CompiledPolicies, module: bytes) -> None:
    """Garbage, a cut module and a module of something else are refused when the engine starts."""
    with pytest.raises(EngineError, match="compiled policies"):
        WasmEngine(module, data_of(compiled))


def test_a_module_cut_short_is_refused(compiled: CompiledPolicies) -> None:
    """Half a module is no module."""
    with pytest.raises(EngineError, match="compiled policies cannot be loaded"):
        WasmEngine(compiled.wasm[: len(compiled.wasm) // 2], data_of(compiled))


@pytest.mark.parametrize("data", [b"", b"{", b"nonsense"])
def test_data_that_are_not_json_are_refused(compiled: CompiledPolicies, data: bytes) -> None:
    """Without readable data there is no engine."""
    with pytest.raises(EngineError, match="data is not JSON"):
        WasmEngine(compiled.wasm, data)


def test_other_data_take_effect_on_the_next_document(engine: WasmEngine) -> None:
    """Data are replaced as a whole: with an empty catalogue there is nothing to judge."""
    assert 2 == answers(engine)

    engine.replace_data(orjson.dumps({"catalogue": {}, "params": {}}))

    assert 0 == answers(engine)


def test_an_entrypoint_the_policies_lack_is_an_error(engine: WasmEngine) -> None:
    """A question the policies do not know is an error, not an empty answer."""
    with pytest.raises(EngineError, match="no entrypoint main/else"):
        engine.evaluate(encode(SOUND), "else")  # type: ignore[arg-type]  # the fault under test
