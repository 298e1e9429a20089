"""Writes docs/accuracy.md: how each control is tested, what a pass of it covers, and what it cannot see.

Made from the catalogue, the cases, the lab's table of truth, and `records/accuracy.json`, which `scripts/accuracy`
keeps. `--check` only says whether the page is out of date; `--mutants FILE` takes the figures of mutants from what
`auditor policy test --mutants --format json` said of all controls or of some, and keeps them first; `--sum` says the
kept figures in one line.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from auditor.model.control import PAPER, ControlMeta, Need
from auditor.model.facts import KINDS
from auditor.policy.compiled import load
from auditor.policy.mutants.report import LEAST_ANSWERED, MOST_EXCUSED
from auditor.policy.run_cases import case_files, stated_status
from auditor.resources import policies_dir
from lab.truth import table

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
RECORD = ROOT / "records" / "accuracy.json"

_FROM = {
    "self": "read on the machine itself",
    "same_zone": "seen from its own zone",
    "elsewhere": "seen over a border, from another zone",
    "any": "from anywhere",
}
_ORDER = ("pass", "warn", "fail", "unknown", "manual", "not_applicable", "not_in_force", "error")

Figures = Mapping[str, Mapping[str, int]]
"""Figures of mutants by control."""


def page(figures: Figures) -> str:
    """The whole page."""
    controls = load().catalogue.controls
    root = policies_dir()
    cases = {control.id: _statuses(stated_status(path) for path in case_files(root, control)) for control in controls}
    rows = {control.id: Counter[str]() for control in controls}
    for row in table():
        rows[row.control][row.status] += 1
    lines = [_INTRODUCTION, *_overview(controls, cases, figures, rows)]
    for control in controls:
        lines += ["", f"## {control.id} {control.title}", "", control.title_vi, ""]
        lines += _section(control, cases[control.id], figures.get(control.id, {}), rows[control.id])
    return "\n".join([*lines, ""])


_INTRODUCTION = f"""# How accurate the controls are

This page is made by `tools/accuracy.py`; change what it is made from. `scripts/accuracy` makes its figures anew.

- **Cases** are documents with the whole list of verdicts they must get, on both engines.
- **Mutants** are the control's policy with one thing changed. A mutant is *caught* when a case gets other verdicts.
  It is *excused* when on every case, every base document and 500 generated documents its verdicts are the policy's own.
  Over all controls {LEAST_ANSWERED} in 100 must be one or the other, and no more than {MOST_EXCUSED} excused.
  Mutants that do not compile are not counted.
- **Lab rows** are the verdicts that the lab's table of truth expects of a control, one a subject, written by hand.
  The lab holds what a collector can see: it shows that what is found stays found, not that nothing else is there.
- **Matters** are counter-facts of the same run that undo a pass, whichever control reads them."""


def _statuses(found: Iterator[str]) -> Counter[str]:
    return Counter(found)


def _overview(
    controls: tuple[ControlMeta, ...],
    cases: Mapping[str, Counter[str]],
    figures: Figures,
    rows: Mapping[str, Counter[str]],
) -> Iterator[str]:
    yield from (
        "",
        "| control | cases | mutants | caught | excused | survive | lab rows |",
        "|---|---|---|---|---|---|---|",
    )
    total: Counter[str] = Counter()
    for control in controls:
        mine = figures.get(control.id, {})
        counts = {"cases": cases[control.id].total(), "rows": rows[control.id].total(), **mine}
        total.update(counts)
        yield _row(control.id, counts)
    yield _row("all", total)


def _row(name: str, counts: Mapping[str, int]) -> str:
    keys = ("cases", "mutants", "caught", "excused", "survived", "rows")
    return f"| {name} | {' | '.join(str(counts.get(key, '–')) for key in keys)} |"


def _section(
    control: ControlMeta, cases: Counter[str], figures: Mapping[str, int], rows: Counter[str]
) -> Iterator[str]:
    yield f"- Cases: {_counted(cases)}."
    if figures:
        told = ", ".join(f"{figures[key]} {key}" for key in ("caught", "excused", "survived"))
        yield f"- Mutants: {figures['mutants']}, of which {told}; {figures['not_compiled']} more do not compile."
    else:
        yield "- Mutants: not measured yet."
    yield f"- Lab rows: {_counted(rows)}."
    heard = [f"`{one.matter.value}`{_against(one.against)}" for one in control.matters]
    yield f"- Listens to: {', '.join(heard) or 'no counter-fact'}."
    yield from ("", f"A pass covers each {control.subject.value} by:", "", *_covers(control))
    yield from ("", "It cannot see:", "", *_limits(control))


def _counted(statuses: Counter[str]) -> str:
    told = [f"{statuses[status]} {status}" for status in _ORDER if statuses[status]]
    return f"{statuses.total()} ({', '.join(told)})" if told else "none"


def _against(status: str) -> str:
    return "" if status == "both" else f" (against {status})"


def _covers(control: ControlMeta) -> Iterator[str]:
    measured = [need for need in control.needs if not need.of_paper]
    for need in control.needs:
        yield f"- {_need(need)}"
    if not control.needs:
        yield "- what the inventory says, and nothing else"
    if measured:
        yield f"- none of it older than {control.max_age_days} days"


def _need(need: Need) -> str:
    wanted = "where there is one, " if need.optional else ""
    duties = f", for {', '.join(need.duties)}" if need.duties else ""
    if need.of_paper:
        return f"{wanted}the paper `{need.kind.removeprefix(PAPER)}`{duties}"
    fields = f": {', '.join(f'`{field}`' for field in need.fields)}" if need.fields else ", all of it"
    return f"{wanted}`{need.kind}` ({KINDS[need.kind].title}), {_FROM[need.source]}{fields}{duties}"


def _limits(control: ControlMeta) -> Iterator[str]:
    yield from (f"- {limit}" for limit in control.limits)
    if not control.limits:
        yield "- nothing is said yet"


def kept() -> Figures:
    """The figures of the last run of `scripts/accuracy`; none where there was none."""
    if not RECORD.exists():
        return {}
    found: Figures = orjson.loads(RECORD.read_bytes())
    return found


def keep(answer: Mapping[str, Any]) -> None:
    """Keep the figures of an answer of `auditor policy test --mutants --format json`, which may be of some controls."""
    keys = ("mutants", "caught", "excused", "survived", "not_compiled")
    told = {one["control"]: {key: one[key] for key in keys} for one in answer["controls"]}
    known = {control.id for control in load().catalogue.controls}
    figures = {name: mine for name, mine in {**kept(), **told}.items() if name in known}
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


def summed(figures: Figures) -> str:
    """The figures of all controls in one line."""
    total: Counter[str] = Counter()
    for mine in figures.values():
        total.update(mine)
    told = ", ".join(f"{total[key]} {key}" for key in ("caught", "excused", "survived"))
    return f"{total['mutants']} mutants: {told}"


def main() -> int:
    """Writes the page, or with `--check` says whether it is what it should be."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--check", action="store_true")
    words.add_argument("--mutants", type=Path)
    words.add_argument("--sum", action="store_true")
    chosen = words.parse_args()
    if chosen.sum:
        print(summed(kept()))
        return 0
    if chosen.mutants:
        keep(orjson.loads(chosen.mutants.read_bytes()))
    made = page(kept())
    if not chosen.check:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    if stale := not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        print("docs/accuracy.md is out of date; to fix: python -m tools.accuracy", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
