"""The sample estate: sound, of real size, and honest about where each line comes from."""

import datetime
import ipaddress
from pathlib import Path

import pytest

from auditor.inventory.entries import LISTS
from auditor.inventory.read import load
from auditor.inventory.scope import load_scope
from auditor.inventory.surroundings import surrounding_problems
from auditor.model.entity import Entity
from auditor.model.inventory import Inventory
from auditor.model.vocab.secrecy import Label

FOLDER = Path(__file__).parents[2] / "inventories" / "quang-ninh"
TITLE = "Nguồn chỉ nêu tên; mọi chi tiết khác trong mục này là ví dụ."
AS_TOLD = "Số liệu như nguồn nêu, không phải số đo hay số đếm lại."
SPARE = [
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "192.168.0.0/16", "203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "2001:db8::/32")
]


@pytest.fixture(scope="module")
def estate() -> Inventory:
    """The sample estate as it is loaded."""
    return load(FOLDER)


def lines(estate: Inventory) -> list[tuple[str, Entity]]:
    return [(name, thing) for name in LISTS for thing in getattr(estate, name)]


def test_size(estate: Inventory) -> None:
    """The estate has the systems of the catalogue with two secret ones, and a placeholder for each of 32 databases."""
    placeholders = [system for system in estate.systems if system.id.startswith("csdl-mau-")]
    assert (62, 32) == (len(estate.systems) - len(placeholders), len(placeholders))
    assert f"{len(estate.systems)} systems, {len(estate.hosts)} hosts" in (FOLDER / "README.md").read_text(
        encoding="utf-8"
    )
    assert 2 == sum(system.label is not Label.NONE for system in estate.systems)


def test_every_line_has_an_origin(estate: Inventory) -> None:
    """Each line is a public fact with its source and what it covers, or an example; nothing is left unmarked."""
    unmarked = [
        (name, thing.id)
        for name, thing in lines(estate)
        if not (
            thing.origin.kind == "example"
            or (
                thing.origin.kind == "public"
                and thing.origin.source
                and thing.note == (AS_TOLD if name == "reported" else TITLE)
            )
        )
    ]

    assert [] == unmarked


def test_placeholders_say_that_they_are(estate: Inventory) -> None:
    """Each of the 32 is called a placeholder in its name in both languages and in its note; nothing in it is public."""
    found = [system for system in estate.systems if system.id.startswith("csdl-mau-")]
    said = [
        "mẫu" in system.name.vi
        and "chỗ trống" in system.name.vi
        and system.name.en.startswith("Placeholder")
        and "not real" in system.name.en
        and system.note.startswith("Chỗ để trống")
        and system.origin.kind == "example"
        for system in found
    ]

    assert [True] * 32 == said


def test_not_taken_for_the_list_of_databases(estate: Inventory) -> None:
    """No list has the size of the unpublished list of 32 databases, so that none is mistaken for it."""
    assert 32 not in {len(getattr(estate, name)) for name in LISTS}


def test_addresses_belong_to_nobody(estate: Inventory) -> None:
    """Every prefix is private or reserved for documentation."""
    prefixes = [ipaddress.ip_network(text) for network in estate.networks for text in network.prefixes]

    assert [] == [
        prefix
        for prefix in prefixes
        if not any(prefix.version == spare.version and prefix.subnet_of(spare) for spare in SPARE)  # type: ignore[arg-type]
    ]


def test_nothing_can_be_sent() -> None:
    """The scope is long expired, and says that it is an example."""
    papers = load_scope(FOLDER / "scope.yaml").authorisations

    assert [True] == [paper.valid_until < datetime.date(2026, 1, 1) for paper in papers]
    assert [True] == [paper.document.startswith("VÍ DỤ") for paper in papers]


def test_neighbours_fit(estate: Inventory) -> None:
    """The files beside the inventory name nothing it does not declare."""
    assert [] == surrounding_problems(FOLDER, estate)
