"""What looking at one source of evidence gives: a state and what to show for it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from auditor.model.reason import because
from auditor.plan.checklist.shape import Filled

State = Literal["met", "not_met", "unknown", "by_hand"]

_CAUTIOUS: tuple[State, ...] = ("not_met", "unknown", "by_hand", "met")


@dataclass(frozen=True, slots=True)
class Looked:
    """`applies` is false where the evidence itself says that the question does not arise: then nothing stops."""

    state: State
    filled: Filled | None = None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Trace:
    """Where something is known from."""

    at: datetime.datetime | None = None
    vantage: str = ""
    control: str = ""
    evidence: tuple[str, ...] = ()


_NOWHERE = Trace()


def met(code: str, *args: object, trace: Trace = _NOWHERE) -> Looked:
    """The evidence shows it."""
    return _looked("met", code, args, trace)


def not_met(code: str, *args: object, trace: Trace = _NOWHERE) -> Looked:
    """The evidence shows the contrary: no answer of a person makes it good."""
    return _looked("not_met", code, args, trace)


def unknown(code: str, *args: object, trace: Trace = _NOWHERE) -> Looked:
    """The evidence is missing, old, incomplete or not enough: a person has to answer."""
    return _looked("unknown", code, args, trace)


def most_cautious(found: Iterable[Looked]) -> Looked:
    """The first of the gravest; unknown where there is nothing."""
    return min(found, key=lambda looked: _CAUTIOUS.index(looked.state), default=unknown("line_nothing"))


def _looked(state: State, code: str, args: tuple[object, ...], trace: Trace) -> Looked:
    return Looked(
        state,
        Filled(
            value=because(code, *args),
            at=trace.at,
            vantage=trace.vantage,
            control=trace.control,
            evidence=trace.evidence,
        ),
    )
