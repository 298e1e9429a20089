"""`hosts.allow` and `hosts.deny`, held against the library that decides by them."""

import ipaddress
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.sshd_config import wrappers
from auditor.collectors.kinds.sshd_config.sources import EVERYWHERE, NOWHERE, Reach, narrow
from auditor.collectors.kinds.sshd_config.wrappers import ALLOW, DENY, LINKED, admitted
from tests.collectors.kinds.room import Input, asked

ADDRESSES = (
    "10.1.1.1", "10.20.40.7", "10.20.41.7", "10.200.40.7", "192.0.2.9", "203.0.113.200", "0.0.0.1", "255.255.255.254",
    "2001:db8::7", "2001:db8:40::7", "2400:cb00::1", "fe80::1",
)  # fmt: skip

_ASK = """
import ctypes, json, os, sys, tempfile
library = ctypes.CDLL("libwrap.so.0")
folder = tempfile.mkdtemp()
files = {name: os.path.join(folder, name).encode() for name in ("hosts_allow_table", "hosts_deny_table")}
for name, path in files.items():
    ctypes.c_char_p.in_dll(library, name).value = path  # the library keeps the pointer, and `files` what it points to
order = json.load(sys.stdin)
said = []
for texts in order["pairs"]:
    for path, text in zip(files.values(), texts):
        with open(path, "w") as file:
            file.write(text)
    said.append([library.hosts_ctl(b"sshd", b"unknown", each.encode(), b"unknown") for each in order["addresses"]])
print(json.dumps(said))
"""
"""Whom the library lets in, who has no name; in a process of its own, since an option may end it."""


def library(pairs: list[tuple[str, str]]) -> list[list[bool]]:
    """What libwrap says of each address by each pair of files."""
    order = json.dumps({"pairs": pairs, "addresses": ADDRESSES})
    done = subprocess.run([sys.executable, "-c", _ASK], input=order, text=True, capture_output=True, check=False)
    if "cannot open shared object" in done.stderr:
        pytest.skip("there is no libwrap here")
    return [[bool(one) for one in each] for each in json.loads(done.stdout)]


def holds(reach: Reach, address: str) -> bool:
    """Whether an address is among those that may come in."""
    parsed = ipaddress.ip_address(address)
    return any(first <= int(parsed) <= last for first, last in reach.of(parsed.version))


SERVERS = (
    "sshd", "ALL", "SSHD", "sshd, ftpd", "ftpd", "ALL EXCEPT sshd", "ALL EXCEPT ftpd", "s*", "sshd@10.9.9.9", "?shd",
)  # fmt: skip
CLIENTS = (
    "ALL", "all", "10.", "10.20.", "10.20.40.", "10.20.40.7", "10.20.40.0/24", "10.20.40.0/255.255.255.0",
    "10.20.40.7/24", "0.0.0.0/0", "0.0.0.0/0.0.0.0", "0.0.0.0/1", "128.0.0.0/128.0.0.0", "10.0.0.0/255.0.255.0",
    "10.20.40", "10.*.40.?", "*", "[2001:db8::]/32", "[2001:db8:40::7]", "[2001:db8::1]/32", "2001:db8::7", "[::]/0",
    "LOCAL", "KNOWN", "UNKNOWN", ".vn", ".idc.vn", "quan-tri.idc.vn", "@admins", "root@10.20.40.7", "010.20.40.7",
    "10.20.40.7/32", "[2001:db8:*", "203.0.113.?00",
)  # fmt: skip
OPTIONS = (
    "", "", "", "", ": deny", ": allow", ": DENY", ": severity auth.info", ": severity auth.info : deny", ": nonsense",
)  # fmt: skip


def a_file(dice: random.Random) -> str:
    """Some lines, with what people write between them."""
    lines = []
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        clients = dice.choice((" ", ", ", ",")).join(dice.choice(CLIENTS) for _ in range(dice.choice((1, 1, 2, 3))))
        for _ in range(dice.choice((0, 0, 0, 1, 2))):
            clients += f" EXCEPT {dice.choice(CLIENTS)}"
        blank = dice.choice(("", " ", "\t", " \\\n  "))
        lines.append(f"{blank}{dice.choice(SERVERS)}{dice.choice(('', ' '))}:{blank}{clients} {dice.choice(OPTIONS)}")
        lines += dice.choice(([], [], ["# sshd: ALL"], ["", "sshd"]))
    return "\n".join(lines) + dice.choice(("\n", "\n", "\n", ""))


def test_the_library_agrees() -> None:
    """Of two hundred and more pairs of files: whom it lets in is not told as kept out, and where the reader is sure
    nobody else is told as let in.
    """
    dice = random.Random(20260611)
    pairs = [(a_file(dice), a_file(dice) or "ALL: ALL\n") for _ in range(400)]
    wrong, sure = [], 0
    for pair, said in zip(pairs, library(pairs), strict=True):
        found = admitted(*pair, "sshd")
        sure += found.exact
        for address, let_in in zip(ADDRESSES, said, strict=True):
            told = holds(found, address)
            if told != let_in and (let_in or found.exact):
                wrong.append((pair, address, let_in))

    assert [] == wrong
    assert sure > 100


@pytest.mark.parametrize(
    ("allow", "deny", "limited"),
    [
        ("sshd: 10.20.40.0/255.255.255.0\n", "ALL: ALL\n", True),
        ("sshd: 10.20.40. [2001:db8:40::]/48\n", "sshd: ALL\n", True),
        ("sshd: quan-tri.idc.vn\n", "ALL: ALL\n", True),
        ("ALL: ALL EXCEPT 10.0.0.0/8 : deny\n", "", True),
        ("", "", False),
        ("sshd: 10.20.40.\n", "", False),
        ("sshd: 10.20.40.\n", "vsftpd: ALL\n", False),
        ("sshd: 10.20.40.\n", "ALL: ALL EXCEPT ALL\n", False),
        ("ALL: ALL\n", "ALL: ALL\n", False),
        ("sshd: 0.0.0.0/0.0.0.0\n", "ALL: ALL\n", False),
        ("sshd: LOCAL\n", "", False),
        ("sshd: LOCAL\n", "ALL: ALL\n", None),
        ("sshd: @quan-tri\n", "ALL: ALL\n", None),
        ("sshd: /etc/hosts.admin\n", "ALL: ALL\n", None),
        ("sshd: ALL : aclexec /usr/local/bin/check %a\n", "ALL: ALL\n", None),
        ("sshd: ALL : twist /bin/false\n", "", True),
        (f"sshd: {'10.20.40.7 ' * 300}\n", "ALL: ALL\n", None),
        ("", "ALL: ALL", None),
    ],
)
def test_whether_few_come_in(allow: str, deny: str, limited: bool | None) -> None:  # noqa: FBT001  # what is told
    """By the measure of the lists of users; what nobody here can judge is neither."""
    assert limited is narrow(admitted(allow, deny, "sshd"))


def reach(linked: str | Trouble, allow: str | Trouble = "sshd: 10.20.40.7\n", deny: str = "ALL: ALL\n") -> Reach:
    """By what three questions were answered."""
    texts = {LINKED.id: linked, ALLOW.id: allow, DENY.id: deny}
    return wrappers.reach(
        Answers(
            {ask: Answer(trouble=text) if isinstance(text, Trouble) else Answer(text) for ask, text in texts.items()}
        )
    )


DEBIAN, PLAIN = "/usr/sbin/sshd:1\n", "/usr/sbin/sshd:0\n/usr/libexec/openssh/sshd-session:0\n"
SPLIT = "/usr/sbin/sshd:0\n/usr/lib/openssh/sshd-session:1\n"


def test_only_a_server_that_asks_the_library_is_limited_by_it() -> None:
    """Of one that does not the files mean nothing, and of one that nobody looked at they may."""
    only = Reach(four=((int(ipaddress.ip_address("10.20.40.7")),) * 2,))

    assert only == reach(DEBIAN)
    assert EVERYWHERE == reach(PLAIN)
    assert [False, None] == [narrow(reach(PLAIN)), narrow(reach(Trouble.MISSING))]
    assert EVERYWHERE == reach(Trouble.MISSING, allow="", deny="")
    assert EVERYWHERE == reach(DEBIAN, allow="", deny="")


def test_a_file_that_may_not_be_read() -> None:
    """It may let in anybody, or nobody."""
    assert narrow(reach(DEBIAN, allow=Trouble.DENIED)) is None
    assert narrow(reach(PLAIN, allow=Trouble.DENIED)) is False


def test_a_server_in_two_programs() -> None:
    """Nobody here knows under which name the library is asked: whoever comes in by either may come in."""
    assert narrow(reach(SPLIT)) is True
    assert narrow(reach(SPLIT, allow="sshd: 10.20.40.7\nsshd-session: ALL\n")) is None
    assert narrow(reach(SPLIT, allow="sshd sshd-session: ALL\n")) is False
    assert NOWHERE == reach(SPLIT, allow="")


@pytest.mark.skipif(os.geteuid() != 0, reason="sshd and its host keys are root's")
@pytest.mark.skipif(not Path("/usr/sbin/sshd").exists(), reason="there is no sshd")
def test_as_it_is_read_on_a_machine() -> None:
    """The files limit the sources of the very server that runs here, if it asks the library, and of no other one."""
    config = {"/etc/ssh/sshd_config": "PasswordAuthentication no\n"}
    inputs = [
        Input(files=config | {"/etc/hosts.allow": allow, "/etc/hosts.deny": deny}, truth=[["ldd", "/usr/sbin/sshd"]])
        for allow, deny in (("sshd: 10.20.40.\n", "ALL: ALL\n"), ("sshd: 10.20.40.\n", "# nothing\n"))
    ]
    told = asked("sshd_config", inputs, emptied=["/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d"])
    linked = "libwrap" in told[0]["truth"][0][1]

    assert [linked, False] == [each["found"][""]["data"]["source_limited"] for each in told]
