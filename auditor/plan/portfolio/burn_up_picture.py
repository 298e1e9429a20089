"""Readiness over past runs: a column for each run, and the line of what is ready or has moved."""

from itertools import pairwise

from markupsafe import Markup

from auditor.model.population import State
from auditor.pages.drawings import INK, Drawing
from auditor.plan.history.shape import BurnUp, BurnUpPoint
from auditor.plan.portfolio.marks import STATES

WIDTH, HEIGHT = 620, 250
_LEFT, _TOP, _BOTTOM = 34, 12, 28
_MOST_LABELS = 10
_WIDEST = 46
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9)
_MOST_STEPS = 6
_THICK = 2
ORDER: tuple[State, ...] = ("moved", "ready", "conditional", "unknown", "blocked")
"""From the bottom up."""


def burn_up_picture(history: BurnUp, words: str) -> Markup:
    """Nothing where no run has a system to move. `words` is the id of the element that says the picture in words."""
    points = history.points
    most = max((sum(_counts(point)) for point in points), default=0)
    if not most:
        return Markup("")
    drawing = Drawing(WIDTH, HEIGHT)
    room = HEIGHT - _TOP - _BOTTOM
    step = (WIDTH - _LEFT) / len(points)
    _scale(drawing, most, room)
    for place, point in enumerate(points):
        middle = _LEFT + step * (place + 0.5)
        _column(drawing, point, middle, min(_WIDEST, step * 0.7), room / most)
    _line(drawing, points, step, room / most)
    every = -(-len(points) // _MOST_LABELS)
    shown = [(place, point) for place, point in enumerate(points) if (len(points) - 1 - place) % every == 0]
    drawing.texts(
        [(_LEFT + step * (place + 0.5), HEIGHT - 10, f"{point.as_of:%d/%m/%y}") for place, point in shown], "center"
    )
    return drawing.svg("burn-up", words)


def _counts(point: BurnUpPoint) -> tuple[int, ...]:
    return tuple(int(getattr(point, state)) for state in ORDER)


def _scale(drawing: Drawing, most: int, room: float) -> None:
    step = next(size for size in _STEPS if most / size <= _MOST_STEPS)
    for count in range(0, most + 1, step):
        y = HEIGHT - _BOTTOM - count * room / most
        drawing.lines([(_LEFT, y, WIDTH, y)], opacity=0.25)
        drawing.texts([(_LEFT - 6, y, str(count))], "right")


def _column(drawing: Drawing, point: BurnUpPoint, middle: float, width: float, scale: float) -> None:
    y: float = HEIGHT - _BOTTOM
    for state, count in zip(ORDER, _counts(point), strict=True):
        if count:
            top = y - count * scale
            gap = 1 if count * scale > _THICK else 0
            drawing.boxes([(middle - width / 2, top + gap, middle + width / 2, y)], STATES[state])
            y = top


def _line(drawing: Drawing, points: tuple[BurnUpPoint, ...], step: float, scale: float) -> None:
    """The line of a burn-up: what has moved or could move."""
    tops = [HEIGHT - _BOTTOM - (point.moved + point.ready + point.conditional) * scale for point in points]
    ends = [(_LEFT + step * (place + 0.5), top) for place, top in enumerate(tops)]
    drawing.lines([(*one, *other) for one, other in pairwise(ends)], width=2)
    drawing.marks([(x, y, "circle", INK) for x, y in ends], 36)
