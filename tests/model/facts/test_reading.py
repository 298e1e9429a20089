"""How a look ended follows from what was read, and from nothing a reader says."""

import pytest

from auditor.model.facts import Cause, Ports, Reading, Unread
from auditor.model.facts.reading import Fault, ended
from auditor.model.vocab.measurements import State

DATA = Ports(open=("tcp/22",))
GAP = (Unread(field="swept", where="/etc/x", code="file_denied"),)
DENIED = Fault(State.NO_PERMISSION, Cause(code="not_permitted"))
LATE = Fault(State.TIMEOUT, Cause(code="command_cut_off"))
OWN = Cause(code="of_the_reader")


@pytest.mark.parametrize(
    ("reading", "faults", "expected"),
    [
        (Reading(DATA), [], (State.OK, None)),
        (Reading(DATA, cause=OWN), [], (State.OK, OWN)),
        (Reading(DATA, unread=GAP), [], (State.PARTIAL, Cause(code="file_denied", args=("/etc/x",)))),
        (Reading(DATA), [DENIED], (State.PARTIAL, DENIED.cause)),
        (Reading(DATA, unread=GAP), [DENIED], (State.PARTIAL, DENIED.cause)),
        (Reading(DATA, unread=GAP, cause=OWN), [DENIED], (State.PARTIAL, OWN)),
        (Reading(), [DENIED, LATE], (State.NO_PERMISSION, DENIED.cause)),
        (Reading(unread=GAP), [LATE], (State.TIMEOUT, LATE.cause)),
        (Reading(), [], (State.PARSE_ERROR, Cause(code="unreadable"))),
        (Reading(cause=OWN), [], (State.PARSE_ERROR, OWN)),
    ],
)
def test_the_state(reading: Reading, faults: list[Fault], expected: tuple[State, Cause | None]) -> None:
    """Whole is ok, something is partial, nothing is what stood in the way."""
    assert expected == ended(reading, faults)
