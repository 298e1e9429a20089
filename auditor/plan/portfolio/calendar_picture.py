"""The calendar of the waves: notice, night, way back, parallel run, freezes and today."""

import datetime
from dataclasses import dataclass

from markupsafe import Markup

from auditor.model.population import State
from auditor.pages.drawings import INK, Drawing
from auditor.plan.portfolio.marks import SHAPES, STATES
from auditor.plan.portfolio.shape import Portfolio, Stage

WIDTH = 1200
LEFT = 150
TOP = 40
ROW = 24
MOST_ROWS = 40
"""Waves drawn at most; the table beside holds them all."""

MOST_LETTERS = 21
PARALLEL = STATES["moved"]
ROLLBACK = STATES["conditional"]
FREEZE = STATES["unknown"]
WORST: tuple[State, ...] = ("blocked", "unknown", "conditional", "ready", "moved")
_MARGIN = datetime.timedelta(days=6)
_WIDE_MONTH = 46
_YEAR = 12


@dataclass(frozen=True, slots=True)
class _Span:
    """Days laid out over the width right of the ids."""

    start: datetime.date
    end: datetime.date

    def x(self, day: datetime.date) -> float:
        share = (day - self.start).days / max(1, (self.end - self.start).days)
        return round(LEFT + share * (WIDTH - LEFT), 1)


def shown_stages(page: Portfolio) -> tuple[Stage, ...]:
    """Waves that are drawn: all of them, or the first of those that are not finished."""
    if len(page.stages) <= MOST_ROWS:
        return page.stages
    open_ = [stage for stage in page.stages if any(state != "moved" for state in stage.states)]
    return tuple(open_[:MOST_ROWS])


def worst(stage: Stage) -> State:
    """The state that a wave's mark shows: that of its system which is furthest from being ready."""
    return min(stage.states, key=WORST.index)


def calendar_picture(page: Portfolio, words: str) -> Markup:
    """Nothing for a plan without waves. `words` is the id of the element that says the picture in words."""
    stages = shown_stages(page)
    if not stages:
        return Markup("")
    span = _span(page, stages)
    drawing = Drawing(WIDTH, TOP + ROW * len(stages) + 6)
    _freezes(drawing, page, span)
    _months(drawing, span)
    _rows(drawing, stages, span)
    today = span.x(page.as_of)
    drawing.lines([(today, TOP - 6, today, drawing.height)], width=2)
    drawing.marks([(today, TOP - 8, "triangle-down", INK)], 60)
    return drawing.svg("calendar", words)


def _span(page: Portfolio, stages: tuple[Stage, ...]) -> _Span:
    starts = [page.as_of, *(min(stage.notice_by, stage.date) for stage in stages)]
    ends = [page.as_of, *(max(stage.parallel_until, stage.rollback_until) for stage in stages)]
    return _Span(min(starts) - _MARGIN, max(ends) + _MARGIN)


def _freezes(drawing: Drawing, page: Portfolio, span: _Span) -> None:
    bands = []
    for number, freeze in enumerate(page.freezes, start=1):
        start, end = max(freeze.start, span.start), min(freeze.end + datetime.timedelta(days=1), span.end)
        if start < end:
            bands.append((str(number), span.x(start), span.x(end)))
    drawing.boxes([(left, TOP - 4, right, drawing.height) for _, left, right in bands], FREEZE, 0.2)
    drawing.lines([(x, TOP - 4, x, drawing.height) for _, *sides in bands for x in sides], FREEZE)
    drawing.texts([((left + right) / 2, TOP - 12, number) for number, left, right in bands], "center", 12)


def _months(drawing: Drawing, span: _Span) -> None:
    months = _first_days(span)
    step = max(1, -(-_WIDE_MONTH * len(months) // (WIDTH - LEFT)))
    chosen = [month for month in months if (month.month - 1) % step == 0] if step < _YEAR else months[::step]
    drawing.lines([(span.x(month), TOP - 4, span.x(month), drawing.height) for month in chosen], opacity=0.25)
    drawing.texts(
        [(span.x(month) + 3, 10, f"{month:%m/%Y}") for month in chosen if span.x(month) < WIDTH - 44], size=11
    )


def _first_days(span: _Span) -> list[datetime.date]:
    months, month = [], span.start.replace(day=1)
    while month <= span.end:
        if month >= span.start:
            months.append(month)
        month = (month + datetime.timedelta(days=32)).replace(day=1)
    return months


def _rows(drawing: Drawing, stages: tuple[Stage, ...], span: _Span) -> None:
    rows = [(stage, TOP + ROW * place + ROW / 2, span.x(stage.date)) for place, stage in enumerate(stages)]
    drawing.lines([(0, y + ROW / 2, WIDTH, y + ROW / 2) for _, y, _ in rows], opacity=0.15)
    drawing.texts([(0, y, _short(stage.id)) for stage, y, _ in rows])
    drawing.texts([(LEFT - 8, y, str(len(stage.systems))) for stage, y, _ in rows], "right")
    drawing.lines([(span.x(stage.notice_by), y, x, y) for stage, y, x in rows], width=1.5, dash=(2, 3))
    drawing.lines([(span.x(stage.notice_by), y - 5, span.x(stage.notice_by), y + 5) for stage, y, _ in rows], width=1.5)
    drawing.boxes([(x, y + 1, span.x(stage.parallel_until), y + 7) for stage, y, x in rows], PARALLEL)
    drawing.boxes([(x, y - 7, span.x(stage.rollback_until), y - 1) for stage, y, x in rows], ROLLBACK)
    states = [worst(stage) for stage in stages]
    marks = [(x, y, SHAPES[state], STATES[state]) for (_, y, x), state in zip(rows, states, strict=True)]
    drawing.marks(marks, 170)
    drawing.frames([(x - 10, y - 10, x + 10, y + 10) for stage, y, x in rows if stage.slipped])


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
