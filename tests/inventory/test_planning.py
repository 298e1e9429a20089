"""The planning file: what a sound one says, and each fault with its line, value and remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import InventoryError, PlanningError
from auditor.estate import Worlds
from auditor.inventory.places import places
from auditor.inventory.planning import load_planning, planning_of
from auditor.inventory.read import load
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning

ESTATE = """\
systems:
  - {id: kho, name: {vi: Kho dữ liệu}, kind: data_store, owner: so-khcn, move: {team: doi-1, target: th}}
  - {id: mat-1, name: {vi: Hệ thống soạn thảo}, kind: secret_docs, owner: so-khcn, label: mat}
circuits:
  - {id: kenh-1, site: idc, medium: fibre, route: a, capacity_mbps: 1000}
evidence:
  - {id: ev-9, kind: hosting_agreement, subject: {kind: system, id: kho}, number: 9/TT, date: 2026-10-01}
"""
PLANNING = """\
province: {vi: Tỉnh thử}
nights:
  start: 2027-01-02
  end: 2027-03-27
  weekdays: [sat]
teams:
  - {id: doi-1, name: {vi: Đội 1}, per_night: 2}
  - {id: doi-2, name: {vi: Đội 2}, per_night: 1}
freezes:
  - id: tet
    name: {vi: Tết}
    start: 2027-02-01
    end: 2027-02-14
  - {id: thi, name: {vi: Thi}, start: 2027-06-01, end: 2027-06-30}
days_off:
  - {date: 2027-02-15}
bandwidth: {circuits: [kenh-1]}
target:
  zones:
    - {id: th, name: {vi: Vùng thường}, slots_per_night: 3}
  agreement: ev-9
pins:
  - {system: tthc, not_before: 2027-01-09, not_after: 2027-01-30}
assignments:
  - {task: {vi: Việc 1}, who: so-khcn, systems: [kho]}
"""
Write = Callable[..., Path]


@pytest.fixture
def estate(folder: Write) -> Write:
    """Writes the inventory with its planning file, one text of which is replaced."""

    def write(old: str = "", new: str = "") -> Path:
        assert old in PLANNING
        return folder(estate=ESTATE, planning=PLANNING.replace(old, new, 1) if old else PLANNING)

    return write


def problems(folder: Path) -> list[tuple[str, int | None, str, str, str, str]]:
    with pytest.raises(PlanningError) as caught:
        planning_of(folder, load(folder))
    return [
        (one.file.name if one.file else "", one.line, one.key, one.message, one.value, one.remedy)
        for one in caught.value.problems
    ]


def line(text: str) -> int:
    """The line of the sound planning file that holds the text."""
    return next(n for n, row in enumerate(PLANNING.splitlines(), 1) if text in row)


def test_a_sound_file(estate: Write) -> None:
    """A sound file is read as it was written; what it leaves out keeps the lawful default."""
    folder = estate()
    planning = planning_of(folder, load(folder))

    assert ["doi-1", "doi-2"] == [team.id for team in planning.teams]
    assert planning.nights is not None
    assert "2027-01-02" == planning.nights.start.isoformat()
    assert (7, 30, 7, None) == (
        planning.notice_working_days,
        planning.parallel_days,
        planning.rollback_days,
        planning.systems_per_night,
    )


def test_no_file_leaves_everything_unknown(folder: Write) -> None:
    """Without a planning file nothing is assumed: no night, no team, no room."""
    place = folder()

    assert Planning() == planning_of(place, load(place))


def test_a_dangling_link_is_no_absence(folder: Write, tmp_path: Path) -> None:
    """A planning file that points nowhere is an error; it does not count as none."""
    place = folder()
    (place / "planning.yaml").symlink_to(tmp_path / "gone.yaml")

    assert ["planning.yaml"] == [problem[0] for problem in problems(place)]


FORM = [
    ("per_night: 2", "per_night: -1", "per_night: 2", "teams[0].per_night", "-1"),
    ("per_night: 2", 'per_night: "2"', "per_night: 2", "teams[0].per_night", "2"),
    ("slots_per_night: 3", "slots_per_night: -3", "slots_per_night", "target.zones[0].slots_per_night", "-3"),
    ("slots_per_night: 3", "storage_gb: -1", "slots_per_night", "target.zones[0].storage_gb", "-1"),
    ("start: 2027-02-01", "start: 2027-02-30", "start: 2027-02-01", "freezes[0].start", "2027-02-30"),
    ("start: 2027-01-02", "start: soon", "start: 2027-01-02", "nights.start", "soon"),
    ("weekdays: [sat]", "weekdays: [saturday]", "weekdays", "nights.weekdays[0]", "saturday"),
    ("weekdays: [sat]", "every_weeks: 0", "weekdays", "nights.every_weeks", "0"),
    ("province: {vi: Tỉnh thử}", "notice_working_days: 6", "province", "notice_working_days", "6"),
    ("province: {vi: Tỉnh thử}", "rollback_days: -1", "province", "rollback_days", "-1"),
    ("province: {vi: Tỉnh thử}", "systems_per_night: -1", "province", "systems_per_night", "-1"),
    ("province: {vi: Tỉnh thử}", "work_limit: 0", "province", "work_limit", "0"),
    ("circuits: [kenh-1]", "reserved_permille: 1001", "bandwidth", "bandwidth.reserved_permille", "1001"),
    ("circuits: [kenh-1]", "hours_per_day: 25", "bandwidth", "bandwidth.hours_per_day", "25"),
]


@pytest.mark.parametrize(("old", "new", "where", "key", "value"), FORM)
def test_form_and_values(estate: Write, old: str, new: str, where: str, key: str, value: str) -> None:
    """A value that no plan can have, negative amounts and impossible dates among them, is named with line and value."""
    found = problems(estate(old, new))

    assert [("planning.yaml", line(where), key, value)] == [(*one[:3], one[4]) for one in found]


def test_an_unknown_key_names_the_nearest(estate: Write) -> None:
    """A misspelt key is an error with the key that was meant, never a demand silently dropped."""
    found = problems(estate("freezes:\n", "freezs:\n"))

    assert [("planning.yaml", line("freezes:"), "freezs", "is no known key here")] == [one[:4] for one in found]
    assert "Did you mean 'freezes'?" in found[0][5]


UNDECLARED = [
    (("system: tthc", "system: tthcs"), ("pins[0].system", "tthcs", "systems"), "tthc"),
    (("[kenh-1]", "[kenh-2]"), ("bandwidth.circuits[0]", "kenh-2", "circuits"), "kenh-1"),
    (("who: so-khcn", "who: so-khcm"), ("assignments[0].who", "so-khcm", "organisations"), "so-khcn"),
    (("systems: [kho]", "systems: [khoo]"), ("assignments[0].systems", "khoo", "systems"), "kho"),
    (("agreement: ev-9", "agreement: ev-8"), ("target.agreement", "ev-8", "evidence"), "ev-9"),
]


@pytest.mark.parametrize(("change", "found_at", "meant"), UNDECLARED)
def test_names_declared_nowhere(
    estate: Write, change: tuple[str, str], found_at: tuple[str, str, str], meant: str
) -> None:
    """A name the inventory does not declare is an error that names the list it is missing from and the nearest name."""
    (found,) = problems(estate(*change))
    key, value, where = found_at
    message = f"is not declared under `{where}` of the inventory"

    assert ("planning.yaml", line(change[0]), key, message, value) == found[:5]
    assert f"Did you mean {meant!r}?" in found[5] or f"Allowed: {meant}" in found[5]


@pytest.mark.parametrize(
    ("old", "new", "place", "key", "named"),
    [
        ("id: doi-1,", "id: doi-9,", "teams:", "team", "doi-1"),
        ("id: th,", "id: th2,", "zones:", "target", "th"),
    ],
)
def test_moves_name_what_is_not_planned(estate: Write, old: str, new: str, place: str, key: str, named: str) -> None:
    """A team or target zone that a system counts on and nobody entered is an error at the list that lacks it."""
    (found,) = problems(estate(old, new))

    assert ("planning.yaml", line(place), named) == (*found[:2], found[4])
    assert f"system 'kho' names {named!r} under move.{key}, which is not declared here" == found[3]


TWICE = [
    ("id: doi-2", "id: doi-1", "id: doi-2", "teams[1].id", "doi-1"),
    ("id: thi", "id: tet", "id: thi", "freezes[1].id", "tet"),
    (
        "slots_per_night: 3}",
        "slots_per_night: 3}\n    - {id: th, name: {vi: Lại}}",
        "agreement",
        "target.zones[1].id",
        "th",
    ),
    ("{date: 2027-02-15}", "{date: 2027-02-15}\n  - {date: 2027-02-15}", "bandwidth", "days_off[1].date", "2027-02-15"),
]


@pytest.mark.parametrize(("old", "new", "where", "key", "value"), TWICE)
def test_the_same_thing_twice(estate: Write, old: str, new: str, where: str, key: str, value: str) -> None:
    """Two teams, freezes, zones or days of one name are an error at the second."""
    (found,) = problems(estate(old, new))

    assert ("planning.yaml", line(where), key, "stands twice", value) == found[:5]
    assert found[5]


DATES = [
    ("end: 2027-02-14", "end: 2027-01-14", "freezes[0].end", "lies before `start` (2027-02-01)", "2027-01-14"),
    ("end: 2027-03-27", "end: 2027-01-01", "nights.end", "lies before `start` (2027-01-02)", "2027-01-01"),
    ("weekdays: [sat]", "weekdays: []", "nights.weekdays", "is empty", ""),
    (
        "weekdays: [sat]",
        "dates: [2027-01-09, 2027-04-03]",
        "nights.dates[1]",
        "lies outside 2027-01-02 to 2027-03-27",
        "2027-04-03",
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "message", "value"), DATES)
def test_dates_in_the_wrong_order(estate: Write, old: str, new: str, key: str, message: str, value: str) -> None:
    """A freeze or a season that ends before it starts, and a night outside its season, are named with both dates."""
    (found,) = problems(estate(old, new))

    assert ("planning.yaml", line(old), key, message, value) == found[:5]
    assert found[5]


PIN = "{system: tthc, not_before: 2027-01-09, not_after: 2027-01-30}"
PINS = [
    ("{system: tthc}", "pins[0]", "names no date", "tthc"),
    (
        "{system: tthc, not_before: 2027-01-30, not_after: 2027-01-09}",
        "pins[0].not_after",
        "lies before `not_before` (2027-01-30)",
        "2027-01-09",
    ),
    (
        "{system: tthc, on: 2027-01-02, not_before: 2027-01-09}",
        "pins[0].on",
        "lies outside the pin's own bounds",
        "2027-01-02",
    ),
    (
        "{system: tthc, on: 2027-02-06, not_after: 2027-01-30}",
        "pins[0].on",
        "lies outside the pin's own bounds",
        "2027-02-06",
    ),
]


@pytest.mark.parametrize(("pin", "key", "message", "value"), PINS)
def test_a_pin_that_contradicts_itself(estate: Write, pin: str, key: str, message: str, value: str) -> None:
    """A pin without a date, or whose dates exclude each other, is named with its line."""
    (found,) = problems(estate(PIN, pin))

    assert ("planning.yaml", line(PIN), key, message, value) == found[:5]
    assert found[5]


def test_a_system_pinned_twice(estate: Write) -> None:
    """Two pins of one system are an error at the second that names the first."""
    (found,) = problems(estate(PIN, f"{PIN}\n  - {{system: tthc, on: 2027-01-16}}"))

    assert ("planning.yaml", line(PIN) + 1, "pins[1].system", "is pinned twice, also as entry 1", "tthc") == found[:5]


def test_pins_that_touch_are_sound(estate: Write) -> None:
    """Bounds that leave a single day contradict nothing."""
    folder = estate(PIN, "{system: tthc, on: 2027-01-09, not_before: 2027-01-09, not_after: 2027-01-09}")

    assert "2027-01-09" == str(planning_of(folder, load(folder)).pins[0].on)


def test_all_faults_at_once(estate: Write) -> None:
    """Faults of different parts are shown together, each at its line."""
    folder = estate("end: 2027-02-14", "end: 2027-01-14")
    text = (folder / "planning.yaml").read_text(encoding="utf-8")
    (folder / "planning.yaml").write_text(text.replace("system: tthc", "system: ai"), encoding="utf-8")

    assert {("freezes[0].end", line("end: 2027-02-14")), ("pins[0].system", line(PIN))} == {
        (one[2], one[1]) for one in problems(folder)
    }


MOVES = [
    ("move: {earliest: 2027-02-06, latest: 2027-01-02}", "move.latest", "2027-01-02"),
    ("move: {volume_gb: -5}", "move.volume_gb", "-5"),
    ("move: {parallel_days: -1}", "move.parallel_days", "-1"),
    ("move: {rollback_days: -1}", "move.rollback_days", "-1"),
    ("move: {priority: 6}", "move.priority", "6"),
    ("move: {together: [tthcs]}", "move.together[0]", "tthcs"),
    ("move: {together: [kho]}", "move.together[0]", "kho"),
    ("move: {apart: [kho]}", "move.apart[0]", "kho"),
    ("move: {together: [tthc], apart: [tthc]}", "move.apart", "tthc"),
    ("move: {duplicates: kho}", "move.duplicates", "kho"),
    ("technology: {storage_gb: -1}", "technology.storage_gb", "-1"),
]


@pytest.mark.parametrize(("move", "key", "value"), MOVES)
def test_moves_of_the_inventory(folder: Write, move: str, key: str, value: str) -> None:
    """A system's own demands on its move are checked where they stand: negative volumes, unknown systems, itself."""
    row = f"systems:\n  - {{id: kho, name: {{vi: Kho}}, kind: data_store, owner: so-khcn, {move}}}\n"
    with pytest.raises(InventoryError) as caught:
        load(folder(estate=row))
    (found,) = caught.value.problems

    assert ("estate.yaml", 2, value) == (found.file.name if found.file else "", found.line, found.value)
    assert found.key.endswith(key)


def test_a_link_to_an_unknown_system(folder: Write) -> None:
    """A dependency on a system nobody declared is an error with the line and the nearest name."""
    row = "links:\n  - {id: l-1, source: tthc, target: tthcs, channel: lgsp, network: tslcd, hard: true}\n"
    with pytest.raises(InventoryError) as caught:
        load(folder(links=row))
    (found,) = caught.value.problems

    assert ("links.yaml", 2, "tthcs") == (found.file.name if found.file else "", found.line, found.value)
    assert "Did you mean 'tthc'?" in found.remedy


def test_places(estate: Write) -> None:
    """Each thing and each of its keys has its file and line, so that a plan can name the line to change."""
    found = places(estate())

    assert {
        "planning": "planning.yaml:1",
        "planning/freezes/0/start": f"planning.yaml:{line('start: 2027-02-01')}",
        "planning/freezes/1": f"planning.yaml:{line('id: thi')}",
        "planning/target/zones/0/slots_per_night": f"planning.yaml:{line('slots_per_night')}",
        "planning/pins/0/not_after": f"planning.yaml:{line(PIN)}",
        "systems/kho": "estate.yaml:2",
        "systems/kho/move/team": "estate.yaml:2",
        "circuits/kenh-1": "estate.yaml:5",
    }.items() <= found.items()


def test_places_pass_over_what_cannot_be_read(estate: Write) -> None:
    """A file that is no YAML gives no place and no second error; the others keep theirs."""
    folder = estate()
    (folder / "estate.yaml").write_text("systems: [\n", encoding="utf-8")
    found = places(folder)

    assert "systems/kho" not in found
    assert "planning/freezes/0" in found


LABELLED = f"""\
pins:
  - {{system: mat-1, on: 2027-01-16, reason: riêng}}
  - {PIN}
costs:
  - {{control: NW-05, subject: mat-1, million_vnd: 7}}
  - {{control: NW-05, subject: kho, million_vnd: 8}}
assignments:
  - {{task: {{vi: Việc riêng}}, systems: [mat-1]}}
  - {{task: {{vi: Việc chung}}, systems: [mat-1, kho]}}
"""


def mentioned(value: Any) -> set[str]:
    """Every text and key inside a document."""
    if isinstance(value, dict):
        return set(value).union(*(mentioned(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(mentioned(part) for part in value))
    return {str(value)}


def labelled_estate(folder: Write) -> tuple[Path, Inventory, Planning]:
    place = folder(estate=ESTATE.replace("move: {team: doi-1, target: th}", "level: 2"), planning=LABELLED)
    inventory = load(place)
    return place, inventory, planning_of(place, inventory)


def test_the_open_part_of_a_planning_file(folder: Write) -> None:
    """Pins, costs and tasks of a labelled system alone go; a task shared with an open one keeps the open one."""
    _, inventory, planning = labelled_estate(folder)
    shown = Worlds(inventory).open_planning(planning)

    assert (["tthc"], ["kho"], [("Việc chung", ("kho",))]) == (
        [pin.system for pin in shown.pins],
        [cost.subject for cost in shown.costs],
        [(task.task.vi, task.systems) for task in shown.assignments],
    )
    assert set() == {"mat-1", "riêng", "Việc riêng"} & mentioned(shown.model_dump(mode="json"))


def test_the_open_part_of_the_places(folder: Write) -> None:
    """No place gives a labelled system away, and what is left is numbered as the open planning file
    numbers it; lines, which count labelled entries too, are left out.
    """
    place, inventory, planning = labelled_estate(folder)
    found = places(place)
    shown = Worlds(inventory).open_places(planning, found)

    assert {"systems/mat-1", "planning/pins/1", "planning/costs/1", "planning/assignments/1"} <= found.keys()
    assert [] == [pointer for pointer in shown if "mat-1" in pointer]
    assert {
        "systems/kho": "estate.yaml",
        "planning": "planning.yaml",
        "planning/pins": "planning.yaml",
        "planning/pins/0": "planning.yaml",
        "planning/pins/0/not_after": "planning.yaml",
        "planning/costs/0": "planning.yaml",
        "planning/assignments/0": "planning.yaml",
    }.items() <= shown.items()
    assert [] == [pointer for pointer in shown if pointer.split("/")[1:3] in (["pins", "1"], ["assignments", "1"])]


def test_another_planning_file(estate: Write, tmp_path: Path) -> None:
    """A planning file given by hand is held against the same inventory."""
    folder = estate()
    other = tmp_path / "other.yaml"
    other.write_text("pins: [{system: ai, on: 2027-01-09}]\n", encoding="utf-8")
    with pytest.raises(PlanningError) as caught:
        load_planning(other, load(folder))

    assert [("pins[0].system", "ai")] == [
        (one.key, one.value) for one in caught.value.problems if one.key.startswith("pins")
    ]
