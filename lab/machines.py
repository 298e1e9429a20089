"""Starts, enters and kills lab machines: one PID 1 each, in namespaces that vanish with it.

A machine is never found by name. Each carries a token made from the project's folder in its environment, so that what a
crash leaves behind, even with its records gone, can be told from everybody else's processes.
"""

import hashlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError
from lab.paths import PROJECT, machine_dir

TOKEN_NAME = "PROVINCE_LAB_TOKEN"
NAMESPACE_PREFIX = "aud-"
_START_TIMEOUT = 20.0
_UNSHARE = ("unshare", "--fork", "--pid", "--kill-child=SIGKILL", "--mount", "--uts", "--ipc", "--net")


@dataclass(frozen=True)
class Running:
    """A started machine: `keeper` is the waiting parent, `pid` the machine's PID 1 as seen from outside."""

    name: str
    pid: int
    keeper: int


def project_token() -> str:
    """The token of every lab started from this project folder; no other process of this computer carries it."""
    return hashlib.sha256(str(PROJECT).encode()).hexdigest()[:32]


def _environment(token: str) -> dict[str, str]:
    return {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LC_ALL": "C.UTF-8",
        TOKEN_NAME: token,
    }


def launch(name: str, token: str, *, own_proc: bool) -> subprocess.Popen[bytes]:
    """Starts the machine's init script in new namespaces and returns the keeper without waiting.

    `--kill-child` makes the kernel kill PID 1, and with it the whole machine, when the keeper dies. A machine that only
    measures keeps the computer's /proc (`own_proc=False`): a collector enters its network without its process numbers,
    and programs such as nmap read /proc of their own process.
    """
    folder = machine_dir(name)
    log = (folder / "log").open("ab")
    with log:
        return subprocess.Popen(
            [*_UNSHARE, *(["--mount-proc"] if own_proc else []), "sh", str(folder / "init.sh")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(token),
            cwd=PROJECT,
            start_new_session=True,
        )


def wait_ready(name: str, keeper: subprocess.Popen[bytes]) -> Running:
    """Waits until the machine's own file systems stand.

    Raises LabError when its init ends or does not get there in 20 seconds.
    """
    ready = machine_dir(name) / "ready"
    limit = time.monotonic() + _START_TIMEOUT
    while not ready.exists():
        if keeper.poll() is not None:
            log = (machine_dir(name) / "log").read_text(errors="replace")[-800:]
            raise LabError(f"machine {name} ended while starting: {log.strip()}", "python -m lab doctor")
        if time.monotonic() > limit:
            raise LabError(
                f"machine {name} was not ready after {_START_TIMEOUT:.0f} s", "python -m lab down, then up again"
            )
        time.sleep(0.02)
    children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
    if not children:
        raise LabError(f"machine {name} has no PID 1", "python -m lab down, then up again")
    return Running(name=name, pid=int(children[0]), keeper=keeper.pid)


def go(name: str) -> None:
    """Lets a waiting machine start its servers, now that its network stands."""
    pipe = machine_dir(name) / "go"
    with pipe.open("w") as handle:
        handle.write("go\n")


def enter(pid: int, arguments: list[str], *, net_only: bool = False) -> list[str]:
    """The command line that runs `arguments` inside the machine with this PID 1."""
    spaces = ["-n"] if net_only else ["-n", "-m", "-u", "-i", "-p"]
    return ["nsenter", "-t", str(pid), *spaces, "--", *arguments]


def run_in(
    pid: int, arguments: list[str], *, stdin: str | None = None, timeout: float = 30, net_only: bool = False
) -> str:
    """Output of a command run inside a machine. Raises LabError when it fails or is late."""
    command = enter(pid, arguments, net_only=net_only)
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired as late:
        raise LabError(f"{arguments[0]} in a lab machine took longer than {timeout:.0f} s") from late
    if done.returncode != 0:
        raise LabError(f"{' '.join(arguments)} failed in a lab machine: {done.stderr.strip()[-400:]}")
    return done.stdout


def token_of(pid: int) -> str:
    """The lab token a process carries; empty for a process of nobody's lab or one that is gone."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return ""
    head = f"{TOKEN_NAME}=".encode()
    return next((word.removeprefix(head).decode() for word in environment.split(b"\0") if word.startswith(head)), "")


def carriers(token: str) -> tuple[int, ...]:
    """Every process of this computer that carries the token, ourselves excepted."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return tuple(sorted(pid for pid in pids if pid != os.getpid() and token_of(pid) == token))


def kill_carriers(token: str, *, timeout: float = 8.0) -> None:
    """Kills every process that carries the token and waits until none is left.

    Raises LabError when some still live after `timeout` seconds.
    """
    limit = time.monotonic() + timeout
    while left := carriers(token):
        for pid in left:
            _kill(pid)
        if time.monotonic() > limit:
            raise LabError(
                f"lab processes still live after {timeout:.0f} s: {left}",
                "try again; a process in disk sleep ends late",
            )
        time.sleep(0.05)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    try:
        os.waitpid(pid, os.WNOHANG)  # reaps it where it is our own child
    except ChildProcessError:
        return
