"""The table of parts: complete, without a circle, and true about what each part asks for."""

import datetime
import subprocess
import sys
from dataclasses import dataclass, field, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import auditor.plan
from auditor.plan.parts import PARTS
from auditor.plan.run import PlanRun
from auditor.plan.shared.sentences import WORDS
from tests.plan.scene import source

DAY = datetime.timedelta(days=1)
HEAVY = ("ortools", "docx", "weasyprint", "altair", "openpyxl", "lxml")


@dataclass(frozen=True)
class Watched(PlanRun):
    """A run in which every part but one is given, and which writes down what the making of that one asks for."""

    asked_for: set[str] = field(default_factory=set)

    def part(self, name: str) -> Any:
        """The part, remembered."""
        self.asked_for.add(name)
        return super().part(name)


def test_needs_have_no_circle() -> None:
    """From the parts that need nothing every other one can be reached."""
    made: set[str] = set()
    while found := {name for name, row in PARTS.items() if name not in made and made.issuperset(row.needs)}:
        made |= found
    assert set(PARTS) == made


def test_a_part_asks_for_what_it_needs_and_nothing_else() -> None:
    """What a row names as needed is what its making asks the run for."""
    plain = source(controls=())
    head = plain.result.run.model_copy(update={"evaluated_at": plain.result.run.evaluated_at - DAY})
    plain = plain.asked(before=replace(plain, result=plain.result.model_copy(update={"run": head})))
    made = {name: plain.part(name) for name in PARTS}
    values = {one.name: getattr(plain, one.name) for one in fields(plain)}
    wrong = {}
    for name, row in PARTS.items():
        others = {other: part for other, part in made.items() if other != name}
        run = Watched(**values | {"given": others})
        run.part(name)
        if asked := run.asked_for ^ {name, *row.needs}:
            wrong[name] = sorted(asked)
    assert wrong == {}


def test_a_verb_pays_for_what_it_asks() -> None:
    """Opening the command line loads no solver, no office files and no printer of pages."""
    code = (
        "import sys; import auditor.cli.plan, auditor.plan.run; print(*sorted(m for m in sys.modules if '.' not in m))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [] == [name for name in HEAVY if name in found]


def test_rows_and_folders_agree() -> None:
    """Every room is a row, every row a room; what is called on the command line is what the room's verb is called."""
    plan = Path(auditor.plan.__file__).parent
    rooms = {path.parent.name for path in plan.glob("*/make.py")}
    verbs = {name: import_module(f"auditor.plan.{name}.verb").VERB.name for name, row in PARTS.items() if row.verb}

    assert rooms == set(PARTS)
    assert verbs == {name: row.verb for name, row in PARTS.items() if row.verb}
    assert {path.parent.name for path in plan.glob("*/verb.py")} == set(verbs)


def test_every_room_has_words_that_are_known() -> None:
    """The words of a room that has some are among those that reasons are said with."""
    plan = Path(auditor.plan.__file__).parent
    assert {f"auditor.plan.{path.parent.name}.words" for path in plan.glob("*/words.py")} == set(WORDS)
