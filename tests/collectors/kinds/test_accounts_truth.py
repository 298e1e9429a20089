"""What is read of accounts, held against what useradd, chage and passwd were told to make of them, and against libpam,
which lets each in or not: sixty accounts of generated machines, with login records of the test's own.
"""

import datetime
import json
import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditor.collectors.kinds.accounts.listing import NEVER_DAY
from auditor.model.base import VIETNAM
from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="accounts are made as root")

PASSWORD = "Cu-1234567x"
LIVE = str(Path(__file__).with_name("pam_live.py"))
NOW = datetime.datetime.now(tz=VIETNAM)
PROGRAMS = ("/bin/bash", "/bin/sh", "/usr/sbin/nologin", "/bin/false")
FOLDERS = ["/home", "/var/log", "/run"]
BASE = {
    "/etc/passwd": "root:x:0:0:root:/home/root:/bin/bash\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n",
    "/etc/shadow": "root:*:20228:0:99999:7:::\n",
    "/etc/group": "root:x:0:\nusers:x:100:\nsudo:x:27:\nops:x:1500:\nnogroup:x:65534:\n",
    "/etc/gshadow": "",
    "/etc/sudoers": "root ALL=(ALL) ALL\n%ops ALL = NOPASSWD: ALL\n",
    "/etc/nsswitch.conf": "passwd: files systemd\ngroup: files\n",
    "/var/log/wtmp": "",
    "/run/sshd/.there": "",
}


def day(ago: int) -> datetime.date:
    """A day so many days ago."""
    return (NOW - datetime.timedelta(days=ago)).date()


@dataclass(frozen=True)
class Made:
    """One account as it was ordered."""

    uid: int
    program: str
    state: str
    key: str
    group: str
    changed: int
    most: int
    inactive: int
    ends: int | None
    login: int | None

    @property
    def name(self) -> str:
        """Nobody else's."""
        return f"u{self.uid}"

    def commands(self) -> list[str]:
        """What makes it."""
        lines = [f"useradd -m -u {self.uid} -g {self.group} -s {self.program} {self.name}"]
        lines += [f"echo '{self.name}:{PASSWORD}' | chpasswd"] * (self.state in {"set", "locked"})
        lines += [f"passwd -q -l {self.name}"] * (self.state == "locked") + [f"passwd -q -d {self.name}"] * (
            self.state == "none"
        )
        lines.append(f"chage -d {day(self.changed)} -M {self.most} -I {self.inactive} {self.name}")
        lines += [] if self.ends is None else [f"chage -E {day(self.ends)} {self.name}"]
        home = f"/home/{self.name}"
        lines += [f"mkdir -p {home}/.ssh && printf '%s' '{self.key}' > {home}/.ssh/authorized_keys"] * bool(self.key)
        return lines

    @property
    def lets_in(self) -> bool:
        """Whether there is a program to work with, and a password that counts or a key."""
        return self.program in PROGRAMS[:2] and (self.state in {"set", "none"} or self.key.startswith("ssh-"))

    @property
    def last_day(self) -> int:
        """The last day on which it lets in."""
        ends = [] if self.ends is None else [day(self.ends).toordinal()]
        if self.most < 10_000 and self.inactive >= 0:
            ends.append(day(self.changed).toordinal() + self.most + self.inactive)
        return min([*ends, NEVER_DAY])


def generated(dice: random.Random) -> list[Made]:
    """Accounts of one machine."""
    return [
        Made(
            uid=1001 + number,
            program=dice.choice(PROGRAMS),
            state=dice.choice(("set", "set", "locked", "none", "never")),
            key=dice.choice(("", "", "ssh-ed25519 AAAA x\n", "# ssh-ed25519 AAAA gone\n\n")),
            group=dice.choice(("users", "users", "ops", "sudo")),
            changed=dice.choice((3, 50, 400)),
            most=dice.choice((60, 365, 99_999)),
            inactive=dice.choice((-1, 5, 30)),
            ends=dice.choice((None, None, 40, -40)),
            login=dice.choice((None, 0, 10, 44, 46, 300)),
        )
        for number in range(20)
    ]


def machine(each: list[Made]) -> Input:
    """A machine with these accounts, and libpam's word on each."""
    records = "import struct\nwith open('/var/log/lastlog','wb') as f:\n"
    for made in each:
        if made.login is not None:
            at = int((NOW - datetime.timedelta(days=made.login)).timestamp())
            records += f" f.seek({made.uid * 292}); f.write(struct.pack('<I32s256s',{at},b'pts/0',b'h'))\n"
    orders = [["account", "login", made.name] for made in each]
    orders += [["auth", "login", made.name, PASSWORD] for made in each]
    lines = ["set -e", "rm -f /etc/sudoers.d/* /etc/.pwd.lock", *(line for made in each for line in made.commands())]
    return Input(
        files=BASE,
        setup=[["sh", "-c", "\n".join(lines)], [sys.executable, "-c", records + " f.write(b'')\n"]],
        truth=[[sys.executable, LIVE, json.dumps(orders)]],
    )


PARTS = 3


@pytest.mark.slow
def test_generated_accounts() -> None:
    """Who can log in, when they last did, until when, whose password counts and how old it is, and who may do all."""
    each = [generated(random.Random(20261130 + part)) for part in range(PARTS)]
    found = [asked("accounts", [machine(made)], emptied=FOLDERS)[0] for made in each]

    for made, one in zip(each, found, strict=True):
        data = one["found"][""]["data"]
        opens = {account.uid: account for account in made if account.lets_in}
        assert expected(opens, today()) == {row["account"]: row for row in data["logins"]}
        openers = [account for account in made if account.program in PROGRAMS[:2]]
        assert {
            f"uid {account.uid}": (account.group in {"ops", "sudo"}, day(account.changed).toordinal(), account.most)
            for account in openers
            if account.state == "set"
        } == {row["account"]: (row["admin"], row["changed_day"], row["max_days"]) for row in data["passwords"]}
        without = [f"uid {account.uid}" for account in openers if account.state == "none"]
        assert without == [row["account"] for row in data["passwordless"]]
        assert ([], []) == (data["shared_numbers"], one["found"][""]["unread"])
        held_against_pam(made, json.loads(one["truth"][0][1]), {row["account"]: row for row in data["logins"]})


def today() -> int:
    """The day on which the records of the room were begun."""
    return datetime.datetime.now(tz=VIETNAM).date().toordinal()


def expected(opens: dict[int, Made], since: int) -> dict[str, dict[str, Any]]:
    """Rows of logins as they were ordered."""
    return {
        f"uid {uid}": {
            "account": f"uid {uid}",
            "kind": "person",
            "day": since if made.login is None else day(made.login).toordinal(),
            "recorded": made.login is not None,
            "running": False,
            "open_until_day": made.last_day,
        }
        for uid, made in opens.items()
    }


def held_against_pam(made: list[Made], told: list[int], logins: dict[str, Any]) -> None:
    """PAM turns away whom we say, by its end, and takes the password of whom we say has one that counts."""
    ends, passwords = told[: len(made)], told[len(made) :]
    for account, end, entered in zip(made, ends, passwords, strict=True):
        row = logins.get(f"uid {account.uid}")
        if row is not None:
            assert (end in {0, 12}) == (row["open_until_day"] >= today()), (account, end)
        assert (entered == 0) == (account.state in {"set", "none"}), (account, entered)
