"""Pictures as SVG.

Pictures carry ids, numbers and months only, which both languages read alike; whoever places one gives it a text
alternative and writes names and dates beside it. Colours stand out at 3:1 or more from light and dark pages, and never
carry a meaning alone: each state has a shape of its own as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import altair
import vl_convert
from markupsafe import Markup

INK = "currentColor"

_INNER = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"|<path class="(?:back|fore)ground"[^>]*/>')
"""What a drawing inside a page need not carry: roles of its parts, and paths that show nothing."""

_EDGE = 2
"""The library keeps this much room around every drawing."""
Mark = Literal["rect", "rule", "line", "point", "text"]
Box = tuple[float, float, float, float]
Align = Literal["left", "center", "right"]


@dataclass
class Drawing:
    """A drawing in pixels: (0, 0) is the top left corner. Pieces drawn later lie on top."""

    width: int
    height: int
    _layers: list[altair.Chart] = field(default_factory=list)

    def boxes(self, rows: Sequence[Box], fill: str, opacity: float = 1) -> None:
        """Rectangles from (x, y) to (x2, y2)."""
        values = [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in rows]
        self._add(values, "rect", {"color": fill, "opacity": opacity}, x2="x2:Q", y2="y2:Q")

    def frames(self, rows: Sequence[Box]) -> None:
        """Outlined rectangles from (x, y) to (x2, y2)."""
        values = [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in rows]
        self._add(values, "rect", {"fill": "none", "stroke": INK, "strokeWidth": 1}, x2="x2:Q", y2="y2:Q")

    def lines(
        self,
        rows: Sequence[Box],
        colour: str = INK,
        width: float = 1,
        opacity: float = 1,
        dash: Sequence[int] = (),
    ) -> None:
        """Straight lines from (x, y) to (x2, y2)."""
        values = [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in rows]
        look = {"color": colour, "strokeWidth": width, "opacity": opacity, "strokeDash": list(dash)}
        self._add(values, "rule", look, x2="x2:Q", y2="y2:Q")

    def curves(
        self,
        rows: Sequence[Sequence[tuple[float, float]]],
        colour: str,
        width: float = 1,
        opacity: float = 1,
        dash: Sequence[int] = (),
    ) -> None:
        """Smooth curves near the points of each row, beginning and ending on its first and last."""
        values = [{"c": n, "o": o, "x": x, "y": y} for n, row in enumerate(rows) for o, (x, y) in enumerate(row)]
        look = {
            "color": colour,
            "strokeWidth": width,
            "opacity": opacity,
            "interpolate": "basis",
            "strokeDash": list(dash),
        }
        self._add(values, "line", look, detail="c:N", order="o:Q")

    def marks(self, rows: Sequence[tuple[float, float, str, str]], size: int) -> None:
        """Filled shapes: (x, y, shape, colour)."""
        values = [{"x": x, "y": y, "s": shape, "f": colour} for x, y, shape, colour in rows]
        self._add(
            values,
            "point",
            {"filled": True, "size": size, "opacity": 1},
            shape=altair.Shape("s:N", scale=None, legend=None),
            color=altair.Color("f:N", scale=None, legend=None),
        )

    def rings(self, rows: Sequence[tuple[float, float]], size: int) -> None:
        """Empty circles."""
        look = {"filled": False, "size": size, "color": INK, "strokeWidth": 1.5, "opacity": 1}
        self._add([{"x": x, "y": y} for x, y in rows], "point", look)

    def texts(self, rows: Sequence[tuple[float, float, str]], align: Align = "left", size: int = 11) -> None:
        """Words at (x, y), in the middle of their line."""
        values = [{"x": x, "y": y, "t": text} for x, y, text in rows]
        look = {"color": INK, "align": align, "baseline": "middle", "fontSize": size}
        self._add(values, "text", look, text="t:N")

    def svg(self, name: str, words: str = "") -> Markup:
        """The drawing, stretched to the width it is given; `words` is the id of the element that says it in words, and
        without one it is hidden from screen readers.
        """
        if not self._layers:
            return Markup("")
        chart = (
            altair.layer(*self._layers)
            .properties(width=self.width, height=self.height, padding=0, background="transparent")
            .configure_view(stroke=None)
        )
        drawn = _INNER.sub("", vl_convert.vegalite_to_svg(chart.to_dict()))
        spoken = Markup('role="img" aria-labelledby="{}"').format(words) if words else Markup('aria-hidden="true"')
        head = Markup('<svg class="drawing {}" viewBox="0 0 {} {}" {} focusable="false">')
        body = Markup(drawn[drawn.index("<g") :])  # noqa: S704 - drawn by a library that escapes every text
        return head.format(name, self.width + 2 * _EDGE, self.height + 2 * _EDGE, spoken) + body

    def _add(self, values: list[dict[str, Any]], mark: Mark, look: dict[str, Any], **encoding: Any) -> None:
        if not values:
            return
        horizontal = altair.Scale(domain=[0, self.width], range=[0, self.width], nice=False, zero=False)
        vertical = altair.Scale(domain=[0, self.height], range=[0, self.height], nice=False, zero=False)
        self._layers.append(
            altair.Chart(altair.InlineData(values=values), mark=altair.MarkDef(type=mark, aria=False, **look)).encode(
                x=altair.X("x:Q", scale=horizontal, axis=None),
                y=altair.Y("y:Q", scale=vertical, axis=None),
                **encoding,
            )
        )


def line_sample(colour: str, width: float, dash: Sequence[int]) -> Markup:
    """A piece of a line alone, for legends; words stand beside it."""
    drawing = Drawing(34, 12)
    drawing.lines([(0, 6, 34, 6)], colour, width, 1, dash)
    return drawing.svg("line-svg")
