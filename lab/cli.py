"""Command line of the lab."""

import argparse
import json
import sys
import time
from collections.abc import Sequence

from lab import capture, declared, doctor, down, permission, truth, up
from lab.errors import LabError
from lab.machines import carriers
from lab.state import load


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab", description="A small province on one machine.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, text in (
        ("up", "start every machine"),
        ("down", "stop the lab and remove all it made"),
        ("status", "say what is running"),
        ("doctor", "say whether this computer can carry the lab"),
        ("declare", "write the part of the lab's inventory that follows from how it is built"),
        ("truth", "print the expected verdict of every control and subject"),
    ):
        verbs.add_parser(name, help=text).add_argument("--json", action="store_true", help="answer in JSON")
    record = verbs.add_parser("capture", help="record what crosses the router and the switches")
    record.add_argument("action", choices=("start", "stop"))
    record.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _up() -> tuple[int, dict[str, object]]:
    seconds = up.bring_up(_say)
    return 0, {"state": "up", "seconds": round(seconds, 1)}


def _down() -> tuple[int, dict[str, object]]:
    started = time.monotonic()
    down.take_down()
    left = down.leftovers()
    return (1 if left else 0), {"state": "down", "seconds": round(time.monotonic() - started, 1), "left": list(left)}


def _status() -> tuple[int, dict[str, object]]:
    state = load()
    alive = len(carriers(state.token)) if state else 0
    word = "down" if not alive else "up" if state and state.complete else "broken"
    machines = {name: pids[0] for name, pids in state.machines.items()} if state else {}
    return 0, {"state": word, "processes": alive, "machines": machines}


def _doctor() -> tuple[int, dict[str, object]]:
    found = doctor.checks()
    rows = {check.name: "ok" if check.ok else check.remedy for check in found}
    return (0 if all(check.ok for check in found) else 1), rows  # type: ignore[return-value]  # str is an object


def _declare() -> tuple[int, dict[str, object]]:
    return 0, {"written": [*declared.write(), *permission.write()]}


def _truth() -> tuple[int, dict[str, object]]:
    return 0, {"verdicts": [row.as_dict() for row in truth.table()]}


def _show(answer: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for key, value in answer.items():
        if isinstance(value, list):
            for row in value:
                print("  ".join(str(cell) for cell in row.values()) if isinstance(row, dict) else f"{key}: {row}")
        elif not isinstance(value, dict):
            print(f"{key}: {value}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb. Exit codes: 0 done, 1 the lab failed or something is left, 2 wrong usage, 130 interrupted."""
    options = _parser().parse_args(arguments)
    verbs = {"up": _up, "down": _down, "status": _status, "doctor": _doctor, "declare": _declare, "truth": _truth}
    try:
        if options.verb == "capture":
            files = capture.start() if options.action == "start" else capture.stop()
            code, answer = 0, dict[str, object](files=list(files))
        else:
            code, answer = verbs[options.verb]()
    except LabError as failure:
        _say(f"{failure}" + (f"\n{failure.remedy}" if failure.remedy else ""))
        return 1
    except KeyboardInterrupt:
        _say("interrupted; what was started has been taken down")
        return 130
    _show(answer, as_json=options.json)
    return code
