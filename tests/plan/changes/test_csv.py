"""The change list as rows of a spreadsheet."""

import csv
import io

from auditor.model.inventory import Inventory
from auditor.model.population import Population
from auditor.model.readiness import Readiness
from auditor.pages.interface import ReportInput
from auditor.plan.changes.csv import changes_csv
from auditor.plan.changes.make import changes
from auditor.plan.changes.shape import Changes
from auditor.text.words import Language
from tests.plan.changes.moving import WAVE, estate, observation, source, system
from tests.plan.changes.test_make import TODAY, USERS


def rows(found: Changes, inventory: Inventory, language: Language) -> list[list[str]]:
    run = source(inventory)
    report = ReportInput(
        result=run.result,
        inventory=inventory,
        catalogue=run.catalogue,
        observations={},
        matrix=run.matrix,
        readiness=Readiness(run="r", systems=()),
        population=Population(),
    )
    return list(csv.reader(io.StringIO(changes_csv(found, report, language).decode("utf-8-sig"))))


def test_rows_of_each_kind() -> None:
    """A rule, an address and a question have their row each, under the same headings, in either language."""
    inventory = estate(flows=[USERS])
    seen = observation("ports", "web", {"open": ["tcp/22"], "swept": ["tcp/22"]}, TODAY)
    found = changes(source(inventory, (seen,)), (WAVE,))
    few = found.model_copy(update={"rules": found.rules[:1], "addresses": found.addresses[:1]})

    assert rows(few, inventory, "en")[1:] == [
        [
            *("d1", "To open", "d1/open/flow/users/1", "app", "office", "ndc", "10.4.0.0/24", "10.9.0.10", "tcp/443"),
            *("6 Mar 2027", "", "Declared, not seen in use", "users", ""),
            *("The declared flow users is still needed after the move", ""),
        ],
        [
            *(
                "d1",
                "Name to change",
                "app.example.vn",
                "app",
                "",
                "",
                "10.1.0.10",
                "10.9.0.10",
                "",
                "",
                "",
                "",
                "",
                "",
            ),
            *("The name app.example.vn must lead to the new machines", ""),
        ],
        [
            *("d1", "Question", "", "app", "office", "dmz", "", "web", "tcp/22", "", "", "", "", ""),
            *("web answered on tcp/22 from the zone office; nobody declared that. Who uses it?", "ports/web@probe"),
        ],
    ]
    assert [row[1] for row in rows(few, inventory, "vi")[1:]] == ["Cần mở", "Tên miền cần đổi", "Cần làm rõ"]


def test_no_cell_runs_as_a_formula() -> None:
    """A name that a spreadsheet would run stands as text."""
    inventory = estate(systems=[system("x") | {"name": {"vi": "=1+1"}}])
    rule = changes(source(estate(flows=[USERS])), (WAVE,)).rules[0].model_copy(update={"systems": ("x",)})

    assert rows(Changes(run="r", rules=(rule,), addresses=(), questions=()), inventory, "en")[1][3] == "'=1+1"
