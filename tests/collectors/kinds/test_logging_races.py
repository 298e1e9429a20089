"""Logs read while their machine is at work: files come and go under the reader's hands, programs fail or are slow."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.collectors.kinds.room import Input, asked

pytestmark = [pytest.mark.skipif(os.geteuid() != 0, reason="logrotate wants root's files"), pytest.mark.long]

MAIN, FOLDER, LOG = "/etc/logrotate.conf", "/etc/logrotate.d", "/var/log/a.log"
SOUND = {MAIN: f"include {FOLDER}\n", f"{FOLDER}/a": f"{LOG} {{\n weekly\n rotate 14\n}}\n", LOG: "line\n"}
DAYS = 98
SHORT = {f"{FOLDER}/b": "/var/log/b.log {\n daily\n rotate 3\n}\n", "/var/log/b.log": "line\n"}
EMPTIED = [MAIN, FOLDER, "/var/log", "/run", "/etc/rsyslog.conf"]


def run(inputs: list[Input], tree: Path | None = None) -> list[dict[str, Any]]:
    """The look at each machine's logs."""
    return [found["found"][""] for found in asked("logging", inputs, emptied=EMPTIED, tree=tree)]


def told(look: dict[str, Any]) -> tuple[str, int | None, list[tuple[str, str]]]:
    """State, days, and what is unread with its code; its cause is one of these."""
    unread = [(item["field"], item["code"]) for item in look["unread"]]
    assert look["cause"] is None or look["cause"][0] in [code for _, code in unread], look["cause"]
    return look["state"], (look["data"] or {}).get("retention_days"), unread


def loop(line: str) -> list[list[str]]:
    """A program that does one thing again and again."""
    return [["sh", "-c", f"while :; do {line}; done"]]


def once(folder: Path, program: str, line: str, *, every: bool = False) -> None:
    """A program that comes before the machine's own one, and does something else the first time it is asked."""
    path = folder / "local/bin" / program
    path.parent.mkdir(parents=True, exist_ok=True)
    first = "" if every else f"[ -e /run/{program}.asked ] || "
    path.write_text(f'#!/bin/sh\n{first}{{ : > /run/{program}.asked; {line}; }}\nexec /usr/bin/{program} "$@"\n')
    path.chmod(0o755)


def test_a_log_folder_at_work() -> None:
    """Logs and folders that come and go while `find` walks leave what is known of the rules as it is."""
    work = loop(
        "mkdir -p /var/log/x/y; : > /var/log/x/y/z.log; rm -r /var/log/x; : > /var/log/b; mv /var/log/b /var/log/c"
    )
    looks = run([Input(files=SOUND, start=work)] * 12)

    assert [("ok", DAYS, [])] * 12 == [told(look) for look in looks]


def test_a_rule_that_is_written_all_the_time() -> None:
    """A rule of three days that a package installs anew is never passed over: it counts, or its place is unread."""
    written = loop(f"cp {FOLDER}/b {FOLDER}/b.dpkg-new; mv {FOLDER}/b.dpkg-new {FOLDER}/b")
    looks = run([Input(files=SOUND | SHORT, start=written)] * 12)

    assert all(days in {3, None} or ("retention_days" in dict(unread)) for _, days, unread in map(told, looks))


def test_a_rule_that_one_of_two_looks_missed(tmp_path: Path) -> None:
    """What lies in the folder and logrotate never came by is unread, since it was renamed while it looked."""
    once(
        tmp_path, "logrotate", f'mv {FOLDER}/b /run/b; /usr/sbin/logrotate "$@"; mv /run/b {FOLDER}/b; exit', every=True
    )
    ((state, days, unread),) = map(told, run([Input(files=SOUND | SHORT)], tmp_path))

    assert ("partial", DAYS, [("retention_days", "not_told")]) == (state, days, unread)


VANISHED = "echo \"find: '/var/log/b/c': No such file or directory\" >&2; echo /var/log/b; exit 1"
MOMENTS = {
    "find": VANISHED,
    "journalctl": "echo 'Failed to open /run/log/journal/x: No such file or directory' >&2; exit 1",
    "systemd-analyze": "echo 'fork: Resource temporarily unavailable' >&2; exit 1",
    "ls": "echo 'ls: cannot open: Input/output error' >&2; exit 2",
    "cat": "echo 'cat: x: Stale file handle' >&2; exit 1",
}


def test_each_program_fails_once(tmp_path: Path) -> None:
    """Whichever it is, the second answer counts, and the look is whole."""
    for program, line in MOMENTS.items():
        once(tmp_path, program, line)

    assert [("ok", DAYS, [])] == [told(look) for look in run([Input(files=SOUND)], tmp_path)]


@pytest.mark.parametrize(
    ("program", "line", "expected"),
    [
        ("find", VANISHED.replace("echo /var/log/b;", f"echo {LOG};"), ("ok", DAYS, [])),
        ("find", "echo 'find: /var/log: Input/output error' >&2; exit 1", ("partial", None, "command_failed")),
        ("journalctl", MOMENTS["journalctl"], ("partial", None, "command_failed")),
    ],
)
def test_a_program_that_always_fails(
    tmp_path: Path, program: str, line: str, expected: tuple[str, int | None, Any]
) -> None:
    """What only went away is no gap. A journal that cannot be opened is not one that is not there."""
    once(tmp_path, program, line, every=True)
    state, days, unread = told(run([Input(files=SOUND)], tmp_path)[0])
    code: Any = dict(unread).get("retention_days", [])

    assert expected == (state, days, code)


@pytest.mark.slow
@pytest.mark.parametrize("program", ["find", "journalctl", "cat"])
def test_a_program_that_is_slow(tmp_path: Path, program: str) -> None:
    """It is told as cut off, with the program's name, and its answer is not waited for twice."""
    once(tmp_path, program, "sleep 25")
    state, days, unread = told(run([Input(files=SOUND)], tmp_path)[0])

    assert ("partial", None, "command_cut_off") == (state, days, dict(unread)["retention_days"])
