"""`auditor policy`: list, show, check, test, build and new."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from auditor.resources import policies_dir

app = typer.Typer(
    name="policy", help="The policies: what they check, on which law, and whether they are sound.", no_args_is_help=True
)

PoliciesOption = Annotated[
    Path | None, typer.Option("--policies", help="Policies folder; default: the one shipped with the auditor.")
]


@app.callback()
def policy() -> None:
    """The policies: what they check, on which law, and whether they are sound."""


class EngineChoice(StrEnum):
    """Engines a case may run on."""

    WASM = "wasm"
    OPA = "opa"
    BOTH = "both"


_ENGINES: dict[EngineChoice, tuple[Literal["wasm", "opa"], ...]] = {
    EngineChoice.WASM: ("wasm",),
    EngineChoice.OPA: ("opa",),
    EngineChoice.BOTH: ("wasm", "opa"),
}


@app.command("test")
def run_tests(
    controls: Annotated[
        list[str] | None, typer.Argument(help="Control ids, aliases or family/name; default: all.")
    ] = None,
    engine: Annotated[
        EngineChoice, typer.Option("--engine", "-e", help="Engine to run the cases on.")
    ] = EngineChoice.WASM,
    policies: PoliciesOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every case, not only those that differ.")
    ] = False,
) -> None:
    """Run the cases of controls, compiled afresh, and compare whole lists of verdicts. Exit code 1 when any differs."""
    from auditor.policy.run_cases import chosen_policies, run_cases
    from auditor.policy.situations import missing_situations

    root = policies or policies_dir()
    failed, total = Counter[str](), Counter[str]()
    with chosen_policies(root, controls or []) as (stage, compiled):
        for name in _ENGINES[engine]:
            for result in run_cases(stage, compiled, name):
                total[result.control] += 1
                place = result.path.relative_to(stage)
                if not result.passed:
                    failed[result.control] += 1
                    typer.echo(f"DIFFERS {result.control} on {result.engine}: {place} ({result.milliseconds} ms)")
                    typer.echo("    " + result.difference.replace("\n", "\n    "))
                elif verbose:
                    typer.echo(f"ok      {result.control} on {result.engine}: {place} ({result.milliseconds} ms)")
        for control in compiled.catalogue.controls:
            for missing in missing_situations(stage, control):
                typer.echo(f"note: {control.id} has no case for: {missing}", err=True)
            if not total[control.id]:
                failed[control.id] += 1
                typer.echo(f"DIFFERS {control.id}: has no case at all")
    bad = sum(failed.values())
    typer.echo(f"{len(compiled.catalogue.controls)} controls, {sum(total.values())} cases, {bad} differ", err=True)
    if bad:
        raise typer.Exit(1)
