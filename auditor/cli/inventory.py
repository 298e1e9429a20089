"""`auditor inventory`: check, show, template, mapping and import."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    AsOfOption,
    Format,
    FormatOption,
    PoliciesOption,
    clocks_for,
    cut,
    say,
    show,
    table,
    wrapped,
)

if TYPE_CHECKING:
    from auditor.errors import Problem
    from auditor.inventory.agreement import Agreement
    from auditor.inventory.lookup import Found
    from auditor.model.inventory import Inventory

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="What the province declares: check it, look things up in it, exchange it as a workbook.",
)

FolderArgument = Annotated[Path, typer.Argument(help="Folder that holds the inventory's .yaml files.")]
INVALID = 2


@app.command("check")
def check(
    folder: FolderArgument,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
    policies: PoliciesOption = None,
) -> None:
    """Every fault of the inventory, its scope and its settings at once. Exit code 2 when there is one.

    What two lines of it cannot both mean is a fault; what is possible but to be confirmed is a question, and no fault.
    """
    from auditor.errors import InventoryError
    from auditor.inventory import load
    from auditor.inventory.surroundings import surrounding_problems

    inventory: Inventory | None = None
    problems: list[Problem] = []
    questions: tuple[Problem, ...] = ()
    try:
        inventory = load(folder)
    except InventoryError as error:
        problems += error.problems
    problems += surrounding_problems(folder, inventory)
    if inventory is not None:
        found = _compared(folder, inventory, as_of, policies)
        problems += [*found.errors, *_confirmations(folder, policies)]
        questions = found.questions
    if format_ is Format.JSON:
        echo_json(_report(inventory, problems, questions))
    else:
        show("\n".join(map(str, problems)) or _summary(folder, inventory))
        _show_questions(questions)
    if problems:
        raise typer.Exit(INVALID)


def _compared(folder: Path, inventory: "Inventory", as_of: str | None, policies: Path | None) -> "Agreement":
    from auditor.audit.declared import rules_on
    from auditor.inventory.agreement import agreement
    from auditor.policy.compiled import load

    return agreement(folder, inventory, rules_on(load(policies).catalogue, clocks_for(as_of, None).as_of))


def _confirmations(folder: Path, policies: Path | None) -> "list[Problem]":
    """What is wrong with clauses that officers are said to have compared; of their form others have told."""
    from auditor.audit.confirming import confirmation_problems
    from auditor.errors import InventoryError
    from auditor.inventory.confirmations import load_confirmations
    from auditor.policy.compiled import load

    try:
        told = load_confirmations(folder)
    except InventoryError:
        return []
    return list(confirmation_problems(told, load(policies).catalogue, clocks_for(None, None).as_of))


def _show_questions(questions: "tuple[Problem, ...]") -> None:
    if questions:
        head = "1 question" if len(questions) == 1 else f"{len(questions)} questions"
        show(f"\n{head}, to be confirmed or corrected:")
        show("\n".join(wrapped(str(question), "  ") for question in questions))


def _report(
    inventory: "Inventory | None", problems: "list[Problem]", questions: "tuple[Problem, ...]"
) -> dict[str, object]:
    from auditor.inventory import inventory_digest
    from auditor.inventory.lookup import counts

    return {
        "schema": "inventory-check/1",
        "sound": not problems,
        "counts": counts(inventory) if inventory else {},
        "digest": inventory_digest(inventory) if inventory else "",
        "problems": [_as_row(problem) for problem in problems],
        "questions": [_as_row(question) for question in questions],
    }


def _as_row(problem: "Problem") -> dict[str, object]:
    return {
        "file": str(problem.file or ""),
        "line": problem.line,
        "key": problem.key,
        "message": problem.message,
        "value": problem.value,
        "remedy": problem.remedy,
    }


def _summary(folder: Path, inventory: "Inventory | None") -> str:
    from auditor.inventory.lookup import counts

    held = counts(inventory) if inventory else {}
    words = ", ".join(_counted(number, name.replace("_", " ")) for name, number in held.items() if number)
    return wrapped(f"{folder}: sound: {words}", "  ")


def _counted(number: int, name: str) -> str:
    return f"{number} {name.removesuffix('s') if number == 1 else name}"


@app.command("show")
def show_inventory(
    folder: FolderArgument,
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One thing; default: all systems.")] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """All systems as a table, or one thing with everything that refers to it."""
    from auditor.inventory import load
    from auditor.inventory.lookup import find

    inventory = load(folder)
    if name is None:
        _show_systems(inventory, format_)
        return
    found = find(inventory, name)
    if format_ is Format.JSON:
        echo_json([_as_json(one) for one in found])
        return
    show("\n\n".join(_page(one) for one in found))


def _show_systems(inventory: "Inventory", format_: Format) -> None:
    if format_ is Format.JSON:
        echo_json([system.model_dump(mode="json") for system in inventory.systems])
        return
    rows = [
        (
            cut(system.id, 24),
            str(system.level or "–"),
            "" if system.label.is_open else system.label.value,
            system.decision or "–",
            system.name.vi,
        )
        for system in inventory.systems
    ]
    show(table(("system", "lv", "label", "decision", "name"), rows))


def _as_json(found: "Found") -> dict[str, object]:
    mentions = [{"list": one.list_name, "id": one.id, "key": one.key} for one in found.mentions]
    return {"list": found.list_name, "thing": found.thing.model_dump(mode="json"), "mentions": mentions}


def _page(found: "Found") -> str:
    import yaml

    fields = found.thing.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, default_flow_style=None, width=76)
    lines = "\n".join(wrapped(line, "    ") for line in text.rstrip().splitlines())
    head = f"{found.list_name} / {found.thing.id}\n{lines}"
    if not found.mentions:
        return f"{head}\n\nNothing refers to it."
    rows = [(one.list_name, one.key, one.id) for one in found.mentions]
    return f"{head}\n\nReferred to by:\n{table(('list', 'key', 'id'), rows)}"


@app.command("template")
def template(
    output: Annotated[Path, typer.Option("-o", "--output", help="Workbook to write (.xlsx).")],
    source: Annotated[
        Path | None, typer.Option("--from", help="Inventory folder to fill it with; default: empty lists.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is already there.")] = False,
) -> None:
    """Write a workbook to fill in: one sheet per list, Vietnamese headings, lists to choose from."""
    from auditor.errors import UsageError
    from auditor.inventory import load
    from auditor.inventory.exchange import write_workbook

    if output.exists() and not force:
        raise UsageError(f"{output} exists already", remedy="Name another file, or say --force.")
    write_workbook(output, load(source) if source else None)
    say(f"wrote {output}")


@app.command("mapping")
def mapping_(
    files: Annotated[list[Path], typer.Argument(help="Your own lists (.xlsx, .csv).", metavar="FILE...")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write; default: shown.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is already there.")] = False,
) -> None:
    """Propose how lists with headings of your own are read.

    The mapping is yours to correct: which list a table is, which key a heading means, values that all rows share, our
    words for yours. What it is not sure of stands under `undecided:`, and no import begins while something does.
    """
    from auditor.errors import UsageError
    from auditor.inventory.exchange import propose

    text = propose(files)
    if output is None:
        show(text)
        return
    if output.exists() and not force:
        raise UsageError(f"{output} exists already", remedy="Name another file, or say --force.")
    output.write_text(text, encoding="utf-8")
    say(f"wrote {output}")


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Workbook to read (.xlsx), or own lists.", metavar="FILE...")],
    output: Annotated[Path, typer.Option("-o", "--output", help="New folder for the YAML files.")],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="How own lists are read (see `inventory mapping`).")
    ] = None,
    base: Annotated[
        Path | None, typer.Option("--base", help="Inventory folder that mapped lists are added to.")
    ] = None,
) -> None:
    """Turn a filled-in workbook, or mapped lists of your own, into an inventory folder.

    Every fault names its file and cell. Nothing is left out of a list that its mapping does not name.
    """
    from auditor.errors import UsageError
    from auditor.inventory.exchange import import_mapped, import_workbook
    from auditor.inventory.write import write_inventory

    if mapping is not None:
        mapped = import_mapped(files, mapping, base)
        inventory, notes = mapped.inventory, mapped.notes
    elif base is not None or len(files) != 1:
        remedy = "Propose one with `auditor inventory mapping FILE... -o mapping.yaml`."
        raise UsageError("several files, and --base, want a --mapping", remedy=remedy)
    else:
        inventory, notes = import_workbook(files[0]), ()
    for path in write_inventory(inventory, output):
        say(f"wrote {path}")
    for note in notes:
        say(note)
    show(_summary(output, inventory))
