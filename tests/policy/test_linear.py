"""What a document costs grows with what is in it and no faster: counted in instructions, which no load changes."""

from collections.abc import Callable, Iterator

import orjson
import pytest

from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import load
from auditor.policy.engines.wasm import FUEL_BASE, FUEL_PER_BYTE, WasmEngine
from auditor.resources import policies_dir
from bench.estate import AS_OF, estate, system

_MORE = 1.15
"""Cost a unit at twice the size, over that at the size: a quadratic share of a seventh of the whole would show."""


@pytest.fixture(scope="module")
def engine() -> Iterator[WasmEngine]:
    compiled = load(policies_dir())
    engine = WasmEngine(
        compiled.wasm, orjson.dumps(policy_data(compiled.catalogue, parameters(compiled.catalogue, AS_OF)))
    )
    yield engine
    engine.close()


def cost(engine: WasmEngine, document: bytes) -> int:
    """Fuel of one evaluation, which must have said something about everything."""
    assert len(engine.evaluate(document)) > 50
    return engine.fuel_used


@pytest.mark.long
@pytest.mark.parametrize(
    ("made", "small"),
    [
        pytest.param(lambda count: system(policies_dir(), "s", 1, hosts=count), 40, id="hosts"),
        pytest.param(
            lambda count: estate(policies_dir(), 1, systems=count, links=10 * count), 40, id="systems and links"
        ),
        pytest.param(lambda count: estate(policies_dir(), 1, systems=40, links=count), 800, id="links"),
    ],
)
def test_twice_as_much_costs_twice_as_much(engine: WasmEngine, made: Callable[[int], bytes], small: int) -> None:
    """Per host, per system and per link, the larger document costs at most 15 % more than the smaller."""
    one, two = cost(engine, made(small)) / small, cost(engine, made(2 * small)) / (2 * small)

    assert two < one * _MORE
    assert one > 0


def test_a_document_may_cost_ten_times_what_it_does(engine: WasmEngine) -> None:
    """The bound stands far above what the shipped controls need, and its base above what any small document needs."""
    for document in (system(policies_dir(), "s", 1, hosts=40), estate(policies_dir(), 1, systems=40, links=400)):
        assert 10 * cost(engine, document) < FUEL_PER_BYTE * len(document)
    assert cost(engine, system(policies_dir(), "s", 1, hosts=1)) < FUEL_BASE / 10
