"""Demands that cannot be met are each named with the file and line to change, from real files to the answer."""

from pathlib import Path

import pytest

from auditor.inventory.places import places
from auditor.inventory.planning import planning_of
from auditor.inventory.read import load
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import WavePlan
from tests.plan.waves.checker.checker import faults
from tests.plan.waves.checker.estates import Draft

BASE = """\
organisations:
  - {id: so, name: {vi: Sở}, kind: department}
"""
SYSTEMS = """\
systems:
  - {id: a, name: {vi: A}, kind: application, owner: so, decision: migrate}
  - {id: b, name: {vi: B}, kind: application, owner: so, decision: migrate, level: 3}
  - id: c
    name: {vi: C}
    kind: application
    owner: so
    decision: migrate
    move:
      priority: 2
"""
LINKS = """\
links:
  - {id: l-ab, source: a, target: b, channel: lgsp, network: tslcd, hard: true}
  - {id: l-ba, source: b, target: a, channel: lgsp, network: tslcd, hard: true}
"""
PLANNING = """\
nights:
  start: 2027-01-02
  end: 2027-01-30
  weekdays: [sat]
systems_per_night: 2
"""


def planned(folder: Path, **files: str) -> tuple[PlanRun, WavePlan]:
    """The plan of a folder with the day of planning at 23 November 2026."""
    for name, text in ({"base": BASE, "systems": SYSTEMS, "links": LINKS, "planning": PLANNING} | files).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    inventory, empty = load(folder), Draft().source()
    run = PlanRun(
        result=empty.result,
        inventory=inventory,
        planning=planning_of(folder, inventory),
        catalogue=empty.catalogue,
        observations={},
        matrix=empty.matrix,
        places=places(folder),
    )
    return run, run.waves


def test_the_sound_folder(tmp_path: Path) -> None:
    """The folder from which each case departs has a plan, and its ring is shown with the cheapest cut."""
    run, plan = planned(tmp_path)

    assert [] == faults(run, plan)
    assert [(("a", "b"), 1)] == [(ring.systems, ring.cut_weight) for ring in plan.cycles]


WAVE = "waves:\n  - {{id: w, name: {{vi: W}}, date: {date}, systems: [c]}}\n"
ZONE = "target:\n  zones:\n    - {id: z, name: {vi: Z}, SAID}\n"
REFUSED: dict[str, tuple[dict[str, str], set[tuple[str, str]]]] = {
    "a freeze that covers everything": (
        {"planning": f"{PLANNING}freezes:\n  - {{id: f, name: {{vi: F}}, start: 2026-12-01, end: 2027-02-01}}\n"},
        {("freeze:f", "planning.yaml:7"), ("nights", "planning.yaml:1")},
    ),
    "a pin in a freeze": (
        {
            "planning": f"{PLANNING}freezes:\n  - {{id: f, name: {{vi: F}}, start: 2027-01-09, end: 2027-01-09}}\n"
            "pins:\n  - {system: c, on: 2027-01-09}\n"
        },
        {("freeze:f", "planning.yaml:7"), ("pin:c", "planning.yaml:9")},
    ),
    "a pin before the earliest night": (
        {
            "systems": f"{SYSTEMS}      earliest: 2027-01-16\n",
            "planning": f"{PLANNING}pins:\n  - {{system: c, on: 2027-01-09}}\n",
        },
        {("earliest:c", "systems.yaml:11"), ("pin:c", "planning.yaml:7")},
    ),
    "a pin that the notice does not reach": (
        {"planning": f"{PLANNING}pins:\n  - {{system: c, on: 2026-12-01}}\n"},
        {("notice", "planning.yaml:1"), ("pin:c", "planning.yaml:7")},
    ),
    "a pin in the past": (
        {"planning": f"{PLANNING}pins:\n  - {{system: c, on: 2026-11-01}}\n"},
        {("pin:c", "planning.yaml:7")},
    ),
    "a latest night in the past": (
        {"systems": f"{SYSTEMS}      latest: 2026-11-01\n"},
        {("latest:c", "systems.yaml:11")},
    ),
    "a season in the past": (
        {"planning": PLANNING.replace("2027", "2026")},
        {("nights", "planning.yaml:1")},
    ),
    "no nights at all": ({"planning": "systems_per_night: 2\n"}, {("nights", "planning.yaml:1")}),
    "a ring larger than a night": (
        {"planning": PLANNING.replace("night: 2", "night: 1")},
        {("systems_per_night", "planning.yaml:5"), ("link:l-ab", "links.yaml:2"), ("link:l-ba", "links.yaml:3")},
    ),
    "a ring whose ends move apart": (
        {"systems": SYSTEMS.replace("level: 3}", "level: 3, move: {apart: [a]}}")},
        {("apart:a:b", "systems.yaml:3"), ("link:l-ab", "links.yaml:2"), ("link:l-ba", "links.yaml:3")},
    ),
    "nights without room": (
        {"planning": PLANNING.replace("night: 2", "night: 0")},
        {("systems_per_night", "planning.yaml:5")},
    ),
    "a team without hands": (
        {
            "systems": f"{SYSTEMS}      team: t\n",
            "planning": f"{PLANNING}teams:\n  - {{id: t, name: {{vi: T}}, per_night: 0}}\n",
        },
        {("team:t", "planning.yaml:7")},
    ),
    "a target without slots": (
        {"planning": PLANNING + ZONE.replace("SAID", "slots_per_night: 0")},
        {("zone_slots:z", "planning.yaml:8")},
    ),
    "a target too small": (
        {"planning": PLANNING + ZONE.replace("SAID", "systems: 2")},
        {("zone_systems:z", "planning.yaml:8")},
    ),
    "a target that does not take the level": (
        {"planning": PLANNING + ZONE.replace("SAID", "levels: [1, 2]")},
        {("target:b", "planning.yaml:8")},
    ),
    "a target that is ready too late": (
        {"planning": PLANNING + ZONE.replace("SAID", "ready_from: 2027-02-01")},
        {("zone_ready:z", "planning.yaml:8"), ("nights", "planning.yaml:1")},
    ),
    "an adopted wave in a freeze": (
        {
            "waves": WAVE.format(date="2027-01-09"),
            "planning": f"{PLANNING}freezes:\n  - {{id: f, name: {{vi: F}}, start: 2027-01-09, end: 2027-01-09}}\n",
        },
        {("wave:w", "waves.yaml:2"), ("freeze:f", "planning.yaml:7")},
    ),
    "a dependency on what stays": (
        {"systems": SYSTEMS.replace("decision: migrate, level: 3", "decision: retain_idc")},
        {("link:l-ab", "links.yaml:2")},
    ),
    "more data than the circuits carry": (
        {
            "systems": f"{SYSTEMS}      volume_gb: 1000000\n",
            "base": f"{BASE}sites:\n  - {{id: i, name: {{vi: I}}, organisation: so}}\ncircuits:\n"
            "  - {id: k, site: i, medium: fibre, route: r, capacity_mbps: 1}\n",
            "planning": f"{PLANNING}bandwidth: {{circuits: [k]}}\n",
        },
        {("bandwidth", "planning.yaml:6"), ("nights", "planning.yaml:1")},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_named(tmp_path: Path, case: str) -> None:
    """No plan is made, and exactly the demands that contradict each other are named with their lines."""
    files, expected = REFUSED[case]
    run, plan = planned(tmp_path, **files)

    assert ("infeasible", expected) == (plan.status, {(one.constraint, one.line) for one in plan.conflicts})
    assert [] == faults(run, plan)
