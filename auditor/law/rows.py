"""Which rows of law are judged, by which controls, and what the others wait for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.law.check import LawProblem
from auditor.model.control import ControlMeta
from auditor.model.facts import KINDS
from auditor.model.law_row import Decider, LawRow
from auditor.model.vocab.controls import Ground


class RowStanding(StrEnum):
    """How a row stands, the best first."""

    CONTROL = "control"
    ALIAS = "alias"
    """Another control has its id as an alias, or rows that say the same are covered."""
    OPEN = "open"
    """Nothing is missing but the control."""
    WAITS = "waits"
    PERSON = "person"
    LEFT_OUT = "left_out"


ROWS_REMEDY = "Every control has a row, and what a row waits for or is left out for ends with its control."

COVERED = frozenset({RowStanding.CONTROL, RowStanding.ALIAS})


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, how it stands, and the controls that judge it. `ground` is what a pass rests on, the weakest of several
    controls.
    """

    row: LawRow
    standing: RowStanding
    controls: tuple[str, ...] = ()
    ground: Ground | None = None

    @property
    def covered(self) -> bool:
        """Whether a control judges it."""
        return self.standing in COVERED


_WEAKEST = (Ground.DECLARATION, Ground.PAPER, Ground.FACTS)


def place(rows: Iterable[LawRow], controls: Iterable[ControlMeta]) -> tuple[Placed, ...]:
    """Every row with its standing, in the order given."""
    by_name = _named(controls)
    known = {row.id: row for row in rows}
    return tuple(_placed(row, known, by_name) for row in known.values())


def _named(controls: Iterable[ControlMeta]) -> dict[str, ControlMeta]:
    """Controls by id, alias and former id."""
    return {name: control for control in controls for name in (control.id, *control.aliases, *control.formerly)}


def _placed(row: LawRow, known: Mapping[str, LawRow], by_name: Mapping[str, ControlMeta]) -> Placed:
    judges = _judges(row, known, by_name, frozenset())
    if judges:
        standing = RowStanding.CONTROL if judges[0].id == row.id else RowStanding.ALIAS
        ground = min((control.ground for control in judges), key=_WEAKEST.index)
        return Placed(row, standing, tuple(control.id for control in judges), ground)
    if row.left_out:
        return Placed(row, RowStanding.LEFT_OUT)
    if row.by is Decider.PERSON:
        return Placed(row, RowStanding.PERSON)
    return Placed(row, RowStanding.WAITS if row.lacks else RowStanding.OPEN)


def _judges(
    row: LawRow, known: Mapping[str, LawRow], by_name: Mapping[str, ControlMeta], seen: frozenset[str]
) -> tuple[ControlMeta, ...]:
    """The controls that judge a row: its own, or those of every row that says the same; none where one has none."""
    own = by_name.get(row.id)
    if own is not None:
        return (own,)
    if row.id in seen or not row.same_as:
        return ()
    others = [_judges(known[name], known, by_name, seen | {row.id}) if name in known else () for name in row.same_as]
    if not all(others):
        return ()
    return tuple({control.id: control for each in others for control in each}.values())


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by standing, controls by what a pass of them rests on, and kinds of fact by the rows that wait for them."""

    rows: Mapping[RowStanding, int]
    controls: Mapping[Ground, int]
    missing: tuple[tuple[str, int], ...]

    @property
    def covered(self) -> int:
        """Rows that a control judges."""
        return sum(self.rows.get(standing, 0) for standing in COVERED)


def count(placed: Sequence[Placed], controls: Iterable[ControlMeta]) -> Counts:
    """What there is of each; the kinds that most rows wait for come first."""
    waiting = Counter(kind for one in placed if one.standing is RowStanding.WAITS for kind in one.row.lacks)
    return Counts(
        rows=Counter(one.standing for one in placed),
        controls=Counter(control.ground for control in controls),
        missing=tuple(sorted(waiting.items(), key=lambda item: (-item[1], item[0]))),
    )


def problems(rows: Sequence[LawRow], controls: Sequence[ControlMeta]) -> list[LawProblem]:
    """What is wrong between rows and controls. Of a folder without rows nothing is said: a province's own controls need
    none.
    """
    return [*_of_rows(rows, controls), *_without_row(rows, controls)] if rows else []


def _of_rows(rows: Sequence[LawRow], controls: Sequence[ControlMeta]) -> Iterator[LawProblem]:
    known = {row.id for row in rows}
    by_name = _named(controls)
    for row in rows:
        yield from (
            LawProblem(row.id, f"is the same as {name}, which is no row") for name in row.same_as if name not in known
        )
        collected = ", ".join(kind for kind in row.lacks if kind in KINDS)
        if collected:
            yield LawProblem(row.id, f"waits for {collected}, which is collected")
        own = by_name.get(row.id)
        if own is not None and (row.left_out or row.lacks):
            yield LawProblem(
                row.id, f"{own.id} judges it, but it says that it {'is left out' if row.left_out else 'waits'}"
            )


def _without_row(rows: Sequence[LawRow], controls: Sequence[ControlMeta]) -> Iterator[LawProblem]:
    known = {row.id for row in rows}
    for control in controls:
        if control.id not in known:
            yield LawProblem(control.id, "is no row of law/rows.yaml", warning=True)
