"""Hours of an incident: in the time of Viet Nam, never a day alone, and none before it was found."""

import datetime
import json
from typing import Any

import pytest
from pydantic import ValidationError

from auditor.model.details import Incident
from auditor.model.inventory import EvidenceRecord
from auditor.model.policy_input import minute_of, project

FOUND = "2026-11-03T08:15"
MINUTE = (datetime.date(2026, 11, 3).toordinal() * 24 + 8) * 60 + 15


@pytest.mark.parametrize(
    "told",
    [
        FOUND,
        "2026-11-03 08:15",
        "2026-11-03T01:15:00Z",
        "2026-11-03T08:15:00+07:00",
        datetime.datetime.fromisoformat(FOUND),
    ],
)
def test_an_hour_is_one_of_viet_nam(told: Any) -> None:
    """Another offset is turned into that of Viet Nam; without one it is meant already."""
    assert Incident(found_at=told).found_at == datetime.datetime.fromisoformat(FOUND)


@pytest.mark.parametrize("told", [FOUND, "2026-11-03T01:15:00Z"])
def test_an_hour_is_read_strictly_from_a_file(told: str) -> None:
    """Inventories are read strictly from JSON, in which an instant is text."""
    read = Incident.model_validate_json(json.dumps({"found_at": told}), strict=True)

    assert read.found_at == datetime.datetime.fromisoformat(FOUND)


@pytest.mark.parametrize(
    "told", ["2026-11-03T25:15", "2026-11-03", datetime.date(2026, 11, 3), 1_793_700_000, "sáng 3/11", True, None]
)
def test_what_names_no_hour_is_refused(told: Any) -> None:
    """Midnight of a day nobody timed would make every report late, or early."""
    with pytest.raises(ValidationError):
        Incident(found_at=told)


@pytest.mark.parametrize("key", ["noticed_at", "reported_at"])
def test_nothing_is_told_before_it_is_found(key: str) -> None:
    """The message names both hours."""
    with pytest.raises(ValidationError, match=f"{key} 2026-11-03T08:14:00 lies before found_at 2026-11-03T08:15:00"):
        Incident.model_validate({"found_at": FOUND, key: "2026-11-03T08:14"})


def test_policies_read_minutes_and_what_nobody_entered_is_not_there() -> None:
    """Minutes count as days do, so that 24 hours are 1440."""
    later = datetime.datetime.fromisoformat("2026-11-04T08:15")

    assert project(Incident(found_at=FOUND, grave=True)) == {"found_at_minute": MINUTE, "grave": True}
    assert minute_of(later) - MINUTE == 24 * 60


def test_only_a_record_of_an_incident_has_hours() -> None:
    """Hours of another paper would be read by nobody."""
    told = {"id": "p", "subject": {"kind": "system", "id": "a"}, "date": "2026-11-05", "incident": {"found_at": FOUND}}

    assert EvidenceRecord.model_validate(told | {"kind": "incident"}).incident is not None
    with pytest.raises(ValidationError, match="a paper of kind drill has no hours of an incident"):
        EvidenceRecord.model_validate(told | {"kind": "drill"})
