"""What is read of journald's settings, held against a running one: the age at which it removes, and what it forwards.

For two hundred sets of files, archives of many ages are laid beside its own and it is told to rotate. How long a file
is written on (`MaxFileSec`) cannot be seen in a test's time: of that only the manual's words are read.
"""

import json
import os
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from auditor.collectors.kinds.logging import journal, linux
from tests.collectors.kinds.room import Input, asked

JOURNALD = Path("/lib/systemd/systemd-journald")
pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="journald is started as root"),
    pytest.mark.skipif(not JOURNALD.exists(), reason="there is no journald"),
]

MAIN, OWN, RUN = "/etc/systemd/journald.conf", "/etc/systemd/journald.conf.d", "/run/systemd/journald.conf.d"
FOLDERS = [MAIN, OWN, "/run", "/var/log", "/etc/logrotate.conf", "/etc/rsyslog.conf"]
MACHINE = "0123456789abcdef0123456789abcdef"
AGES = (0.4, 0.6, 1.4, 1.6, 2.5, 6, 8, 13, 15, 29, 32, 59, 63, 89, 92, 179, 184, 360, 370, 394, 397, 729, 735, 2000)
"""Days; what a line below names lies well between two of them."""

PROBE = f"""
import json, os, pathlib, signal, socket, time
log = next((path.parent for path in pathlib.Path("/").glob("[vr][au][rn]/log/journal/{MACHINE}/system.journal")), None)
taken = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
taken.bind("/run/systemd/journal/syslog")
taken.settimeout(0.7)
sent = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sent.connect("/run/systemd/journal/dev-log")
sent.send(b"<13>probe: a line")
try:
    forwarded = b"a line" in taken.recv(1000)
except TimeoutError:
    forwarded = False
archives = dict()
for number, age in enumerate({AGES!r} if log else ()):
    stamp = int((time.time() - age * 86400) * 1000000)
    path = log / f"system@{{number:032x}}-{{number:016x}}-{{stamp:016x}}.journal"
    path.write_bytes(bytes(152) + (1).to_bytes(8, "little") + bytes(104))  # its header counts one entry
    archives[age] = path
comms = [path for path in pathlib.Path("/proc").glob("[0-9]*/comm") if path.read_text().startswith("systemd-journal")]
journald = int(comms[0].parent.name)
if log:
    os.kill(journald, signal.SIGUSR2)
    own = set(log.glob("system@*")) - set(archives.values())
    for _ in range(200):
        if set(log.glob("system@*")) - set(archives.values()) - own:
            break
        time.sleep(0.02)
    time.sleep(0.1)
os.kill(journald, signal.SIGKILL)  # some settings let it take its time over its end
print(json.dumps(dict(
    forwarded=forwarded, place=log and log.parts[1], left=[age for age, path in archives.items() if path.exists()],
)))
"""
"""Settings in force as a running journald shows them."""


def machine(files: dict[str, str]) -> Input:
    """A machine whose journald runs with these files, and changes nothing of the kernel, which is everybody's."""
    kernel = ["setpriv", "--bounding-set=-audit_control,-audit_read,-syslog,-sys_time"]
    return Input(
        files={"/etc/machine-id": f"{MACHINE}\n", "/run/systemd/journal/flushed": "", **files},
        setup=[["mkdir", "-p", f"/var/log/journal/{MACHINE}"]],
        start=[[*kernel, str(JOURNALD)]],
        ready="/run/systemd/journal/dev-log",
        truth=[[sys.executable, "-c", PROBE], list(linux.JOURNAL.words)],
    )


LINES = (
    ("MaxRetentionSec=1day", "age", 1.0), ("MaxRetentionSec=2d", "age", 2.0), ("MaxRetentionSec = 1week", "age", 7.0),
    ("MaxRetentionSec=1209600", "age", 14.0), ("MaxRetentionSec=1month", "age", 30.4375),
    ("MaxRetentionSec=1M 30d", "age", 60.4375), ("MaxRetentionSec=90days", "age", 90.0),
    ("MaxRetentionSec=2 \\\n# between\n month", "age", 60.875), ("MaxRetentionSec=0.5y", "age", 182.625),
    ("MaxRetentionSec=13month", "age", 395.6875), ("MaxRetentionSec=2years", "age", 730.5),
    ("MaxRetentionSec=12h", "age", 0.5), ("MaxRetentionSec=2160min", "age", 1.5), ("MaxRetentionSec=0", "age", None),
    ("MaxRetentionSec=infinity", "age", None), ("MaxRetentionSec=", "age", None), ("maxretentionsec=1d", "", None),
    ("#MaxRetentionSec=1d", "", None), (";MaxRetentionSec=1d", "", None), ("MaxRetentionSec", "", None),
    ("[Other]\nMaxRetentionSec=1d\nForwardToSyslog=no\n[Journal]", "", None),
    ("ForwardToSyslog=yes", "forward", True), ("ForwardToSyslog=no", "forward", False),
    ("ForwardToSyslog = true", "forward", True), ("ForwardToSyslog=off", "forward", False),
    ("ForwardToSyslog=1", "forward", True), ("ForwardToSyslog=f", "forward", False),
    ("ForwardToSyslog=N", "forward", False),
    ("Storage=persistent", "place", "var"), ("Storage=auto", "place", "var"), ("Storage=volatile", "place", "run"),
    ("Storage=none", "place", None), ("MaxFileSec=1week", "", None), ("MaxFileSec=1month", "", None),
    ("SystemMaxUse=1G", "", None), ("SystemMaxFiles=100", "", None), ("RuntimeMaxUse=1G", "", None),
    ("Compress=no", "", None), ("SplitMode=uid", "", None), ("RateLimitBurst=0", "", None),
    ("SyncIntervalSec=1m", "", None),
    ("MaxLevelStore=debug", "", None), ("MaxLevelSyslog=debug", "", None), ("LineMax=48K", "", None),
)  # fmt: skip
"""Lines of journald.conf(5), which setting of those that count each is, and its value."""

VENDORS = "[Journal]\n#Storage=auto\n#MaxRetentionSec=0\n#ForwardToSyslog=yes\nAudit=\nReadKMsg=no\nForwardToWall=no\n"
"""As Debian ships it, and without what is the whole machine's."""

PLACES = (MAIN, f"{RUN}/10-a.conf", f"{OWN}/20-b.conf", f"{RUN}/30-c.conf")
"""In the order in which a later line outweighs an earlier one."""


@dataclass
class Meant:
    """Files, and what is in force."""

    files: dict[str, str] = field(default_factory=dict)
    force: dict[str, Any] = field(default_factory=lambda: {"age": None, "forward": True, "place": "var"})


def generated(dice: random.Random) -> Meant:
    """A main file and drop-ins."""
    meant = Meant()
    for path in (MAIN, *(path for path in PLACES[1:] if dice.random() < 0.5)):
        text = VENDORS if path == MAIN else "[Journal]\n"
        for line, setting, value in dice.sample(LINES, dice.randint(0, 3)):
            text += f"{line}\n"
            meant.force |= {setting: value} if setting and not line.endswith("=") else {}
        meant.files[path] = text
    meant.files[f"{OWN}/40-d.conf.bak"] = "[Journal]\nMaxRetentionSec=1d\nStorage=none\n"
    return meant


PARTS, SIZE = 10, 20
ALWAYS = 2
"""Parts of every run: starting so many programs takes minutes. tests/wide/test_programs.py has the others."""


def machines(part: int) -> list[Meant]:
    """The machines of one part."""
    return [generated(random.Random(20261130 + part * SIZE + number)) for number in range(SIZE)]


def test_every_line_occurs() -> None:
    """The machines of all parts together have each line and each place."""
    each = [one for part in range(PARTS) for one in machines(part)]
    texts = "\n".join(text for one in each for text in one.files.values())

    assert [] == [line for line, _, _ in LINES if f"{line}\n" not in texts]
    assert set(PLACES) <= {path for one in each for path in one.files}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(ALWAYS))
def test_generated_settings(part: int) -> None:
    """The age at which journald removes a file, where it keeps them and whether it forwards are as they are read."""
    found = asked("logging", [machine(one.files) for one in machines(part)], emptied=FOLDERS)
    for one in found:
        running = json.loads(one["truth"][0][1])
        read = journal.settings(one["truth"][1][1])
        assert read is not None
        removed = [age for age in AGES if read.removes_seconds and age * journal.DAY > read.removes_seconds]
        assert (read.understood, read.forwards) == (running["place"] == "var", running["forwarded"])
        if running["place"]:
            assert [age for age in AGES if age not in removed] == running["left"]
    assert [(one.force["forward"], one.force["place"]) for one in machines(part)] == [
        (running["forwarded"], running["place"]) for running in (json.loads(one["truth"][0][1]) for one in found)
    ]
