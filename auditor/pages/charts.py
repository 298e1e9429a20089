"""Bars as SVG without a word in them: the numbers stand beside them as text, so both languages read the same."""

from functools import lru_cache

import altair
import vl_convert
from markupsafe import Markup

from auditor.model.vocab.verdicts import JUDGED_STATUSES, Status

# Every colour stands out at 3:1 or more from the light and from the dark page.
FILLS = {
    Status.PASS: "#2e8b57",
    Status.WARN: "#b7791f",
    Status.FAIL: "#d13a3f",
    Status.UNKNOWN: "#7a828c",
    Status.MANUAL: "#5a7bc4",
    Status.ERROR: "#9b59b6",
}
_WIDTH, _HEIGHT = 400, 14


@lru_cache(maxsize=4096)
def bar(counts: tuple[int, ...]) -> Markup:
    """One bar of shares, left to right in the order of `JUDGED_STATUSES`; it stretches to the width it is given.

    Hidden from screen readers: whoever places it writes the numbers beside it. Empty for counts that are all zero.
    """
    if not any(counts):
        return Markup("")
    rows = [
        {"s": str(s), "n": n, "o": place} for place, (s, n) in enumerate(zip(JUDGED_STATUSES, counts, strict=True)) if n
    ]
    colours = altair.Scale(domain=[str(s) for s in JUDGED_STATUSES], range=[FILLS[s] for s in JUDGED_STATUSES])
    chart = (
        altair.Chart(altair.InlineData(values=rows))
        .mark_bar(height=_HEIGHT, aria=False)
        .encode(
            x=altair.X("n:Q", stack="normalize", axis=None),
            color=altair.Color("s:N", legend=None, scale=colours),
            order="o:Q",
        )
        .properties(width=_WIDTH, height=_HEIGHT, padding=0, background="transparent")
        .configure_view(stroke=None)
    )
    return _placed(vl_convert.vegalite_to_svg(chart.to_dict()))


def _placed(svg: str) -> Markup:
    """Keeps the drawing and lets it stretch; drops what would speak or refer to elsewhere."""
    head = Markup(
        '<svg class="bar" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    )
    body = Markup(svg[svg.index("<g") :])  # noqa: S704 - drawn by a library, from numbers and words of ours only
    return head.format(_WIDTH, _HEIGHT) + body
