"""What is read of PAM's stacks, held against libpam: generated stacks, passwords that a test changes and guesses.

Told is never more than holds: the shortest password that is taken, how many sorts of characters it must have, which old
one is refused, and how many wrong ones lock an account. Whatever is told as unread is let be, and is seldom.
"""

import json
import os
import random
import string
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.collectors.kinds.room import APART, Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="passwords are changed as root lets them")

LIVE = str(Path(__file__).with_name("pam_live.py"))
OLD = "Cu-1234567x"
FOLDERS = ["/etc/pam.d", "/etc/profile.d", "/home", "/run"]
HAS_QUALITY = bool(list(APART.glob("lib/*/security/pam_pwquality.so")))
BASE = {
    "/etc/passwd": "root:x:0:0:root:/home/root:/bin/bash\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n",
    "/etc/shadow": "root:*:20228:0:99999:7:::\n",
    "/etc/group": "root:x:0:\nusers:x:100:\n",
    "/etc/security/opasswd": "",
    "/etc/security/faillock.conf": "",
    "/etc/profile": "",
    "/etc/bash.bashrc": "",
    "/etc/pam.d/other": "auth required pam_deny.so\npassword required pam_deny.so\naccount required pam_deny.so\n",
}
LONGEST = 20


def machine(files: dict[str, str], orders: list[list[str]], users: tuple[str, ...] = ("an",)) -> Input:
    """A machine with these files and users, whose libpam gets the orders."""
    lines = ["set -e", "rm -f /etc/.pwd.lock", *(f"useradd -m -g users {name}" for name in users)]
    lines += [f"echo '{name}:{OLD}' | chpasswd -c SHA256 -s 1000" for name in users]
    return Input(
        files={**BASE, **files},
        setup=[["sh", "-c", "\n".join(lines)]],
        truth=[[sys.executable, LIVE, json.dumps(orders)]],
    )


def word(length: int, sorts: int = 4, seed: int = 0) -> str:
    """A password of so many characters of the first sorts, unlike any word of a dictionary."""
    dice = random.Random(length * 100 + sorts * 10 + seed)
    alphabets = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!%+-_.,:")[:sorts]
    return "".join(dice.choice(alphabets[number % sorts]) for number in range(length))


def data_of(found: dict[str, Any]) -> dict[str, Any]:
    """What was told."""
    return dict(found["found"][""]["data"])


def results(found: dict[str, Any]) -> list[int]:
    """What libpam answered."""
    code, out, err = found["truth"][0]
    assert code == 0, err
    return list(json.loads(out))


QUALITY_WORDS = ("minlen=12", "minlen=9", "minlen=16", "dcredit=-1", "ucredit=-1", "ocredit=-1", "lcredit=-1",
                 "minclass=3", "minclass=4", "dcredit=2", "ocredit=1", "enforcing=0", "retry=3", "difok=1")  # fmt: skip
CONTROLS = ("required", "requisite", "optional", "sufficient", "[default=ignore]", "[success=1 default=ignore]",
            "[success=ok default=die]")  # fmt: skip
UNIX = ("[success=1 default=ignore] pam_unix.so {} use_authtok\nrequisite pam_deny.so\nrequired pam_permit.so",
        "sufficient pam_unix.so {} use_authtok\nrequired pam_deny.so",
        "required pam_unix.so {} use_authtok")  # fmt: skip
UNIX_WORDS = ("obscure sha512 rounds=1000", "sha512 minlen=11", "obscure minlen=7", "")


def changing(dice: random.Random) -> dict[str, str]:
    """Files of a machine on which a password is changed."""
    lines: list[str] = []
    if HAS_QUALITY and dice.random() < 0.8:
        words = " ".join(dice.sample(QUALITY_WORDS, dice.randint(0, 3)))
        lines.append(f"{dice.choice((*CONTROLS, 'requisite', 'requisite'))} pam_pwquality.so {words}")
    first = bool(lines)
    unix = dice.choice(UNIX).format(dice.choice(UNIX_WORDS))
    lines += (unix if first else unix.replace(" use_authtok", "")).split("\n")
    text = "".join(f"password {line}\n" for line in lines)
    rest = {
        "/etc/security/pwquality.conf": "# minlen = 8\ndictcheck = 0\n"
        + dice.choice(("", "minlen = 10\n", "minclass = 2\nminlen=13\n"))
    }
    within = dice.choice(("@include system\n", "password include system\n", "password substack system\n"))
    return rest | {"/etc/pam.d/passwd": within, "/etc/pam.d/system": text}


SIZE = 20


@pytest.mark.slow
def test_shortest_password_and_sorts_of_characters() -> None:
    """No password shorter than is told, and none of fewer sorts, is taken; and where it is told whole, the next is."""
    files = [changing(random.Random(20261130 + number)) for number in range(SIZE)]
    lengths = [["change", "passwd", "an", OLD, word(length)] for length in range(4, LONGEST + 1)]
    sorts = [["change", "passwd", "binh", OLD, word(LONGEST + 4, number)] for number in (1, 2, 3, 4)]
    found = asked(
        "password_policy",
        [machine(each, lengths + sorts, ("an", "binh")) for each in files],
        emptied=FOLDERS,
        tree=APART if HAS_QUALITY else None,
    )
    unread = 0
    for each, one in zip(files, found, strict=True):
        data, taken = data_of(one), results(one)
        if "min_length" not in data:
            unread += 1
            continue
        shortest = next((4 + number for number, code in enumerate(taken[: len(lengths)]) if code == 0), None)
        fewest = next((1 + number for number, code in enumerate(taken[len(lengths) :]) if code == 0), None)
        if shortest is not None:
            assert data["min_length"] <= shortest, (each, data, taken)
            assert shortest - data["min_length"] <= SLACK, (each, data, taken)
        if fewest is not None:
            assert max(1, data["classes"]) == fewest, (each, data, taken)
    assert unread <= SIZE // 2


SLACK = 6
"""Characters: credits that a generated word does not use, and the six that Debian's pam_unix wants unasked."""


@pytest.mark.slow
@pytest.mark.parametrize(("module", "older"), [("pam_pwhistory.so", 2), ("pam_unix.so", 3)])
def test_passwords_that_are_remembered(module: str, older: int) -> None:
    """Refused are the last so many, of which pam_pwhistory counts the present one as one; the one before is taken."""
    remember = 3
    lines = {
        "pam_pwhistory.so": f"required pam_pwhistory.so remember={remember}\npassword required pam_unix.so use_authtok",
        "pam_unix.so": f"required pam_unix.so remember={remember}",
    }[module]
    words = [OLD, *(word(12, 4, seed) for seed in range(1, 7))]
    there = [["change", "passwd", "an", words[number], words[number + 1]] for number in range(older)]
    refused = ["change", "passwd", "an", words[older], OLD]
    on = ["change", "passwd", "an", words[older], words[older + 1]]
    taken = ["change", "passwd", "an", words[older + 1], OLD]
    files = {"/etc/pam.d/passwd": f"password {lines}\n"}
    (found,) = asked("password_policy", [machine(files, [*there, refused, on, taken])], emptied=FOLDERS)
    codes = results(found)

    assert remember == data_of(found)["remember"]
    assert [True] * older + [False, True, True] == [code == 0 for code in codes]


PRE = ("required pam_faillock.so preauth silent {}", "requisite pam_faillock.so preauth {}", "", "",
       "optional pam_faillock.so preauth {}")  # fmt: skip
ASK = ("sufficient pam_unix.so", "[success=1 default=bad] pam_unix.so", "[success=2 default=ignore] pam_unix.so",
       "required pam_unix.so", "[success=1 default=ignore] pam_unix.so")  # fmt: skip
FAIL = ("[default=die] pam_faillock.so authfail {}", "required pam_faillock.so authfail {}",
        "requisite pam_deny.so\nauth required pam_faillock.so authfail {}", "")  # fmt: skip
END = ("required pam_deny.so", "sufficient pam_faillock.so authsucc {}\nauth required pam_deny.so",
       "required pam_permit.so", "requisite pam_deny.so\nauth required pam_permit.so")  # fmt: skip
WORDS = ("deny=3 unlock_time=900", "deny=5", "", "deny=0", "unlock_time=never deny=4")


def guessing(dice: random.Random) -> dict[str, str]:
    """Files of a machine on which passwords are guessed."""
    lines = [line for each in (PRE, ASK, FAIL, END) if (line := dice.choice(each).format(dice.choice(WORDS)))]
    conf = dice.choice(("", "deny = 6\nunlock_time = 1200\n", "# deny = 3\naudit\n"))
    text = "".join(f"auth {line}\n" for line in lines)
    within = dice.choice(("@include guesses\n", "auth include guesses\n", "auth substack guesses\n"))
    services = {"/etc/pam.d/guesses": text, **{f"/etc/pam.d/{name}": within for name in ("login", "su", "sshd")}}
    return {**services, "/etc/security/faillock.conf": conf, "/run/sshd/.there": ""}


GUESSES = 8


@pytest.mark.slow
def test_wrong_passwords_that_lock() -> None:
    """An account is locked after as many wrong passwords as is told, and neither sooner nor, with 0, at all."""
    files = [guessing(random.Random(20261130 + number)) for number in range(2 * SIZE)]
    users = tuple(f"u{number}" for number in range(1, GUESSES + 1))
    orders = [
        order
        for number, name in enumerate(users, start=1)
        for order in [*[["auth", "login", name, "sai"]] * number, ["auth", "login", name, OLD]]
    ]
    ends = [sum(range(2, number + 2)) - 1 for number in range(1, GUESSES + 1)]
    found = asked("password_policy", [machine(each, orders, users) for each in files], emptied=FOLDERS)
    told: list[int | None] = []
    for each, one in zip(files, found, strict=True):
        codes = results(one)
        enters = [codes[end] == 0 for end in ends]
        after = data_of(one).get("lock_after")
        told.append(after)
        if after is not None and codes.count(0):
            wanted = [number < after or after == 0 for number in range(1, GUESSES + 1)]
            assert wanted == enters, (each, data_of(one), codes)
    assert any(told)
    assert told.count(None) <= len(files) // 2
