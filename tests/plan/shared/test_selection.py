"""Which systems a question is about."""

import datetime

import pytest

from auditor.errors import NotFoundError, PlanningError, UsageError
from auditor.plan.shared.selection import selected_systems
from auditor.plan.waves.shape import PlannedWave, WavePlan
from tests.plan.scene import inventory, source, system

WAVE = {"id": "dot-1", "name": {"vi": "Đợt 1"}, "date": "2027-03-06", "systems": ["portal"]}
MADE = source(estate=inventory(systems=[system("portal"), system("app")], waves=[WAVE]))


def proposal(run: str = "run-1") -> WavePlan:
    night = PlannedWave(id="wave-2027-03-13", date=datetime.date(2027, 3, 13), systems=("app",))
    return WavePlan(run=run, as_of=datetime.date(2026, 11, 22), status="optimal", waves=(night,))


def test_named_ones_those_of_a_wave_or_all() -> None:
    """Named systems once each in their order; those of an adopted or a proposed wave; else every system."""
    assert (("portal", "app"), ("portal",), ("app",), ("app", "portal")) == (
        selected_systems(MADE, systems=("portal", "app", "portal")),
        selected_systems(MADE, wave="dot-1"),
        selected_systems(MADE.asked(proposal=proposal()), wave="wave-2027-03-13"),
        selected_systems(MADE),
    )


def test_what_is_not_there_is_an_error_with_the_nearest_name() -> None:
    """Unknown systems and waves are refused, also an adopted wave that the proposal does not hold."""
    with pytest.raises(NotFoundError, match="no system 'portl' in this run\n  Did you mean 'portal'"):
        selected_systems(MADE, systems=("app", "portl"))
    with pytest.raises(NotFoundError, match="no wave 'dot-2'\n  Did you mean 'dot-1'"):
        selected_systems(MADE, wave="dot-2")
    with pytest.raises(NotFoundError, match="no wave 'dot-1'"):
        selected_systems(MADE.asked(proposal=proposal()), wave="dot-1")
    with pytest.raises(NotFoundError, match="no wave 'dot-1'\n  No wave is adopted"):
        selected_systems(source(), wave="dot-1")


def test_both_at_once_are_refused() -> None:
    """A wave and systems together have no one meaning."""
    with pytest.raises(UsageError, match="not both"):
        selected_systems(MADE, wave="dot-1", systems=("app",))


def test_a_proposal_of_another_run_is_refused() -> None:
    """Waves planned from other verdicts choose nothing here."""
    with pytest.raises(PlanningError, match="another run than run-1"):
        selected_systems(MADE.asked(proposal=proposal("run-0")), wave="wave-2027-03-13")
