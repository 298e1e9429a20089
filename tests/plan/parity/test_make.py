"""A moved system is as good as it was only where both sides of the move were looked at."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import NotFoundError, UsageError
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.verdict import Evidence, Verdict
from auditor.plan.parity.make import parity
from auditor.plan.parity.shape import Parity
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue
from tests.plan.changes.moving import NIGHT, base, estate, head, host, observation, source, system
from tests.plan.readiness.test_make import control

BEFORE, AFTER = datetime.date(2027, 2, 1), datetime.date(2027, 5, 1)
RULES = Catalogue((control("NW-05", ["migration"]), control("NW-06", [])), {}, {})
SHA = "a" * 64
PEER = "peer-1/tcp/8443"
GOOD = frozenset({"at_parity", "improved"})

Row = tuple[str, str, str]
"""Control, subject, status."""


def verdicts(*rows: Row, version: int = 1) -> tuple[Verdict, ...]:
    return tuple(
        Verdict.model_validate(
            {
                "control": name,
                "control_version": version,
                "subject": {"kind": _kind(subject), "id": subject, "system": "app"},
                "status": status,
                "severity": "high",
            }
        )
        for name, subject, status in rows
    )


def _kind(subject: str) -> str:
    if subject == "app":
        return "system"
    return "endpoint" if "/" in subject else "host"


def inventory(**more: Any) -> Inventory:
    """The estate after the night, its old machines declared as such."""
    made = base()
    for one in made["hosts"]:
        if one["id"] in ("web", "data"):
            one["instance"] = "old"
    made["endpoints"] += [
        {"id": "new-web/tcp/443", "purpose": "web"},
        {"id": "new-data/tcp/5432", "purpose": "database"},
    ]
    made["waves"] = [{"id": "d1", "name": {"vi": "d1"}, "date": str(NIGHT), "systems": ["app"], "status": "done"}]
    return Inventory.model_validate(made | more)


def pair(
    before: Sequence[Observation] = (),
    after: Sequence[Observation] = (),
    was: Sequence[Verdict] = (),
    now: Sequence[Verdict] = (),
    *,
    later: Inventory | None = None,
) -> tuple[PlanRun, PlanRun]:
    return (
        source(estate(), tuple(before), tuple(was), run=head(BEFORE, "r1"), catalogue=RULES),
        source(later or inventory(), tuple(after), tuple(now), run=head(AFTER, "r2"), catalogue=RULES),
    )


def checks(found: Parity, *kinds: str) -> list[tuple[str, str, str]]:
    """Id, standing and reason of the checks of those kinds."""
    return [(one.id, one.standing, one.why.code) for one in found.systems[0].checks if one.kind in kinds]


def controls(was: Sequence[Row], now: Sequence[Row]) -> list[tuple[str, str, str]]:
    return checks(parity(*pair(was=verdicts(*was), now=verdicts(*now))), "control")


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("pass", "pass", ("at_parity", "control_same")),
        ("fail", "fail", ("at_parity", "control_same")),
        ("pass", "warn", ("degraded", "control_worse")),
        ("warn", "fail", ("degraded", "control_worse")),
        ("fail", "warn", ("improved", "control_better")),
        ("pass", "unknown", ("cannot_tell", "unknown_after")),
        ("fail", "manual", ("cannot_tell", "unknown_after")),
        ("fail", "error", ("cannot_tell", "unknown_after")),
        ("pass", "not_applicable", ("cannot_tell", "unknown_after")),
        ("pass", "not_in_force", ("cannot_tell", "unknown_after")),
        ("unknown", "pass", ("cannot_tell", "unknown_before")),
        ("manual", "fail", ("cannot_tell", "unknown_before")),
    ],
)
def test_a_control_before_and_after(was: str, now: str, expected: tuple[str, str]) -> None:
    """The old machine's verdict stands beside the new one's; what was not judged on either side is not at parity."""
    assert controls([("NW-05", "web", was)], [("NW-05", "new-web", now)]) == [("NW-05@web", *expected)]


def test_a_control_check_in_full() -> None:
    """A check says both statuses and why."""
    found = parity(*pair(was=verdicts(("NW-05", "web", "pass")), now=verdicts(("NW-05", "new-web", "fail"))))

    assert found.systems[0].checks[0].model_dump(mode="json") == {
        "kind": "control",
        "id": "NW-05@web",
        "standing": "degraded",
        "before": "pass",
        "after": "fail",
        "why": {"code": "control_worse", "args": ["pass", "fail"]},
        "evidence": [],
    }


def test_services_and_systems_are_matched_too() -> None:
    """A service is matched by its port on the new machine, the system by itself."""
    was = [("NW-05", "web/tcp/443", "pass"), ("NW-06", "app", "pass")]
    now = [("NW-05", "new-web/tcp/443", "pass"), ("NW-06", "app", "warn")]

    assert controls(was, now) == [
        ("NW-05@web/tcp/443", "at_parity", "control_same"),
        ("NW-06@app", "degraded", "control_worse"),
    ]


def test_a_verdict_that_is_missing_after() -> None:
    """A control that says nothing after the move cannot be told."""
    assert controls([("NW-05", "web", "pass")], []) == [("NW-05@web", "cannot_tell", "not_judged_after")]


def test_what_did_not_apply_before_is_not_compared() -> None:
    """A clause that came into force between the runs is no effect of the move."""
    assert controls([("NW-05", "web", "not_in_force")], [("NW-05", "new-web", "fail")]) == []


def test_what_is_new() -> None:
    """A fault where nothing was before is a degradation; a pass proves nothing where something should have been."""
    extra = host("extra", "app", "ndc", "10.9.0.99", instance="new")
    later = inventory(hosts=[*inventory().model_dump()["hosts"], extra])
    rows = [
        ("NW-05", "extra", "fail"),
        ("NW-06", "extra", "pass"),
        ("NW-06", "new-web", "pass"),
        ("NW-99", "app", "fail"),
    ]
    found = parity(*pair(now=verdicts(*rows), later=later))

    assert checks(found, "control") == [
        ("NW-05@extra", "degraded", "new_fault"),
        ("NW-06@new-web", "cannot_tell", "not_judged_before"),
    ]


def test_faults_of_the_old_machine_after_the_move() -> None:
    """What the machine left behind does is not the system's any more."""
    assert controls([("NW-05", "web", "pass")], [("NW-05", "new-web", "pass"), ("NW-05", "web", "fail")]) == [
        ("NW-05@web", "at_parity", "control_same")
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(NIGHT, ("cannot_tell", "seen_before_night")), (AFTER, ("at_parity", "control_same"))],
)
def test_a_verdict_that_rests_on_what_was_seen_before_the_night(day: datetime.date, expected: tuple[str, str]) -> None:
    """A pass after the move needs evidence from after the night."""
    at = datetime.datetime.combine(day, datetime.time(4), datetime.UTC)
    seen = Evidence.model_validate({"id": "o", "kind": "ports", "state": "ok", "basis": "measured", "observed_at": at})
    now = verdicts(("NW-05", "new-web", "pass"))[0].model_copy(update={"evidence": (seen,)})
    found = parity(*pair(was=verdicts(("NW-05", "web", "pass")), now=(now,)))

    assert checks(found, "control") == [("NW-05@web", *expected)]


@pytest.mark.parametrize("day", [NIGHT, AFTER - datetime.timedelta(31), AFTER + datetime.timedelta(1)])
def test_looks_of_the_wrong_time_do_not_count(day: datetime.date) -> None:
    """What was seen before the night was over, too long before the run, or after it, tells nothing of the new place."""
    looks = [http("new-web/tcp/443", 200, day), tls("new-web/tcp/443", day), *(count(side, day=day) for side in SIDES)]
    before = [http("web/tcp/443", 200, BEFORE), tls("web/tcp/443", BEFORE)]
    found = parity(*pair(before, looks, later=inventory(data_sets=[DATA])))

    assert [one for one in checks(found, "service", "certificate", "data") if one[1] != "cannot_tell"] == []
    assert ("web/tcp/443@probe/http", "cannot_tell", "service_not_seen_after") in checks(found, "service")


def test_looks_that_were_old_before_do_not_count() -> None:
    """A comparison with what was too old already in the earlier run is none."""
    old = http("web/tcp/443", 200, BEFORE - datetime.timedelta(31))
    found = parity(*pair([old], [http("new-web/tcp/443", 200, AFTER)]))

    assert checks(found, "service")[0] == ("web/tcp/443@probe/http", "cannot_tell", "service_not_seen_before")


def test_a_control_that_was_changed_itself() -> None:
    """Another version of a control is another control."""
    found = parity(*pair(was=verdicts(("NW-05", "web", "pass")), now=verdicts(("NW-05", "new-web", "pass"), version=2)))

    assert checks(found, "control") == [("NW-05@web", "cannot_tell", "control_changed")]


def test_a_machine_without_successor() -> None:
    """Where no new machine does the work of the old one, nobody can tell."""
    hosts = [one for one in inventory().model_dump()["hosts"] if one["id"] != "new-web"]
    found = parity(*pair(was=verdicts(("NW-05", "web", "pass")), later=inventory(hosts=hosts)))

    assert checks(found, "control") == [("NW-05@web", "cannot_tell", "no_successor")]


def test_a_machine_carried_over_under_its_own_id() -> None:
    """Where no new machines are declared, a machine is compared with itself."""
    hosts = [one for one in base()["hosts"] if not one["id"].startswith("new-")]
    now = verdicts(("NW-05", "web", "pass"))
    found = parity(*pair(was=verdicts(("NW-05", "web", "warn")), now=now, later=inventory(hosts=hosts)))

    assert checks(found, "control") == [("NW-05@web", "improved", "control_better")]


SIDES = ("old", "new")


def count(side: str, day: datetime.date = AFTER, **more: Any) -> Observation:
    data = {"side": side, "rows": 10, "bytes": 100, "sha256": SHA, "complete": True} | more
    return observation("data_manifest", "d", data, day, side)


NOTHING = hashlib.sha256().hexdigest()
DATA = {"id": "d", "name": {"vi": "d"}, "system": "app", "entity": "e"}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((count("old"), count("new")), ("at_parity", "data_equal")),
        ((count("old"), count("new", rows=9)), ("degraded", "data_differs")),
        ((count("old"), count("new", sha256="b" * 64)), ("degraded", "data_differs")),
        ((count("old"), count("new", bytes=1)), ("degraded", "data_differs")),
        ((count("old"), count("new", sha256="")), ("cannot_tell", "data_no_digest")),
        ((count("old", rows=None), count("new")), ("cannot_tell", "data_no_digest")),
        ((count("old", rows=0), count("new", rows=0)), ("cannot_tell", "data_of_nothing")),
        ((count("old", sha256=NOTHING), count("new", sha256=NOTHING)), ("cannot_tell", "data_of_nothing")),
        ((count("new"),), ("cannot_tell", "data_not_counted_old")),
        ((count("old"),), ("cannot_tell", "data_not_counted_new")),
        ((count("old"), count("new", complete=False)), ("cannot_tell", "data_not_counted_new")),
        ((), ("cannot_tell", "data_not_counted_new")),
    ],
)
def test_data_on_both_sides(after: Sequence[Observation], expected: tuple[str, str]) -> None:
    """Whole counts of both places must agree in rows, bytes and SHA-256."""
    found = parity(*pair(after=after, later=inventory(data_sets=[DATA])))

    assert checks(found, "data") == [("d", *expected)]


@pytest.mark.parametrize(
    ("rows", "declared", "expected"),
    [
        (0, 0, ("at_parity", "data_equal")),
        (0, 12, ("cannot_tell", "data_of_nothing")),
        (10, 0, ("at_parity", "data_equal")),
    ],
)
def test_a_data_set_without_rows(rows: int, declared: int, expected: tuple[str, str]) -> None:
    """Counts of nothing are believed of a data set that the inventory declares to have no rows."""
    after = (count("old", rows=rows), count("new", rows=rows))
    found = parity(*pair(after=after, later=inventory(data_sets=[DATA | {"rows": declared}])))

    assert checks(found, "data") == [("d", *expected)]


def test_counts_of_the_earlier_run_do_not_serve() -> None:
    """What was counted before may have changed since."""
    found = parity(*pair(before=(count("old"),), after=(count("new"),), later=inventory(data_sets=[DATA])))

    assert checks(found, "data") == [("d", "cannot_tell", "data_not_counted_old")]


def test_a_cache_needs_no_count() -> None:
    """Data that is only read from elsewhere is not carried."""
    found = parity(*pair(later=inventory(data_sets=[DATA | {"role": "cache"}])))

    assert checks(found, "data") == []


def http(name: str, status: int | None, at: datetime.date, vantage: str = "probe", **more: Any) -> Observation:
    data = None if status is None else {"scheme": "https", "status": status}
    return observation("http", name, data, at, vantage, **more)


OTHERS = [
    ("data/tcp/5432", "cannot_tell", "service_not_looked"),
]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (200, 302, ("at_parity", "service_answers")),
        (503, 500, ("at_parity", "service_fails")),
        (200, 502, ("degraded", "service_lost")),
        (200, None, ("degraded", "service_lost")),
        (502, 200, ("improved", "service_mended")),
        (None, 200, ("cannot_tell", "service_otherwise")),
        (None, None, ("at_parity", "service_silent")),
    ],
)
def test_a_service_from_one_vantage(was: int | None, now: int | None, expected: tuple[str, str]) -> None:
    """A service that answered must answer; one that answers where it did not is for a person to judge."""
    found = parity(*pair(before=[http("web/tcp/443", was, BEFORE)], after=[http("new-web/tcp/443", now, AFTER)]))

    assert checks(found, "service") == [("web/tcp/443@probe/http", *expected), *OTHERS]


def test_several_vantages_are_compared_each() -> None:
    """A vantage that was not heard of again cannot be told, whatever others saw; a new one has nothing to compare."""
    before = [http("web/tcp/443", 200, BEFORE, one) for one in ("a", "b")]
    after = [http("new-web/tcp/443", 200, AFTER, one) for one in ("a", "c")]

    assert checks(parity(*pair(before=before, after=after)), "service") == [
        ("web/tcp/443@a/http", "at_parity", "service_answers"),
        ("web/tcp/443@b/http", "cannot_tell", "service_not_seen_after"),
        *OTHERS,
    ]


@pytest.mark.parametrize("state", ["not_tried", "out_of_scope", "outside_window", "no_permission", "parse_error"])
def test_a_probe_that_was_not_sent_tells_nothing(state: str) -> None:
    """A look that never went out is neither an answer nor silence."""
    after = http("new-web/tcp/443", None, AFTER, state=state)

    assert checks(parity(*pair(before=[http("web/tcp/443", 200, BEFORE)], after=[after])), "service")[0] == (
        "web/tcp/443@probe/http",
        "cannot_tell",
        "service_not_seen_after",
    )


def test_ports_are_services_too() -> None:
    """A port that was closed from a vantage and is open now is no gain; one nobody swept cannot be told."""
    before = [observation("ports", "data", {"open": [], "swept": ["tcp/5432"]}, BEFORE)]
    opened = [observation("ports", "new-data", {"open": ["tcp/5432"], "swept": ["tcp/5432"]}, AFTER)]
    unswept = [observation("ports", "new-data", {"open": [], "swept": ["tcp/22"]}, AFTER)]

    assert [checks(parity(*pair(before=before, after=after)), "service")[-1] for after in (opened, unswept)] == [
        ("data/tcp/5432@probe/ports", "cannot_tell", "service_otherwise"),
        ("data/tcp/5432@probe/ports", "cannot_tell", "service_not_seen_after"),
    ]


def tls(name: str, at: datetime.date, **more: Any) -> Observation:
    data = {"offered": ["TLSv1.3"], "chain_valid": True, "name_valid": True, "not_after_day": AFTER.toordinal()}
    return observation("tls", name, data | more, at)


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({}, {}, ("at_parity", "certificate_sound")),
        ({}, {"chain_valid": False}, ("degraded", "certificate_broken")),
        ({}, {"name_valid": False}, ("degraded", "certificate_broken")),
        ({}, {"not_after_day": AFTER.toordinal() - 1}, ("degraded", "certificate_broken")),
        ({}, {"chain_valid": None}, ("cannot_tell", "certificate_not_known")),
        ({}, {"not_after_day": None}, ("cannot_tell", "certificate_not_known")),
        ({"chain_valid": None}, {}, ("cannot_tell", "certificate_not_known")),
        ({"chain_valid": False}, {}, ("improved", "certificate_mended")),
        ({"chain_valid": False}, {"chain_valid": False}, ("at_parity", "certificate_as_bad")),
        ({}, None, ("cannot_tell", "certificate_not_known")),
    ],
)
def test_certificates(was: dict[str, Any], now: dict[str, Any] | None, expected: tuple[str, str]) -> None:
    """Chain, name and last day must hold as they did; what a look leaves open is not known."""
    after = [] if now is None else [tls("new-web/tcp/443", AFTER, **now)]
    found = parity(*pair(before=[tls("web/tcp/443", BEFORE, **was)], after=after))

    assert checks(found, "certificate") == [("web/tcp/443@probe", *expected)]


def test_a_certificate_nobody_looked_at() -> None:
    """A service declared behind TLS whose certificate nobody saw cannot be told."""
    assert checks(parity(*pair()), "certificate") == [("web/tcp/443", "cannot_tell", "certificate_not_looked")]


def sweep(name: str, port: str, *open_: str) -> Observation:
    return observation("ports", name, {"open": list(open_), "swept": [port]}, AFTER)


def dns(*addresses: str) -> Observation:
    return observation("dns", "app", {"name": "app.example.vn", "a": list(addresses)}, AFTER)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((sweep("web", "tcp/443"), sweep("data", "tcp/5432"), dns("10.9.0.10")), "at_parity"),
        ((sweep("web", "tcp/443"), sweep("data", "tcp/5432", "tcp/5432"), dns("10.9.0.10")), "degraded"),
        ((sweep("web", "tcp/443"), dns("10.9.0.10")), "cannot_tell"),
        ((), "cannot_tell"),
    ],
)
def test_old_machines_must_be_silent(after: Sequence[Observation], expected: str) -> None:
    """After the parallel run no old machine answers any more, as sweeps of each of them show."""
    assert [one[1] for one in checks(parity(*pair(after=after)), "old_instance")] == [expected]


def test_old_machines_may_answer_while_they_run_in_parallel() -> None:
    """Until the parallel run has ended, silence is not due and is not asked for."""
    before, after = pair(after=(sweep("web", "tcp/443", "tcp/443"),))
    after = source(
        after.inventory, tuple(after.observations.values()), run=head(AFTER, "r2"), planning=Planning(parallel_days=90)
    )

    assert checks(parity(before, after), "old_instance") == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((dns("10.9.0.10"),), ("at_parity", "names_at_new")),
        ((dns("10.1.0.10"),), ("degraded", "name_at_old")),
        ((dns("203.0.113.9"),), ("cannot_tell", "name_elsewhere")),
        ((), ("cannot_tell", "name_not_looked")),
    ],
)
def test_names_must_lead_to_the_new_machines(after: Sequence[Observation], expected: tuple[str, str]) -> None:
    """A name that still leads to an old address is a degradation; one nobody asked for cannot be told."""
    assert checks(parity(*pair(after=after)), "dns") == [("app", *expected)]


def test_names_that_were_asked_before_the_night_was_over() -> None:
    """An answer from before the end of the night does not show where a name leads after it."""
    before, _ = pair()
    early = observation("dns", "app", {"name": "app.example.vn", "a": ["10.9.0.10"]}, NIGHT)
    after = source(inventory(), (early,), run=head(NIGHT + datetime.timedelta(1), "r2"))

    assert checks(parity(before, after), "dns") == [("app", "cannot_tell", "seen_before_night")]


def test_a_name_that_is_not_declared_any_more() -> None:
    """A name cannot leave the comparison by leaving the inventory."""
    found = parity(*pair(later=inventory(systems=[system("app"), system("peer")])))

    assert checks(found, "dns") == [("app", "cannot_tell", "names_dropped")]


def whole() -> tuple[list[Observation], list[Observation], list[Verdict], list[Verdict]]:
    """Everything that has to be known for parity."""
    before = [
        http("web/tcp/443", 200, BEFORE),
        http("web/tcp/443", 200, BEFORE, "second"),
        tls("web/tcp/443", BEFORE),
        observation("ports", "data", {"open": ["tcp/5432"], "swept": ["tcp/5432"]}, BEFORE),
        observation("ports", "web", {"open": ["tcp/443"], "swept": ["tcp/443"]}, BEFORE),
        http(PEER, 200, BEFORE),
        http(PEER, 200, BEFORE, "second"),
    ]
    after = [
        http("new-web/tcp/443", 200, AFTER),
        http("new-web/tcp/443", 200, AFTER, "second"),
        tls("new-web/tcp/443", AFTER),
        observation("ports", "new-data", {"open": ["tcp/5432"], "swept": ["tcp/5432"]}, AFTER),
        observation("ports", "new-web", {"open": ["tcp/443"], "swept": ["tcp/443"]}, AFTER),
        sweep("web", "tcp/443"),
        sweep("data", "tcp/5432"),
        dns("10.9.0.10"),
        count("old"),
        count("new"),
    ]
    was = verdicts(("NW-05", "web", "pass"), ("NW-05", "data", "pass"), ("NW-06", "app", "warn"))
    now = verdicts(("NW-05", "new-web", "pass"), ("NW-05", "new-data", "pass"), ("NW-06", "app", "warn"))
    return before, after, list(was), list(now)


def judged(
    before: Sequence[Observation], after: Sequence[Observation], was: Sequence[Verdict], now: Sequence[Verdict]
) -> Parity:
    return parity(
        source(SMALL, tuple(before), tuple(was), run=head(BEFORE, "r1"), catalogue=RULES),
        source(MOVED, tuple(after), tuple(now), run=head(AFTER, "r2"), catalogue=RULES),
    )


SMALL, MOVED = estate(), inventory(data_sets=[DATA])


def test_a_system_at_parity() -> None:
    """Where everything was looked at on both sides and nothing is worse, the system is as good as it was."""
    found = judged(*whole())

    assert [one for one in found.systems[0].checks if one.standing != "at_parity"] == []
    assert (found.before, found.after, [(one.system, one.standing) for one in found.systems]) == (
        "r1",
        "r2",
        [("app", "at_parity")],
    )


def test_the_worst_check_decides() -> None:
    """Degraded before unknown, unknown before improved, improved before parity."""
    before, after, was, now = whole()
    better = verdicts(("NW-05", "new-web", "pass"), ("NW-05", "new-data", "pass"), ("NW-06", "app", "pass"))
    worse = verdicts(("NW-05", "new-web", "fail"), ("NW-05", "new-data", "unknown"), ("NW-06", "app", "pass"))
    found = [judged(before, after, was, one).systems[0].standing for one in (better, better[1:], worse, now)]

    assert found == ["improved", "cannot_tell", "degraded", "at_parity"]


STATUSES = st.sampled_from([*["pass"] * 12, "warn", "fail", "unknown", "not_applicable"])
ANSWERS = st.sampled_from([*[200] * 12, 500, None])


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_taking_evidence_away_never_improves(data: st.DataObject) -> None:
    """Whichever one look or verdict is missing, no check and no system gets a good word it did not have.

    The vantages themselves stay known to the earlier run by what they saw of others.
    """
    before, after, was, now = whole()
    before, after = _answering(data, before), _answering(data, after)
    was, now = _redrawn(data, was), _redrawn(data, now)
    rich = judged(before, after, was, now).systems[0]
    known: dict[tuple[str, str], str] = {(one.kind, one.id): one.standing for one in rich.checks}
    poorer = [
        *(judged(_without(before, n), after, was, now) for n, one in enumerate(before) if one.subject != PEER),
        *(judged(before, _without(after, n), was, now) for n in range(len(after))),
        *(judged(before, after, _without(was, n), now) for n in range(len(was))),
        *(judged(before, after, was, _without(now, n)) for n in range(len(now))),
    ]

    for poor in (one.systems[0] for one in poorer):
        assert [
            one for one in poor.checks if not _as_good(known.get((one.kind, one.id), "cannot_tell"), one.standing)
        ] == []
        assert _as_good(rich.standing, poor.standing)


def _as_good(rich: str, poor: str) -> bool:
    """Whether the word for less evidence is no better than the word for more."""
    return poor not in GOOD or (rich in GOOD and (poor, rich) != ("improved", "at_parity"))


def _without(made: Sequence[Any], place: int) -> list[Any]:
    return [*made[:place], *made[place + 1 :]]


def _answering(data: st.DataObject, made: Sequence[Observation]) -> list[Observation]:
    """The same looks with other answers to those over HTTP."""
    day = BEFORE if any(one.subject == PEER for one in made) else AFTER
    return [
        http(one.subject, data.draw(ANSWERS), day, one.vantage) if one.kind == "http" and one.subject != PEER else one
        for one in made
    ]


def _redrawn(data: st.DataObject, made: Sequence[Verdict]) -> list[Verdict]:
    """The same verdicts with other statuses."""
    return [Verdict.model_validate(one.model_dump() | {"status": data.draw(STATUSES)}) for one in made]


@pytest.mark.parametrize("label", ["mat", "none"])
def test_runs_that_cannot_be_compared(label: str) -> None:
    """The earlier run comes first, and both are of one store."""
    before, after = pair()
    other = source(after.inventory, run=head(AFTER, "r2", label=label))
    with pytest.raises(UsageError, match="label" if label == "mat" else "not judged after"):
        parity(before, other) if label == "mat" else parity(other, before)


def test_only_what_moved_between_the_runs() -> None:
    """A night before the first run, or after the second, is not between them; a system that stayed is not named."""
    waves = [
        {"id": "x", "name": {"vi": "x"}, "date": str(day), "systems": ["app"]}
        for day in (BEFORE - datetime.timedelta(1), AFTER + datetime.timedelta(1))
    ]

    assert parity(*pair(later=inventory(waves=waves))).systems == ()
    with pytest.raises(NotFoundError, match="no system 'peer' moved"):
        parity(*pair(), "peer")


def test_a_system_that_settled_without_a_wave() -> None:
    """A data set declared cut over in the later run only says that its system moved; silence is due at once."""
    settled = DATA | {"move": {"state": "cut_over"}}
    found = parity(*pair(later=inventory(waves=[], data_sets=[settled])), "app")

    assert ([one.system for one in found.systems], checks(found, "old_instance")) == (
        ["app"],
        [("app", "cannot_tell", "old_not_swept")],
    )


def test_a_system_under_a_new_id_is_the_same() -> None:
    """A renamed system keeps its history."""
    hosts = [one | ({"system": "app2"} if one["system"] == "app" else {}) for one in inventory().model_dump()["hosts"]]
    later = inventory(
        systems=[system("app2", formerly=["app"]), system("peer")],
        hosts=hosts,
        waves=[{"id": "d1", "name": {"vi": "d1"}, "date": str(NIGHT), "systems": ["app2"]}],
    )
    found = parity(*pair(was=verdicts(("NW-05", "web", "pass")), later=later))

    assert (found.systems[0].system, checks(found, "control")) == (
        "app2",
        [("NW-05@web", "cannot_tell", "not_judged_after")],
    )


def test_nothing_to_compare_is_not_parity() -> None:
    """A system about which nothing at all is known cannot be told."""
    bare = Inventory.model_validate({"systems": [system("app")], "waves": inventory().model_dump()["waves"]})
    found = parity(source(bare, run=head(BEFORE, "r1")), source(bare, run=head(AFTER, "r2")))

    assert [one.standing for one in found.systems] == ["cannot_tell"]
