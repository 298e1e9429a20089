"""Go or no-go by the rule, for each system and each wave."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import NotFoundError, PlanningError
from auditor.model.vocab.verdicts import Status
from auditor.plan.waves.shape import PlannedWave
from tests.plan.checklist.world import (
    BY_HAND,
    NIGHT,
    SOUND,
    line,
    made,
    name,
    papers,
    says,
    sheet,
    tick,
    ticked,
    verdict,
    world,
)


def test_everything_met_and_answered_goes() -> None:
    """With every stopping line met by evidence or answered yes, the sheet says go and nothing stops it."""
    found = sheet(world(), ticked())

    assert ("go", ()) == (found.go, found.stopped_by)


def test_a_blank_line_leaves_it_open() -> None:
    """What only people know and nobody answered keeps the sheet open, by name."""
    found = sheet(world(), {})

    assert ("open", tuple(name(item) for item in BY_HAND)) == (found.go, found.stopped_by)


@pytest.mark.parametrize("answer", ["no", "not_applicable"])
def test_only_yes_is_yes(answer: str) -> None:
    """A no stops the night; that something does not apply is no yes and leaves it open."""
    found = sheet(world(), ticked() | {name("duty"): tick(answer)})

    assert (("no_go" if answer == "no" else "open"), (name("duty"),)) == (found.go, found.stopped_by)


def test_an_answer_cannot_outweigh_a_measured_failure() -> None:
    """A failed control stays no-go beside the yes of a person; both are shown."""
    failed = [verdict("MG-08", "fail") if one.control == "MG-08" else one for one in SOUND]
    found = sheet(world(verdicts=failed), ticked("approval_order"))
    both = line(found, "approval_order")

    assert ("no_go", (name("approval_order"),)) == (found.go, found.stopped_by)
    assert ("not_met", "yes") == (both.state, both.tick and both.tick.answer)


def test_a_no_outweighs_evidence() -> None:
    """People who say no are believed even where the evidence shows the contrary."""
    assert "no_go" == sheet(world(), ticked("approval_order", answer="no")).go


def test_an_unknown_line_can_be_answered() -> None:
    """Where the evidence is not enough, a person's yes lets the night take place."""
    open_ = [verdict("MG-08", "unknown") if one.control == "MG-08" else one for one in SOUND]

    assert "open" == sheet(world(verdicts=open_), ticked()).go
    assert "go" == sheet(world(verdicts=open_), ticked("approval_order")).go


@pytest.mark.parametrize("change", [{"label": "mat"}, {"declares_secrets": True}])
def test_a_labelled_system_never_goes(change: dict[str, Any]) -> None:
    """Whatever anybody answers, a label or declared secrets stop the night; a labelled system is in no wave at all."""
    run = world(change)
    answers = {item.id: tick() for found in made(run, system="app").sheets for item in found.lines}
    found = made(run, answers, system="app").sheets[0]

    assert "not_met" == line(found, "unlabelled").state
    assert "no_go" == found.go


def test_a_sheet_without_a_night_never_goes() -> None:
    """A system in no wave has a sheet when asked for, without dates, and it stays open even when all is answered."""
    run = world(waves=[])
    blank = made(run, system="app").sheets[0]
    full = made(run, {item.id: tick() for item in blank.lines}, system="app").sheets[0]

    assert (None, {None}, "open", ()) == (full.date, {item.due for item in full.lines}, full.go, full.stopped_by)


def test_an_answer_for_one_night_is_none_for_another() -> None:
    """When the wave is put off, what was answered for the first night no longer counts."""
    later = NIGHT + datetime.timedelta(days=1)
    wave = {"id": "dot-1", "name": {"vi": "Đợt 1"}, "date": later, "systems": ["app"]}
    found = sheet(world(waves=[wave]), ticked())

    assert ("open", None) == (found.go, line(found, "duty").tick)


def test_a_wave_goes_when_all_of_its_sheets_do() -> None:
    """A wave counts its systems' sheets: all go, one open, one stopped."""
    wave = {item.id: tick() for item in made(world()).sheets[0].lines if item.item == "meeting"}
    states = [
        (found.go, says(found, "sheets"))
        for found in (
            made(world(), ticked() | wave).sheets[0],
            made(world(), wave).sheets[0],
            made(world(), ticked("duty", answer="no") | wave).sheets[0],
        )
    ]

    assert [
        ("go", ("met", "line_sheets")),
        ("open", ("unknown", "line_sheets")),
        ("no_go", ("not_met", "line_sheets_stopped")),
    ] == states


def test_an_empty_wave_has_nothing_to_go() -> None:
    """A wave of labelled systems only is empty, and emptiness is no readiness."""
    found = made(world({"label": "mat"})).sheets

    assert [("wave", "open")] == [(item.kind, item.go) for item in found]
    assert ("unknown", "line_sheets") == says(found[0], "sheets")


def test_owners_and_due_dates() -> None:
    """Lines fall to the organisation of their role, by days or working days from the night; blank where nobody is."""
    found = sheet(world())

    assert ("tt", datetime.date(2026, 11, 27)) == (line(found, "run_age").owner, line(found, "run_age").due)
    assert ("so", datetime.date(2026, 11, 17)) == (line(found, "notice").owner, line(found, "notice").due)
    assert ("", NIGHT - datetime.timedelta(days=3)) == (line(found, "handover").owner, line(found, "duty").due)
    assert NIGHT + datetime.timedelta(days=90) == line(found, "old_silent").due


@pytest.mark.parametrize(
    ("change", "item", "there"),
    [
        ({"level": 2}, "vulnerability_scan", False),
        ({"level": None}, "vulnerability_scan", True),
        ({"level": 4}, "penetration_test", True),
        ({"level": 3}, "penetration_test", False),
        ({"serves_citizens": True}, "no_interruption", True),
        ({}, "no_interruption", False),
        ({"personal_data": {"kind": "basic", "subjects": 3}}, "impact_assessment", True),
        ({}, "impact_assessment", False),
    ],
)
def test_which_systems_have_a_line(change: dict[str, Any], item: str, there: bool) -> None:  # noqa: FBT001 - a table
    """Lines stand where they apply; a level nobody declared counts as the gravest."""
    assert there == (item in {found.item for found in sheet(world(change)).lines})


def test_force_follows_the_kind_of_system() -> None:
    """A regulation on archives binds an archive and only advises others; confidence stands beside it."""
    forces = {
        kind: [(law.force, law.confidence) for law in line(sheet(world({"kind": kind})), "hosting_agreement").law]
        for kind in ("archive", "application")
    }

    assert {"archive": [("binding", "A")], "application": [("recommended", "A")]} == forces


def test_a_line_for_each_data_set() -> None:
    """Each data set of the system is compared by itself; a system without declared data has one unknown line."""
    sets = [{"id": name_, "name": {"vi": name_}, "system": "app", "entity": "x"} for name_ in ("b", "a")]
    found = [item.id for item in sheet(world(data_sets=sets)).lines if item.item == "manifests"]

    assert [name("manifests/a"), name("manifests/b")] == found
    assert ("unknown", "line_no_data_sets") == says(sheet(world()), "manifests")


def test_ids_are_unique() -> None:
    """No two lines of all the sheets share an id, for answers hang on them."""
    ids = [item.id for found in made(world()).sheets for item in found.lines]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("wanted", [{"wave": "dot-2"}, {"system": "ap"}, {"wave": "dot-1", "system": "app2"}])
def test_unknown_names(wanted: dict[str, str]) -> None:
    """A wave or system that is not there is named with what is near it."""
    with pytest.raises(NotFoundError) as caught:
        made(world(), None, **wanted)

    assert caught.value.remedy


def test_a_system_of_another_wave() -> None:
    """Asking for a system in a wave that does not hold it is an error, not an empty answer."""
    waves = [
        {"id": "dot-1", "name": {"vi": "1"}, "date": NIGHT, "systems": ["app"]},
        {"id": "dot-2", "name": {"vi": "2"}, "date": NIGHT, "systems": []},
    ]
    with pytest.raises(NotFoundError, match="is not in wave 'dot-2'"):
        made(world(waves=waves), wave="dot-2", system="app")


@pytest.mark.parametrize("ids", [("W 1",), ("a", "a"), ("<b>",)])
def test_a_proposal_whose_waves_cannot_be_told_apart(ids: tuple[str, ...]) -> None:
    """Wave ids of a file that somebody wrote are refused where answers could not hang on them."""
    waves = [PlannedWave(id=name_, date=NIGHT, systems=("app",)) for name_ in ids]
    with pytest.raises(PlanningError, match="is no id of a wave, or stands twice"):
        replace(world(), given={"nights": waves}).part("checklist")


_ANSWERS = st.sampled_from([None, "yes", "no", "not_applicable"])


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_taking_evidence_away_never_helps(draw: st.DataObject) -> None:
    """Without a paper, a verdict or an answer a sheet is never nearer to go than with it."""
    rank = {"go": 2, "open": 1, "no_go": 0}
    kinds = [item["kind"] for item in papers()]
    lost = draw.draw(st.sets(st.sampled_from(kinds)))
    kept = draw.draw(st.lists(st.sampled_from(SOUND), unique_by=lambda one: one.control))
    answers = {name_: tick(answer) for name_ in ticked() if (answer := draw.draw(_ANSWERS))}
    fewer = sheet(world(verdicts=kept, evidence=papers(**dict.fromkeys(lost))), answers)

    assert rank[fewer.go] <= rank[sheet(world(), answers).go]


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["MG-08", "SY-22", "NW-05"]))
def test_no_answers_make_a_failure_good(draw: st.DataObject, control: str) -> None:
    """With one failed condition, whatever people answer to whatever lines, the sheet says no-go and names the line."""
    failed = [one.model_copy(update={"status": Status.FAIL}) if one.control == control else one for one in SOUND]
    run = world(verdicts=failed)
    answers = {item.id: tick(answer) for item in sheet(run).lines if (answer := draw.draw(_ANSWERS))}
    found = sheet(run, answers)

    assert "no_go" == found.go
    assert {item.id for item in found.lines if item.stops and item.state == "not_met"} <= set(found.stopped_by)
