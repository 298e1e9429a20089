"""The walk of the migration page through the example province; `tests/wide` takes it."""

import re
import shlex
from pathlib import Path

from auditor.cli.plan import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "migration.md").read_text("utf-8")
STEPS = [
    shlex.split(line)
    for block in re.findall(r"^```sh walk\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]


def test_the_walk_names_every_part_of_the_plan() -> None:
    """No verb of the plan is left out of the walk."""
    verbs = {command.name for command in app.registered_commands}

    assert verbs == {words[2] for words in STEPS if words[1:2] == ["plan"]}
