"""One rule says ready, conditional, blocked or unknown, and names what it hangs on."""

import datetime
from typing import Any

import pytest

from auditor.errors import NotFoundError, UsageError
from auditor.estate import Estate
from auditor.model.control import ControlMeta
from auditor.model.inventory import Inventory
from auditor.model.readiness import Blocker
from auditor.model.verdict import RunHead, RunResult, Subject, Verdict, totals_of
from auditor.plan.readiness.make import readiness
from auditor.plan.shared.clearance import Clearance, Clearances
from auditor.plan.shared.selection import selected_systems
from auditor.policy.catalogue import Catalogue
from tests.plan.scene import inventory, result, source, system, verdict
from tests.policy.small import CLAUSE

TEXT = dict.fromkeys(("title", "title_vi", "rationale", "rationale_vi", "check_by_hand", "check_by_hand_vi"), "x")


def control(name: str, gates: list[str]) -> ControlMeta:
    return ControlMeta.model_validate(
        TEXT
        | {
            "id": name,
            "aliases": ["HO-99"] if name == "NW-05" else [],
            "family": "network",
            "name": name.lower().replace("-", "_"),
            "severity": "high",
            "part": "system",
            "subject": "host",
            "max_age_days": 30,
            "law": [CLAUSE | {"instrument": "x"}],
            "owner_role": "operator",
            "gates": gates,
            "remedy": "mend",
            "remedy_vi": "sửa",
        }
    )


CATALOGUE = Catalogue((control("NW-05", ["migration"]), control("NW-06", [])), {}, {})
INVENTORY = Inventory.model_validate(
    {"systems": [{"id": "app", "name": {"vi": "Ứng dụng"}, "kind": "application", "owner": "a", "operator": "b"}]}
)


def run(*verdicts: tuple[str, str, str], name: str = "NW-05") -> RunResult:
    made = tuple(
        Verdict(
            control=name,
            control_version=1,
            subject=Subject(kind="host", id=host, system="app"),
            status=status,
            severity=severity,
        )
        for host, status, severity in verdicts
    )
    head = RunHead(
        id="run-1",
        as_of=datetime.date(2026, 11, 22),
        evaluated_at=datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return RunResult(run=head, totals=totals_of(made), verdicts=made)


def state(*verdicts: tuple[str, str, str], assumed: tuple[str, ...] = ()) -> Any:
    return readiness((run(*verdicts),), Estate(INVENTORY), CATALOGUE, assumed).systems[0].state


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((("h", "pass", "high"),), "ready"),
        ((("h", "pass", "high"), ("i", "not_applicable", "high")), "ready"),
        ((("h", "fail", "crit"), ("i", "unknown", "high")), "blocked"),
        ((("h", "fail", "high"),), "blocked"),
        ((("h", "fail", "med"),), "conditional"),
        ((("h", "warn", "crit"),), "conditional"),
        ((("h", "warn", "crit"), ("i", "unknown", "low")), "unknown"),
        ((("h", "manual", "low"),), "unknown"),
        ((("h", "error", "low"),), "unknown"),
        ((), "unknown"),
        ((("h", "not_applicable", "high"),), "unknown"),
        ((("h", "not_in_force", "high"),), "unknown"),
    ],
)
def test_one_rule(verdicts: tuple[tuple[str, str, str], ...], expected: str) -> None:
    """Blocked before unknown before conditional before ready; nothing judged is not ready."""
    assert expected == state(*verdicts)


def test_only_gates_count() -> None:
    """A fail of a control that does not gate migration holds nothing up, nor does its pass show readiness."""
    other = run(("h", "fail", "crit"), name="NW-06")

    assert "unknown" == readiness((other,), Estate(INVENTORY), CATALOGUE).systems[0].state


def test_blockers_name_owner_and_remedy() -> None:
    """A blocker says which control and subject, who clears it and how; the gravest stands first."""
    judged = readiness((run(("a", "warn", "low"), ("b", "fail", "crit")),), Estate(INVENTORY), CATALOGUE).systems[0]

    assert [("b", "fail", "b", "mend", "sửa"), ("a", "warn", "b", "mend", "sửa")] == [
        (item.subject.id, item.status.value, item.owner, item.remedy, item.remedy_vi) for item in judged.blockers
    ]
    assert (2, 0) == (judged.gates, judged.passed)


def test_assumptions_show_what_would_be() -> None:
    """An assumed pass clears one subject or all of a control, by id or alias."""
    assert "blocked" == state(("a", "fail", "crit"), ("b", "fail", "crit"), assumed=("NW-05@a=pass",))
    assert "ready" == state(("a", "fail", "crit"), ("b", "fail", "crit"), assumed=("HO-99=pass",))


def test_wrong_assumptions_are_refused() -> None:
    """An assumption of another form, or of an unknown control, is an error and not ignored."""
    with pytest.raises(UsageError, match="not an assumption"):
        state(("a", "fail", "crit"), assumed=("NW-05=fail",))
    with pytest.raises(NotFoundError, match="no control 'ZZ-01'"):
        state(("a", "fail", "crit"), assumed=("ZZ-01=pass",))


def test_an_assumption_about_nothing_is_refused() -> None:
    """A subject that the control has not judged in this run is an error with the nearest name, and not ignored."""
    with pytest.raises(NotFoundError, match="NW-05 has judged no 'hh' in this run\n  Did you mean 'h'"):
        state(("h", "fail", "crit"), assumed=("NW-05@hh=pass",))


def test_blockers_say_who_can_clear_them_and_what_they_rest_on() -> None:
    """Evidence is named by id or pointer; who clears it comes from the rules, shipped or given."""
    seen = ("ports/h/x", "inv:/systems/app/level")
    fault = verdict("NW-05", "h", "fail", evidence=seen)
    rules = Clearances(clearances=(Clearance(control="NW-05", clearer="ndc"),))

    def blocker(rules: Clearances | None) -> Blocker:
        return readiness((result(fault),), Estate(INVENTORY), CATALOGUE, clearances=rules).systems[0].blockers[0]

    assert (("province", seen), ("ndc", seen)) == (
        (blocker(None).clearer, blocker(None).evidence),
        (blocker(rules).clearer, blocker(rules).evidence),
    )


def test_no_assumption_brings_a_labelled_system_into_a_wave() -> None:
    """Even when every verdict is assumed to pass, an adopted wave that names a labelled system is shown without it."""
    estate = inventory(
        systems=[system("app"), system("mat", label="mat")],
        waves=[{"id": "dot-1", "name": {"vi": "Đợt 1"}, "date": "2027-03-06", "systems": ["app", "mat"]}],
    )
    made = source(verdict("MG-26", "system:mat@mat", "fail"), verdict("MG-26", "system:app", "pass"), estate=estate)
    judged = readiness((made.result,), made.estate, made.catalogue, ("MG-26=pass", "MG-26@mat=pass"))

    assert {"app": "ready", "mat": "ready"} == {item.id: item.state for item in judged.systems}
    assert ("app",) == selected_systems(made, wave="dot-1")


def test_what_no_system_owns_is_told_beside() -> None:
    """Open gates about zones and waves change no system's state; they are listed with who keeps the premises."""
    estate = inventory(waves=[{"id": "dot-1", "name": {"vi": "Đợt 1"}, "date": "2027-03-06", "systems": ["app"]}])
    rows = [
        verdict("AC-05", "app-1", "pass"),
        verdict("NW-03", "zone:srv", "fail"),
        verdict("NW-04", "zone:srv", "pass"),
        verdict("MG-26", "wave:dot-1", "fail", severity="crit"),
    ]
    shared = [
        row.model_copy(update={"subject": row.subject.model_copy(update={"system": ""})})
        if row.subject.kind in ("zone", "wave")
        else row
        for row in rows
    ]
    judged = readiness((result(*shared),), Estate(estate), source().catalogue)
    assumed = readiness((result(*shared),), Estate(estate), source().catalogue, ("NW-03@srv=pass", "MG-26=pass"))

    assert {"app": "ready", "portal": "unknown"} == {item.id: item.state for item in judged.systems}
    assert [("MG-26", "dot-1", "", "province"), ("NW-03", "srv", "so", "unit")] == [
        (item.control, item.subject.id, item.owner, item.clearer) for item in judged.shared
    ]
    assert () == assumed.shared


def test_what_only_others_can_answer_is_asked_and_counted_nowhere() -> None:
    """A request holds no system up and is no condition of its; it is listed with whom to ask."""
    asked = verdict("NW-05", "app-1", "manual", causes=["request_to carrier"])
    met = verdict("AC-05", "app-1", "pass")
    waits = verdict("AC-05", "portal-1@portal", "manual", causes=["record_missing evidence.other"])
    made = source(asked, met, waits)
    app, portal = readiness((made.result,), made.estate, made.catalogue).systems

    assert ("ready", 1, 1, ()) == (app.state, app.gates, app.passed, app.blockers)
    assert [("NW-05", "app-1", "carrier")] == [(one.control, one.subject.id, one.of) for one in app.requests]
    assert ("unknown", ()) == (portal.state, portal.requests)


def test_a_warning_beside_what_nobody_knows_leaves_readiness_unknown() -> None:
    """A duty that nobody could judge counts, though another one of the same control is told as a warning."""
    warned = verdict("NW-05", "app-1", "warn")
    beside = verdict("NW-05", "app-1", "warn", causes=["not_measured ports"])
    asked = verdict("NW-05", "app-1", "warn", causes=["request_to carrier"])

    def app(told: Verdict) -> str:
        made = source(told)
        return readiness((made.result,), made.estate, made.catalogue).systems[0].state

    assert ["conditional", "unknown", "conditional"] == [app(told) for told in (warned, beside, asked)]
