"""Two ways of running a listed command on a host: as a child process here, and over SSH with known hosts enforced."""

import asyncio
import contextlib
import os
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Awaitable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeVar

import asyncssh

from auditor.collectors.asks import LIMIT
from auditor.collectors.deadline import within_permission
from auditor.collectors.login import logged_in
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.scope import Address
from auditor.model.settings import SshAccess
from auditor.model.vocab.measurements import State

_SECONDS = 20.0
_NOT_FOUND, _NOT_STARTED = 127, 126
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Run:
    """A command to be run: its words, what it is given on standard input, and how much of its answer is kept."""

    argv: tuple[str, ...]
    stdin: bytes = b""
    limit_bytes: int = LIMIT


@dataclass(frozen=True, slots=True)
class Result:
    """What a command wrote and how it ended. `code` 127: there is no such command; None: it was cut off."""

    code: int | None
    out: str
    err: str

    @property
    def ok(self) -> bool:
        """It ended by itself and successfully."""
        return self.code == 0

    @property
    def missing(self) -> bool:
        """There is no such command."""
        return self.code == _NOT_FOUND


class Reader(Protocol):
    """Runs listed commands on one host. `unavailable` says why not, and then `run` must not be called."""

    name: str
    unavailable: Outcome | None

    def run(self, command: Run) -> Result:
        """Runs one command. Raises OSError when the way to the host broke."""
        ...


class LocalReader:
    """Runs commands on the machine the agent itself runs on."""

    name = "local"
    unavailable: Outcome | None = None

    def run(self, command: Run) -> Result:
        """Runs one command with an empty environment but for PATH, and stops it when it writes or takes too much."""
        environment = {"PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin", "LC_ALL": "C"}
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
            given.write(command.stdin)
            given.seek(0)
            try:
                process = subprocess.Popen(
                    command.argv, stdin=given, stdout=subprocess.PIPE, stderr=errors, env=environment
                )
            except OSError as fault:
                return _not_started(command.argv[0], environment["PATH"], fault)
            with process:
                code, out = _bounded_run(process, command.limit_bytes)
            if code is None:
                return Result(None, "", "wrote too much" if len(out) > command.limit_bytes else "took too long")
            errors.seek(0)
            return Result(code, out.decode("utf-8", "replace"), errors.read(LIMIT).decode("utf-8", "replace"))


def _not_started(program: str, path: str, fault: OSError) -> Result:
    """As a shell tells it: 126 for what is found and cannot be started, 127 where nothing is found. A folder of
    the path that may not be looked into says nothing of the program.
    """
    folders = [""] if "/" in program else path.split(":")
    found = any(os.access(f"{folder}/{program}", os.F_OK) for folder in folders)
    return Result(_NOT_STARTED, "", fault.strerror or "") if found else Result(_NOT_FOUND, "", "")


def _bounded_run(process: subprocess.Popen[bytes], limit: int) -> tuple[int | None, bytes]:
    timer = threading.Timer(_SECONDS, process.kill)
    timer.start()
    try:
        out = process.stdout.read(limit + 1) if process.stdout else b""
        if len(out) > limit:
            process.kill()
        code = process.wait()
    finally:
        timer.cancel()
    return (code, out) if code >= 0 and len(out) <= limit else (None, out)


class SshReader:
    """Runs commands over one SSH connection. Use as a context manager; a failed login shows in `unavailable`."""

    def __init__(self, address: Address, access: SshAccess, vantage: str) -> None:
        self.name = f"ssh from {vantage}"
        self.unavailable: Outcome | None = None
        self._address = address
        self._access = access
        self._loop = asyncio.new_event_loop()
        self._connection: asyncssh.SSHClientConnection | None = None

    def __enter__(self) -> Self:
        try:
            self._connection = self._wait(logged_in(str(self._address), self._access), self._access.timeout_seconds + 5)
        except asyncssh.PermissionDenied:
            self.unavailable = failed(State.NO_PERMISSION, "login_refused", tool=self.name)
        except asyncssh.HostKeyNotVerifiable:
            self.unavailable = failed(State.NO_PERMISSION, "host_key_unknown", tool=self.name)
        except (asyncssh.Error, asyncssh.KeyImportError, ValueError) as fault:
            self.unavailable = failed(State.PARSE_ERROR, "ssh_error", str(fault), tool=self.name)
        except OSError as fault:
            self.unavailable = from_fault(fault, self.name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.abort()
            with contextlib.suppress(asyncssh.Error, OSError):
                self._wait(self._connection.wait_closed(), 5)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def run(self, command: Run) -> Result:
        """Runs one command through the login shell, each word quoted. Raises OSError when the connection broke."""
        try:
            return self._wait(self._run(command), _SECONDS)
        except TimeoutError:
            return Result(None, "", "took too long")
        except asyncssh.Error as fault:
            raise ConnectionError(str(fault)) from fault

    def _wait(self, work: Awaitable[_T], seconds: float) -> _T:
        return self._loop.run_until_complete(asyncio.wait_for(work, within_permission(seconds)))

    async def _run(self, command: Run) -> Result:
        if self._connection is None:
            raise ConnectionError("not connected")
        line = "LC_ALL=C " + shlex.join(command.argv)
        async with self._connection.create_process(line, encoding=None) as process:
            with contextlib.suppress(BrokenPipeError):  # a quick command is over before it is told that nothing follows
                process.stdin.write(command.stdin)
                process.stdin.write_eof()
            out = await _bounded(process.stdout, command.limit_bytes)
            if len(out) > command.limit_bytes:
                process.channel.abort()
                return Result(None, "", "wrote too much")
            err = await _bounded(process.stderr, LIMIT)
            await process.wait_closed()
            return Result(process.exit_status, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


async def _bounded(stream: asyncssh.SSHReader[bytes], limit: int) -> bytes:
    """At most one byte more than the limit."""
    data = bytearray()
    while len(data) <= limit and (chunk := await stream.read(65_536)):
        data += chunk
    return bytes(data[: limit + 1])
