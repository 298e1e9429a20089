"""The ways of evaluating that are compared; each runs in a process of its own and prints what it found as JSON."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from auditor.model.base import canonical
from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import CompiledPolicies, load
from auditor.policy.engines.opa import Connection, OpaEngine
from auditor.policy.engines.opa_process import OpaProcess, unpack_policies
from auditor.policy.engines.ordering import ordered
from auditor.policy.engines.rows import verdicts_of
from auditor.policy.evaluate import EngineChoice, Request, answer, answer_all
from auditor.policy.opa_binary import find_opa
from bench.estate import AS_OF

_BATCH = 250
"""Files per call of the command-line tools: they keep every answer in memory until their end."""

Answers = Iterator[list[Any]]


class Setting:
    """The compiled policies, their data, and the folder of documents."""

    def __init__(self, policies: Path, documents: Path) -> None:
        self.compiled: CompiledPolicies = load(policies)
        values = parameters(self.compiled.catalogue, AS_OF)
        self.data = orjson.dumps(policy_data(self.compiled.catalogue, values))
        self.files = sorted(documents.glob("*.json"))

    def requests(self) -> Iterator[Request]:
        """Each document, read when it is wanted."""
        return (Request(path.stem, path.read_bytes()) for path in self.files)

    def write_policies(self, folder: Path) -> None:
        """Policies and data as files for the command-line tools."""
        unpack_policies(self.compiled.bundle, folder)
        (folder / "data.json").write_bytes(self.data)


def wasm(setting: Setting) -> Answers:
    """Wasm on all cores: what the auditor does."""
    return answer_all(setting.compiled, setting.data, setting.requests(), EngineChoice())


def wasm_single(setting: Setting) -> Answers:
    """Wasm in one process."""
    return answer_all(setting.compiled, setting.data, setting.requests(), EngineChoice(workers=1))


def opa_server(setting: Setting) -> Answers:
    """An OPA server, one document after the other."""
    return answer_all(setting.compiled, setting.data, setting.requests(), EngineChoice(name="opa"))


def opa_server_parallel(setting: Setting) -> Answers:
    """An OPA server, as many documents in flight as there are cores."""
    process = OpaProcess(setting.compiled.bundle)
    url, count = f"http://127.0.0.1:{process.port}", os.cpu_count() or 1
    engines = [OpaEngine(Connection(url, process.token), timeout_seconds=60, child=process) for _ in range(count)]
    engines[0].replace_data(setting.data)
    requests = setting.requests()
    try:
        with ThreadPoolExecutor(count) as pool:
            while batch := list(islice(requests, count)):
                yield from pool.map(answer, engines, batch)
    finally:
        for engine in engines:
            engine.close()


def opa_exec(setting: Setting) -> Answers:
    """`opa exec` over the files."""
    with tempfile.TemporaryDirectory() as folder:
        setting.write_policies(Path(folder))
        command = [str(find_opa()), "exec", "--bundle", folder, "--decision", "main/verdicts"]
        for files in _batches(setting.files):
            for row in sorted(_run([*command, *files])["result"], key=lambda row: str(row["path"])):
                yield verdicts_of(row["result"])


_ASK = """package bench

deny contains {"msg": "row", "row": row} if some row in data.main.verdicts
"""


def conftest(setting: Setting) -> Answers:
    """`conftest test` over the files, with every row of verdicts as the detail of a denial."""
    with tempfile.TemporaryDirectory() as folder:
        setting.write_policies(Path(folder))
        Path(folder, "bench.rego").write_text(_ASK, encoding="utf-8")
        command = ["conftest", "test", "--policy", folder, "--data", folder, "--namespace", "bench", "--output", "json"]
        for files in _batches(setting.files):
            for row in sorted(_run([*command, *files], ok=(0, 1)), key=lambda row: str(row["filename"])):
                yield verdicts_of([failure["metadata"]["row"] for failure in row.get("failures") or []])


def _batches(files: Iterable[Path]) -> Iterator[list[str]]:
    rest = iter(files)
    while batch := [str(path) for path in islice(rest, _BATCH)]:
        yield batch


def _run(command: list[str], ok: tuple[int, ...] = (0,)) -> Any:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in ok:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[:2000]}")
    return orjson.loads(done.stdout)


CONTESTANTS: dict[str, Callable[[Setting], Answers]] = {
    "wasm": wasm,
    "wasm-single": wasm_single,
    "opa-server": opa_server,
    "opa-server-parallel": opa_server_parallel,
    "opa-exec": opa_exec,
    "conftest": conftest,
}


def main() -> None:
    """Run one contestant; print seconds, number of systems, counts of verdicts, a digest of all answers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contestant", choices=CONTESTANTS)
    parser.add_argument("policies", type=Path)
    parser.add_argument("documents", type=Path)
    arguments = parser.parse_args()
    setting = Setting(arguments.policies, arguments.documents)
    found, count, counts = sha256(), 0, Counter[str]()
    started = time.perf_counter()
    checking = 0.0
    for verdicts in CONTESTANTS[arguments.contestant](setting):
        begun = time.perf_counter()
        count += 1
        counts.update(verdict["status"] for verdict in verdicts)
        found.update(canonical(ordered(verdicts)))
        checking += time.perf_counter() - begun
    seconds = time.perf_counter() - started
    result = {
        "seconds": seconds,
        "checking": checking,
        "systems": count,
        "counts": dict(counts),
        "digest": found.hexdigest(),
    }
    sys.stdout.buffer.write(orjson.dumps(result, option=orjson.OPT_SORT_KEYS) + b"\n")


if __name__ == "__main__":
    main()
