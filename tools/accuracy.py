"""Writes docs/accuracy.md: how each control is tested, what a pass of it covers, and what it cannot see.

Made from the catalogue, the cases, the lab's table of truth, and `records/accuracy.json`, which holds the figures of
mutants by control, with the day on which each was measured and digests of what it rests on. `--check` only says whether
the page is out of date. `--measure` judges the mutants of the controls that are named, or of all, and keeps the figures
of each as soon as it is done, so that a run that is cut short loses none; with `--changed`, of those only that were
never measured or whose policy or cases have changed since. `--due` names the latter. `--mutants FILE` keeps what
`auditor policy test --mutants --format json` said. `--sum` says the kept figures in one line.
"""

import argparse
import datetime
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from auditor.model.base import VIETNAM
from auditor.model.control import PAPER, ControlMeta, Need
from auditor.model.facts import KINDS
from auditor.policy.compiled import load
from auditor.policy.mutants.basis import Basis, basis_of
from auditor.policy.mutants.report import LEAST_ANSWERED, MOST_EXCUSED, ControlMutants, Figures, as_document
from auditor.policy.mutants.run import judge_mutants
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

COUNTS = ("mutants", "caught", "excused", "survived", "not_compiled")


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of the mutants of one control: how many of each fate, on which day, and what that rests on."""

    counts: Mapping[str, int]
    day: str = ""
    basis: Basis | None = None

    def told(self, now: Basis) -> str:
        """When it was measured, and what has changed since."""
        if self.basis is None:
            return "no day is recorded"
        changed = ", ".join(now.changed_since(self.basis))
        return f"{self.day}, since then changed: {changed}" if changed else self.day


Kept = Mapping[str, Measured]
"""Figures of mutants by control."""


def page(figures: Kept) -> str:
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
        mine = figures.get(control.id)
        lines += [f"- Cases: {_counted(cases[control.id])}.", _mutants(mine, basis_of(root, control))]
        lines += _section(control, rows[control.id])
    return "\n".join([*lines, ""])


_INTRODUCTION = f"""# How accurate the controls are

This page is made by `tools/accuracy.py`; change what it is made from. `scripts/accuracy` makes its figures anew.

- **Cases** are documents with the whole list of verdicts they must get, on both engines.
- **Mutants** are the control's policy with one thing changed. A mutant is *caught* when a case gets other verdicts.
  It is *excused* when on every case, every base document and 500 generated documents its verdicts are the policy's own.
  Over all controls {LEAST_ANSWERED} in 100 must be one or the other, and no more than {MOST_EXCUSED} excused.
  Mutants that do not compile are not counted. Each control says when it was measured, and which of its policy, its
  cases and its library (`main`, what the two reach of `lib`, base documents, tables) have changed since.
- **Lab rows** are the verdicts that the lab's table of truth expects of a control, one a subject, written by hand.
  The lab holds what a collector can see: it shows that what is found stays found, not that nothing else is there.
- **Matters** are counter-facts of the same run that undo a pass, whichever control reads them."""


def _statuses(found: Iterator[str]) -> Counter[str]:
    return Counter(found)


def _overview(
    controls: tuple[ControlMeta, ...],
    cases: Mapping[str, Counter[str]],
    figures: Kept,
    rows: Mapping[str, Counter[str]],
) -> Iterator[str]:
    yield from (
        "",
        "| control | cases | mutants | caught | excused | survive | lab rows |",
        "|---|---|---|---|---|---|---|",
    )
    total: Counter[str] = Counter()
    for control in controls:
        mine = figures.get(control.id, _NEVER).counts
        counts = {"cases": cases[control.id].total(), "rows": rows[control.id].total(), **mine}
        total.update(counts)
        yield _row(control.id, counts)
    yield _row("all", total)


_NEVER = Measured({})


def _row(name: str, counts: Mapping[str, int]) -> str:
    keys = ("cases", "mutants", "caught", "excused", "survived", "rows")
    return f"| {name} | {' | '.join(str(counts.get(key, '–')) for key in keys)} |"


def _mutants(mine: Measured | None, now: Basis) -> str:
    if mine is None:
        return "- Mutants: not measured yet."
    counts = mine.counts
    told = ", ".join(f"{counts[key]} {key}" for key in ("caught", "excused", "survived"))
    more = f"{counts['not_compiled']} more do not compile"
    return f"- Mutants: {counts['mutants']}, of which {told}; {more}. Measured: {mine.told(now)}."


def _section(control: ControlMeta, rows: Counter[str]) -> Iterator[str]:
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


def kept(record: Path = RECORD) -> Kept:
    """The figures that were measured last of each control; none where none were."""
    if not record.exists():
        return {}
    return {name: _read(mine) for name, mine in orjson.loads(record.read_bytes()).items()}


def _read(mine: Mapping[str, Any]) -> Measured:
    counts = {key: mine[key] for key in COUNTS}
    return Measured(counts, mine["day"], Basis(**mine["basis"])) if "basis" in mine else Measured(counts)


def keep(answer: Mapping[str, Any], known: Iterable[str], today: datetime.date, record: Path = RECORD) -> None:
    """Keep the figures of an answer of `auditor policy test --mutants --format json`, which may be of some controls;
    those of others stay, and those of controls that are not known any more go.
    """
    told = {
        one["control"]: Measured({key: one[key] for key in COUNTS}, today.isoformat(), Basis(**one["basis"]))
        for one in answer["controls"]
    }
    figures = {name: _written(mine) for name, mine in {**kept(record), **told}.items() if name in set(known)}
    record.parent.mkdir(exist_ok=True)
    record.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


def _written(mine: Measured) -> dict[str, Any]:
    since = {"day": mine.day, "basis": asdict(mine.basis)} if mine.basis else {}
    return {**mine.counts, **since}


def due(figures: Kept) -> list[str]:
    """Controls that were never measured, or whose policy or cases have changed since."""
    root = policies_dir()
    return [
        control.id
        for control in load().catalogue.controls
        if (basis := figures.get(control.id, _NEVER).basis) is None
        or {"policy", "cases"} & set(basis_of(root, control).changed_since(basis))
    ]


def measure(names: Iterable[str]) -> None:
    """Judge the mutants of the named controls, or of all, and keep the figures of each as soon as it is done."""
    known = _known()

    def done(one: ControlMutants, left: int) -> None:
        keep(as_document([one]), known, _today())
        counts = f"{len(one.mutants)} mutants, {len(one.survivors)} survive"
        print(f"{one.control}: {counts}; controls left: {left}", file=sys.stderr, flush=True)

    judge_mutants(policies_dir(), names, done=done)


def _known() -> list[str]:
    return [control.id for control in load().catalogue.controls]


def _today() -> datetime.date:
    return datetime.datetime.now(VIETNAM).date()


def total(figures: Kept) -> Figures:
    """The figures of all controls."""
    counts: Counter[str] = Counter()
    for mine in figures.values():
        counts.update(mine.counts)
    return Figures(counts["mutants"], counts["caught"], counts["excused"], counts["survived"])


def summed(figures: Kept) -> str:
    """The figures of all controls in one line."""
    found = total(figures)
    return f"{found.mutants} mutants: {found.caught} caught, {found.excused} excused, {found.survived} survived"


def main() -> int:
    """Writes the page, or does what one of the options says."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("controls", nargs="*")
    for option in ("--check", "--sum", "--due", "--measure", "--changed"):
        words.add_argument(option, action="store_true")
    words.add_argument("--mutants", type=Path)
    chosen = words.parse_args()
    if chosen.sum or chosen.due:
        print(summed(kept()) if chosen.sum else "\n".join(due(kept())))
        return 0
    if chosen.mutants:
        keep(orjson.loads(chosen.mutants.read_bytes()), _known(), _today())
    if chosen.measure:
        names = due(kept()) if chosen.changed else chosen.controls
        if names or not chosen.changed:
            measure(names)
    made = page(kept())
    if not chosen.check:
        PAGE.write_text(made, encoding="utf-8")
        return int(chosen.measure and not total(kept()).enough)
    if stale := not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        print("docs/accuracy.md is out of date; to fix: python -m tools.accuracy", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
