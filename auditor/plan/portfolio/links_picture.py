"""The links between systems by wave: every system where they can be told apart, else the waves with counts."""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Literal

from markupsafe import Markup

from auditor.model.population import State
from auditor.model.vocab.verdicts import Status
from auditor.pages.charts import FILLS
from auditor.pages.drawings import INK, Drawing, line_sample
from auditor.plan.portfolio.marks import SHAPES, STATES
from auditor.plan.portfolio.shape import Edge, Portfolio

Kind = Literal["broken", "hard", "permanent", "cut", "soft"]
LOOKS: Mapping[Kind, tuple[str, float, tuple[int, ...]]] = {
    "soft": (FILLS[Status.UNKNOWN], 1, ()),
    "hard": (INK, 1.8, ()),
    "cut": (FILLS[Status.WARN], 1.6, (6, 4)),
    "permanent": (FILLS[Status.ERROR], 1.6, (2, 3)),
    "broken": (FILLS[Status.FAIL], 3, ()),
}
"""Colour, width and dashes of each kind of link, drawn in this order."""

WIDTH = 1200
ROWS = 20
COLUMNS = 8
_ROW, _TOP, _LETTERS = 22, 40, 19
_LETTER = 6.4
_SWEEPS = 4
_ARC = 150
_LABELS = 14
_ABOVE: frozenset[Kind] = frozenset({"broken", "cut", "permanent"})
_APEX = 2 / 3
"""How far a curve of three points comes towards the middle one."""

_WIDEST, _NARROW = 15.0, 10
NOWHERE = "∅"
"""Heads the column of systems that no wave holds."""

Nodes = Mapping[str, tuple[float, float]]


def kind_of(edge: Edge) -> Kind:
    """How a link is drawn."""
    if edge.broken:
        return "broken"
    if edge.cut:
        return "permanent" if edge.permanent else "cut"
    return "hard" if edge.hard else "soft"


def columns_of(page: Portfolio) -> list[list[str]]:
    """Systems by wave, in the order of the nights, then linked ones in no wave; empty without waves."""
    waves = [list(stage.systems) for stage in page.stages]
    linked = {end for edge in page.edges for end in (edge.source, edge.target)}
    outside = [item.system for item in page.elsewhere if item.system in linked]
    return [*waves, outside] if outside and waves else waves


def by_system(page: Portfolio) -> bool:
    """Whether each system can be drawn so that it can be read."""
    return sum(math.ceil(len(column) / ROWS) for column in columns_of(page)) <= COLUMNS


def links_picture(page: Portfolio, words: str) -> Markup:
    """Nothing for a plan without waves. `words` is the id of the element that says the picture in words."""
    columns = columns_of(page)
    if not columns:
        return Markup("")
    return _systems(page, columns, words) if by_system(page) else _waves(page, columns, words)


def _systems(page: Portfolio, columns: list[list[str]], words: str) -> Markup:
    ordered = _untangled(columns, page.edges)
    parts = [
        (number, column[start : start + ROWS])
        for number, column in enumerate(ordered, start=1)
        for start in range(0, len(column), ROWS)
    ]
    wide = WIDTH / len(parts)
    tall = max(len(column) for _, column in parts)
    drawing = Drawing(WIDTH, _TOP + tall * _ROW)
    places = {
        name: (wide * n + 44, _TOP + row * _ROW + _ROW / 2 + (tall - len(column)) * _ROW / 2)
        for n, (_, column) in enumerate(parts)
        for row, name in enumerate(column)
    }
    _heads(drawing, parts, wide, len(page.stages))
    _draw(drawing, page.edges, places)
    states = _states(page)
    shown = [(places[name], state) for name in places if (state := states[name])]
    drawing.marks([(*place, SHAPES[state], STATES[state]) for place, state in shown], 90)
    drawing.rings([places[name] for name in places if states[name] is None], 60)
    drawing.texts([(x + 10, y, _short(name)) for name, (x, y) in places.items()])
    return drawing.svg("links", words)


def _heads(drawing: Drawing, parts: list[tuple[int, list[str]]], wide: float, waves: int) -> None:
    seen: set[int] = set()
    for n, (number, _) in enumerate(parts):
        if number not in seen:
            drawing.texts([(wide * n + 44, 14, str(number) if number <= waves else NOWHERE)], "center", 15)
            drawing.lines([(wide * n + 2, 4, wide * n + 2, drawing.height)], opacity=0.25)
        seen.add(number)


def _draw(drawing: Drawing, edges: tuple[Edge, ...], places: Nodes) -> None:
    for kind, (colour, width, dash) in LOOKS.items():
        rows = [_curve(places, edge) for edge in edges if kind_of(edge) == kind]
        drawing.curves(rows, colour, width, 0.85, dash)


def _curve(places: Nodes, edge: Edge) -> list[tuple[float, float]]:
    """Inside a column a bow to the left of the marks, since names stand to their right; else from the end of the left
    one's name to the right one's mark, so that no line crosses a name it belongs to.
    """
    one, other = sorted((edge.source, edge.target), key=lambda name: (places[name], name))
    (x, y), (x2, y2) = places[one], places[other]
    if x == x2:
        bow = x - 14 - min(26, abs(y2 - y) / 8)
        return [(x - 7, y), (bow, y), (bow, y2), (x - 7, y2)]
    start, end = x + 14 + _LETTER * len(_short(one)), x2 - 9
    third = (end - start) / 3
    return [(start, y), (start + third, y), (end - third, y2), (end, y2)]


def _states(page: Portfolio) -> dict[str, State | None]:
    states: dict[str, State | None] = {item.system: item.state for item in page.elsewhere}
    for stage in page.stages:
        states |= dict(zip(stage.systems, stage.states, strict=True))
    return states


def _untangled(columns: list[list[str]], edges: tuple[Edge, ...]) -> list[list[str]]:
    """Each column ordered by where its neighbours stand, so that fewer lines cross."""
    beside: dict[str, list[str]] = {}
    for edge in edges:
        beside.setdefault(edge.source, []).append(edge.target)
        beside.setdefault(edge.target, []).append(edge.source)
    ordered = [sorted(column) for column in columns]
    for _ in range(_SWEEPS):
        rank = {name: row / max(1, len(column)) for column in ordered for row, name in enumerate(column)}
        for column in ordered:
            column.sort(key=lambda name: (_middle(rank, beside.get(name, ())), name))
            rank |= {name: row / max(1, len(column)) for row, name in enumerate(column)}
    return ordered


def _middle(rank: Mapping[str, float], names: list[str] | tuple[str, ...]) -> float:
    found = [rank[name] for name in names if name in rank]
    return sum(found) / len(found) if found else 2


def _waves(page: Portfolio, columns: list[list[str]], words: str) -> Markup:
    """Waves side by side, arcs above for what is cut, below for hard links that hold; numbers are counts."""
    column_of = {name: n for n, column in enumerate(columns) for name in column}
    wide = WIDTH / len(columns)
    spots = [wide * (n + 0.5) for n in range(len(columns))]
    pairs: Counter[tuple[Kind, int, int]] = Counter()
    for edge in page.edges:
        one, other = sorted((column_of[edge.source], column_of[edge.target]))
        if one != other and (edge.cut or edge.hard):
            pairs[kind_of(edge), one, other] += 1
    above, below = (
        max([0, *(_rise(spots, pair) for pair in pairs if (pair[0] in _ABOVE) == up)]) for up in (True, False)
    )
    room = min(_WIDEST, wide / 2 - 1)
    base = above * _APEX + room + 24
    drawing = Drawing(WIDTH, round(base + room + 20 + below * _APEX + 16))
    _arcs(drawing, pairs, spots, (base - room, base + room + 16))
    _circles(drawing, columns, spots, base, len(page.stages))
    return drawing.svg("links waves", words)


def _rise(spots: list[float], pair: tuple[Kind, int, int]) -> float:
    _, one, other = pair
    return min(_ARC, 26 + (spots[other] - spots[one]) * 0.28)


def _arcs(
    drawing: Drawing, pairs: Counter[tuple[Kind, int, int]], spots: list[float], feet: tuple[float, float]
) -> None:
    named = {pair for pair, _ in pairs.most_common(_LABELS)}
    drawn: dict[tuple[Kind, float], list[list[tuple[float, float]]]] = {}
    labels = []
    for pair, count in sorted(pairs.items()):
        kind, one, other = pair
        up, foot = (-1, feet[0]) if kind in _ABOVE else (1, feet[1])
        rise = _rise(spots, pair) * up
        middle = (spots[one] + spots[other]) / 2
        thick = min(8.0, LOOKS[kind][1] + round(math.log2(count)))
        drawn.setdefault((kind, thick), []).append([(spots[one], foot), (middle, foot + rise), (spots[other], foot)])
        if pair in named:
            labels.append((middle, foot + rise * _APEX + 9 * up, str(count)))
    for (kind, thick), arcs in drawn.items():
        drawing.curves(arcs, LOOKS[kind][0], thick, 0.8, LOOKS[kind][2])
    drawing.texts(labels, "center", 12)


def _circles(drawing: Drawing, columns: list[list[str]], spots: list[float], base: float, waves: int) -> None:
    room = min(_WIDEST, WIDTH / len(columns) / 2 - 1)
    drawing.rings([(x, base) for x in spots], int(math.pi * room * room))
    names = [str(n + 1) if n < waves else NOWHERE for n in range(len(spots))]
    letters = 12 if room > _NARROW else 8
    drawing.texts([(x, base, name) for x, name in zip(spots, names, strict=True)], "center", letters)
    below = base + room + 8
    drawing.texts(
        [(x, below, str(len(column))) for x, column in zip(spots, columns, strict=True)], "center", letters - 1
    )


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


@cache
def line_mark(kind: Kind) -> Markup:
    """A piece of the line of one kind, for the legend."""
    colour, width, dash = LOOKS[kind]
    return line_sample(colour, width, dash)
