"""OPA's own WebAssembly output in wasmtime: no OPA binary, no process, no socket.

Follows the OPA WebAssembly ABI 1.2 (`opa_eval`). One instance holds the parsed data; the heap is rolled back after
each document, so memory stays flat however many documents pass through.

Bounds are on work and never on time, so that a loaded machine gives the verdicts that an idle one gives: wasmtime
counts the instructions of the module as fuel, and a document gets fuel in proportion to its bytes.
"""

from functools import lru_cache
from typing import Any, Literal

import orjson
import wasmtime

from auditor.errors import EngineError, EvaluationAborted
from auditor.policy.engines.interface import Entrypoint
from auditor.policy.engines.rows import verdicts_of

_PAGE = 65_536
_MEMORY_LIMIT = 2 << 30
_REBUILD = "Run `auditor policy build`."


FUEL_BASE = 2_000_000_000
FUEL_PER_BYTE = 50_000
"""Measured with the shipped 49 controls: 1,200 to 1,320 fuel a byte for systems of 1 to 200 hosts (21 KB to 2 MB),
1,710 to 1,740 for estates of 250 to 1,000 systems (1 to 4.4 MB), the same on every machine. So a document may cost some
thirty times what it does, for controls to come; the base lets a document of a few bytes meet any set of parameters. An
endless loop over 100 KB ends after 7 billion instructions, a second or two.
"""


def fuel_for(document: bytes) -> int:
    """The work a document may cost, in instructions of WebAssembly as wasmtime counts them."""
    return FUEL_BASE + FUEL_PER_BYTE * len(document)


@lru_cache(maxsize=2)
def precompile(module: bytes) -> bytes:
    """Machine code of a Wasm module, for every engine of this process and of its workers on this same machine.

    Compiling the shipped policies takes about a second, and an estate with labels opens an engine for each of its two
    worlds. Raises EngineError.
    """
    try:
        return bytes(wasmtime.Module(_wasmtime(), module).serialize())
    except wasmtime.WasmtimeError as error:
        raise EngineError(f"the compiled policies cannot be loaded: {error}", remedy=_REBUILD) from error


def _wasmtime() -> wasmtime.Engine:
    config = wasmtime.Config()
    config.consume_fuel = True
    return wasmtime.Engine(config)


class WasmEngine:
    """Evaluates documents in this process. Not thread-safe: one engine per worker."""

    name: Literal["wasm"] = "wasm"
    fuel_used: int
    """What the last document cost; the same on every machine."""

    def __init__(
        self,
        module: bytes,
        data: bytes,
        *,
        memory_limit: int = _MEMORY_LIMIT,
        precompiled: bool = False,
    ) -> None:
        self._engine = _wasmtime()
        self._data_bytes = data
        self._memory_limit = memory_limit
        self.fuel_used = 0
        try:
            code = module if precompiled else precompile(module)
            self._module = wasmtime.Module.deserialize(self._engine, code)
            self._start()
        except (wasmtime.WasmtimeError, wasmtime.Trap, EvaluationAborted) as error:
            raise EngineError(f"the compiled policies cannot be loaded: {error}", remedy=_REBUILD) from error

    def evaluate(self, document: bytes, entrypoint: Entrypoint = "verdicts") -> Any:
        """See `Engine.evaluate`."""
        answer = self.answer(document, entrypoint)
        return verdicts_of(answer) if entrypoint == "verdicts" else answer

    def answer(self, document: bytes, entrypoint: Entrypoint = "verdicts") -> Any:
        """What the policies themselves answer. A document that aborts is tried once more, on a fresh instance: what
        earlier documents left behind in this one decides nothing.
        """
        try:
            return self._attempt(document, entrypoint)
        except EvaluationAborted:
            return self._attempt(document, entrypoint)

    def _attempt(self, document: bytes, entrypoint: Entrypoint) -> Any:
        """One try. After an abort the instance is made anew, since its heap may be inconsistent."""
        try:
            return self._evaluate(document, self._entrypoints[f"main/{entrypoint}"])
        except KeyError as error:
            raise EngineError(f"the compiled policies have no entrypoint main/{entrypoint}", remedy=_REBUILD) from error
        except EvaluationAborted as abort:
            self._start()
            raise EvaluationAborted(f"evaluation aborted: {abort.message}") from abort
        except wasmtime.Trap as trap:
            reason = self._abort_reason or _plain(trap)
            self._start()
            if trap.trap_code == wasmtime.TrapCode.OUT_OF_FUEL:
                raise EvaluationAborted(
                    f"evaluation took more than {fuel_for(document)} instructions for {len(document)} bytes"
                ) from trap
            raise EvaluationAborted(f"evaluation aborted: {reason}") from trap
        except wasmtime.WasmtimeError as error:
            reason = self._abort_reason or str(error)
            self._start()
            raise EvaluationAborted(f"evaluation aborted: {reason}") from error

    def replace_data(self, data: bytes) -> None:
        """See `ReloadableEngine.replace_data`. The module is not compiled again."""
        self._data_bytes = data
        self._start()

    def close(self) -> None:
        """Nothing to release: the instance goes with its engine."""

    def _start(self) -> None:
        self._abort_reason = ""
        self._store = wasmtime.Store(self._engine)
        self._store.set_limits(memory_size=self._memory_limit)
        self._store.set_fuel(fuel_for(self._data_bytes))
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(wasmtime.Limits(5, None)))
        instance = self._linker().instantiate(self._store, self._module)
        self._exports = instance.exports(self._store)
        self._entrypoints: dict[str, int] = self._read_json(self._call("entrypoints"))
        if self._read_json(self._call("builtins")):
            raise EngineError(
                "the compiled policies need builtins of the host; capabilities.json forbids them",
                remedy=_REBUILD,
            )
        self._data = self._load(self._data_bytes)
        self._base = self._call("opa_heap_ptr_get")

    def _linker(self) -> wasmtime.Linker:
        linker = wasmtime.Linker(self._engine)
        linker.define(self._store, "env", "memory", self._memory)
        i32 = wasmtime.ValType.i32

        def abort(address: int) -> None:
            self._abort_reason = self._read_text(address)
            raise EvaluationAborted(self._abort_reason)

        def println(_address: int) -> None:
            return None

        def builtin(*_arguments: int) -> int:
            raise EvaluationAborted("a builtin of the host was called; there are none")

        linker.define_func("env", "opa_abort", wasmtime.FuncType([i32()], []), abort)
        linker.define_func("env", "opa_println", wasmtime.FuncType([i32()], []), println)
        for arguments in range(5):
            kind = wasmtime.FuncType([i32()] * (arguments + 2), [i32()])
            linker.define_func("env", f"opa_builtin{arguments}", kind, builtin)
        return linker

    def _call(self, name: str, *arguments: int) -> int:
        export = self._exports.get(name)
        if not isinstance(export, wasmtime.Func):
            raise EngineError(f"the compiled policies lack the function {name}", remedy=_REBUILD)
        return int(export(self._store, *arguments) or 0)

    def _evaluate(self, document: bytes, entrypoint: int) -> Any:
        self._abort_reason = ""
        fuel = fuel_for(document)
        self._store.set_fuel(fuel)
        self._reserve(self._base + len(document))
        self._memory.write(self._store, document, self._base)
        result = self._call(
            "opa_eval", 0, entrypoint, self._data, self._base, len(document), self._base + len(document), 0
        )
        self.fuel_used = fuel - self._store.get_fuel()
        answers = self._read_json(result, direct=True)
        if not isinstance(answers, list) or len(answers) != 1 or "result" not in answers[0]:
            raise EngineError(f"the policies gave no result for main entrypoint {entrypoint}")
        if not answers[0]["result"]:
            _refuse_unreadable(document)
        return answers[0]["result"]

    def _reserve(self, end: int) -> None:
        missing = end - self._memory.data_len(self._store)
        if missing > 0:
            self._memory.grow(self._store, missing // _PAGE + 1)

    def _load(self, document: bytes) -> int:
        address = self._call("opa_malloc", len(document))
        self._memory.write(self._store, document, address)
        value = self._call("opa_json_parse", address, len(document))
        self._call("opa_free", address)
        if value == 0:
            raise EngineError("the policies' data is not JSON")
        return value

    def _read_json(self, address: int, *, direct: bool = False) -> Any:
        text = address if direct else self._call("opa_json_dump", address)
        return orjson.loads(self._read_bytes(text))

    def _read_text(self, address: int) -> str:
        return self._read_bytes(address).decode("utf-8", "replace")

    def _read_bytes(self, address: int) -> bytes:
        size = self._memory.data_len(self._store)
        chunk = 1 << 16
        found = bytearray()
        while address < size:
            piece = self._memory.read(self._store, address, min(address + chunk, size))
            end = piece.find(b"\0")
            if end >= 0:
                return bytes(found + piece[:end])
            found += piece
            address += len(piece)
        raise EngineError("the policies' answer has no end")


def _refuse_unreadable(document: bytes) -> None:
    """OPA's module takes input that is not JSON for no input and finds nothing to say; only then we look."""
    try:
        orjson.loads(document)
    except orjson.JSONDecodeError as error:
        raise EngineError(f"a document is not JSON: {error}") from error


def _plain(trap: wasmtime.Trap) -> str:
    return trap.message.splitlines()[0] if trap.message else "trap"
