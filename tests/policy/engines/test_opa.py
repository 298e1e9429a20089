"""The OPA engine: a server that dies, lies, lags or lacks the policies is an error, never an empty answer."""

import io
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import EngineError, EvaluationAborted
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines import open_local
from auditor.policy.engines.opa import Connection, OpaEngine, open_child
from auditor.policy.engines.opa_process import OpaProcess
from auditor.policy.engines.ordering import ordered
from tests.policy.engines.servers import wait_until
from tests.policy.small import Controls, compile_controls, data_of, document, encode, observation

pytestmark = pytest.mark.needs_opa

_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"

CONTROLS: Controls = {
    "sound": ({}, _SILENT),
    "conflict": (
        {},
        """
        findings contains _finding

        _finding := {"subject": host.id} if some host in input.inventory.hosts
        """,
    ),
    "bad_data": (
        {},
        """
        findings contains "never" if {
            some host in input.inventory.hosts
            to_number(host.id) > 1
        }
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
}
IDS = {name: f"NW-{number:02}" for number, name in enumerate(CONTROLS, start=1)}
SOUND = document(observation("a"), observation("b"))
MANY = document(observation("a", data={"open": [], "swept": [f"tcp/{port}" for port in range(1, 2500)]}))
ASKED = encode(SOUND, IDS["sound"])


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledPolicies:
    return compile_controls(tmp_path_factory.mktemp("small"), CONTROLS)


@pytest.fixture
def engine(compiled: CompiledPolicies) -> Iterator[OpaEngine]:
    engine = open_child(compiled.bundle, data_of(compiled), timeout_seconds=3)
    yield engine
    engine.close()


@pytest.fixture
def process(compiled: CompiledPolicies) -> Iterator[OpaProcess]:
    process = OpaProcess(compiled.bundle)
    yield process
    process.close()


def tar_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_it_answers_as_the_wasm_engine_does(compiled: CompiledPolicies, engine: OpaEngine) -> None:
    """The same document gives the same verdicts and the same scope on both engines."""
    wasm = open_local("wasm", compiled, data_of(compiled))

    assert ordered(wasm.evaluate(ASKED)) == ordered(engine.evaluate(ASKED))
    assert ordered(wasm.evaluate(ASKED, "scope")) == ordered(engine.evaluate(ASKED, "scope"))
    assert 2 == len(engine.evaluate(ASKED))
    wasm.close()


def test_a_conflict_in_a_policy_aborts_the_document(engine: OpaEngine) -> None:
    """Two values for one rule abort the document with OPA's words; the next document is judged."""
    with pytest.raises(EvaluationAborted, match=r"(?s)conflicting values:.*at controls/network/conflict"):
        engine.evaluate(encode(SOUND, IDS["conflict"]))

    assert 2 == len(engine.evaluate(ASKED))


def test_a_builtin_that_fails_on_bad_data_aborts_the_document(engine: OpaEngine) -> None:
    """Strict builtin errors: what would be quietly undefined is an error."""
    with pytest.raises(EvaluationAborted, match="to_number"):
        engine.evaluate(encode(SOUND, IDS["bad_data"]))

    assert 2 == len(engine.evaluate(ASKED))


def test_a_document_that_takes_too_long_ends_the_run(compiled: CompiledPolicies) -> None:
    """Time decides no verdict: OPA lives, but the evaluation ends with an error and a remedy. OPA itself goes on."""
    engine = open_child(compiled.bundle, data_of(compiled), timeout_seconds=1)
    with pytest.raises(EngineError, match="OPA took longer than 1 s"):
        engine.evaluate(encode(MANY, IDS["endless"]))

    assert 2 == len(engine.evaluate(ASKED))
    engine.close()


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b'1},"input":{'])
def test_a_document_that_is_not_json_is_an_error(engine: OpaEngine, body: bytes) -> None:
    """Bytes that are no JSON document never get an empty list of verdicts."""
    with pytest.raises(EngineError):
        engine.evaluate(body)


def test_a_server_that_dies_mid_run_is_an_error_that_says_how(engine: OpaEngine, process: OpaProcess) -> None:
    """When OPA is killed between two documents, the second is an error that names the signal."""
    dying = OpaEngine(Connection(f"http://127.0.0.1:{process.port}", process.token), timeout_seconds=3, child=process)
    dying.evaluate(ASKED, "scope")
    os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(EngineError, match="OPA was killed by signal 9"):
        dying.evaluate(ASKED)
    assert 2 == len(engine.evaluate(ASKED))


_PARENT = """
import pathlib, sys, time
from auditor.policy.engines.opa_process import OpaProcess
process = OpaProcess(pathlib.Path(sys.argv[1]).read_bytes())
print(process.pid, flush=True)
time.sleep(60)
"""


def test_the_server_dies_with_its_parent(compiled: CompiledPolicies, tmp_path: Path) -> None:
    """A parent killed without warning leaves no OPA behind."""
    bundle = tmp_path / "bundle.tar"
    bundle.write_bytes(compiled.bundle)
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(bundle)], stdout=subprocess.PIPE)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert wait_until(lambda: not is_alive(child))


def test_closing_ends_the_server_and_removes_its_files(compiled: CompiledPolicies) -> None:
    """After `close`, called twice, no process is left."""
    process = OpaProcess(compiled.bundle)
    process.close()
    process.close()

    assert not is_alive(process.pid)


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_wrong_token_is_refused(process: OpaProcess, token: str) -> None:
    """Without the right token the server answers nothing, and that is an error."""
    engine = OpaEngine(Connection(f"http://127.0.0.1:{process.port}", token), timeout_seconds=3)

    with pytest.raises(EngineError, match="refused the token"):
        engine.evaluate(ASKED)


def test_a_policy_that_does_not_compile_is_an_error_with_opas_words() -> None:
    """OPA's own message about a broken bundle reaches the user."""
    broken = tar_of({"main.rego": b"package main\n\nverdicts contains x if y\n"})

    with pytest.raises(EngineError, match=r"main\.rego:3: rego_unsafe_var_error"):
        OpaProcess(broken)


@pytest.mark.parametrize("bundle", [b"", b"garbage", tar_of({"../escape.rego": b"package escape"})])
def test_a_bundle_that_is_none_is_refused(bundle: bytes) -> None:
    """Garbage, and an archive that would write outside its folder, are refused before OPA starts."""
    with pytest.raises(EngineError, match="bundle"):
        OpaProcess(bundle)
