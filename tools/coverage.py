"""Writes docs/coverage.md: every row of law, the control that judges it or what it waits for; `--check` only says
whether the page is out of date.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.cli.coverage_text import GROUND
from auditor.law.coverage import citations
from auditor.law.read import read_rows
from auditor.law.rows import Counts, Placed, RowStanding, count, place
from auditor.model.vocab.controls import FAMILY_CODES, ControlFamily, Ground
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import load
from auditor.resources import policies_dir

PAGE = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"

_INTRODUCTION = """# Which law is covered

This page is made by `tools/coverage.py` from `policies/law/rows.yaml` and the controls; change what it is made from.
`auditor policy coverage INVENTORY` says the same of one inventory: how many systems each control concerns.

A row is one rule of law in words of ours, with the place that it comes from. It is **judged** by the control of its id,
by one that has it as an alias, or by those of the rows that say the same. What a pass of a control rests on:

- **facts**: looks over the network, settings that were read, exports. A declaration may be needed beside them.
- **a paper**: a record with number, date and issuer, and no look.
- **a declaration**: what the inventory says. Facts of the same run can still contradict it."""

_OTHER = {
    RowStanding.OPEN: "no control yet; nothing else is missing",
    RowStanding.WAITS: "waits for {lacks}",
    RowStanding.PERSON: "a person's judgement",
    RowStanding.LEFT_OUT: "left out: {left_out}",
}


def page() -> str:
    """The whole page."""
    catalogue = load().catalogue
    placed = place(read_rows(policies_dir()), catalogue.controls)
    lines = [_INTRODUCTION, "", *_figures(count(placed, catalogue.controls), len(placed)), *_missing(placed, catalogue)]
    for family in ControlFamily:
        rows = [one for one in placed if one.row.id[:2] in FAMILY_CODES[family]]
        lines += ["", f"## {family.value.replace('_', ' ').capitalize()}", "", *_rows(rows)]
    return "\n".join([*lines, *_unread(catalogue), ""])


def _figures(counts: Counts, rows: int) -> Iterator[str]:
    controls = sum(counts.controls.values())
    yield f"**{counts.covered} of {rows} rows** are judged, by {controls} controls."
    yield from ("", "| a pass rests on | controls | in 100 |", "|---|---|---|")
    for ground in Ground:
        number = counts.controls.get(ground, 0)
        yield f"| {GROUND[ground]} | {number} | {100 * number // controls} |"
    yield from ("", "| rows | |", "|---|---|", f"| judged | {counts.covered} |")
    for standing, words in _OTHER.items():
        told = words.partition(" {")[0].partition(":")[0]
        yield f"| {told} | {counts.rows.get(standing, 0)} |"


def _missing(placed: Sequence[Placed], catalogue: Catalogue) -> Iterator[str]:
    """Kinds of fact that nobody collects, with the rows that wait for each."""
    yield from ("", "## Kinds of fact that rows wait for", "", "| kind | rows |", "|---|---|")
    for kind, _ in count(placed, catalogue.controls).missing:
        waiting = [one.row.id for one in placed if one.standing is RowStanding.WAITS and kind in one.row.lacks]
        yield f"| `{kind}` | {', '.join(waiting)} |"


def _rows(rows: Sequence[Placed]) -> Iterator[str]:
    yield from ("| row | says | place | judged by |", "|---|---|---|---|")
    for one in rows:
        yield f"| {one.row.id} | {_cell(one.row.says)} | {_cell(one.row.source)} | {_judged(one)} |"


def _judged(one: Placed) -> str:
    if one.ground is not None:
        names = ", ".join(one.controls)
        return f"{'this control' if names == one.row.id else names}: {GROUND[one.ground]}"
    lacks = ", ".join(f"`{kind}`" for kind in one.row.lacks)
    return _OTHER[one.standing].format(lacks=lacks, left_out=one.row.left_out)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _unread(catalogue: Catalogue) -> Iterator[str]:
    """Clauses of which something has not been read, or that were read in a secondary source only."""
    yield from (
        "",
        "## What nobody here has read in the original",
        "",
        "Clauses that controls rest on, of confidence C or D, or with an addressee, condition or transition unread.",
        "Such a clause fails nobody hard where what is unread could soften it.",
        "",
        "| control | clause | confidence | unread |",
        "|---|---|---|---|",
    )
    for one in citations(catalogue.controls, catalogue.instruments):
        if one.unread or one.confidence.value > "B":
            clause = f"{catalogue.instruments[one.instrument].number}, {one.clause}"
            told = ", ".join(one.unread) or "–"
            yield f"| {one.control} {one.entry} | {_cell(clause)} | {one.confidence.value} | {told} |"


def main() -> int:
    """Writes the page, or with `--check` says whether it is what it should be."""
    made = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    if stale := not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        print("docs/coverage.md is out of date; to fix: python -m tools.coverage", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
