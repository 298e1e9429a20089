"""The set of fixes for some systems, and that it leads where it says."""

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import NotFoundError
from auditor.model.reason import because
from auditor.model.verdict import AppliedWaiver, Subject, Verdict
from auditor.plan.fixes.make import fixes
from auditor.plan.fixes.shape import Fix, FixSet, Outcome
from auditor.plan.readiness.make import readiness
from auditor.plan.run import PlanRun
from auditor.plan.shared.acts import Act, CandidateFixes
from auditor.plan.shared.fix_rules import load_rules
from auditor.plan.shared.gates import passes, stops
from tests.plan.scene import source, verdict

AIMS = ("ready", "conditional")
FAULT = verdict("NW-05", "app-1", "fail", observed=["tcp/21", "tcp/23"])
ECHO = verdict("LV-07", "app-1", "fail", observed=["tcp/23"])
GAP = verdict("NW-05", "app-2", "unknown", causes=["not_measured ports"])
SOUND = verdict("AC-05", "app-1", "pass")


def tasks(found: FixSet) -> list[tuple[str, str, str, str]]:
    return [(item.kind, item.control, item.what, item.place) for item in found.fixes]


def states(made: PlanRun, assume: tuple[str, ...] = ()) -> dict[str, str]:
    return {item.id: item.state for item in readiness((made.result,), made.estate, made.catalogue, assume).systems}


def test_a_fix_says_everything_about_itself() -> None:
    """Task, verdicts, systems, who clears it, whose it is, cost, and why, in one fix for two verdicts."""
    made = source(FAULT, ECHO, SOUND, costs=({"control": "NW-05", "million_vnd": 5, "days": 2},))
    machine = Subject(kind="host", id="app-1", system="app")

    assert FixSet(
        run="run-1",
        wave="dot-1",
        systems=("app",),
        to="ready",
        fixes=(
            Fix(
                kind="mend",
                control="NW-05",
                clears=(machine,),
                systems=("app",),
                status="fail",
                severity="high",
                clearer="province",
                owner="tt",
                million_vnd=5,
                days=2,
                why=(
                    because("fix_mend", "NW-05", "app-1"),
                    because("fix_serves", 2, "LV-07", "NW-05"),
                ),
                controls=("LV-07", "NW-05"),
                place="app-1",
            ),
        ),
        million_vnd=5,
        unpriced=0,
        days=2,
        proven=True,
        outcome=(Outcome(system="app", before="blocked", after="ready"),),
        assume=("LV-07@app-1=pass", "NW-05@app-1=pass"),
    ) == fixes(made, ["app"], "ready", wave="dot-1")


def test_one_scan_clears_every_machine_it_reaches() -> None:
    """Gaps that one measurement fills are one fix, over controls, machines and systems."""
    gaps = [
        verdict(name, subject, "unknown", causes=["not_measured ports"])
        for name, subject in product(("NW-05", "LV-07"), ("app-1", "web-1@portal"))
    ]
    found = fixes(source(*gaps), ["app", "portal"], "ready")

    assert [("measure", "LV-07", "ports", "srv")] == tasks(found)
    assert (["app-1", "web-1"], ("app", "portal"), ("LV-07", "NW-05"), None) == (
        [subject.id for subject in found.fixes[0].clears],
        found.fixes[0].systems,
        found.fixes[0].controls,
        found.fixes[0].million_vnd,
    )


def test_each_zone_is_looked_from_once_for_all() -> None:
    """A look from elsewhere comes from each zone of the kinds asked for, one act for all that wait for it."""
    near = verdict("NW-05", "app-1", "unknown", causes=["not_measured ports"])
    far = verdict("NW-04", "app-2", "unknown", causes=["not_measured ports"])
    found = fixes(source(near, far), ["app"], "ready")

    assert [
        ("measure", "NW-04", "ports", "lan-a"),
        ("measure", "NW-04", "ports", "lan-b"),
        ("measure", "NW-04", "ports", "net"),
        ("measure", "NW-05", "ports", "srv"),
    ] == tasks(found)


def test_one_paper_clears_every_control_that_waits_for_it() -> None:
    """A record that is missing is entered once."""
    papers = [
        verdict(name, "system:app", "manual", causes=["record_missing evidence.level_approval"], severity="crit")
        for name in ("LV-01", "CN-05")
    ]

    found = fixes(source(*papers), ["app"], "ready")

    assert [("record", "CN-05", "level_approval", "app")] == tasks(found)
    assert because("fix_record", "evidence.level_approval", "app") == found.fixes[0].why[0]


def test_a_site_is_mended_once_at_its_dearest() -> None:
    """One act for two systems of a site is paid once, at the dearest of what was entered for them."""
    faults = [verdict("NW-01", f"system:{name}@{name}", "fail") for name in ("app", "portal")]
    costs = ({"control": "NW-01", "million_vnd": 10, "days": 9}, {"control": "NW-01", "subject": "app",
             "million_vnd": 40, "days": 5})  # fmt: skip
    found = fixes(source(*faults, costs=costs), ["app", "portal"], "ready")

    assert ([("mend", "NW-01", "", "idc")], 40, 9, 0) == (
        tasks(found),
        found.million_vnd,
        found.days,
        found.unpriced,
    )


def test_the_cheaper_of_two_ways_is_taken() -> None:
    """To the lesser aim a warning need not be mended, yet mending it may be the cheaper way to clear a fault."""
    warning = verdict("NW-05", "app-1", "warn", observed=["tcp/23"])

    def way(*costs: dict[str, Any]) -> list[tuple[str, str, str, str]]:
        return tasks(fixes(source(warning, ECHO, costs=costs), ["app"], "conditional"))

    own = {"control": "LV-07", "million_vnd": 9}
    assert [("mend", "NW-05", "", "app-1")] == way(own, {"control": "NW-05", "million_vnd": 5})
    assert [("mend", "LV-07", "", "app-1")] == way(own, {"control": "NW-05", "million_vnd": 10})
    assert [("mend", "LV-07", "", "app-1")] == way(own)


def test_a_measurement_has_no_price() -> None:
    """What putting right would cost is said beside a measurement, and is not its cost."""
    found = fixes(source(GAP, costs=({"control": "NW-05", "million_vnd": 5, "days": 2},)), ["app"], "ready")

    assert (0, 1, 0) == (found.million_vnd, found.unpriced, found.days)
    assert (
        because("fix_measure_zone", "ports", "db"),
        because("fix_may_find"),
        because("fix_if_found", "NW-05", 5, 2),
    ) == found.fixes[0].why


def test_a_measurement_that_was_not_enough_says_so() -> None:
    """Where a look was made and did not suffice, looking again may not be all that is wanted."""
    again = verdict("NW-05", "app-1", "unknown", causes=["incomplete ports"])

    assert (
        because("fix_measure_zone", "ports", "srv"),
        because("fix_may_find"),
        because("fix_incomplete"),
    ) == fixes(source(again), ["app"], "ready").fixes[0].why


def test_what_may_stay_stays() -> None:
    """To `conditional`, warnings and lesser faults are left; to `ready`, nothing is, not even a waiver."""
    waiver = AppliedWaiver(id="w", reason="r", approver="a", until="2027-01-01")
    lesser = verdict("NW-05", "app-1", "fail", severity="med")
    warned = verdict("AC-05", "app-1", "warn")
    waived = verdict("AC-05", "app-2", "pass", waiver=waiver)
    made = source(lesser, warned, waived)

    assert ([], (Outcome(system="app", before="conditional", after="conditional"),)) == (
        tasks(fixes(made, ["app"], "conditional")),
        fixes(made, ["app"], "conditional").outcome,
    )
    assert [
        ("mend", "NW-05", "", "app-1"),
        ("mend", "AC-05", "", "app-1"),
        ("mend", "AC-05", "", "app-2"),
    ] == tasks(fixes(made, ["app"], "ready"))


def test_nothing_judged_is_not_readied() -> None:
    """A system about which nothing was judged stays unknown, whatever is done for the others."""
    found = fixes(source(FAULT), ["app", "portal"], "ready")

    assert (
        Outcome(system="app", before="blocked", after="ready"),
        Outcome(system="portal", before="unknown", after="unknown"),
    ) == found.outcome


def test_an_error_is_mended_once_for_all() -> None:
    """A policy that could not be evaluated is repaired once, and is nobody's machine."""
    errors = [verdict("NW-05", name, "error", causes=["evaluation_aborted x"]) for name in ("app-1", "app-2")]
    found = fixes(source(*errors), ["app"], "ready")

    assert ([("mend", "NW-05", "policy", "")], because("fix_policy", "NW-05")) == (tasks(found), found.fixes[0].why[0])


def test_what_is_wrong_with_the_wave_itself_belongs_to_it() -> None:
    """A gate about the wave is mended with its systems; one about another wave, or without a wave, is not."""
    rows = [
        row.model_copy(update={"subject": row.subject.model_copy(update={"system": ""})})
        for row in (verdict("MG-26", f"wave:{name}", "fail") for name in ("dot-1", "dot-2"))
    ]
    made = source(FAULT, *rows)
    found = fixes(made, ["app"], "ready", wave="dot-1")

    assert [("mend", "MG-26", "", "dot-1"), ("mend", "NW-05", "", "app-1")] == tasks(found)
    assert (("", "province", ()), ("MG-26@dot-1=pass", "NW-05@app-1=pass")) == (
        (found.fixes[0].owner, found.fixes[0].clearer, found.fixes[0].systems),
        found.assume,
    )
    assert [("mend", "NW-05", "", "app-1")] == tasks(fixes(made, ["app"], "ready"))


def test_an_unknown_system_is_an_error() -> None:
    """A name the run does not have is refused with the nearest one."""
    with pytest.raises(NotFoundError, match="no system 'ap' in this run\n  Did you mean 'app'"):
        fixes(source(FAULT), ["ap"], "ready")


SUBJECTS = ("app-1", "app-2", "web-1@portal")
CAUSES = ("not_measured ports", "not_measured sshd_config", "incomplete ports", "no_such_code", "not_declared")
OBSERVED = (["tcp/21"], ["tcp/23"], ["tcp/21", "tcp/23"], {"from": "net", "open": ["tcp/23"]}, "any_source")
VERDICTS = st.lists(
    st.builds(
        lambda name, subject, status, severity, causes, observed: verdict(
            name, subject, status, severity=severity, causes=causes, observed=observed
        ),
        st.sampled_from(("NW-05", "NW-04", "NW-03", "LV-07", "AC-05")),
        st.sampled_from(SUBJECTS),
        st.sampled_from(("pass", "warn", "fail", "unknown", "manual", "error", "not_applicable")),
        st.sampled_from(("crit", "high", "med")),
        st.lists(st.sampled_from(CAUSES), max_size=2),
        st.sampled_from(OBSERVED),
    ),
    max_size=7,
    unique_by=lambda one: (one.control, one.subject.id),
)
COSTS = st.lists(
    st.builds(
        lambda name, subject, cost, days: {"control": name, "subject": subject, "million_vnd": cost, "days": days},
        st.sampled_from(("NW-05", "LV-07", "AC-05")),
        st.sampled_from(("", "app-1", "app-2")),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=3,
).map(tuple)


@settings(max_examples=120, deadline=None)
@given(VERDICTS, COSTS, st.sampled_from(AIMS))
def test_laying_the_fixes_back_gives_what_was_promised(
    verdicts: list[Verdict], costs: tuple[dict[str, Any], ...], to: str
) -> None:
    """The assumptions of a set, asked as a what-if, give its outcome: ready or better than what stopped the move."""
    made = source(*verdicts, costs=costs)
    found = fixes(made, ["app", "portal"], to)  # type: ignore[arg-type]
    before, after = states(made), states(made, found.assume)
    judged = {one.subject.system for one in verdicts if one.status != "not_applicable"}
    reached = {"ready"} if to == "ready" else {"ready", "conditional"}

    assert [(item.system, item.before, item.after) for item in found.outcome] == [
        (name, before[name], after[name]) for name in ("app", "portal")
    ]
    assert [name for name in judged if after[name] not in reached] == []


@settings(max_examples=60, deadline=None)
@given(VERDICTS, COSTS, st.sampled_from(AIMS))
def test_no_smaller_set_would_do(verdicts: list[Verdict], costs: tuple[dict[str, Any], ...], to: str) -> None:
    """Every smaller set of acts leaves a verdict open that the aim wants closed."""
    made = source(*verdicts, costs=costs)
    opened = [one for one in verdicts if one.status != "not_applicable" and not passes(one)]
    workshop = CandidateFixes(made, load_rules(), opened)
    wants = [want for one in opened if to == "ready" or stops(one) for want in workshop.demand(one).wants]
    found = fixes(made, ["app", "portal"], to)  # type: ignore[arg-type]
    least = _fewest(wants)

    assert len(found.fixes) >= least
    if not costs:
        assert len(found.fixes) == least


def _fewest(wants: list[frozenset[Act]]) -> int:
    acts = sorted(frozenset().union(*wants))
    for size in range(len(acts) + 1):
        if any(all(want & set(chosen) for want in wants) for chosen in combinations(acts, size)):
            return size
    raise AssertionError("doing everything does not meet the wants")
