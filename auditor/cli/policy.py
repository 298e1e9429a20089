"""`auditor policy`: list, show, check, test, build, coverage and new."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    AsOfOption,
    ConfigOption,
    Format,
    FormatOption,
    PoliciesOption,
    clocks_for,
    say,
    settings_for,
    show,
    table,
)
from auditor.errors import NotFoundError, UsageError
from auditor.resources import policies_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor.audit.coverage import Concern
    from auditor.model.settings import Settings
    from auditor.policy.compiled import CompiledPolicies
    from auditor.policy.documents import Clocks
    from auditor.policy.run_cases import CaseResult

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The policies: what they check, on which law, and whether they are sound.",
)


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


@app.command("list")
def list_controls(format_: FormatOption = Format.TABLE, policies: PoliciesOption = None) -> None:
    """Every control, in order of id."""
    from auditor.cli.policy_text import as_row
    from auditor.policy.compiled import load

    controls = load(policies).catalogue.controls
    if format_ is Format.JSON:
        echo_json([as_row(control) for control in controls])
        return
    show(table(("id", "severity", "judges", "title"), [(c.id, c.severity, c.subject, c.title) for c in controls]))


@app.command("show")
def show_control(
    control: Annotated[str, typer.Argument(help="Id, alias or former id.")],
    format_: FormatOption = Format.TABLE,
    policies: PoliciesOption = None,
) -> None:
    """One control: law with dates and confidence, what a pass rests on, parameters, remedy, check by hand."""
    from auditor.cli.policy_text import page
    from auditor.policy.compiled import load

    catalogue = load(policies).catalogue
    found = catalogue.find(control)
    if format_ is Format.JSON:
        echo_json(found.model_dump(mode="json", by_alias=True))
        return
    show(page(found, catalogue))


@app.command("check")
def check_policies(
    policies: PoliciesOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 on a warning too.")] = False,
) -> None:
    """Check folders, metadata, schemas, format, types and unit tests. Needs OPA. Exit code 1 on an error."""
    from auditor.policy.check import check

    problems = check(policies or policies_dir())
    for problem in problems:
        say(f"{'warning' if problem.warning else 'error'}: {problem}")
    errors = sum(not problem.warning for problem in problems)
    say(f"{errors} errors, {len(problems) - errors} warnings")
    if errors or (strict and problems):
        raise typer.Exit(1)


@app.command("test")
def run_tests(
    controls: Annotated[list[str] | None, typer.Argument(help="Ids, aliases or family/name; default: all.")] = None,
    engine: Annotated[EngineChoice, typer.Option("--engine", "-e", help="Engine for the cases.")] = EngineChoice.WASM,
    policies: PoliciesOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every case, not only those that differ.")
    ] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Change the policies in one place after another: do the cases notice?")
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", help="With --mutants: table or json (one document on stdout).")
    ] = Format.TABLE,
) -> None:
    """Run the cases of controls, compiled afresh, and compare whole lists of verdicts. Exit code 1 when any differs.

    With --mutants, see whether the cases would notice a fault in their policy. Exit code 1 when fewer than 95 in 100
    mutants are caught or excused, or more than 10 are excused.
    """
    if mutants:
        _test_mutants(policies or policies_dir(), controls or [], engine, format_)
        return
    if format_ is Format.JSON:
        raise UsageError("--format json is for --mutants")
    from auditor.policy.run_cases import chosen_policies, run_cases
    from auditor.policy.situations import missing_situations

    failed, total = Counter[str](), Counter[str]()
    with chosen_policies(policies or policies_dir(), controls or []) as (stage, compiled):
        for name in _ENGINES[engine]:
            for result in run_cases(stage, compiled, name):
                total[result.control] += 1
                failed[result.control] += not result.passed
                _print_case(result, stage, verbose=verbose)
        for control in compiled.catalogue.controls:
            for missing in missing_situations(stage, control):
                say(f"note: {control.id} has no case for: {missing}")
            if not total[control.id]:
                failed[control.id] += 1
                show(f"DIFFERS {control.id}: has no case at all")
    say(f"{len(compiled.catalogue.controls)} controls, {total.total()} cases, {failed.total()} differ")
    if failed.total():
        raise typer.Exit(1)


def _test_mutants(root: Path, names: list[str], engine: EngineChoice, format_: Format) -> None:
    from auditor.cli.policy_text import mutants_page
    from auditor.policy.mutants.report import ControlMutants, as_document, figures_of
    from auditor.policy.mutants.run import judge_mutants

    if engine is not EngineChoice.WASM:
        raise UsageError("mutants are judged by the wasm engine")

    def done(one: ControlMutants, left: int) -> None:
        say(f"{one.control}: {len(one.mutants)} mutants, {len(one.survivors)} survive; controls left: {left}")

    found = judge_mutants(root, names, done=done)
    figures = figures_of(found)
    if format_ is Format.JSON:
        echo_json(as_document(found))
    else:
        show(mutants_page(found))
    if not figures.enough:
        raise typer.Exit(1)


def _print_case(result: "CaseResult", stage: Path, *, verbose: bool) -> None:
    place = result.path.relative_to(stage)
    if not result.passed:
        show(f"DIFFERS {result.control} on {result.engine}: {place} ({result.milliseconds} ms)")
        show("    " + result.difference.replace("\n", "\n    "))
    elif verbose:
        show(f"ok      {result.control} on {result.engine}: {place} ({result.milliseconds} ms)")


@app.command("build")
def build_policies(policies: PoliciesOption = None) -> None:
    """Compile the policies to WebAssembly and to an OPA bundle, and bring the input schema up to date. Needs OPA.

    Controls of one's own are checked first, and compiled together with the shipped ones.
    """
    from auditor.policy.build import build
    from auditor.policy.check import require_sound, update_schema
    from auditor.policy.own import is_own

    root = policies or policies_dir()
    if is_own(root):
        require_sound(root)
    elif update_schema(root):
        say("schemas/input.json brought up to date")
    say(f"compiled into {build(root)}")


@app.command("coverage")
def show_coverage(
    inventory: Annotated[
        Path | None, typer.Argument(help="Inventory folder: how many systems each control concerns.")
    ] = None,
    uncovered: Annotated[bool, typer.Option("--uncovered", help="Only rows that no control judges.")] = False,
    labelled: Annotated[
        bool, typer.Option("--labelled", help="Count labelled things of the inventory instead.")
    ] = False,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
) -> None:
    """Rows of law, the controls that judge them and what a pass of each rests on; what the others wait for.

    With an inventory, it is judged without any look: whom a control concerns is what is not set aside by then.
    """
    from auditor.cli.coverage_text import Shown, document, page
    from auditor.law.rows import place
    from auditor.policy.compiled import load
    from auditor.policy.own import rows as rows_of

    compiled = load(policies)
    clocks = clocks_for(as_of, None)
    concerned = None
    if inventory is not None:
        settings = settings_for(config, inventory)
        concerned = _concerned(inventory, compiled, clocks, settings, labelled=labelled)
    elif labelled:
        raise UsageError("--labelled counts things of an inventory, and none is named")
    rows = rows_of(policies or policies_dir())
    if not rows:
        raise NotFoundError("these policies have no law/rows.yaml", remedy="`auditor law list` shows what they cite.")
    shown = Shown(place(rows, compiled.catalogue.controls), compiled.catalogue, clocks.as_of, concerned)
    if format_ is Format.JSON:
        echo_json(document(shown, uncovered=uncovered))
    else:
        show(page(shown, uncovered=uncovered))


def _concerned(
    inventory: Path, compiled: "CompiledPolicies", clocks: "Clocks", settings: "Settings", *, labelled: bool
) -> "Mapping[str, Concern]":
    """Whom each control concerns, of what is open or of what is labelled."""
    from auditor.audit import Declared
    from auditor.audit.coverage import concerns, unlooked

    results = unlooked(Declared.of(inventory), compiled, clocks, settings)
    if labelled and len(results) == 1:
        raise NotFoundError("this inventory has nothing labelled")
    if len(results) > 1 and not labelled:
        say("labelled things are not counted; --labelled counts them alone")
    return concerns(results[-1] if labelled else results[0], compiled.catalogue.controls)


@app.command("new")
def new_control(
    path: Annotated[str, typer.Argument(help="FAMILY/NAME, for example network/insecure_services.")],
    id_: Annotated[str, typer.Option("--id", help="Stable id, for example NW-05.")],
    subject: Annotated[str, typer.Option("--subject", help="What it judges: host, endpoint, system, zone …")] = "host",
    part: Annotated[str, typer.Option("--part", help="Document it reads: system or estate.")] = "system",
    policies: PoliciesOption = None,
) -> None:
    """Make the folder of a new control, with one case that fails until the policy is written.

    With --policies DIR it is one of your own, and DIR is made where there is none.
    """
    from auditor.model.vocab.controls import Part
    from auditor.model.vocab.subjects import SubjectKind
    from auditor.policy.scaffold import NewControl, scaffold

    try:
        control = NewControl(path, id_, SubjectKind(subject), Part(part))
    except ValueError as error:
        kinds = ", ".join(SubjectKind)
        raise UsageError(str(error), remedy=f"Subjects: {kinds}. Parts: {', '.join(Part)}.") from error
    say(f"made {scaffold(policies or policies_dir(), control)}; now write it, then `auditor policy test {id_}`")
