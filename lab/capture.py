"""Records what crosses the router and the switches, so that a test can show what was touched and what was not."""

import os
import signal
import subprocess
import time
from pathlib import Path

from lab.errors import LabError
from lab.machines import TOKEN_NAME, enter, token_of
from lab.paths import CAPTURE
from lab.state import State, load
from lab.wiring import NETWORK_MACHINES

_SNAPLEN = 96
_LIMIT_PACKETS = 2_000_000


def _running_state() -> State:
    state = load()
    if not state or not state.complete:
        raise LabError("the lab is not up", "python -m lab up")
    return state


def start() -> tuple[str, ...]:
    """Starts one recorder per router and switch and returns the files they write."""
    state = _running_state()
    CAPTURE.mkdir(parents=True, exist_ok=True)
    pids = []
    for name in NETWORK_MACHINES:
        target = CAPTURE / f"{name}.pcap"
        command = [
            "tcpdump",
            "-i",
            "any",
            "-n",
            "-U",
            "--immediate-mode",
            "-s",
            str(_SNAPLEN),
            "-c",
            str(_LIMIT_PACKETS),
        ]
        command += ["-Z", "root", "-w", str(target)]
        log = (CAPTURE / f"{name}.log").open("ab")
        with log:
            process = subprocess.Popen(
                enter(state.pid(name), command, net_only=True),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", TOKEN_NAME: state.token},
                start_new_session=True,
            )
        pids.append(process.pid)
        _await(target)
    (CAPTURE / "pids").write_text("\n".join(map(str, pids)))
    return tuple(str(CAPTURE / f"{name}.pcap") for name in NETWORK_MACHINES)


def _await(target: Path) -> None:
    limit = time.monotonic() + 5
    while not target.exists():
        if time.monotonic() > limit:
            raise LabError("tcpdump did not start", "read lab/.run/capture/*.log")
        time.sleep(0.02)


def stop() -> tuple[str, ...]:
    """Stops the recorders and returns the files they wrote."""
    state = _running_state()
    try:
        pids = [int(line) for line in (CAPTURE / "pids").read_text().split()]
    except OSError as missing:
        raise LabError("no capture is running", "python -m lab capture start") from missing
    time.sleep(0.3)  # what was sent last may still be on its way
    for pid in pids:
        if token_of(pid) == state.token:
            os.kill(pid, signal.SIGTERM)
    limit = time.monotonic() + 5
    while any(token_of(pid) == state.token for pid in pids) and time.monotonic() < limit:
        time.sleep(0.05)
    (CAPTURE / "pids").unlink()
    return tuple(str(CAPTURE / f"{name}.pcap") for name in NETWORK_MACHINES)
