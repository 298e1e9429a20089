"""What is read of ntpd, held against a running one (NTPsec): its sources, for two hundred configurations.

The classic ntpd of other distributions takes the same lines and answers the same questions; Debian has it no more, so
that only its recorded words are tested.
"""

import os
import random
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from auditor.collectors.kinds.time_config.clients import ntp_servers
from tests.collectors.kinds.room import APART, Input, asked

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="ntpd is started as root"),
    pytest.mark.skipif(
        not (APART / "sbin/ntpd").exists(), reason="no ntpd of its own; scripts/install-apart unpacks it"
    ),
]

MAIN, DROP_IN, MORE = "/etc/ntpsec/ntp.conf", "/etc/ntpsec/ntp.d/a.conf", "/etc/more"
FOLDERS = ["/etc/ntpsec", "/etc/more", "/etc/other.conf", "/run"]
NAMES = {"ntp1.idc.vn": "192.0.2.21", "ntp2.idc.vn": "192.0.2.22"}
POOL = {"192.0.2.23", "192.0.2.24"}
HOSTS = "127.0.0.1 localhost\n" + "".join(
    f"{address} {name}\n" for name, address in [*NAMES.items(), *(("pool.idc.vn", each) for each in sorted(POOL))]
)
NO_CLOCK = ["setpriv", "--bounding-set=-sys_time"]
"""The clock of this machine is everybody's: no namespace parts it."""

ANSWERS = "until ntpq -n -c rv 2>/dev/null | grep -q stratum; do sleep 0.1; done; touch /run/ready; exec sleep 300"
NETWORK = (
    ["sh", "-c", "ip address replace 192.0.2.1/32 dev lo; ip route replace 192.0.2.0/24 dev lo"],
    ["sh", "-c", "ip address replace 2001:db8::1/64 dev lo nodad"],
)


def machine(files: dict[str, str], options: list[str] | None = None) -> Input:
    """A machine whose ntpd runs with these files."""
    return Input(
        files={"/etc/hosts": HOSTS, DROP_IN: "", f"{MORE}/a.conf": "", **files},
        setup=NETWORK,
        start=[[*NO_CLOCK, "ntpd", "-n", *(options or [])], ["sh", "-c", ANSWERS]],
        ready="/run/ready",
        truth=[["ntpq", "-n", "-w", "-c", "peers"]],
    )


def run(machines: list[Input]) -> list[dict[str, Any]]:
    """What is read of each, and the peers that its ntpd has."""
    return asked("time_config", machines, emptied=FOLDERS, tree=APART)


def servers(found: dict[str, Any]) -> list[str] | None:
    """Servers told, None where the list is not whole."""
    look = found["found"][""]
    assert look["data"]["service"] == "ntpd"
    unread = any(gap["field"] == "servers" for gap in look["unread"])
    return None if unread else sorted(look["data"]["servers"])


def peers(found: dict[str, Any]) -> set[str]:
    """Addresses, clocks and pools that the running ntpd lists, without its own clock and what a pool stands for. `ntpq`
    writes the address of a clock where it has not been told its name, and none for a name without one.
    """
    (_, listed, _) = found["truth"][0]
    rows = [line[1:].split()[0] for line in listed.splitlines()[2:] if line.strip()]
    clocks = (re.sub(r"^127\.127\.28\.(\d)$", r"SHM(\1)", row) for row in rows)
    return {row for row in clocks if row not in POOL and not row.startswith(("LOCAL(", "127.127.1."))}


def agrees(meant: set[str], listed: set[str]) -> bool:
    """Whether names and addresses are the same sources: by the address that a name has, or by the name as long as ntpd
    has no address; those that are listed under neither may be any names.
    """
    addresses = {NAMES.get(name, name) for name in meant}
    told = {NAMES.get(row, row) for row in listed - {"0.0.0.0"}}  # noqa: S104  # as ntpq writes it
    missing = addresses - told
    nameless = listed != listed - {"0.0.0.0"}  # noqa: S104
    return told <= addresses and (not missing or (nameless and missing <= {"pool.idc.vn", *NAMES.values()}))


SOURCES = (
    ("server 192.0.2.{n} iburst", "192.0.2.{n}"),
    ("server 192.0.2.{n} minpoll 4 maxpoll 6 prefer burst version 4", "192.0.2.{n}"),
    ("server -4 192.0.2.{n} key 1", "192.0.2.{n}"),
    ("server 192.0.2.{n} noselect true bias 0.1", "192.0.2.{n}"),
    ('server "192.0.2.{n}"', "192.0.2.{n}"),
    ("server 192.0.2.{n}# nearest", "192.0.2.{n}"),
    ("\tserver\t192.0.2.{n}", "192.0.2.{n}"),
    ("server 192.0.2.{n} frobnicate", "192.0.2.{n}"),
    ("peer 192.0.2.{n}", "192.0.2.{n}"),
    ("server -6 2001:db8::{n}", "2001:db8::{n}"),
    ("server ntp1.idc.vn", "ntp1.idc.vn"),
    ("server ntp2.idc.vn iburst", "ntp2.idc.vn"),
    ("pool pool.idc.vn iburst preempt", "pool.idc.vn"),
    ("refclock shm unit 0 refid GPS", "SHM(0)"),
    ("server 127.127.28.1 mode 0", "SHM(1)"),
    ("refclock local unit 1 stratum 10", ""),
    ("server 127.127.1.0", ""),
    ("SERVER 192.0.2.{n}", ""),
    ("# server 192.0.2.{n}", ""),
    ("server 192.0.2.{n}\nunpeer 192.0.2.{n}", ""),
)
OTHERS = (
    "restrict default kod nomodify noquery", "restrict 10.0.0.0 mask 255.0.0.0", "tos minsane 3 orphan 5",
    "tinker panic 0", "disable monitor", "enable stats", "driftfile /run/drift", "leapfile /run/leap", "logconfig =all",
    "statsdir /run", "statistics loopstats", "filegen loopstats file loopstats", "interface ignore eth9", "mdnstries 0",
    "fudge 127.127.1.0 stratum 12", "keys /run/keys", "trustedkey 1", "rlimit memlock 0", "setvar a=b",
)  # fmt: skip
"""Directives of ntp.conf(5) that no field depends on."""

PLACES = ("main", "main", "main", "drop-in", "included file", "included folder", "nowhere")


@dataclass
class Meant:
    """Files, and the sources that ntpd takes from them."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {place: [] for place in PLACES})
    taken: set[str] = field(default_factory=set)

    def files(self) -> dict[str, str]:
        """As they lie on the machine; `restrict` lets the machine itself ask."""
        main = ["restrict 127.0.0.1", *self.lines["main"]]
        for place, line in (("included file", "includefile b.cfg"), ("included folder", f"includefile {MORE}")):
            main += [line] * bool(self.lines[place])
        texts = {
            MAIN: main,
            DROP_IN: self.lines["drop-in"],
            "/etc/ntpsec/ntp.d/a.conf.bak": self.lines["nowhere"],
            "/etc/ntpsec/b.cfg": self.lines["included file"],
            f"{MORE}/a.conf": self.lines["included folder"],
            f"{MORE}/a.cfg": self.lines["nowhere"],
        }
        return {path: "\n".join(lines) + "\n" for path, lines in texts.items()}


def generated(dice: random.Random) -> Meant:
    """Sources and other lines in the main file, drop-ins and what it includes."""
    meant = Meant()
    for number, (line, name) in enumerate(dice.sample(SOURCES, dice.randint(1, 8)), 30):
        place = dice.choice(PLACES)
        meant.lines[place] += line.format(n=number).splitlines()
        if name and place != "nowhere":
            meant.taken.add(name.format(n=number))
    for line in dice.sample(OTHERS, dice.randint(0, 4)):
        meant.lines["main"].insert(dice.randint(0, len(meant.lines["main"])), line)
    return meant


PARTS, SIZE = 10, 20
ALWAYS = 2
"""Parts of every run: starting so many programs takes minutes. tests/wide/test_programs.py has the others."""


def test_every_line_occurs() -> None:
    """The machines of all parts together have each directive and each place."""
    each = [generated(random.Random(20261130 + part * SIZE + n)) for part in range(PARTS) for n in range(SIZE)]
    lines = {re.sub(r"\d+", "", line) for one in each for lines in one.lines.values() for line in lines}
    wanted = [*OTHERS, *(line for text, _ in SOURCES for line in text.format(n=30).splitlines())]

    assert {re.sub(r"\d+", "", line) for line in wanted} == lines
    assert all(any(one.lines[place] for one in each) for place in PLACES)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(ALWAYS))
def test_generated_sources(part: int) -> None:
    """What is told are the sources that the running ntpd has, wherever they were named, and no others."""
    each = [generated(random.Random(20261130 + part * SIZE + n)) for n in range(SIZE)]
    found = run([machine(one.files()) for one in each])

    assert [sorted(one.taken) for one in each] == [servers(one) for one in found]
    assert [] == [
        (one.taken, peers(told)) for one, told in zip(each, found, strict=True) if not agrees(one.taken, peers(told))
    ]


@pytest.mark.slow
def test_the_file_alone() -> None:
    """Where ntpd does not answer, the lines of one file are read as it reads them."""
    each = []
    for number in range(20):
        dice = random.Random(number)
        lines = [line.format(n=at) for at, (line, _) in enumerate(dice.sample(SOURCES, 6), 30)]
        each.append("\n".join(["restrict 127.0.0.1", *lines]) + "\n")
    found = run([machine({MAIN: text}) for text in each])
    clocks = {"shm": "SHM(0)", "127.127.28.1": "SHM(1)"}

    named = [{clocks.get(name, name) for name in ntp_servers(text)} for text in each]

    assert [] == [
        (names, peers(told)) for names, told in zip(named, found, strict=True) if not agrees(names, peers(told))
    ]


@pytest.mark.long
def test_another_file_than_the_usual_one() -> None:
    """The running ntpd tells what it was started with."""
    files = {MAIN: "server 192.0.2.40\n", "/etc/other.conf": "restrict 127.0.0.1\nserver 192.0.2.41\n"}
    (found,) = run([machine(files, ["-c", "/etc/other.conf"])])

    assert ["192.0.2.41"] == servers(found)


@pytest.mark.slow
def test_an_ntpd_that_answers_nobody() -> None:
    """Without leave to ask, what its file names is told, and that the list is not whole."""
    quiet = Input(
        files={"/etc/hosts": HOSTS, MAIN: "restrict default ignore\nserver 192.0.2.40\n"},
        setup=NETWORK,
        start=[[*NO_CLOCK, "ntpd", "-n"]],
        truth=[["ntpq", "-n", "-c", "rv"]],
    )
    (found,) = run([quiet])
    look = found["found"][""]

    assert "timed out" in found["truth"][0][2]
    assert ("ntpd", ["192.0.2.40"], None) == (look["data"]["service"], look["data"]["servers"], servers(found))
    assert "synchronised" not in look["data"]
