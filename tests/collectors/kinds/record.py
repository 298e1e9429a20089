"""Records what this machine answers to the asks of one dialect.

`python -m tests.collectors.kinds.record KIND PLATFORM CASE [TIME_SERVER]` makes the folder of one case.

The reading is written beside the answers, for a person to look over before it is committed.
"""

import json
import sys
from dataclasses import asdict, astuple
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

from auditor.collectors import registry
from auditor.collectors.agent.settings import Interview
from auditor.collectors.agent.transports import LocalReader
from auditor.collectors.asks import Answer, Command, Includes, Series, Trouble
from auditor.collectors.clocks import Compared, Taken, moment
from auditor.collectors.network import ntp
from auditor.model.facts import Ntp
from tests.collectors.kinds.cases import HERE, Case, outcomes, shown, slug


def record(kind: str, platform: str, name: str, server: str = "") -> None:
    """Writes the folder of one case. `server` is the address of a time server to hold our own clock against."""
    dialect = next(dialect for dialect in registry.of(kind) if dialect.platform.id == platform)
    case = Case(HERE / kind / platform / name, dialect)
    given = case.folder / "answers"
    given.mkdir(parents=True, exist_ok=True)
    answers = Interview(LocalReader(), {}, compare=lambda: _compared(server)).answers(dialect)
    for ask in dialect.asks:
        answer = answers[ask]
        if isinstance(ask, Command) and ask.times and answer.files:
            _write_turns(given / f"{slug(ask)}.turns.json", answer)
            continue
        told = isinstance(ask, Command) and (answer.text or answer.said)
        if answer.trouble is not Trouble.MISSING or told:
            _write(given, slug(ask), answer, main=isinstance(ask, Includes), series=isinstance(ask, Series))
    if answers.compared is not None:
        row = asdict(answers.compared) | {"taken": _taken(answers.compared.taken)}
        (given / "compared.json").write_text(json.dumps(row, indent=1) + "\n")
    write_reading(case)


def _compared(server: str) -> Compared | None:
    if not server:
        return None
    before = moment()
    data = ntp.query(ip_address(server)).data
    taken = Taken(before, moment())
    return Compared("idc-ntp", data.reference, data.offset_ms, data.delay_ms, taken) if isinstance(data, Ntp) else None


def _write_turns(path: Path, answer: Answer) -> None:
    rows = [{"text": each.text, "taken": _taken(each.taken)} for _, each in answer.files if each.taken]
    path.write_text(json.dumps(rows, indent=1) + "\n")


def _taken(taken: Taken) -> dict[str, tuple[int, int]]:
    return {"before": astuple(taken.before), "after": astuple(taken.after)}


def write_reading(case: Case) -> None:
    """Writes what the recorded answers read as today."""
    text = json.dumps(shown(outcomes(case.dialect, case.answers)), indent=1, ensure_ascii=False)
    (case.folder / "reading.json").write_text(text + "\n")


def _write(folder: Path, name: str, answer: Answer, *, main: bool, series: bool) -> None:
    if answer.trouble is not None:
        (folder / f"{name}.trouble").write_text(f"{answer.trouble.value}\n")
    if answer.said:
        (folder / f"{name}.err").write_text(answer.said)
    if answer.files and main:
        (folder / f"{name}.main").write_text(f"{answer.files[0][0]}\n")
    for path, each in answer.files if series else ():
        place = folder / name / (quote(path, safe=" ,=@:") + ("" if each.ok else ".trouble"))
        place.parent.mkdir(exist_ok=True)
        place.write_text(each.text if each.trouble is None else f"{each.trouble.value}\n")
    for path, each in () if series else answer.files:
        place = folder / name / path[1:]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(each.text)
    if answer.text or (answer.ok and not answer.files and not series):
        (folder / f"{name}.txt").write_text(answer.text)


if __name__ == "__main__":
    record(*sys.argv[1:])
