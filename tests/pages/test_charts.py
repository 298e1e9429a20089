"""Colours that can be read (WCAG 2.2: 4.5 to 1 for text, 3 to 1 for drawings)."""

import re

import pytest

from auditor.model.vocab.verdicts import Status
from auditor.pages.charts import FILLS, bar
from auditor.pages.layout import STATIC

TEXTS = ("ink", "muted", "accent", "pass", "warn", "fail", "unknown", "manual", "error", "none")
GROUNDS = ("page", "sheet", "hover")


def _palettes() -> list[dict[str, str]]:
    css = (STATIC / "base.css").read_text("utf-8")
    blocks = re.findall(r"\{([^{}]*--page:[^{}]*)\}", css)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_light_and_dark_are_complete() -> None:
    """The dark palette stands once for those who choose it and once for those whose system asks for it."""
    light, chosen, asked = _palettes()
    assert (light.keys() == chosen.keys(), chosen) == (True, asked)


@pytest.mark.parametrize("palette", _palettes())
def test_text_can_be_read(palette: dict[str, str]) -> None:
    """Every text colour on every ground it stands on."""
    weak = [(t, g) for t in TEXTS for g in GROUNDS if contrast(palette[t], palette[g]) < 4.5]
    assert (weak, contrast(palette["ink"], palette["notice"]) >= 4.5) == ([], True)


@pytest.mark.parametrize("palette", _palettes())
def test_bars_and_borders_stand_out(palette: dict[str, str]) -> None:
    """Every fill of a bar, and the border of what can be operated, on the sheet."""
    drawn = [*FILLS.values(), palette["strong-line"]]
    assert [colour for colour in drawn if contrast(colour, palette["sheet"]) < 3] == []


def test_a_bar_has_a_piece_per_count_and_no_words() -> None:
    """Widths follow the counts, zero draws nothing, and nothing in it speaks or refers to elsewhere."""
    drawn = bar((3, 0, 1, 0, 0, 0))
    assert re.findall(r'd="M([\d.]+),[\d.]+h([\d.]+)v[^"]*" fill="(#[0-9a-f]+)"', drawn) == [
        ("0", "300", FILLS[Status.PASS]),
        ("300", "100", FILLS[Status.FAIL]),
    ]
    assert [word for word in ("aria-label", "href", "style=", "<text", "http") if word in drawn] == []


def test_an_empty_bar() -> None:
    """Nothing counted draws nothing."""
    assert bar((0, 0, 0, 0, 0, 0)) == ""
