"""What is read of rsyslog, held against a running rsyslogd: who got every message, for two hundred machines."""

import json
import os
import random
import sys
from typing import Any

import pytest

from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="rsyslogd is started as root")

MAIN, FOLDER = "/etc/rsyslog.conf", "/etc/rsyslog.d"
SOURCE, PORT = "/run/messages", 5514
TARGETS = tuple(f"127.0.0.{number}" for number in (31, 32, 33))
HEAD = f"""module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="{SOURCE}" RateLimit.Interval="0" CreatePath="on")
"""
"""What has to be there for a server to run in a room, and says nothing of targets."""


def machine(files: dict[str, str]) -> Input:
    """A machine whose rsyslogd runs with these files; messages of every kind are sent to it."""
    live = [sys.executable, "-m", "tests.collectors.kinds.rsyslog_live", SOURCE, str(PORT), *TARGETS]
    start = [["rsyslogd", "-n", "-f", MAIN, "-i", "/run/rsyslogd.pid"]]
    return Input(files=files, start=start, ready=SOURCE, truth=[live])


def test_what_is_configured_and_not_done() -> None:
    """Nobody runs, whoever does reads another file, or began before the target was entered."""
    files = {MAIN: f"{HEAD}*.* @@{TARGETS[0]}:{PORT}\n", "/etc/rsyslog.d/other": f"{HEAD}*.* /var/log/a\n"}
    later = f"sleep 3; touch {MAIN}; touch /run/ready; wait"
    started = [
        Input(files=files),
        Input(files=files, start=[["rsyslogd", "-n", "-f", "/etc/rsyslog.d/other", "-i", "/run/pid"]], ready=SOURCE),
        Input(files=files, start=[["sh", "-c", f"rsyslogd -n -f {MAIN} -i /run/pid & {later}"]], ready="/run/ready"),
        Input(files=files, start=[["rsyslogd", "-n", "-f", MAIN, "-i", "/run/pid"]], ready=SOURCE),
    ]
    found = asked("logging", started, emptied=[MAIN, FOLDER, "/run", "/var/log", "/etc/logrotate.d"])

    assert [False, False, False, True] == [told(one)[1] for one in found]


def run(machines: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Each machine with what was found, and what its targets got."""
    return asked(
        "logging",
        [machine(files) for files in machines],
        emptied=[MAIN, FOLDER, "/run", "/var/log", "/etc/logrotate.d"],
    )


def told(found: dict[str, Any]) -> tuple[set[str], bool]:
    """Targets, and whether they are all that there is to tell."""
    look = found["found"][""]
    return set(look["data"]["remote_targets"]), "remote_targets" not in {item["field"] for item in look["unread"]}


def whole(found: dict[str, Any]) -> set[str]:
    """Targets that got every message."""
    code, out, err = found["truth"][0]
    assert code == 0, err
    truth = json.loads(out)
    return {target for target, count in truth["got"].items() if count == truth["sent"]}


A, B = (f"{address}:{PORT}" for address in TARGETS[:2])
OMFWD = f'action(type="omfwd" target="{TARGETS[0]}" port="{PORT}" protocol="tcp")'
FOUND = {
    "everything": (f"*.* @@{A}\n", {f"tcp://{A}"}),
    "to two": (f"*.* @{A}\n& @@{B}\n", {f"udp://{A}", f"tcp://{B}"}),
    "behind a condition on the line above": (f"if $programname == 'sshd' then\n  {OMFWD}\n", set()),
    "behind a selector on the line above": (f"mail.* \\\n  {OMFWD}\n", set()),
    "behind a rule that ends some": (f':programname, isequal, "haproxy" /var/log/h.log\n& stop\n*.* @@{A}\n', set()),
    "behind a block that ends some": (f"if $programname == 'haproxy' then {{\n  stop\n}}\n*.* @@{A}\n", set()),
    "behind a rule that ends all": (f"*.* /var/log/all\n& ~\n*.* @@{A}\n", set()),
    "before a rule that ends some": (f"*.* @@{A}\nmail.* stop\n", {f"tcp://{A}"}),
    "in the ruleset of others": (f"$RuleSet far\n*.* @@{A}\n$RuleSet RSYSLOG_DefaultRuleset\n*.* /var/log/a\n", set()),
    "behind the ruleset of others": (
        f'ruleset(name="far") {{\n  mail.* stop\n}}\n*.* @@{A}\n', {f"tcp://{A}"},
    ),
    "behind a ruleset that is called": (
        f'ruleset(name="far") {{\n  mail.* stop\n}}\ncall far\n*.* @@{A}\n', set(),
    ),
    "in the place of another target": (
        f"*.* @@{A}\n$ActionExecOnlyWhenPreviousIsSuspended on\n& @@{B}\n", {f"tcp://{A}"},
    ),
    "every tenth": (OMFWD.replace(")", ' action.execOnlyEveryNthTime="10")') + "\n", set()),
    "otherwise": (f"if $syslogfacility-text == 'mail' then {{\n  /var/log/m\n}} else\n  {OMFWD}\n", set()),
    "after a whole condition": (f"if $programname == 'sshd' then\n  /var/log/s\n{OMFWD}\n", {f"tcp://{A}"}),
    "every level": (f"*.debug @@{A}\n", {f"tcp://{A}"}),
}  # fmt: skip


@pytest.mark.slow
def test_who_gets_every_message() -> None:
    """Told are targets that get all, as the running server sends them."""
    each = run([{MAIN: HEAD + text} for text, _ in FOUND.values()])

    assert {name: expected for name, (_, expected) in FOUND.items()} == {
        name: told(found)[0] for name, found in zip(FOUND, each, strict=True)
    }
    assert {name: expected for name, (_, expected) in FOUND.items()} == {
        name: whole(found) for name, found in zip(FOUND, each, strict=True)
    }


RULES = (
    "*.* {to}",
    "*.* {to}",
    "{call}",
    "mail.* {to}",
    "*.info;mail.none {to}",
    "*.debug {to}",
    "auth,daemon.* {call}",
    ':programname, isequal, "haproxy" {to}',
    ':msg, contains, "debug" stop',
    "if $programname == 'sshd' then {call}",
    "if $programname == 'sshd' then\n  {call}",
    "if ($syslogseverity <= 3 and\n    $programname == 'sshd') then {{\n  {call}\n}} else {{\n  {call}\n}}",
    "if $programname == 'none' then {{\n  stop\n}}",
    "mail.* /var/log/mail\n& stop",
    "mail.* /var/log/mail\n& {to}",
    "*.* /var/log/all\n& {to}",
    "local7.* ~",
    'ruleset(name="r{n}") {{\n  {call}\n  mail.* stop\n}}',
    "$RuleSet r{n}\n*.* {to}\n$RuleSet RSYSLOG_DefaultRuleset",
    "*.* \\\n  {to}",
    "# *.* {to}",
    "/* *.* {to}\n */",
    "$ActionQueueType LinkedList\n*.* {to}",
    'template(name="t{n}" type="string" string="%msg% stop @@{address}\\n")',
    "$ActionExecOnlyWhenPreviousIsSuspended on\n*.* {to}\n$ActionExecOnlyWhenPreviousIsSuspended off",
)


def generated(dice: random.Random) -> dict[str, str]:
    """Some rules, a part of them in files that are included before or after others."""

    def rule(number: int) -> str:
        address, transport = f"{dice.choice(TARGETS)}:{PORT}", dice.choice(("@", "@@"))
        host, _, port = address.partition(":")
        kind = "tcp" if transport == "@@" else "udp"
        call = f'action(type="omfwd" target="{host}" port="{port}" protocol="{kind}")'
        return dice.choice(RULES).format(to=transport + address, call=call, address=address, n=number)

    main, first, second = ([rule(100 * part + n) for n in range(dice.randint(0, 3))] for part in range(3))
    include = dice.choice((f"$IncludeConfig {FOLDER}/*.conf", f'include(file="{FOLDER}/*.conf")'))
    main.insert(dice.randint(0, len(main)), include)
    files = {f"{FOLDER}/{name}.conf": "\n".join(rules) + "\n" for name, rules in (("10", first), ("20", second))}
    return {MAIN: HEAD + "\n".join([*main, "*.* /var/log/everything"]) + "\n", **files}  # it starts with an action only


SIZE, PARTS = 40, 5


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_generated_rules(part: int) -> None:
    """No target is told that did not get every message; where nothing is unread, each that did by one rule is told."""
    dice = random.Random(20261130 + part)
    machines = [generated(dice) for _ in range(SIZE)]
    wrong: dict[str, Any] = {}
    known = 0
    for files, found in zip(machines, run(machines), strict=True):
        (targets, all_told), truth = told(found), whole(found)
        known += all_told
        text = "".join(files.values())
        by_one_rule = {target for target in truth if text.count(target.partition("//")[2].partition(":")[0]) == 1}
        if not targets <= truth or (all_told and not by_one_rule <= targets):
            wrong[text] = (targets, truth, found["found"][""]["unread"])

    assert {} == wrong
    assert known >= SIZE // 3  # most machines have rules that send some messages only
