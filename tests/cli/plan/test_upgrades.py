"""`auditor plan upgrades` prints a list a person can read, one a program can, and one for a spreadsheet."""

import csv
import io
import json
from pathlib import Path

import pytest

from auditor.plan.upgrades.shape import Upgrades
from tests.cli.command import ROOT, auditor, facts_of


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run of the example province, about which nothing was measured."""
    folder = tmp_path_factory.mktemp("province")
    facts_of(folder / "facts", "tthc")
    done = auditor("evaluate", "facts", "--inventory", ROOT / "inventories" / "quang-ninh", cwd=folder)
    assert 0 == done.code, done.err
    return folder


def test_json_is_the_published_shape(province: Path) -> None:
    """Everything is in the JSON answer, and its sums are those of its items."""
    done = auditor("plan", "upgrades", "--format", "json", cwd=province)
    found = Upgrades.model_validate_json(done.out)

    assert 0 == done.code
    assert found.items
    assert found.million_vnd == sum(item.million_vnd or 0 for item in found.items if item.worth_it)


def test_table_fits_and_names_every_item(province: Path) -> None:
    """Every item stands in the table with its reason, no line is wider than a terminal."""
    items = json.loads(auditor("plan", "upgrades", "--format", "json", cwd=province).out)["items"]
    lines = auditor("plan", "upgrades", cwd=province).out.splitlines()

    assert [item["id"] for item in items] == [
        line.partition(":")[0] for line in lines if line[:1] not in ("", " ") and not line.startswith("Chưa đánh giá")
    ]
    assert max(map(len, lines)) <= 80


def test_csv_in_vietnamese(province: Path) -> None:
    """The spreadsheet has one row for each item and no cell that runs."""
    items = json.loads(auditor("plan", "upgrades", "--format", "json", cwd=province).out)["items"]
    done = auditor("plan", "upgrades", "--format", "csv", "--lang", "vi", cwd=province)
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))

    assert [item["asset"] for item in items] == [row["Mã thiết bị"] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_faulty_rules_end_in_words(province: Path, tmp_path: Path) -> None:
    """A wrong file of rules is named with its line; nothing is printed as a list."""
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules:\n- {id: a, test: magic}\n")
    done = auditor("plan", "upgrades", "--rules", rules, cwd=province)

    assert (2, "") == (done.code, done.out)
    assert "rules.yaml:2" in done.err
    assert "Traceback" not in done.err
