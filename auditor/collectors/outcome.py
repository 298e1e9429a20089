"""How one look ended, and the observation it becomes. A look that failed is an outcome too, never an exception."""

import datetime
import errno
import ssl
from dataclasses import dataclass

from auditor.collectors.deadline import WindowEndedError
from auditor.collectors.scope import Refusal
from auditor.model.base import Document
from auditor.model.facts import Cause, Cover, Observation, Unread
from auditor.model.vocab.measurements import Basis, State
from auditor.text.harmless import from_target

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTDOWN})


@dataclass(frozen=True, slots=True)
class Outcome:
    """State, data where something was learnt, and the cause where not all was; of settings cover and gaps too."""

    state: State
    data: Document | None = None
    cause: Cause | None = None
    tool: str = ""
    cover: Cover | None = None
    unread: tuple[Unread, ...] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a look was taken from: the name observations give it, and its zone."""

    vantage: str
    zone: str


def failed(state: State, code: str, *args: str, tool: str = "") -> Outcome:
    """A look that taught nothing, and why."""
    return Outcome(state, cause=Cause(code=code, args=tuple(from_target(arg) for arg in args)), tool=tool)


def refused_by(refusal: Refusal) -> Outcome:
    """A look the scope does not permit."""
    return Outcome(refusal.state, cause=refusal.cause)


def from_fault(fault: Exception, tool: str = "") -> Outcome:
    """The outcome of a fault of the network, of TLS, or of our own machine."""
    if isinstance(fault, WindowEndedError):
        return failed(State.OUTSIDE_WINDOW, "window_ended", tool=tool)
    unreachable = isinstance(fault, OSError) and fault.errno in _UNREACHABLE
    state, code, *args = (State.FILTERED, "unreachable") if unreachable else _classified(fault)
    return failed(state, code, *args, tool=tool)


def _classified(fault: Exception) -> tuple[State, str, *tuple[str, ...]]:
    match fault:
        case ssl.SSLError():
            return State.PARSE_ERROR, "tls_error", fault.reason or str(fault)
        case TimeoutError():
            return State.TIMEOUT, "no_answer"
        case ConnectionRefusedError():
            return State.REFUSED, "connection_refused"
        case ConnectionError():
            return State.REFUSED, "connection_broken", str(fault)
        case PermissionError():
            return State.NO_PERMISSION, "not_permitted_here", str(fault)
    return State.NOT_TRIED, "failed_here", f"{type(fault).__name__}: {fault}"


def observation(  # noqa: PLR0913  # one argument per field that no default can know
    kind: str,
    subject: str,
    place: Place,
    outcome: Outcome,
    *,
    detail: str = "",
    basis: Basis = Basis.MEASURED,
    at: datetime.datetime | None = None,
) -> Observation:
    """The observation of an outcome. Equal looks have equal ids: `<kind>/<subject>/<vantage>[/<detail>]`."""
    parts = [kind, subject, place.vantage, *([detail] if detail else [])]
    return Observation(
        id="/".join(parts),
        kind=kind,
        subject=subject,
        vantage=place.vantage,
        zone=place.zone,
        state=outcome.state,
        basis=basis,
        observed_at=(at or datetime.datetime.now(datetime.UTC)).replace(microsecond=0),
        tool=outcome.tool,
        cause=outcome.cause,
        data=outcome.data,
        cover=outcome.cover,
        unread=outcome.unread,
    )
