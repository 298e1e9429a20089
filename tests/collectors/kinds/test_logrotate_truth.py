"""What is read of logrotate, held against the real `logrotate -d` and what two hundred generated rules mean."""

import os
import random
import subprocess
from dataclasses import dataclass, field
from typing import Any

import pytest

from auditor.collectors.kinds.logging.debug import parse
from auditor.collectors.kinds.logging.files import parse_logrotate
from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="logrotate wants root's files")

MAIN, FOLDER, LOG = "/etc/logrotate.conf", "/etc/logrotate.d", "/var/log/a.log"
DEFAULT = "weekly\nrotate 4\ninclude /etc/logrotate.d\n"
DEBUG = [["sh", "-c", f"logrotate -d -s /dev/null {MAIN} 2>&1"]]


def run(machines: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Each machine with one log of each name that rules are about."""
    logs = dict.fromkeys((LOG, "/var/log/b.log", "/var/log/a#b.log"), "line\n")
    inputs = [Input(files={MAIN: DEFAULT, **logs, **given}, truth=DEBUG) for given in machines]
    return asked(
        "logging",
        inputs,
        emptied=[MAIN, FOLDER, "/var/log", "/etc/rsyslog.conf", "/etc/logrotate.web", "/etc/more.conf"],
    )


def days(found: dict[str, Any]) -> int | None:
    """Days told, None where they are not or are unread."""
    look = found["found"][""]
    told: int | None = look["data"].get("retention_days")
    return None if any(item["field"] == "retention_days" for item in look["unread"]) else told


RULES = {
    "text behind the brace": (f"{LOG} {{ weekly\n rotate 2\n}}\n", 14),
    "closed on the same line": (f"{LOG} {{\n weekly\n rotate 2 }}\n", None),
    "the size may rotate sooner": (f"{LOG} {{\n daily\n maxsize 10M\n rotate 400\n}}\n", None),
    "in any order": (f"{LOG} {{\n maxsize 10M\n daily\n rotate 400\n}}\n", None),
    "an equals sign": (f"{LOG} {{\n weekly\n rotate=2\n}}\n", 14),
    "a hash in a name": ("/var/log/a#b.log {\n weekly\n rotate 2\n}\n", 14),
    "an age keeps nothing": (f"{LOG} {{\n daily\n rotate 0\n maxage 400\n}}\n", 0),
    "a number in quotes": (f'{LOG} {{\n weekly\n rotate "2"\n}}\n', None),
    "size and age": (f"{LOG} {{\n size 4M\n rotate 99\n maxage 365\n}}\n", None),
    "a size with a sign before it": (f"{LOG} {{\n dateext\n maxage 365\n rotate 99\n size +4096k\n}}\n", None),
    "one line for two logs": (f"{LOG} /var/log/b.log {{ rotate 3\n daily\n}}\n", 3),
    "a folder within a rule": (f"{LOG} {{\n include /etc/logrotate.d\n rotate 60\n weekly\n}}\n", None),
    "left open": (f"{LOG} {{\n weekly\n rotate 2\n/var/log/b.log {{\n weekly\n rotate 52\n}}\n", None),
    "an age that ends sooner": (f"{LOG} {{\n daily\n rotate 400\n maxage 30\n}}\n", 30),
    "one line": (f"{LOG} {{ rotate 3\n daily\n}}\n", 3),
    "a word nobody knows": (f"{LOG} {{\n daily\n rotate 3\n frobnicate\n}}\n", None),
    "every log for ever": (f"{LOG} {{\n daily\n rotate -1\n}}\n", 10_000),
    "from elsewhere": (f"include /etc/more.conf\n{LOG} {{\n daily\n rotate 9\n maxage 5\n}}\n", None),
}


def test_the_logrotate_that_answers() -> None:
    """Its words are those of a version that was looked at."""
    said = subprocess.run(["logrotate", "--version"], capture_output=True, text=True, check=True)
    major, minor = (int(number) for number in (said.stdout + said.stderr).split()[1].split(".")[:2])

    assert (3, 8) <= (major, minor) < (4, 0)


@pytest.mark.long
def test_rules_that_were_read_wrongly() -> None:
    """Each tells the days that logrotate keeps, or none where it stumbles or size decides."""
    each = run([{f"{FOLDER}/a": text} for text, _ in RULES.values()])

    assert {name: expected for name, (_, expected) in RULES.items()} == {
        name: days(found) for name, found in zip(RULES, each, strict=True)
    }


@pytest.mark.long
def test_files_that_logrotate_passes_over() -> None:
    """By the ending of their names, their modes, or since nobody includes them."""
    short = f"{LOG} {{\n daily\n rotate 3\n}}\n"
    sound = {f"{FOLDER}/a": f"{LOG} {{\n monthly\n rotate 13\n}}\n"}
    each = run(
        [
            sound | {f"{FOLDER}/a.dpkg-old": short},
            sound | {f"{FOLDER}/a.disabled": short},
            sound | {f"{FOLDER}/a.rpmorig": short},
            sound | {f"{FOLDER}/a.off": short, MAIN: f"taboopat *.off\n{DEFAULT}"},
            sound | {f"{FOLDER}/a.old": short, MAIN: f"tabooext + .old\n{DEFAULT}"},
            sound | {"/etc/logrotate.web/a": short},
            {MAIN: "include /etc/logrotate.web\n", "/etc/logrotate.web/b": short},
        ]
    )

    assert [395, 395, 395, 395, 395, 395, 3] == [days(found) for found in each]


MONTH = 720
"""Hours."""


@dataclass
class Meant:
    """What the lines so far mean for one log."""

    hours: int | None = None
    keep: int = 0
    age: int | None = None
    sooner: bool = False
    lines: list[str] = field(default_factory=list)

    def add(self, dice: random.Random) -> None:
        """One more line, and what it means."""
        kind = dice.choice(("period", "period", "rotate", "rotate", "maxage", "size", "maxsize", "other"))
        number = dice.choice((-1, 0, 1, 2, 7, 13, 30, 60, 400))
        match kind:
            case "period":
                name, self.hours = dice.choice(
                    (("hourly", 1), ("daily", 24), ("weekly", 168), ("monthly", MONTH), ("yearly", 8760))
                )
                self.lines.append(name)
            case "rotate":
                self.keep = number
                self.lines.append(f"rotate {number}")
            case "maxage":
                self.age = abs(number) or None
                self.lines.append(f"maxage {abs(number)}")
            case "size":
                self.hours = None
                self.lines.append(dice.choice(("size 1k", "size 10M", "size=100k")))
            case "maxsize":
                self.sooner = True
                self.lines.append("maxsize 5M")
            case _:
                self.lines.append(dice.choice(OTHERS))

    def days(self) -> int | None:
        """Days of the oldest file kept."""
        if self.keep == 0:
            return 0
        if self.hours is None or self.sooner:
            return None
        count = self.keep if self.keep > 0 else 10_000
        kept = self.hours * count // 24
        if self.hours == MONTH:  # twelve of them are a year
            kept += 5 * (count // 12)
        return kept if self.age is None else min(kept, self.age)


OTHERS = (
    "compress", "delaycompress", "missingok", "notifempty", "ifempty", "create 0640 root adm", "copytruncate",
    "dateext", "sharedscripts", "minsize 1k", "minage 2", "nomail", "extension .log", "start 0", "su root root",
    "dateformat -%Y",
    "postrotate\n   kill -HUP 1 {\n  endscript", "olddir /var/log", "nocompress # rotate 1", "shred", "noolddir",
)  # fmt: skip


def generated(dice: random.Random) -> tuple[dict[str, str], int | None]:
    """A main file with defaults, and rules for one or two logs."""
    head = Meant(hours=168, keep=4)
    for _ in range(dice.randint(0, 2)):
        head.add(dice)
    files = {MAIN: "\n".join(["weekly", "rotate 4", *head.lines, f"include {FOLDER}"]) + "\n"}
    each: list[int | None] = []
    for name, log in list({"a": LOG, "b": "/var/log/b.log"}.items())[: dice.randint(1, 2)]:
        rule = Meant(head.hours, head.keep, head.age, head.sooner)
        for _ in range(dice.randint(1, 5)):
            rule.add(dice)
        opening = dice.choice(
            (f"{log} {{", f'"{log}"\n{{', f"/var/log/none.log {log} {{", f"/var/log/none.log\n{log}\n{{")
        )
        files[f"{FOLDER}/{name}"] = "\n".join([opening, *(f"  {line}" for line in rule.lines), "}"]) + "\n"
        each.append(rule.days())
    return files, None if None in each else min(day for day in each if day is not None)


@pytest.mark.long
def test_generated_rules() -> None:
    """Two hundred machines tell what their rules mean; files alone, read without logrotate, tell it too or doubt it."""
    dice = random.Random(20261130)
    machines = [generated(dice) for _ in range(200)]
    each = run([files for files, _ in machines])
    wrong: dict[str, Any] = {}
    stumbled = 0
    for (files, meant), found in zip(machines, each, strict=True):
        text = "".join(files.values())
        parts = {path: body for path, body in files.items() if path != MAIN}
        alone = parse_logrotate(files[MAIN], FOLDER, parts)
        real = parse(found["truth"][0][1], {b.patterns: b.max_age for b in alone.blocks if b.max_age is not None})
        assert real is not None
        stumbled += bool(real.faults)
        told = days(found)
        if told != meant and not (real.faults and told is None):
            wrong[text] = (meant, told, found["found"][""]["unread"])
        if not alone.foreign and not alone.elsewhere and not real.faults and set(alone.blocks) != set(real.rules):
            wrong[text] = (alone.blocks, real.rules)

    assert {} == wrong
    assert stumbled <= 40  # of two hundred: most are taken by logrotate
