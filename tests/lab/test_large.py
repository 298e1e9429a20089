"""The large lab's scenes and verdicts are well formed: pairs, declared subjects, known controls and statuses."""

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from lab.errors import LabError
from lab.large import flows, inventory
from lab.large.scenes import machines, merged, read, scenes
from lab.large.truth import CHANGED, Expected, compare, table
from lab.large.wires import cables
from lab.truth import STATUSES

CONTROLS = Path(__file__).resolve().parents[2] / "policies" / "controls"
LISTS = {
    "host": "hosts",
    "endpoint": "endpoints",
    "system": "systems",
    "organisation": "organisations",
    "site": "sites",
    "zone": "zones",
    "network": "networks",
    "link": "links",
    "data_set": "data_sets",
    "wave": "waves",
}


@pytest.fixture(scope="module")
def lists() -> dict[str, list[dict[str, Any]]]:
    """The inventory."""
    return inventory.lists()


def test_every_scene_is_a_pair_that_differs() -> None:
    """What is laid over the common part differs between fault and twin."""
    same = [
        row["id"] for row in read() if merged(row.get("both"), row["fault"]) == merged(row.get("both"), row["twin"])
    ]

    assert same == []
    assert len(scenes()) >= 120


def test_every_scene_has_a_row_that_tells_fault_from_twin() -> None:
    """At least one control is expected to judge both sides differently."""
    rows = table()
    told = {
        row.scene
        for row in rows
        for other in rows
        if (row.scene, row.control) == (other.scene, other.control)
        and row.faulty
        and not other.faulty
        and not set(row.statuses) & set(other.statuses)
    }

    assert {scene.id for scene in scenes()} == told


def test_every_row_names_what_is_there(lists: dict[str, list[dict[str, Any]]]) -> None:
    """Declared subjects of the row's kind, or the address of a machine that is started and not declared."""
    ids = {kind: {row["id"] for row in lists[name]} for kind, name in LISTS.items()}
    hidden = {
        f"province/{address}"
        for machine in machines()
        for address in (machine.v4_address, *(machine.net.address4(octet) for octet in machine.more))
        if not machine.declared or machine.hidden_legs
    }

    assert [row for row in table() if row.subject not in ids[row.kind] | hidden] == []


def test_every_row_names_a_control_and_statuses() -> None:
    """Controls of the catalogue, statuses of the eight, a reason, and no row twice."""
    known = {
        line.split(":")[1].strip()
        for path in CONTROLS.glob("*/*/policy.rego")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#   id:")
    }
    rows = table()

    assert {row.control for row in rows} <= known
    assert {status for row in rows for status in row.statuses} <= STATUSES
    assert all(row.reason for row in rows)
    again = Counter(
        (row.control, row.kind, row.subject, row.statuses) for row in rows if row.kind not in {"network", "zone"}
    )
    assert [key for key, count in again.items() if count > 1] == []


def test_changes_keep_the_old_value() -> None:
    """Each entry says what it was, what it is, and why; what it is stands in the table."""
    rows = {(row.scene, row.control, row.subject): "|".join(row.statuses) for row in table()}

    changed = yaml.safe_load(CHANGED.read_text(encoding="utf-8"))
    ids = {scene.id for scene in scenes()}

    assert all(set(entry) == {"scene", "why"} and entry["scene"] in ids for entry in changed["scenes"])
    for entry in changed["verdicts"]:
        assert set(entry) == {"scene", "control", "subject", "was", "is", "why"}
        assert rows[entry["scene"], entry["control"], entry["subject"]] == entry["is"] != entry["was"]


def test_addresses_and_cables_are_each_one_machines() -> None:
    """No two machines of a zone share an address, and every cable ends in a machine that is started."""
    names = {machine.name for machine in machines()}
    held = Counter((cable.zone.id, cable.octet) for cable in cables())

    assert [place for place, count in held.items() if count > 1] == []
    assert {cable.machine for cable in cables() if not cable.machine.startswith("probe-")} <= names


def test_the_router_opens_what_scenes_say() -> None:
    """A permission of each scene with a flow stands in the rules, the undeclared ones in no line of the inventory."""
    text = flows.rules()
    listed = {row["id"] for row in flows.rows()}

    for way in flows.ways():
        assert f'"{way.id}"' in text
        assert way.declared or way.id not in listed


def test_rules_and_tables_of_scenes_stand_in_the_routers_file() -> None:
    """Rules of a scene stand before the last word of the chain, and its tables behind those of the lab."""
    text = flows.whole_ruleset()
    chain, _, rest = text.partition("    reject with icmpx admin-prohibited\n  }\n}\n")
    walls = [variant for scene in scenes() for variant in (scene.fault, scene.twin) if variant.wall]

    assert walls
    for variant in walls:
        assert all(f"    {line}\n" in chain for line in variant.wall)
        assert variant.tables in rest


def test_a_flow_to_nobody_is_refused() -> None:
    """A misspelt end of a flow is an error, not a rule that is never made."""
    with pytest.raises(LabError, match="no zone and no machine"):
        flows.rules((flows.Way("x", "office", "nobody", ("tcp/1",)),))


def verdict(status: str, *causes: dict[str, Any]) -> dict[str, Any]:
    """One of a machine, as the published JSON has it."""
    return {"control": "NW-05", "subject": {"kind": "host", "id": "h"}, "status": status, "causes": list(causes)}


def test_a_wrong_row_says_why_it_was_judged_so() -> None:
    """The causes of the verdict stand in the row, in its mapping and in its line."""
    row = Expected("s", faulty=False, control="NW-05", kind="host", subject="h", statuses=("pass",), reason="r")
    cause = {"code": "not_measured", "args": ["ports"]}
    (wrong,) = compare([row], [verdict("unknown", cause)]).wrong

    assert str(wrong) == "false unknown: NW-05 host h: pass, said unknown because not_measured(ports) (r)"
    assert wrong.as_dict()["causes"] == [{"code": "not_measured", "args": ("ports",)}]


def test_a_row_that_is_judged_otherwise_is_told() -> None:
    """Equal rows are silent; others are told by what they are; a row the audit lacks is missing."""
    row = Expected("s", faulty=True, control="NW-05", kind="host", subject="h", statuses=("fail",), reason="r")

    def sorts(status: str | None) -> list[str]:
        said = [verdict(status)] if status else []
        return [wrong.sort for wrong in compare([row], said).wrong]

    assert sorts("fail") == []
    assert sorts("pass") == ["false pass"]
    assert sorts("not_applicable") == ["false pass"]
    assert sorts("unknown") == ["false unknown"]
    assert sorts(None) == ["missing"]
    assert [wrong.sort for wrong in compare([dataclasses.replace(row, statuses=("pass",))], []).wrong] == ["missing"]


def test_what_a_scene_runs_in_the_router_names_its_own_machine() -> None:
    """Lines for the router speak of the address of their variant, so that no scene changes another's way."""
    ran = [(variant, line) for scene in scenes() for variant in (scene.fault, scene.twin) for line in variant.router]

    assert ran
    assert [line for variant, line in ran if str(variant.machines[0].v4_address) not in line] == []
