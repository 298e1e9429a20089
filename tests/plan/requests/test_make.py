"""What is asked of whom, from verdicts that could not be concluded."""

from typing import Any

import pytest

from auditor.errors import NotFoundError, UsageError
from auditor.model.facts import Observation
from auditor.model.requests import Ask, Item, OwnerAsks, Requests
from auditor.model.verdict import Verdict
from auditor.plan.run import PlanRun
from tests.plan.scene import CONTROLS, control, inventory, source, verdict, zone

PORTS = verdict("NW-05", "app-1", "unknown", causes=["not_measured ports"])
LOGIN = verdict("AC-05", "app-1", "unknown", causes=["not_measured sshd_config"])
PAPER = verdict("LV-01", "system:app", "manual", causes=["record_missing evidence.level_approval"])
EXPORT = verdict("SY-11", "data_set:dan-cu", "unknown", causes=["not_measured exports"])
DECLARE = verdict("NW-01", "system:app", "unknown", causes=["not_declared"])
ANSWER = verdict("LV-01", "system:portal@portal", "manual", causes=["request_to ministry"])
BROKEN = verdict("NW-05", "app-2", "unknown", causes=["evaluation_aborted"])


def requests(*verdicts: Verdict, run: PlanRun | None = None, **choices: Any) -> Requests:
    return (run or source(*verdicts)).asked(**choices).requests


def asked(found: Requests) -> list[tuple[str, str, str]]:
    return [(one.kind, one.place, one.owner) for one in found.asks]


def test_an_ask_says_everything_about_itself() -> None:
    """Looks from one zone are one ask, whatever kinds and machines they serve, with who keeps the place."""
    other = verdict("LV-07", "web-1@portal", "unknown", causes=["not_measured ports"])

    assert requests(PORTS, other) == Requests(
        run="run-1",
        most=12,
        open=2,
        total=1,
        asks=(
            Ask(
                kind="look",
                place="srv",
                place_kind="zone",
                what=("ports",),
                owner="so",
                serves=2,
                judged=2,
                controls=("LV-07", "NW-05"),
            ),
        ),
        owners=(OwnerAsks(owner="so", asks=1, serves=2),),
    )


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (LOGIN, ("settings", "app-1", "tt")),
        (PAPER, ("paper", "so", "so")),
        (EXPORT, ("export", "app", "so")),
        (DECLARE, ("entry", "tt", "tt")),
        (ANSWER, ("answer", "ministry", "")),
    ],
)
def test_each_kind_of_thing_to_ask_for(one: Verdict, wanted: tuple[str, str, str]) -> None:
    """Settings of who runs the machine, papers and entries of who answers for them, files of who keeps the data."""
    assert asked(requests(one)) == [wanted]


def test_papers_of_one_body_are_one_register() -> None:
    """Each is a line of it, with what it is about."""
    second = verdict("CN-05", "system:portal@portal", "manual", causes=["record_missing evidence.level_approval"])
    found = requests(PAPER, second)

    assert [(one.items, one.serves, one.what) for one in found.asks] == [
        (
            (
                Item(place_kind="system", place="app", what="level_approval"),
                Item(place_kind="system", place="portal", what="level_approval"),
            ),
            2,
            ("level_approval",),
        )
    ]


def test_walls_are_read_at_the_machines_that_lead_out() -> None:
    """Rules between zones are told by the gateway of the zone, whose settings are asked for."""
    estate = inventory()
    srv = estate.networks[0].model_copy(update={"gateway": "app-2"})
    estate = estate.model_copy(update={"networks": (srv, *estate.networks[1:])})
    wall = verdict("NW-98", "zone:srv@", "unknown", causes=["not_measured firewall"])
    run = source(wall, estate=estate, controls=(*CONTROLS, control("NW-98", "zone", "firewall")))

    assert asked(requests(run=run)) == [("settings", "app-2", "tt")]


def test_a_verdict_is_concluded_when_all_it_wants_is_there() -> None:
    """The second cause of a verdict keeps it open, until that is asked for too."""
    both = verdict("NW-05", "app-1", "unknown", causes=["not_measured ports", "not_measured sshd_config"])
    found = requests(both, PORTS)

    assert [(one.kind, one.judged, one.serves) for one in found.asks] == [("look", 1, 2), ("settings", 2, 1)]
    assert found.judged == 2


def test_what_no_ask_would_conclude_is_open_and_asked_of_nobody() -> None:
    """A control that could not be evaluated wants mending, no measurement."""
    assert requests(BROKEN) == Requests(run="run-1", most=12, open=1)


def test_what_stood_in_the_way_is_told() -> None:
    """Causes of the looks that told nothing, commonest first."""
    look = Observation.model_validate(
        {
            "id": "sshd_config/app-1",
            "kind": "sshd_config",
            "subject": "app-1",
            "vantage": "v",
            "zone": "srv",
            "state": "no_permission",
            "basis": "configured",
            "observed_at": "2026-11-22T01:00:00Z",
            "tool": "t",
            "cause": {"code": "login_refused"},
        }
    )
    one = verdict("AC-05", "app-1", "unknown", causes=["observation sshd_config/app-1 no_permission"])
    found = source(one, observations=(look,)).requests

    assert [cause.code for cause in found.asks[0].hindered] == ["login_refused"]


def test_of_one_owner_everything_is_listed() -> None:
    """Also what concludes nothing by itself; nothing of others."""
    both = verdict("NW-05", "app-1", "unknown", causes=["not_measured ports", "not_measured sshd_config"])
    found = requests(both, PAPER, owner="so")

    assert asked(found) == [("paper", "so", "so"), ("look", "srv", "so")]
    assert (found.judged, found.total, found.most) == (1, 2, 0)


def test_bodies_come_by_what_waits_for_them() -> None:
    """The one whose asks most verdicts want comes first; a verdict counts once for each body it needs."""
    both = verdict("NW-05", "app-1", "unknown", causes=["not_measured ports", "not_measured sshd_config"])

    assert [(one.owner, one.asks, one.serves) for one in requests(both, PORTS, PAPER, LOGIN).owners] == [
        ("so", 2, 3),
        ("tt", 1, 2),
    ]


def test_a_bound_on_their_number() -> None:
    """`--most`; 0 lists all."""
    many = [verdict("NW-05", f"m-{n}", "unknown", causes=["not_measured sshd_config"]) for n in range(20)]
    assert len(requests(*many).asks) == 12
    assert len(requests(*many, most="3").asks) == 3
    assert len(requests(*many, most="0").asks) == 20


@pytest.mark.parametrize("most", ["-1", "drei", "1.5", "٣", "9999999"])
def test_a_number_that_is_none(most: str) -> None:
    with pytest.raises(UsageError, match="no number of asks"):
        requests(PORTS, most=most)


def test_a_body_that_is_not_there() -> None:
    """The nearest id is named."""
    with pytest.raises(NotFoundError) as caught:
        requests(PORTS, owner="soo")
    assert "so" in str(caught.value.remedy)


def test_what_passed_or_failed_asks_for_nothing() -> None:
    assert requests(verdict("NW-05", "app-1", "fail"), verdict("AC-05", "app-1", "pass")).open == 0


def test_a_zone_nobody_keeps_is_asked_of_nobody() -> None:
    """The owner is empty, which the pages say."""
    estate = inventory(
        zones=[
            zone("srv", "servers") | {"site": "elsewhere"},
            *[zone(n, "internal") for n in ("db", "lan-a", "lan-b", "net", "alone")],
        ]
    )

    assert asked(source(PORTS, estate=estate).requests) == [("look", "srv", "")]
