"""The script that tries the README on a new machine: what it asks for, and that it leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLEEP = "97531"
"""Seconds the stand-in of debootstrap would sleep: how its process is told from all others."""

BEGUN = "made/*/machine/begun"

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make the namespaces")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for the machine, and a debootstrap that begins a Debian and never ends."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tmp_path / "made").mkdir()
    begin = f'#!/bin/sh\nmkdir -p "$5/proc" && mount -t proc proc "$5/proc" && touch "$5/begun"\nexec sleep {SLEEP}\n'
    for name, text in (("debootstrap", begin), ("slirp4netns", "#!/bin/sh\n")):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    return tmp_path


def started(place: Path) -> "subprocess.Popen[str]":
    """The script, once its debootstrap has begun; it hears SIGHUP even where the tests were started by nohup."""
    settings = os.environ | {"TMPDIR": str(place / "made"), "PATH": f"{place / 'tools'}:{os.environ['PATH']}"}
    before = set(place.glob(BEGUN))
    command: list[str | Path] = ["env", "--default-signal=HUP", ROOT / "scripts/fresh", "--demo-only"]
    process = subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not set(place.glob(BEGUN)) - before:
        assert time.monotonic() < deadline, "it never began"
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)
    return process


def sleepers() -> Iterator[str]:
    """Process numbers of the stand-in."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if SLEEP in line.read_text():
                yield line.parts[2]
        except OSError:
            continue


def left(place: Path) -> tuple[list[str], list[Path], bool]:
    """Processes, folders, and whether a mount is there, once the processes have had a moment to end."""
    deadline = time.monotonic() + 10
    while list(sleepers()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return list(sleepers()), list((place / "made").iterdir()), str(place) in Path("/proc/mounts").read_text()


def test_what_is_missing_is_named_and_nothing_is_done(tmp_path: Path) -> None:
    """Without debootstrap and slirp4netns the script says so in one line and makes no folder."""
    few = tmp_path / "few"
    few.mkdir()
    for name in ("bash", "env", "dirname", "id", "git", "unshare", "true"):
        (few / name).symlink_to(shutil.which(name) or name)
    settings = os.environ | {"TMPDIR": str(tmp_path), "PATH": str(few)}

    done = subprocess.run(
        [few / "bash", ROOT / "scripts/fresh"], env=settings, capture_output=True, text=True, timeout=30, check=False
    )

    assert (1, 1, "") == (done.returncode, len(done.stderr.splitlines()), done.stdout)
    for words in ("debootstrap (apt-get install debootstrap)", "slirp4netns (", "nothing was done"):
        assert words in done.stderr
    assert [few] == list(tmp_path.iterdir())


@pytest.mark.long
@as_root
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 143)])
def test_stopped_it_leaves_nothing(place: Path, sign: signal.Signals, code: int) -> None:
    """Its processes end, its mounts vanish and its folder goes, and the exit code tells the signal."""
    process = started(place)
    process.send_signal(sign)
    process.communicate(timeout=30)

    assert (code, ([], [], False)) == (process.returncode, left(place))


@pytest.mark.long
@as_root
def test_killed_it_leaves_a_folder_that_the_next_run_removes(place: Path) -> None:
    """No trap runs on SIGKILL: processes and mounts end all the same, and the next start clears the folder away."""
    process = started(place)
    process.kill()
    process.communicate(timeout=30)
    running, (folder,), mounted = left(place)
    assert ([], False) == (running, mounted)

    following = started(place)
    still_there = folder.exists()
    following.send_signal(signal.SIGTERM)
    following.communicate(timeout=30)

    assert (False, ([], [], False)) == (still_there, left(place))
