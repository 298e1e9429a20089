"""What is read of systemd-timesyncd, held against a running one: its servers, for two hundred sets of files.

Here it has no capability, so that it may follow no server: the clock of this machine is everybody's.
"""

import os
import random
import shutil
from dataclasses import dataclass, field
from typing import Any

import pytest

from auditor.collectors.kinds.time_config import linux
from auditor.collectors.kinds.time_config.clients import timesync_configured
from tests.collectors.kinds.room import APART, Input, asked

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="timesyncd is started as its own user"),
    pytest.mark.skipif(
        not (APART / "lib/systemd/systemd-timesyncd").exists(),
        reason="no systemd-timesyncd of its own; scripts/install-apart unpacks it",
    ),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="timedatectl asks over D-Bus"),
]

MAIN = "/etc/systemd/timesyncd.conf"
VENDOR, OWN, RUN = ("/usr/lib/systemd", "/etc/systemd", "/run/systemd")
FOLDERS = [MAIN, f"{OWN}/timesyncd.conf.d", "/run", f"{VENDOR}/timesyncd.conf.d", "/var/lib/systemd"]
USER = "systemd-timesync"
CLIENT = (
    f"install -d -o {USER} -g {USER} /run/systemd/timesync /var/lib/systemd/timesync; "
    f"exec setpriv --reuid={USER} --regid={USER} --clear-groups --bounding-set=-all --inh-caps=-all "
    "/lib/systemd/systemd-timesyncd"
)
BUS = "mkdir -p /run/dbus; exec dbus-daemon --system --nofork --nopidfile --nosyslog"
ANSWERS = (
    "until timedatectl show-timesync --all 2>/dev/null | grep -q Frequency; do sleep 0.1; done; "
    "touch /run/ready; exec sleep 300"
)


def machine(files: dict[str, str], hidden: tuple[str, ...] = ()) -> Input:
    """A machine whose timesyncd runs with these files; a `hidden` drop-in leads to nothing."""
    nothing = [["sh", "-c", f"mkdir -p {path.rpartition('/')[0]}; ln -s /dev/null {path}"] for path in hidden]
    user = f"id {USER} || echo {USER}:x:996:996::/:/usr/sbin/nologin >>/etc/passwd"
    group = f"getent group {USER} || echo {USER}:x:996: >>/etc/group"
    return Input(
        files={"/run/systemd/system/none": "", **files},  # the folder says that systemd is there
        setup=[["sh", "-c", user], ["sh", "-c", group], *nothing],
        start=[["sh", "-c", BUS], ["sh", "-c", f"sleep 0.2; {CLIENT}"], ["sh", "-c", ANSWERS]],
        ready="/run/ready",
        truth=[list(linux.TIMESYNC.words), list(linux.TIMESYNC_CONF.words)],
    )


def run(machines: list[Input]) -> list[dict[str, Any]]:
    """What is read of each, the client's own report and its files."""
    return asked("time_config", machines, emptied=FOLDERS, tree=APART)


def servers(found: dict[str, Any]) -> list[str]:
    """Servers told, which is the whole list."""
    look = found["found"][""]
    assert ("timesyncd", False, []) == (look["data"]["service"], look["data"]["synchronised"], look["unread"])
    return sorted(look["data"]["servers"])


LINES: tuple[tuple[str, list[str], bool], ...] = (
    ("NTP=192.0.2.{n}", ["192.0.2.{n}"], False),
    ("NTP=192.0.2.{n} ntp{n}.idc.vn", ["192.0.2.{n}", "ntp{n}.idc.vn"], False),
    ("NTP = 192.0.2.{n}", ["192.0.2.{n}"], False),
    ("  NTP=192.0.2.{n}  ", ["192.0.2.{n}"], False),
    ("Servers=192.0.2.{n}", ["192.0.2.{n}"], False),
    ("NTP=192.0.2.{n} \\\n 192.0.3.{n}", ["192.0.2.{n}", "192.0.3.{n}"], False),
    ("NTP=192.0.2.{n} \\\n# between\n 192.0.3.{n}", ["192.0.2.{n}", "192.0.3.{n}"], False),
    ('NTP="192.0.2.{n}"', ['"192.0.2.{n}"'], False),
    ("NTP=2001:db8::{n}", ["2001:db8::{n}"], False),
    ("NTP=", [], True),
    ("ntp=192.0.2.{n}", [], False),
    ("#NTP=192.0.2.{n}", [], False),
    (";NTP=192.0.2.{n}", [], False),
    ("[Other]\nNTP=192.0.2.{n}\n[Time]", [], False),
    ("NTP", [], False),
    ("RootDistanceMaxSec=3", [], False),
    ("PollIntervalMinSec=32", [], False),
    ("PollIntervalMaxSec=2048", [], False),
    ("ConnectionRetrySec=30", [], False),
    ("SaveIntervalSec=60", [], False),
)
"""Each directive of timesyncd.conf(5), but FallbackNTP, which every file has: line, servers, whether it begins anew."""

DROP_INS = tuple(f"{folder}/timesyncd.conf.d/{name}" for folder in (VENDOR, OWN, RUN) for name in ("10-a", "20-b"))


@dataclass
class Meant:
    """Files, which of their names lead to nothing, and the servers that timesyncd takes."""

    files: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    taken: list[str] = field(default_factory=list)


def _file(dice: random.Random, number: int) -> tuple[str, list[tuple[list[str], bool]]]:
    """Text of one file, and what its lines add or end."""
    text, means = ["[Time]", f"FallbackNTP=192.0.4.{number}"], []
    for at, (line, names, anew) in enumerate(dice.sample(LINES, dice.randint(0, 3)), number * 10):
        text.append(line.format(n=at))
        means.append(([name.format(n=at) for name in names], anew))
    return "\n".join(text) + "\n", means


def generated(dice: random.Random) -> Meant:
    """A main file and drop-ins of three folders, of which an earlier folder's name hides a later one's."""
    meant = Meant()
    chosen = [MAIN, *(f"{path}.conf" for path in dice.sample(DROP_INS, dice.randint(0, 4)))]
    each: dict[str, list[tuple[list[str], bool]]] = {}
    for number, path in enumerate(chosen, 1):
        meant.files[path], each[path] = _file(dice, number)
    meant.files[f"{OWN}/timesyncd.conf.d/30-c.conf.bak"] = "[Time]\nNTP=192.0.9.9\n"
    if len(chosen) > 1 and dice.random() < 0.25:
        hidden = chosen[-1]
        meant.hidden, each[hidden] = (hidden,), []
        del meant.files[hidden]
    names = sorted({path.rpartition("/")[2] for path in chosen[1:]})
    for name in ["", *names]:
        path = MAIN if not name else next(
            found for folder in (OWN, RUN, VENDOR) if (found := f"{folder}/timesyncd.conf.d/{name}") in each
        )  # fmt: skip
        for servers_of_line, anew in each[path]:
            meant.taken = [] if anew else [*meant.taken, *servers_of_line]
    return meant


PARTS, SIZE = 10, 20
ALWAYS = 2
"""Parts of every run: starting so many programs takes minutes. tests/wide/test_programs.py has the others."""


def test_every_line_occurs() -> None:
    """The machines of all parts together have each directive, each folder, and names that lead to nothing."""
    each = [generated(random.Random(20261130 + number)) for number in range(PARTS * SIZE)]
    texts = "\n".join(text for one in each for text in one.files.values())

    assert [] == [line for line, _, _ in LINES if line.partition("{n}")[0] not in texts]
    assert {f"{path}.conf" for path in DROP_INS} <= {path for one in each for path in one.files}
    assert any(one.hidden for one in each)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(ALWAYS))
def test_generated_files(part: int) -> None:
    """What is told are the servers that the running client has; its files alone tell those that they name."""
    each = [generated(random.Random(20261130 + part * SIZE + number)) for number in range(SIZE)]
    found = run([machine(one.files, one.hidden) for one in each])
    told = [sorted(set(servers(one)) - {name for name in servers(one) if name.startswith("192.0.4.")}) for one in found]

    assert [sorted(set(one.taken)) for one in each] == told
    assert told == [sorted(timesync_configured(one["truth"][1][1])) for one in found]
