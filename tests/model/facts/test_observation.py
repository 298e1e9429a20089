"""Facts as they are read and written."""

from typing import Any

import pytest
from pydantic import ValidationError

from auditor.model.base import digest
from auditor.model.facts import Cause, Cover, Observation, Ports, Snmp, SystemFacts, Unread


def fact(**changes: Any) -> dict[str, Any]:
    return {
        "id": "ports/web/near",
        "kind": "ports",
        "subject": "web",
        "vantage": "near",
        "zone": "dmz",
        "state": "ok",
        "basis": "measured",
        "observed_at": "2026-11-22T10:00:00Z",
        "data": {"open": ["tcp/22"]},
    } | changes


def test_the_kind_decides_the_shape() -> None:
    """Data becomes an object of its kind, once, whether it came as keys or as the object itself."""
    read = Observation.model_validate(fact())

    assert Ports(open=("tcp/22",)) == read.data
    assert read == Observation.model_validate(fact(data=Ports(open=("tcp/22",))))
    assert read.typed() is read.data


def test_what_is_written_is_read_back() -> None:
    """Every field of a shape survives the way to a file and back, and equal facts have equal hashes."""
    told = Observation.model_validate(
        fact(
            state="partial",
            cause={"code": "file_denied"},
            cover={"read": ["a"], "not_read": ["b"]},
            unread=[{"field": "swept", "where": "c", "code": "file_denied"}],
        )
    )
    again = Observation.model_validate_json(told.model_dump_json())

    assert told == again
    assert digest(told) == digest(again)
    assert (Cover(read=("a",), not_read=("b",)), (Unread(field="swept", where="c", code="file_denied"),)) == (
        again.cover,
        again.unread,
    )


def test_what_was_not_told_is_not_written() -> None:
    """A probe that tells neither cover nor gaps writes neither key, so that its hash is that of an older collection."""
    assert {"cover", "unread"} & set(Observation.model_validate(fact()).model_dump(mode="json")) == set()
    assert set() == {"cover", "unread"} & set(Observation.model_validate(fact()).model_dump())


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "gossip"}, "unknown kind of observation 'gossip'"),
        ({"kind": "snmp"}, "open"),
        ({"data": Snmp()}, "Ports"),
        ({"data": {"opened": []}}, "opened"),
        ({"data": None}, "state ok needs data"),
        ({"data": None, "state": "timeout"}, "needs a cause"),
        ({"observed_at": "2026-11-22T10:00:00"}, "time zone"),
        ({"state": "partial", "unread": [{"field": "swpet", "code": "cut"}]}, "names no field of ports: swpet"),
    ],
)
def test_what_no_fact_can_be(changes: dict[str, Any], fault: str) -> None:
    """Each fault of an observation is named."""
    with pytest.raises(ValidationError, match=fault):
        Observation.model_validate(fact(**changes))


def test_nothing_learnt() -> None:
    """A fact without data says why."""
    gone = Observation.model_validate(fact(data=None, state="timeout", cause={"code": "no_answer"}))

    assert (None, Cause(code="no_answer")) == (gone.data, gone.cause)


def test_an_older_schema_is_read_as_todays() -> None:
    """A document of `facts/1` is one of `facts/2` that tells no cover; a schema nobody knows is refused."""
    parts = {"system": "portal", "observations": [fact()]}
    old, new = (SystemFacts.model_validate(parts | {"schema": schema}) for schema in ("facts/1", "facts/2"))

    assert old == new
    with pytest.raises(ValidationError):
        SystemFacts.model_validate(parts | {"schema": "facts/3"})
