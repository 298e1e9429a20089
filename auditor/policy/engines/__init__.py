"""Two engines behind one interface: OPA's WebAssembly in process, and an OPA server."""

from typing import Literal, assert_never

from auditor.model.settings import ServerAccess
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines.interface import Engine, ReloadableEngine

EngineName = Literal["wasm", "opa"]


def open_engine(
    name: EngineName,
    compiled: CompiledPolicies,
    data: bytes,
    *,
    server: ServerAccess | None = None,
    timeout_seconds: float = 60.0,
) -> Engine:
    """An engine ready to evaluate documents against compiled policies and `data` (JSON bytes).

    With `server` the `opa` engine is that server, with its own timeout, instead of a child process. The `wasm` engine
    has no timeout, since its bounds are on work. Raises EngineError.
    """
    if name == "opa" and server is not None:
        from auditor.policy.engines.opa import open_server  # noqa: PLC0415  # as below

        return open_server(server, compiled.bundle, data)
    return open_local(name, compiled, data, timeout_seconds=timeout_seconds)


def open_local(
    name: EngineName, compiled: CompiledPolicies, data: bytes, *, timeout_seconds: float = 60.0
) -> ReloadableEngine:
    """An engine of this machine's own, whose data may be replaced. Only the chosen one's libraries are loaded."""
    match name:
        case "wasm":
            from auditor.policy.engines.wasm import WasmEngine  # noqa: PLC0415  # wasmtime loads slowly

            return WasmEngine(compiled.wasm, data)
        case "opa":
            from auditor.policy.engines.opa import open_child  # noqa: PLC0415  # requests loads slowly

            return open_child(compiled.bundle, data, timeout_seconds=timeout_seconds)
        case _:
            assert_never(name)
