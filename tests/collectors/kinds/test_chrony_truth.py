"""What is read of time clients, held against a running chronyd: its sources, for two hundred configurations."""

import os
import random
from typing import Any

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.time_config import linux
from auditor.model.facts import TimeConfig
from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="chronyd is started as root")

MAIN, DHCP = "/etc/chrony/chrony.conf", "/run/chrony-dhcp/eth0.sources"
HOSTS = "127.0.0.1 localhost\n127.0.0.21 ntp1.idc.vn\n127.0.0.22 ntp2.idc.vn\n127.0.0.23 pool.idc.vn\n"
START = [["chronyd", "-x", "-d", "-u", "root", "-f", MAIN]]
FOLDERS = ["/etc/chrony", "/run"]


def machine(files: dict[str, str], truth: list[list[str]] | None = None) -> Input:
    """A machine whose chronyd runs with these files."""
    return Input(files={"/etc/hosts": HOSTS, **files}, start=START, ready="/run/chrony/chronyd.sock", truth=truth or [])


def told(found: dict[str, Any]) -> Any:
    """The data of the one outcome."""
    return found["found"][""]["data"]


@pytest.mark.long
def test_a_client_that_an_ordinary_user_may_not_ask() -> None:
    """With `cmdport 0` root is answered, and an ordinary user learns that it runs, not that there is none."""
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    each = [linux.CHRONY, linux.CHRONY_SOURCES, linux.RUNNING]
    files = {MAIN: "server 127.0.0.9 iburst\ncmdport 0\n"}
    (found,) = asked("time_config", [machine(files, [[*user, *ask.words] for ask in each])], emptied=FOLDERS)
    answers = {}
    for ask, (code, out, err) in zip(each, found["truth"], strict=True):
        absent = any(words in out + err for words in ask.absent)
        answers[ask.id] = Answer(out, Trouble.MISSING if absent else None if code == 0 else Trouble.FAILED, err)
    reading = linux.read(Answers(answers))

    assert (["127.0.0.9"], "chrony") == (told(found)["servers"], told(found)["service"])
    assert isinstance(reading.data, TimeConfig)
    assert ("chrony", None) == (reading.data.service, reading.data.synchronised)


SOURCES = (
    ("server 127.0.0.{n} iburst", "127.0.0.{n}"),
    ("server 127.0.0.{n} minpoll 4 maxpoll 6 prefer key 1", "127.0.0.{n}"),
    ("peer 127.0.0.{n}", "127.0.0.{n}"),
    ("SERVER ntp1.idc.vn offline", "ntp1.idc.vn"),
    ("server ntp2.idc.vn iburst", "ntp2.idc.vn"),
    ("pool pool.idc.vn maxsources 1", "pool.idc.vn"),
    ("refclock SHM 0 refid GPS poll 4", "GPS"),
    ("refclock SHM 1 refid PPS1", "PPS1"),
    ("#server 127.0.0.99", ""),
    ("! server 127.0.0.98", ""),
    ("local stratum 10", ""),
    ("makestep 1 3", ""),
    ("allow 10.0.0.0/8", ""),
)
PLACES = ("main", "main", "confdir", "sourcedir", "include", "dhcp", "other")


def generated(dice: random.Random) -> tuple[dict[str, str], set[str]]:
    """Sources in the main file, folders that it names and files of DHCP, and those that chronyd takes."""
    lines: dict[str, list[str]] = {place: [] for place in PLACES}
    taken: set[str] = set()
    for number, (line, name) in enumerate(dice.sample(SOURCES, dice.randint(1, 6))):
        place = dice.choice(PLACES)
        if place in {"sourcedir", "dhcp"} and not line.lower().startswith(("server", "pool", "peer")):
            place = "main"
        lines[place].append(line.format(n=number + 30))
        if name and place != "other":
            taken.add(name.format(n=number + 30))
    main = [
        *lines["main"],
        "confdir /etc/chrony/conf.d",
        "sourcedir /etc/chrony/sources.d",
        "sourcedir /run/chrony-dhcp",
    ]
    files = {
        MAIN: "\n".join([*main, "include /etc/chrony/more/*.inc"]) + "\n",
        "/etc/chrony/conf.d/a.conf": "\n".join(lines["confdir"]) + "\n",
        "/etc/chrony/conf.d/a.conf.bak": "server 127.0.0.97\n",
        "/etc/chrony/sources.d/a.sources": "\n".join(lines["sourcedir"]) + "\n",
        "/etc/chrony/more/a.inc": "\n".join(lines["include"]) + "\n",
        "/etc/chrony/elsewhere.conf": "\n".join(lines["other"]) + "\n",
        DHCP: "\n".join(lines["dhcp"]) + "\n",
    }
    return files, taken


PARTS, SIZE = 5, 40


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_generated_sources(part: int) -> None:
    """What is told are the sources that the running client has, wherever they were named, and no others."""
    dice = random.Random(20261130 + part)
    each = [generated(dice) for _ in range(SIZE)]
    found = asked("time_config", [machine(files) for files, _ in each], emptied=FOLDERS)

    assert [("chrony", sorted(taken)) for _, taken in each] == [
        (told(one)["service"], sorted(told(one).get("servers") or [])) for one in found
    ]
