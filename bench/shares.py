"""What each control costs: the instructions that a document takes less when the control is left out, as a share of all.

What several controls share in `policies/lib` is worked out once for all of them and stays when one goes, so that the
shares add up to less than the whole. Instructions are counted by the engine and the same on every machine.
"""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.model.control import ControlMeta
from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import CompiledPolicies, load
from auditor.policy.engines.wasm import WasmEngine
from auditor.resources import policies_dir
from bench.estate import AS_OF, estate, system


@dataclass(frozen=True)
class Share:
    """One control on one document: its instructions in millions, and its permille of the document's."""

    control: str
    millions: float
    permille: int


def shares(compiled: CompiledPolicies, document: bytes, part: str) -> tuple[float, list[Share]]:
    """Millions of instructions of the whole document, and the share of every control of its part, dearest first."""
    whole = _fuel(compiled, document, compiled.catalogue.controls)
    found = []
    for control in compiled.catalogue.controls:
        if control.part == part:
            rest = tuple(one for one in compiled.catalogue.controls if one is not control)
            less = whole - _fuel(compiled, document, rest)
            found.append(Share(control.id, less / 1e6, round(1000 * less / whole)))
    return whole / 1e6, sorted(found, key=lambda one: (-one.millions, one.control))


def _fuel(compiled: CompiledPolicies, document: bytes, controls: tuple[ControlMeta, ...]) -> int:
    catalogue = replace(compiled.catalogue, controls=controls)
    data = orjson.dumps(policy_data(catalogue, parameters(catalogue, AS_OF)))
    engine = WasmEngine(compiled.wasm, data)
    engine.answer(document)
    return engine.fuel_used


def main() -> int:
    """Prints the dearest controls of a system and of an estate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=50, help="machines of the system (default: 50)")
    parser.add_argument("--systems", type=int, default=300, help="systems of the estate (default: 300)")
    parser.add_argument("--links", type=int, default=1500, help="links of the estate (default: 1500)")
    parser.add_argument("--most", type=int, default=15, help="how many controls to print (default: 15)")
    asked = parser.parse_args()
    compiled = load(policies_dir())
    documents = {
        f"system of {asked.hosts} hosts": (system(policies_dir(), "s", 1, hosts=asked.hosts), "system"),
        f"estate of {asked.systems:,} systems and {asked.links:,} links": (
            estate(policies_dir(), 1, systems=asked.systems, links=asked.links),
            "estate",
        ),
    }
    for name, (document, part) in documents.items():
        whole, found = shares(compiled, document, part)
        print(f"\n{name}: {whole:,.0f} million instructions, {len(found)} controls\n")
        print("| control | million instructions | permille of all |\n|---|---:|---:|")
        for one in found[: asked.most]:
            print(f"| {one.control} | {one.millions:,.1f} | {one.permille} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
