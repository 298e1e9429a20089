"""What a change of the law does, as a table and for other programs."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.audit.impact import Change, Concerned, Moved, OnRun, duties_left
from auditor.cli.common import table, wrapped
from auditor.law.coverage import Citation, Impact
from auditor.policy.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Shown:
    """A change, the law after it, the controls it touches and, where they were asked for, systems and verdicts."""

    change: Change
    catalogue: Catalogue
    impacts: tuple[Impact, ...]
    systems: Mapping[str, Concerned] | None = field(default=None)
    run: OnRun | None = None


def page(shown: Shown) -> str:
    """Controls, then the verdicts of the run that change."""
    last = shown.change.later
    lines = [line for one in shown.impacts for line in _lines(one, last)]
    parts = [table(("control", "what", "day", "conf", "force", "clause"), lines)] if lines else ["No control changes."]
    if shown.change.ends:
        parts.append("\n".join(_left(shown)))
    if shown.systems is not None:
        rows = [(one.control, *_counts(shown.systems[one.control])) for one in shown.impacts]
        parts.append(table(("control", "systems before", "after"), rows))
    if shown.run is not None:
        parts.append(_verdicts(shown.run))
    return "\n\n".join(part for part in parts if part)


def _counts(one: Concerned) -> tuple[str, str]:
    return str(one.before), str(one.after)


def _left(shown: Shown) -> Iterator[str]:
    for one in shown.impacts:
        left = duties_left(shown.catalogue, one.control, shown.change.later)
        said = f"still by {'; '.join(left)}" if left else "no duty is left, so it judges nobody"
        yield wrapped(f"{one.control}: {said}", "  ")


def _verdicts(run: OnRun) -> str:
    said = "would stand otherwise" if run.anew else "rest on it (the run kept too little to be judged anew)"
    head = f"{len(run.moved)} verdicts of run {run.run} {said}"
    rows = [(one.control, one.before.value, one.after.value if one.after else "?", one.subject) for one in run.moved]
    return f"{head}\n{table(('control', 'now', 'then', 'subject'), rows)}" if rows else head


def document(shown: Shown) -> Any:
    """The rows of the controls; with systems or a run, an object that holds them too."""
    rows = [_impact_row(one, shown) for one in shown.impacts]
    if shown.systems is None and shown.run is None:
        return rows
    told: dict[str, Any] = {"schema": "impact/1", "from": shown.change.earlier, "to": shown.change.later}
    if shown.change.ends:
        told |= {"ends": shown.change.ends, "replaced_by": shown.change.by or None}
    return told | {"controls": rows} | ({"run": _run(shown.run)} if shown.run else {})


def _run(run: OnRun) -> dict[str, Any]:
    return {"id": run.run, "judged_anew": run.anew, "verdicts": [_moved(one) for one in run.moved]}


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "control": one.control,
        "subject": {"kind": one.kind, "id": one.subject},
        "now": one.before.value,
        "then": one.after.value if one.after else None,
    }


def _impact_row(one: Impact, shown: Shown) -> dict[str, Any]:
    day = shown.change.later
    row: dict[str, Any] = {
        "control": one.control,
        "begins": [citation_row(row, day) for row in one.begins],
        "ends": [citation_row(row, day) for row in one.ends],
        "due": [citation_row(row, day) for row in one.due],
        "transitions_over": [citation_row(row, day) for row in one.transitions_over],
    }
    if shown.change.ends:
        row["duties_left"] = list(duties_left(shown.catalogue, one.control, day))
    if shown.systems is not None:
        concerned = shown.systems[one.control]
        row["systems"] = {"before": concerned.before, "after": concerned.after}
    return row


def citation_row(row: Citation, day: datetime.date) -> dict[str, object]:
    """One clause of a control, with how it stands on a day."""
    return {
        "instrument": row.instrument,
        "clause": row.clause,
        "control": row.control,
        "entry": row.entry,
        "role": row.role,
        "force": row.force,
        "confidence": row.confidence,
        "from": row.start,
        "to": row.end,
        "due": row.due,
        "transitions": row.transitions,
        "unread": row.unread,
        "confirmed": row.confirmed.model_dump(mode="json") if row.confirmed else None,
        "standing": row.standing(day),
    }


def _lines(change: Impact, last: datetime.date) -> list[tuple[str, ...]]:
    def over(row: Citation) -> datetime.date | None:
        return max((day for day in row.transitions if day <= last), default=None)

    found: list[tuple[str, Citation, datetime.date | None]] = [("begins", row, row.start) for row in change.begins]
    found += [("ends", row, row.end) for row in change.ends]
    found += [("falls due", row, row.due) for row in change.due]
    found += [("transition over", row, over(row)) for row in change.transitions_over]
    return [
        (change.control, what, _day(day), row.confidence, row.force, f"{row.instrument} {row.clause}")
        for what, row, day in found
    ]


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else "–"
