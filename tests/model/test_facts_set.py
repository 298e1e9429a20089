"""Whether the open world was measured to its end is a matter of open looks only."""

import datetime
from typing import Any

import pytest

from auditor.model.facts import Manifest, Observation
from auditor.model.facts_set import Collection, FactsSet

AT = datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC)


def looked(subject: str, code: str = "") -> Observation:
    """A sweep of a machine, or one that was not made for that reason. Those called `kin` are covered."""
    told: dict[str, Any] = {"state": "not_tried", "cause": {"code": code}} if code else {"state": "ok", "data": {}}
    return Observation.model_validate(
        {"id": f"ports/{subject}/v", "kind": "ports", "subject": subject, "vantage": "v", "zone": "z",
         "basis": "measured", "observed_at": AT} | told
    )  # fmt: skip


def is_open(observation: Observation) -> bool:
    return not observation.subject.startswith("kin")


def folder(*seen: Observation, complete: bool = False, **more: Any) -> Collection:
    return Collection(Manifest.model_validate({"id": "m", "started_at": AT, "complete": complete} | more), seen)


@pytest.mark.parametrize(
    ("folders", "openly"),
    [
        ([folder(looked("web"), complete=True)], True),
        ([folder(looked("web", "interrupted"))], False),
        ([folder(looked("web"), complete=True), folder(looked("kin", "agent_failed"))], True),
        ([folder(looked("web"), complete=True), folder(looked("kin"))], True),
        ([folder(looked("web"), looked("kin", "agent_failed"))], True),
        ([folder(looked("web", "agent_failed"), looked("kin", "agent_failed"))], False),
        ([folder(looked("web"), looked("kin", "interrupted"), unsearched=["192.0.2.0/24"])], False),
        ([folder(looked("web"), looked("kin", "timeout"))], False),
        ([folder(looked("web"), complete=True), folder(looked("web", "interrupted"), label="mat")], True),
        ([folder()], False),
    ],
    ids=[
        "finished",
        "an open look is missing",
        "a covered look is missing, in a folder of its own",
        "a folder of covered things, nobody says why",
        "a covered look is missing, beside open ones",
        "looks of both are missing",
        "a search is missing too",
        "nobody says what is missing",
        "a labelled collection asks open things too",
        "nothing at all",
    ],
)
def test_what_is_missing_of_the_open_world(folders: list[Collection], *, openly: bool) -> None:
    """Missing covered looks make no difference; what may lack anything lacks it."""
    whole = all(collection.manifest.complete for collection in folders)

    assert openly is FactsSet((), tuple(folders), "", whole).complete_openly(is_open)


def test_a_stored_run_is_judged_again_as_complete_as_it_was() -> None:
    """Its folders are not kept."""
    assert [True, False] == [FactsSet((), (), "", whole).complete_openly(is_open) for whole in (True, False)]
