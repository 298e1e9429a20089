"""`auditor policy coverage` as a page of 80 columns and as a document."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.cli.common import table, wrapped
from auditor.law.coverage import Citation, citations
from auditor.law.rows import COVERED, Counts, Placed, RowStanding, count
from auditor.model.vocab.controls import Ground
from auditor.policy.catalogue import Catalogue

if TYPE_CHECKING:
    from auditor.audit.coverage import Concern

_STANDING = {
    RowStanding.OPEN: "no control yet",
    RowStanding.WAITS: "wait for a kind of fact",
    RowStanding.PERSON: "a person's",
    RowStanding.LEFT_OUT: "left out",
}
GROUND = {Ground.FACTS: "facts", Ground.PAPER: "a paper", Ground.DECLARATION: "a declaration"}
"""What a pass rests on, in words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the command shows: rows with their standing on a day and, of an inventory, whom each control concerns."""

    placed: Sequence[Placed]
    catalogue: Catalogue
    as_of: datetime.date
    concerned: "Mapping[str, Concern] | None" = None

    @property
    def counts(self) -> Counts:
        """Figures of all rows and controls."""
        return count(self.placed, self.catalogue.controls)


def page(shown: Shown, *, uncovered: bool) -> str:
    """Figures, then every row or only the `uncovered` ones, then what kinds of fact would cover."""
    rows = [one for one in shown.placed if not (uncovered and one.covered)]
    return "\n".join([*_figures(shown.counts, len(shown.placed)), "", _rows(shown, rows), *_missing(shown.counts)])


def _figures(counts: Counts, rows: int) -> Iterator[str]:
    controls = sum(counts.controls.values())
    yield f"{counts.covered} of {rows} rows of law are judged, by {controls} controls"
    told = ", ".join(f"{GROUND[ground]} {counts.controls.get(ground, 0)}" for ground in Ground)
    yield wrapped(f"  a pass rests on: {told}", "    ")
    told = ", ".join(f"{words} {counts.rows.get(standing, 0)}" for standing, words in _STANDING.items())
    yield wrapped(f"  the other rows: {told}", "    ")


def _rows(shown: Shown, rows: Sequence[Placed]) -> str:
    headings = ["row", "sev", "control", "by", "says"]
    lines = [[one.row.id, one.row.severity.value, _control(one), _by(one), one.row.says] for one in rows]
    if shown.concerned is not None:
        headings.insert(3, "systems")
        for line, one in zip(lines, rows, strict=True):
            line.insert(3, _systems(one, shown.concerned))
    return table(headings, lines)


def _control(one: Placed) -> str:
    if not one.covered:
        return "–"
    return one.controls[0] + (f" +{len(one.controls) - 1}" if len(one.controls) > 1 else "")


def _by(one: Placed) -> str:
    return one.ground.value if one.ground else one.standing.value


def _systems(one: Placed, concerned: "Mapping[str, Concern]") -> str:
    """Systems of the first control; where it is about none of a system's things, its subjects in brackets."""
    if not one.covered:
        return "–"
    found = concerned[one.controls[0]]
    return str(found.systems) if found.systems or not found.subjects else f"({found.subjects})"


def _missing(counts: Counts) -> Iterator[str]:
    if counts.missing:
        told = ", ".join(f"{kind} {number}" for kind, number in counts.missing)
        yield ""
        yield wrapped(f"Kinds of fact that rows wait for: {told}", "  ")


def document(shown: Shown, *, uncovered: bool) -> dict[str, Any]:
    """The same for other programs, with every clause that a control rests on."""
    counts = shown.counts
    return {
        "schema": "coverage/1",
        "as_of": shown.as_of,
        "rows_covered": counts.covered,
        "rows": {standing.value: counts.rows.get(standing, 0) for standing in RowStanding},
        "controls": {ground.value: counts.controls.get(ground, 0) for ground in Ground},
        "missing_kinds": dict(counts.missing),
        "law": [_row(one, shown) for one in shown.placed if not (uncovered and one.standing in COVERED)],
        "clauses": [] if uncovered else list(_clauses(shown)),
    }


def _row(one: Placed, shown: Shown) -> dict[str, Any]:
    told = one.row.model_dump(mode="json") | {
        "standing": one.standing.value,
        "controls": list(one.controls),
        "ground": one.ground and one.ground.value,
    }
    if shown.concerned is not None:
        told["concerns"] = {name: _concern(shown.concerned[name]) for name in one.controls}
    return told


def _clauses(shown: Shown) -> Iterator[dict[str, Any]]:
    grounds = {control.id: control.ground.value for control in shown.catalogue.controls}
    for one in citations(shown.catalogue.controls, shown.catalogue.instruments):
        yield _clause(one, grounds[one.control], shown)


def _clause(one: Citation, ground: str, shown: Shown) -> dict[str, Any]:
    told: dict[str, Any] = {
        "instrument": one.instrument,
        "clause": one.clause,
        "control": one.control,
        "entry": one.entry,
        "role": one.role,
        "force": one.force.value,
        "confidence": one.confidence.value,
        "standing": one.standing(shown.as_of),
        "ground": ground,
        "unread": list(one.unread),
    }
    return told if shown.concerned is None else told | {"concerns": _concern(shown.concerned[one.control])}


def _concern(one: "Concern") -> dict[str, Any]:
    return {"systems": one.systems, "subjects": one.subjects, "by": dict(sorted(one.by.items()))}
