"""Command line of the lab."""

import argparse
import contextlib
import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from lab import capture, declared, doctor, down, inside, permission, truth, up
from lab.errors import LabError
from lab.large import demo as large_demo
from lab.large import truth as large_truth
from lab.large import up as large_up
from lab.machines import carriers
from lab.paths import PROJECT
from lab.state import load

Answer = tuple[int, dict[str, object]]
Verb = Callable[[], Answer]


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
    within = verbs.add_parser("inside", help="run a command where the lab is allowed, also without root")
    within.add_argument("command", nargs=argparse.REMAINDER, help="-- COMMAND ARGUMENT ...")
    large = verbs.add_parser("large", help="the large lab of scenes: start it, run it once against its truth, stop it")
    large.add_argument("action", choices=("up", "demo", "down", "truth"))
    large.add_argument("--keep", action="store_true", help="leave it up after the demo")
    large.add_argument("--json", action="store_true", help="answer in JSON")
    record = verbs.add_parser("capture", help="record what crosses the router and the switches")
    record.add_argument("action", choices=("start", "stop"))
    record.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


@contextlib.contextmanager
def _alone(verb: str) -> Iterator[None]:
    """Holds the lab while it is brought up or down, so that two commands never build and clear at once."""
    if verb not in {"up", "down"}:
        yield
        return
    handle = os.open(PROJECT / "lab", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as held:
        raise LabError("another command is bringing the lab up or down", "wait until it has ended") from held
    finally:
        os.close(handle)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _up() -> Answer:
    seconds = up.bring_up(_say)
    return 0, {"state": "up", "seconds": round(seconds, 1)}


def _down() -> Answer:
    started = time.monotonic()
    down.take_down()
    left = down.leftovers()
    return (1 if left else 0), {"state": "down", "seconds": round(time.monotonic() - started, 1), "left": list(left)}


def _status() -> Answer:
    state = load()
    alive = len(carriers(state.token)) if state else 0
    word = "down" if not alive else "up" if state and state.complete else "broken"
    machines = {name: pids[0] for name, pids in state.machines.items()} if state else {}
    return 0, {"state": word, "processes": alive, "machines": machines}


def _doctor() -> Answer:
    found = doctor.checks()
    rows = {check.name: "ok" if check.ok else check.remedy for check in found}
    return (0 if all(check.ok for check in found) else 1), rows  # type: ignore[return-value]  # str is an object


def _declare() -> Answer:
    return 0, {"written": [*declared.write(), *permission.write()]}


def _truth() -> Answer:
    return 0, {"verdicts": [row.as_dict() for row in truth.table()]}


def _large(action: str, *, keep: bool) -> Answer:
    if action == "demo":
        return large_demo.demo(keep=keep), {}
    if action == "truth":
        return 0, {"verdicts": [asdict(row) for row in large_truth.table()]}
    with _alone(action):
        return (0, {"state": "up", "seconds": round(large_up.bring_up(_say), 1)}) if action == "up" else _down()


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
    verbs: dict[str, Verb] = {
        "up": _up,
        "down": _down,
        "status": _status,
        "doctor": _doctor,
        "declare": _declare,
        "truth": _truth,
    }
    try:
        if options.verb == "inside":
            inside.run([word for place, word in enumerate(options.command) if (place, word) != (0, "--")])
        if options.verb == "large":
            code, answer = _large(options.action, keep=options.keep)
        elif options.verb == "capture":
            files = capture.start() if options.action == "start" else capture.stop()
            code, answer = 0, dict[str, object](files=list(files))
        else:
            with _alone(options.verb):
                code, answer = verbs[options.verb]()
    except LabError as failure:
        _say(f"{failure}" + (f"\n{failure.remedy}" if failure.remedy else ""))
        return 1
    except KeyboardInterrupt:
        _say("interrupted; what was started has been taken down")
        return 130
    _show(answer, as_json=options.json)
    return code
