"""A machine that a label covers cannot serve open systems; the check says so, with what covers it."""

from pathlib import Path

import pytest

from auditor.inventory import load
from auditor.inventory.surroundings import surrounding_problems
from tests.secrecy.estates import OPEN, Lists, joined, labelled_guest, labelled_system, labelled_zone, write

GUEST_ON_THE_GATEWAY: Lists = {
    "systems": [{"id": "secret", "name": {"vi": "Mật"}, "kind": "application", "owner": "so", "label": "mat",
                 "runs_on": ["gw"]}],
}  # fmt: skip


def found(folder: Path, lists: Lists, covered: Lists) -> list[str]:
    place = write(folder / "province", lists, covered)
    return [str(problem) for problem in surrounding_problems(place, load(place))]


def test_a_covered_gateway_is_told_with_its_chain(tmp_path: Path) -> None:
    """A labelled guest on the gateway of two open networks covers it; the line names file, chain and remedy."""
    [fault] = found(tmp_path, OPEN, GUEST_ON_THE_GATEWAY)

    assert "estate.yaml:" in fault
    assert "gateway of open systems (hosts gw <- systems secret)" in fault
    assert "Correct the label" in fault


@pytest.mark.parametrize(
    ("role", "word"), [("time_server", "time server"), ("dns", "name server"), ("log_collector", "log server")]
)
def test_a_server_with_a_leg_in_a_labelled_network(role: str, word: str, tmp_path: Path) -> None:
    """An open system's server that also has a leg in a labelled network is covered by it."""
    covered = labelled_zone()
    both = [{"network": "net-data", "address": "192.0.2.150"},
            {"network": covered["networks"][0]["id"], "address": "203.0.113.77"}]  # fmt: skip
    host = {"id": "ns", "system": "tthc", "roles": [role], "interfaces": both}
    [fault] = found(tmp_path, joined(OPEN, {"hosts": [host]}), covered)

    assert f"is the {word} of open systems (hosts ns <- networks {covered['networks'][0]['id']} <- zones" in fault


def test_a_receiver_that_an_open_flow_names(tmp_path: Path) -> None:
    """A flow from an open zone to the time port of a covered machine shows that open systems use it."""
    covered = labelled_system()
    flow = {
        "id": "clock",
        "from_zone": "dmz",
        "to_zone": "data",
        "to_hosts": [covered["hosts"][0]["id"]],
        "ports": ["udp/123"],
    }
    [fault] = found(tmp_path, joined(OPEN, {"flows": [flow]}), covered)

    assert "time server of open systems" in fault


def test_a_vantage_on_a_covered_machine(tmp_path: Path) -> None:
    """What is seen from a covered machine can be shown nowhere in the open world."""
    place = write(tmp_path / "province", OPEN, labelled_guest())
    settings = place / "auditor.yaml"
    settings.write_text("vantages:\n- {id: eye, zone: dmz, kind: bundle, host: mx1}\n", encoding="utf-8")
    faults = [str(problem) for problem in surrounding_problems(place, load(place))]

    assert ["auditor.yaml"] == [fault.partition(":")[0].rpartition("/")[2] for fault in faults]
    assert "alone sweeps an open zone, from a machine that a secrecy label covers (hosts mx1 <- systems" in faults[0]


def test_a_vantage_on_a_machine_of_another_zone(tmp_path: Path) -> None:
    """A look is made from where its machine stands, not from where the settings would have it."""
    place = write(tmp_path / "province", OPEN, {})
    settings = (
        "vantages:\n- {id: eye, zone: admin, kind: bundle, host: gw}\n- {id: own, zone: data, kind: bundle, host: gw}\n"
    )
    (place / "auditor.yaml").write_text(settings, encoding="utf-8")

    [fault] = [str(problem) for problem in surrounding_problems(place, load(place))]
    assert "vantages[eye].host: has no address in zone 'admin'" in fault
    assert "Name a zone the machine stands in: dmz, data." in fault


def test_servers_of_the_labelled_world_are_no_fault(tmp_path: Path) -> None:
    """A time server inside a labelled network that only its own LAN uses is nobody's fault."""
    covered = labelled_zone()
    covered["hosts"][0]["roles"] = ["time_server"]

    assert [] == found(tmp_path, OPEN, covered)


@pytest.mark.parametrize("name", ["lab", "quang-ninh"])
def test_shipped_inventories_have_none(name: str) -> None:
    """The labels of the shipped inventories cover no server of open systems."""
    folder = Path(__file__).parents[2] / "inventories" / name

    assert [] == [str(problem) for problem in surrounding_problems(folder, load(folder))]
