"""Every system has one standing: all parts of a plan are held against each other."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.inventory import load
from auditor.model.inventory import Inventory
from auditor.model.population import Population
from auditor.model.vocab.moves import Decision, Disposition
from auditor.pages.names import Names
from auditor.pages.papers.page import paper_html
from auditor.pages.population import systems_line, withheld_line
from auditor.plan.checklist.html import checklist_page
from auditor.plan.document.paper.body import paper_of
from auditor.plan.portfolio.html import portfolio_html
from auditor.plan.readiness.lines import system_line
from auditor.plan.readiness.pages import chosen, screen
from auditor.plan.run import PlanRun
from auditor.plan.shared.document_form import document_form
from auditor.plan.verbs import Line, Rows
from auditor.plan.waves.movers import sort_systems
from auditor.reports import render
from auditor.reports.content.moves import moves_of
from tests.plan.scene import control, host, inventory, source, system, verdict

WAVE = {"id": "dot-1", "name": {"vi": "Đợt 1"}, "date": "2027-06-05", "systems": ["app"]}
LAB = Path(__file__).parents[2] / "inventories" / "lab"


def faults(made: PlanRun) -> list[str]:
    """Where two parts say different things of one system, or count differently."""
    held = made.population
    everyone = {item.id for item in made.inventory.systems}
    moving = {row.system for row in made.document.moving}
    staying = {row.system for row in made.document.staying}
    safe = {item.system for item in made.document.safety if item.moves}
    kept = {item.system for item in made.document.safety if not item.moves}
    chosen = sort_systems(made)
    done = {name for wave in made.inventory.waves if wave.status == "done" for name in wave.systems}
    state = {item.system: item.state for item in made.movement.systems}
    leader = moves_of(made.report, Names.of(made.inventory))
    standing = made.portfolio.standing
    last = made.portfolio.burn_up.points[-1]
    apart = held.those(Disposition.OTHER_WAY, Disposition.UNDECIDED, Disposition.FORBIDDEN)
    checks = {
        "population": everyone == set(held.by_id),
        "paper": moving == set(held.those(Disposition.TO_MOVE, Disposition.OTHER_WAY)) and staying == everyone - moving,
        "safety": safe == moving and kept == set(held.those(Disposition.STAYS)),
        "leader": {move.id for move in leader.systems} == set(held.left),
        "leader's counts": {key: n for key, _, n in leader.counts} == _without_moved(held),
        "portfolio": _counts(standing) == _expected(held),
        "history": (last.systems, last.moved) == (standing.to_move, standing.moved),
        "waves": set(chosen.movers) == set(held.left) - done,
        "waves' others": {item.system for item in chosen.unplaced} <= set(apart) - held.moved,
        "state of what moves": {name for name in moving if _data_moves(held, name)} <= set(state),
        "state of what has moved": held.moved == {name for name, how in state.items() if how.over},
        "upgrades": held.leaving == {name for name in everyone if _leaves(held, name)},
    }
    return [name for name, holds in checks.items() if not holds]


def _without_moved(held: Population) -> dict[str, int]:
    return {key: n for key, n in held.states.items() if key != "moved"}


def _counts(standing: Any) -> dict[str, int]:
    return {key: n for key, n in standing.model_dump().items() if key != "planned"}


def _expected(held: Population) -> dict[str, int]:
    return held.states | {
        "systems": len(held.members),
        "to_move": len(held.to_move),
        "staying": held.count(Disposition.STAYS, Disposition.ENDS),
        "other_way": held.count(Disposition.OTHER_WAY),
        "undecided": held.count(Disposition.UNDECIDED),
        "forbidden": held.count(Disposition.FORBIDDEN),
    }


def _data_moves(held: Population, name: str) -> bool:
    decision = held.by_id[name].decision
    return decision is not None and decision.data_moves


def _leaves(held: Population, name: str) -> bool:
    member = held.by_id[name]
    return member.decision.leaves_idc if member.decision else member.disposition is Disposition.TO_MOVE


def lab(**decided: str | None) -> PlanRun:
    """The lab's province with other decisions, as a run without verdicts sees it."""
    whole = load(LAB)
    chosen = {name: way and Decision(way) for name, way in decided.items()}
    systems = [
        one.model_copy(update={"decision": chosen[one.id]}) if one.id in chosen else one for one in whole.systems
    ]
    return source(estate=whole.model_copy(update={"systems": tuple(systems)}), controls=())


def test_the_lab_under_every_decision() -> None:
    """Its land register, decided in each way there is and not at all, has one standing in every part."""
    ways = [*(one.value for one in Decision), None]
    found = {way: wrong for way in ways if (wrong := faults(lab(land=way)))}
    assert found == {}


def test_a_zone_of_its_own_and_a_national_system() -> None:
    """What goes to a special zone leaves in another way; what a national system replaces leaves and ends."""
    zone = lab(land="special_zone").population.by_id["land"].disposition
    national = lab(land="replace_national").population.by_id["land"].disposition

    assert (Disposition.OTHER_WAY, Disposition.ENDS) == (zone, national)
    assert zone.leaves_idc
    assert national.leaves_idc


_DECISIONS = st.sampled_from([None, *(one.value for one in Decision)])
_SYSTEM = st.fixed_dictionaries(
    {"decision": _DECISIONS, "label": st.sampled_from(["none", "none", "mat"]), "declares_secrets": st.booleans()}
)
_DATA = st.fixed_dictionaries(
    {
        "decision": _DECISIONS,
        "label": st.sampled_from(["none", "none", "none", "mat"]),
        "move": st.sampled_from([None, "not_started", "copying", "cut_over", "old_silent"]),
    }
)
_WAVE = st.sampled_from(["", "adopted", "done"])


def generated(rows: list[dict[str, Any]], data: list[dict[str, Any] | None], waves: list[str]) -> Inventory:
    """Systems with at most one data set each, in the waves named."""
    names = [f"s{n}" for n in range(len(rows))]
    held = [
        {"id": f"d-{name}", "name": {"vi": name}, "system": name, "entity": "e"}
        | row
        | {"move": {"state": row["move"], "as_of": "2026-11-01"} if row["move"] else None}
        for name, row in zip(names, data, strict=False)
        if row
    ]
    made = [
        {
            "id": f"w-{status}",
            "name": {"vi": status},
            "date": "2026-10-03" if status == "done" else "2027-06-05",
            "status": status,
            "systems": members,
        }
        for status in ("adopted", "done")
        if (members := [name for name, wave in zip(names, waves, strict=False) if wave == status])
    ]
    listed = [system(name, **row) for name, row in zip(names, rows, strict=True)]
    return inventory(systems=listed, hosts=[], data_sets=held, waves=made)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(
    st.lists(_SYSTEM, min_size=1, max_size=6),
    st.lists(st.none() | _DATA, max_size=6),
    st.lists(_WAVE, max_size=6),
)
def test_generated_provinces(rows: list[dict[str, Any]], data: list[dict[str, Any] | None], waves: list[str]) -> None:
    """Whatever is decided, labelled, declared and planned, all parts agree."""
    assert [] == faults(source(estate=generated(rows, data, waves), controls=()))


def test_four_papers_say_the_same_words() -> None:
    """Leader page, plan paper, portfolio and checklist print one sentence about one population."""
    rows: list[dict[str, Any]] = [{"decision": one.value} for one in Decision]
    rows += [{"decision": None}, {"decision": "migrate", "label": "mat"}]
    made = source(estate=generated(rows, [], ["adopted"]), controls=())
    sentence = systems_line(made.population).vi
    paper = paper_of(made.document, document_form(), made.report)
    pages = {
        "leader": render(made.report, "leader", "html"),
        "paper": paper_html(paper, "vi"),
        "portfolio": portfolio_html(made.report, made.portfolio, "vi"),
        "checklist": checklist_page(made.checklist, made.report, "vi"),
    }
    assert sentence.startswith("Trong 10 hệ thống: chuyển theo đợt 1, trong đó đã chuyển 0; chuyển theo cách khác 3; ")
    assert [] == [name for name, page in pages.items() if sentence not in page.decode()]


def test_every_page_says_whose_readiness_is_told_elsewhere() -> None:
    """How many systems, on every page that counts them, and at each one; none is said to have nothing open."""
    made = source(
        estate=generated([{"decision": "migrate"}, {"decision": "migrate"}], [], ["adopted"] * 2), controls=()
    )
    first, second = (member.system for member in made.population.members)
    made = replace(made, result=made.result.model_copy(update={"parted": True, "withheld": (first,)}), given={})
    sentence = withheld_line(1).vi
    elsewhere = "được lưu và trình bày ở nơi khác"
    table = screen(made, "vi").shown
    pages = {
        "readiness": "\n".join(part.text for part in table if isinstance(part, Line)),
        "leader": render(made.report, "leader", "html").decode(),
        "paper": paper_html(paper_of(made.document, document_form(), made.report), "vi").decode(),
        "portfolio": portfolio_html(made.report, made.portfolio, "vi").decode(),
        "checklist": checklist_page(made.checklist, made.report, "vi").decode(),
    }

    assert [] == [name for name, page in pages.items() if sentence not in page]
    rows = [row[1:] for part in table if isinstance(part, Rows) for row in part.rows]
    assert [(first, "–", elsewhere), (second, "0/0", "")] == rows
    assert (1, 1) == (pages["leader"].count(f">{elsewhere}<"), pages["leader"].count("còn 0 nội dung"))
    assert elsewhere in system_line(chosen(made.asked(systems=(first,))).systems[0]).vi
    assert elsewhere not in system_line(chosen(made.asked(systems=(second,))).systems[0]).vi


def test_the_owner_answers_where_nobody_else_is_named() -> None:
    """Blocker, fix, sheet and paper name the same body for the operator's part."""
    systems = [system("app", decision="migrate", operator=None)]
    run = source(
        verdict("AC-05", "app-1", "fail"),
        estate=inventory(systems=systems, waves=[WAVE], hosts=[host("app-1", "app", "srv", 1)]),
        controls=(control("AC-05", "host", "sshd_config"),),
    ).asked(systems=("app",))
    lines = {line.owner for sheet in run.checklist.sheets for line in sheet.lines if sheet.kind == "system"}

    assert {"so"} == {blocker.owner for item in run.readiness.systems for blocker in item.blockers}
    assert {"so"} == {fix.owner for fix in run.fixes.fixes}
    assert "so" in lines
