"""Recorded cases of dialects: folders `<kind>/<platform>/<case>` with `answers/` and the expected `reading.json`.

An answer is `<ask>.txt`, with `<ask>.err` for what was said on standard error and `<ask>.trouble` for why it is none.
An ask for several files has them below `<ask>/` under their own paths, the main one named in `<ask>.main`. A question
of a series is a file there named by its words, quoted as in an address; one that brought nothing ends in `.trouble`.
An ask that is put several times has `<ask>.turns.json`, each answer with the moments before and after it by our clock
and by one that nobody sets; `compared.json` is a time server as the vantage found it.
What is not there was missing. `zones.json` has the prefixes of zones, `accounts.json` the names that settings are read
with. `python -m tests.collectors.kinds.record` makes such a folder from the machine it runs on.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from auditor.collectors import registry
from auditor.collectors.agent.settings import outcome_of
from auditor.collectors.asks import MISSING, Answer, Answers, Ask, Folder, Includes, Series, Trouble
from auditor.collectors.clocks import Compared, Moment, Taken
from auditor.collectors.dialect import Dialect
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Reading

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One recorded machine and the dialect that reads it."""

    folder: Path
    dialect: Dialect

    def __str__(self) -> str:
        return "/".join(self.folder.parts[-3:])

    @cached_property
    def answers(self) -> Answers:
        """What was recorded, one answer for each ask; read once, as a test asks for it once for every cut."""
        given = self.folder / "answers"
        zones, accounts, compared = (given / f"{name}.json" for name in ("zones", "accounts", "compared"))
        prefixes = json.loads(zones.read_text()) if zones.exists() else {}
        return Answers(
            {ask.id: answer_in(given, ask) for ask in self.dialect.asks},
            {zone: tuple(each) for zone, each in prefixes.items()},
            tuple(json.loads(accounts.read_text())) if accounts.exists() else (),
            compared_in(json.loads(compared.read_text())) if compared.exists() else None,
        )

    @property
    def expected(self) -> Any:
        """The reading as it was looked over by a person."""
        return json.loads((self.folder / "reading.json").read_text())


def cases() -> Iterator[Case]:
    """Every case there is, found by its folder."""
    for kind, dialects in registry.dialects().items():
        for dialect in dialects:
            folder = HERE / kind / dialect.platform.id
            for case in sorted(folder.iterdir() if folder.is_dir() else ()):
                if (case / "answers").is_dir():
                    yield Case(case, dialect)


def slug(ask: Ask) -> str:
    """The file name of an ask."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", ask.id).strip("-")


def answer_in(folder: Path, ask: Ask) -> Answer:
    """One recorded answer."""
    name = slug(ask)
    said = folder / f"{name}.err"
    trouble = folder / f"{name}.trouble"
    told = said.read_text() if said.exists() else ""
    reason = Trouble(trouble.read_text().strip()) if trouble.exists() else None
    if isinstance(ask, Folder | Includes):
        below = folder / name
        if below.is_dir():
            return Answer(files=tuple(_files(folder, name)), trouble=reason, said=told)
        return Answer(trouble=reason or Trouble.MISSING, said=told)
    if isinstance(ask, Series):
        return Answer(files=tuple(_questions(folder / name)), trouble=reason)
    turns = folder / f"{name}.turns.json"
    if turns.exists():
        return Answer(files=tuple(_turns(json.loads(turns.read_text()))), trouble=reason, said=told)
    text = folder / f"{name}.txt"
    if not text.exists() and reason is None:
        return MISSING
    return Answer(text.read_text() if text.exists() else "", reason, told)


def _files(folder: Path, name: str) -> Iterator[tuple[str, Answer]]:
    below, main = folder / name, folder / f"{name}.main"
    first = main.read_text().strip() if main.exists() else ""
    paths = sorted(f"/{path.relative_to(below)}" for path in below.rglob("*") if path.is_file())
    for path in sorted(paths, key=lambda path: path != first):
        yield path, Answer((below / path[1:]).read_text())


def compared_in(row: Mapping[str, Any]) -> Compared:
    """A time server's clock as it was written down."""
    rest = {key: value for key, value in row.items() if key != "taken"}
    return Compared(**rest, taken=taken_in(row["taken"]))


def taken_in(row: Mapping[str, tuple[int, int]]) -> Taken:
    """Two moments as they were written down."""
    return Taken(Moment(*row["before"]), Moment(*row["after"]))


def _turns(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Answer]]:
    for number, row in enumerate(rows, start=1):
        yield str(number), Answer(row["text"], taken=taken_in(row["taken"]))


def _questions(below: Path) -> Iterator[tuple[str, Answer]]:
    for path in sorted(below.iterdir()) if below.is_dir() else ():
        if path.suffix == ".trouble":
            yield unquote(path.stem), Answer(trouble=Trouble(path.read_text().strip()))
        else:
            yield unquote(path.name), Answer(path.read_text())


def outcomes(dialect: Dialect, answers: Answers) -> Mapping[str, Outcome]:
    """How the look ends, by subject; an empty one where the kind is about the machine itself."""
    readings = dialect.read(answers)
    each = {"": readings} if isinstance(readings, Reading) else dict(readings)
    return {subject: outcome_of(reading, dialect, answers, "") for subject, reading in each.items()}


def shown(found: Mapping[str, Outcome]) -> Any:
    """Outcomes as they stand in `reading.json`."""
    told = {subject: _shown(outcome) for subject, outcome in found.items()}
    return told[""] if set(told) == {""} else told


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": outcome.state.value,
        "cause": None if outcome.cause is None else [outcome.cause.code, *outcome.cause.args],
        "data": None if outcome.data is None else outcome.data.model_dump(mode="json", exclude_none=True),
        "cover": None if outcome.cover is None else outcome.cover.model_dump(mode="json", exclude_defaults=True),
        "unread": [item.model_dump(mode="json") for item in outcome.unread or ()],
    }
