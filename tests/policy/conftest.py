"""The controls of a module of tests (`CONTROLS`), compiled once and judged by both engines."""

from collections.abc import Iterator

import pytest

from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines import EngineName, open_local
from tests.policy.small import Judge, compile_controls, data_of


@pytest.fixture(scope="module")
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CompiledPolicies:
    return compile_controls(tmp_path_factory.mktemp("small"), request.module.CONTROLS)


@pytest.fixture(scope="module", params=["wasm", "opa"])
def judge(request: pytest.FixtureRequest, compiled: CompiledPolicies) -> Iterator[Judge]:
    name: EngineName = request.param
    engine = open_local(name, compiled, data_of(compiled))
    yield Judge(engine, compiled)
    engine.close()
