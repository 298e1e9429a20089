"""`auditor law`: instruments by date, the clauses controls rest on, and what changes between two dates."""

import datetime
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    wrapped,
)
from auditor.errors import UsageError
from auditor.resources import policies_dir

if TYPE_CHECKING:
    from auditor.audit.impact import Change
    from auditor.cli.impact_text import Shown as Impacts
    from auditor.law.coverage import Citation
    from auditor.law.instruments import InstrumentOnDate
    from auditor.model.law import Instrument
    from auditor.model.settings import Settings
    from auditor.policy.catalogue import Catalogue
    from auditor.policy.compiled import CompiledPolicies

InventoryOption = Annotated[
    Path | None, typer.Option("--inventory", "-i", help="Inventory folder whose officers' confirmations count.")
]

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The law behind the controls, by date.")

_MARKS = {"in_force": "●", "not_yet": "○", "ended": "×"}
_LEGEND = """● in force  ○ not yet  × ended
conf: weakest confidence of a cited clause (A text read … D unconfirmed)
Titles and clauses: `auditor law list INSTRUMENT`"""


@app.command("list")
def list_law(
    instrument: Annotated[
        str | None, typer.Argument(metavar="[INSTRUMENT]", help="Id or number of one; default: all of them.")
    ] = None,
    as_of: AsOfOption = None,
    inventory: InventoryOption = None,
    format_: FormatOption = Format.TABLE,
    policies: PoliciesOption = None,
) -> None:
    """Every instrument with its standing on a date, or one with each clause that a control rests on.

    With --inventory as that province's officers confirmed it.
    """
    from auditor.law.coverage import citations
    from auditor.law.instruments import find, on_date

    day = clocks_for(as_of, None).as_of
    catalogue = _catalogue(policies, inventory)
    cited = citations(catalogue.controls, catalogue.instruments)
    if instrument is not None:
        one = find(catalogue.instruments, instrument)
        _show_one(one, [row for row in cited if row.instrument == one.id], day, format_)
        return
    rows = on_date(catalogue.instruments, day)
    if format_ is Format.JSON:
        echo_json([_instrument_row(row, cited) for row in rows])
        return
    lines = [_instrument_line(row, cited) for row in rows]
    show(f"Law on {day.isoformat()}. {_LEGEND}\n")
    show(table(("", "from", "to", "conf", "controls", "instrument"), lines))


def _catalogue(policies: Path | None, inventory: Path | None) -> "Catalogue":
    """The law behind the policies, with what the officers of an inventory's province compared with the original."""
    from auditor.audit.confirming import confirmed_policies
    from auditor.inventory.confirmations import load_confirmations
    from auditor.law.confirming import outdated
    from auditor.policy.compiled import load

    compiled = load(policies)
    if inventory is None:
        return compiled.catalogue
    told = load_confirmations(inventory)
    for name in outdated(compiled.catalogue.controls, told.entries):
        say(f"{name.partition(':')[0]}: what it says of its clause changed since it was compared; confirm it again")
    return confirmed_policies(compiled, told, clocks_for(None, None)).catalogue


def _weakest(cited: "list[Citation]") -> str:
    return max((row.confidence.value for row in cited), default="–")


def _of(row: "InstrumentOnDate", cited: "tuple[Citation, ...]") -> "list[Citation]":
    return [one for one in cited if one.instrument == row.instrument.id]


def _instrument_line(row: "InstrumentOnDate", cited: "tuple[Citation, ...]") -> tuple[str, ...]:
    own, one = _of(row, cited), row.instrument
    end = one.effective_to.isoformat() if one.effective_to else "–"
    mark, begin = _MARKS[row.standing], one.effective_from.isoformat()
    return mark, begin, end, _weakest(own), str(len({c.control for c in own})), one.id


def _instrument_row(row: "InstrumentOnDate", cited: "tuple[Citation, ...]") -> dict[str, object]:
    own = _of(row, cited)
    extra = {
        "standing": row.standing,
        "successors": row.successors,
        "weakest_confidence": _weakest(own) if own else None,
        "controls": sorted({one.control for one in own}),
    }
    return row.instrument.model_dump(mode="json") | extra


def _show_one(one: "Instrument", cited: "list[Citation]", day: datetime.date, format_: Format) -> None:
    from auditor.cli.impact_text import citation_row

    if format_ is Format.JSON:
        echo_json(one.model_dump(mode="json") | {"clauses": [citation_row(row, day) for row in cited]})
        return
    until = f", until {one.effective_to.isoformat()} (first day no longer)" if one.effective_to else ""
    show(f"{one.number} ({one.id})\n{one.title_vi}\n{one.title_en}\n{one.issuer}")
    show(f"In force from {one.effective_from.isoformat()}{until}; source {one.source}, checked {one.checked_on}.")
    if one.replaced_by:
        show(f"Replaced by {one.replaced_by}.")
    if one.note:
        show(f"Note: {one.note}")
    if not cited:
        show("\nNo control rests on it.")
        return
    _show_transitions(one)
    lines = [
        (
            _MARKS[row.standing(day)],
            f"{row.control} {row.entry}",
            row.confidence,
            row.force,
            _day(row.due),
            row.clause,
            ", ".join(row.unread) or "–",
        )
        for row in cited
    ]
    show(f"\nClauses on {day.isoformat()} (d duty, s support):")
    show(table(("", "control", "conf", "force", "due", "clause", "unread"), lines))
    for row in cited:
        if row.confirmed:
            said = row.confirmed
            text = (
                f"{row.control} {row.entry}: {said.before.value} raised to A; compared with the original by {said.by}"
            )
            show(wrapped(f"{text}, {said.unit}, on {said.day}, paper {said.paper}", "  "))


def _show_transitions(one: "Instrument") -> None:
    """What its clauses say of transitions, each with its clause."""
    from auditor.model.law import Nothing, TransitionRule

    if isinstance(one.transitions, Nothing):
        show(f"No transition: {one.transitions.none}.")
    elif isinstance(one.transitions, str):
        show("Whether it has a transition nobody here has read.")
    else:
        for rule in one.transitions:
            if isinstance(rule, TransitionRule):
                show(
                    f"Transition {rule.id}, {rule.clause}, before {_day(rule.until)}: {rule.note or 'whom it selects'}"
                )
            else:
                show(f"Transition of another instrument that counts here: {rule.see}.")


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else "–"


@app.command("impact")
def impact_law(
    instrument: Annotated[
        str | None, typer.Argument(metavar="[INSTRUMENT]", help="Id or number of a text that ends or is replaced.")
    ] = None,
    earlier: Annotated[
        str | None, typer.Option("--from", help="Day before the change; of a text its first day no longer. YYYY-MM-DD.")
    ] = None,
    later: Annotated[str | None, typer.Option("--to", help="Day after it.")] = None,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", help="Id or number of the text that takes its place.")
    ] = None,
    inventory: Annotated[
        Path | None, typer.Option("--inventory", "-i", help="Inventory folder: how many systems each control concerns.")
    ] = None,
    run: Annotated[
        str | None, typer.Option("--run", help="Run id, the beginning of one, or `latest`: which verdicts change.")
    ] = None,
    format_: FormatOption = Format.TABLE,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
) -> None:
    """What a change of the law does: controls whose clauses begin, end or fall due between two days, or with a text.

    With --inventory and --run, to whom: systems concerned, and verdicts that a stored run would have then.
    """
    from auditor.cli.impact_text import Shown as Impacts
    from auditor.cli.impact_text import document, page
    from auditor.policy.compiled import load

    compiled = load(policies)
    change = _change(compiled.catalogue, instrument, earlier, later, replaced_by)
    found = change.controls(compiled.catalogue)
    shown = Impacts(change, change.after(compiled.catalogue), found)
    if inventory is not None or run is not None:
        shown = _on_province(shown, compiled, inventory, run, settings_for(config, inventory))
    if format_ is Format.JSON:
        echo_json(document(shown))
    else:
        show(page(shown))


def _change(
    catalogue: "Catalogue", instrument: str | None, earlier: str | None, later: str | None, replaced_by: str | None
) -> "Change":
    from auditor.audit.impact import Change
    from auditor.law.instruments import find

    if instrument is None:
        if earlier is None or later is None or replaced_by is not None:
            raise UsageError(
                "two days or a text are needed", remedy="Give --from and --to, or an INSTRUMENT with --from."
            )
        first, last = clocks_for(earlier, None).as_of, clocks_for(later, None).as_of
        if last <= first:
            raise UsageError("--to must lie after --from")
        return Change(first, last)
    if later is not None:
        raise UsageError("--to goes with two days", remedy="Of a text, --from is its first day no longer.")
    text = find(catalogue.instruments, instrument)
    ends = clocks_for(earlier, None).as_of if earlier else text.effective_to or clocks_for(None, None).as_of
    if ends <= text.effective_from:
        raise UsageError(f"{text.number} took effect on {text.effective_from} and cannot end on {ends}")
    by = find(catalogue.instruments, replaced_by).id if replaced_by else ""
    return Change(ends - datetime.timedelta(days=1), ends, text.id, by)


def _on_province(
    shown: "Impacts", compiled: "CompiledPolicies", inventory: Path | None, run: str | None, settings: "Settings"
) -> "Impacts":
    from contextlib import closing
    from dataclasses import replace

    from auditor.audit import open_store
    from auditor.audit.impact import on_inventory, on_run

    if inventory is not None:
        clocks = clocks_for(None, None)
        shown = replace(shown, systems=on_inventory(inventory, compiled, shown.change, clocks, settings))
    if run is not None:
        with closing(open_store(settings)) as store:
            names = [one.control for one in shown.impacts]
            shown = replace(shown, run=on_run(store, store.get(run), shown.change, names))
    return shown


@app.command("confirm")
def confirm_clauses(
    instrument: Annotated[str, typer.Argument(help="Id or number of the text that was compared.")],
    clause: Annotated[
        list[str],
        typer.Option("--clause", help="A clause as it is cited, for example 13(2)(c); more than one may follow."),
    ],
    inventory: Annotated[Path, typer.Option("--inventory", "-i", help="Inventory folder of the province.")],
    by: Annotated[str, typer.Option("--by", help="Name of the officer who compared them.")],
    unit: Annotated[str, typer.Option("--unit", help="Body of the officer.")],
    paper: Annotated[str, typer.Option("--paper", help="Number of the paper or note that says so.")],
    on: Annotated[str | None, typer.Option("--on", help="Day of the comparison, YYYY-MM-DD; default: today.")] = None,
    text: Annotated[
        Path | None, typer.Option("--text", help="File of the text that was read; its digest is kept.")
    ] = None,
    policies: PoliciesOption = None,
) -> None:
    """A named officer compared clauses with the original: for this province their confidence becomes A.

    Kept in confirmations.yaml of the inventory and with every run. It never lowers, and reads nothing that is unread.
    """
    from auditor.audit.confirming import Comparison, confirm
    from auditor.policy.compiled import load

    comparison = Comparison(by, unit, clocks_for(on, None).as_of, paper, text)
    done = confirm(inventory, load(policies).catalogue, instrument, clause, comparison)
    for one in done:
        before, rest = one.entry.confidence.value, f"; still unread: {', '.join(one.unread)}" if one.unread else ""
        raised = "is A already" if before == "A" else f"{before} becomes A"
        show(wrapped(f"{one.control} {one.entry.id}, {one.entry.clause}: {raised}{rest}", "  "))
    say(f"kept in {inventory / 'confirmations.yaml'}; runs from now on are judged by it")


@app.command("check")
def check_law(
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
    policies: PoliciesOption = None,
) -> None:
    """Compare what controls cite with the instruments and what was read of them. Exit code 1 on an error.

    It reads the sources, so it needs neither OPA nor compiled policies.
    """
    from auditor.law.check import check
    from auditor.policy.metadata import law_as_written
    from auditor.policy.own import book

    root = policies or policies_dir()
    found = check(law_as_written(root), book(root), clocks_for(as_of, None).as_of)
    errors = sum(not problem.warning for problem in found)
    if format_ is Format.JSON:
        echo_json([asdict(problem) for problem in found])
    else:
        for problem in found:
            line = f"{'warning' if problem.warning else 'error'}: {problem.place}: {problem.message}"
            show(wrapped(line, "  "))
        say(f"{errors} errors, {len(found) - errors} warnings")
    if errors:
        raise typer.Exit(1)
