"""Figures and days that a thing declares of itself, and that cannot all be true."""

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.errors import InventoryError
from auditor.inventory.read import load

Folder = Callable[..., Path]


def problems(folder: Path) -> list[tuple[str, str]]:
    """Key and message of every problem a folder has, each with a remedy."""
    with pytest.raises(InventoryError) as caught:
        load(folder)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.key, problem.message) for problem in caught.value.problems]


def data_set(more: str) -> str:
    return f"data_sets:\n  - {{id: d, name: {{vi: D}}, system: tthc, entity: e, {more}}}"


def system(more: str) -> str:
    return f"systems:\n  - {{id: b, name: {{vi: B}}, kind: portal, owner: ubnd, {more}}}"


NETWORK = """networks:
  - id: n
    zone: dmz
    prefixes: [10.9.0.0/24]
    allocated: [{prefix: 10.9.0.0/16, service: vpn, owner: nobody}]"""


@pytest.mark.parametrize(
    ("extra", "key", "message"),
    [
        (
            system("administrators: {total: 2, certified: 3}"),
            "systems[b].administrators.certified",
            "is more than `total` (2)",
        ),
        (
            "organisations:\n  - {id: o, name: {vi: O}, kind: other, cyber_force: {total: 10, trained: 11}}",
            "organisations[o].cyber_force.trained",
            "is more than `total` (10)",
        ),
        (
            system("personal_data: {kind: none, sensitive: 5}"),
            "systems[b].personal_data.sensitive",
            "counts subjects, and `kind` says none",
        ),
        (
            system("personal_data: {kind: none, subjects: 250000}"),
            "systems[b].personal_data.subjects",
            "counts subjects, and `kind` says none",
        ),
        (
            system("personal_data: {kind: basic, subjects: 9, sensitive: 5}"),
            "systems[b].personal_data.sensitive",
            "counts subjects, and `kind` says basic",
        ),
        (
            system("personal_data: {kind: sensitive, subjects: 9, basic: 10}"),
            "systems[b].personal_data.basic",
            "is more than `subjects` (9)",
        ),
        (
            system('procedures: [{code: "1.001"}, {code: "1.001"}]'),
            "systems[b].procedures[1].code",
            "is listed twice",
        ),
        (
            system('procedures: [{code: "1.001", fee: false, paid_online: true}]'),
            "systems[b].procedures[0].paid_online",
            "is paid online, and `fee` says that it costs nothing",
        ),
        (system("part_of: b"), "systems[b].part_of", "leads back to the system itself"),
        (system("parent_portal: b"), "systems[b].parent_portal", "leads back to the system itself"),
        (system("part_of: nope"), "systems[b].part_of", "is not declared under `systems`"),
        (
            "organisations:\n  - {id: o, name: {vi: O}, kind: other, budget: {year: 2026, it_vnd: 5, cyber_vnd: 6}}",
            "organisations[o].budget.cyber_vnd",
            "is more than `it_vnd` (5)",
        ),
        (
            data_set("classified_on: 2026-02-01, declassify_on: 2026-01-01"),
            "data_sets[d].declassify_on",
            "lies before `classified_on` (2026-02-01)",
        ),
        (
            data_set("extended_on: 2026-02-01, declassify_on: 2026-01-01"),
            "data_sets[d].declassify_on",
            "lies before `extended_on` (2026-02-01)",
        ),
        (
            NETWORK,
            "networks[n].allocated[0].owner",
            "is not declared under `organisations`",
        ),
    ],
)
def test_what_cannot_all_be_true(folder: Folder, extra: str, key: str, message: str) -> None:
    """One clear error each, at its key."""
    assert [(key, message)] == problems(folder(more=extra))


@pytest.mark.parametrize("code", ["'; DROP TABLE x'", "'=1+1'", "'<b>'", "'1.001 '", f"'{'1.' * 40}1'"])
def test_a_hostile_code_of_a_procedure(folder: Folder, code: str) -> None:
    """A code has figures and points, and no more than 64 characters."""
    [(key, _)] = problems(folder(more=system(f"procedures: [{{code: {code}}}]")))

    assert key == "systems[b].procedures[0].code"


@pytest.mark.parametrize(
    "extra",
    [
        system("personal_data: {kind: sensitive, subjects: 9, basic: 9, sensitive: 9}"),
        system("personal_data: {kind: sensitive, basic: 9, sensitive: 9}"),
        system("administrators: {total: 3, certified: 3}"),
        system("part_of: tthc"),
        "organisations:\n  - {id: o, name: {vi: O}, kind: other, cyber_force: {total: 10, trained: 10}}",
        "organisations:\n  - {id: o, name: {vi: O}, kind: other, budget: {year: 2026, it_vnd: 5, cyber_vnd: 5}}",
        data_set("classified_on: 2026-01-01, extended_on: 2026-01-01, declassify_on: 2026-01-01"),
    ],
)
def test_what_can_be_true(folder: Folder, extra: str) -> None:
    """Equal figures and days are no fault."""
    assert load(folder(more=extra)).systems
