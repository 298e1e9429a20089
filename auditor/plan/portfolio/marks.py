"""How a state of a move is drawn: a colour and a shape of its own, so that nobody needs to tell colours apart."""

from collections.abc import Mapping

from markupsafe import Markup

from auditor.model.population import State
from auditor.model.vocab.verdicts import Status
from auditor.pages.charts import FILLS

STATES: Mapping[State, str] = {
    "moved": FILLS[Status.MANUAL],
    "ready": FILLS[Status.PASS],
    "conditional": FILLS[Status.WARN],
    "blocked": FILLS[Status.FAIL],
    "unknown": FILLS[Status.UNKNOWN],
}
SHAPES: Mapping[State, str] = {
    "moved": "diamond",
    "ready": "circle",
    "conditional": "triangle-up",
    "blocked": "square",
    "unknown": "cross",
}
LETTERS: Mapping[State, str] = {"moved": "◆", "ready": "●", "conditional": "▲", "blocked": "■", "unknown": "✚"}
"""The same shapes as letters."""


def state_mark(state: State) -> Markup:
    """The shape of a state as a letter, for legends and tables; words stand beside it."""
    return Markup('<span class="m m-{}" aria-hidden="true">{}</span>').format(state, LETTERS[state])
