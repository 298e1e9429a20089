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
from auditor.collectors.deadline import WindowEndedError, within_permission
from auditor.collectors.login import logged_in
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.scope import Address
from auditor.model.settings import SshAccess
from auditor.model.vocab.measurements import State

_SECONDS = 20.0
_NOT_FOUND, _NOT_STARTED, _BY_SIGNAL = 127, 126, 128
_LOGINS = 3
"""How often one machine is logged in to at most, the first time included, where the connection breaks."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Run:
    """A command to be run: its words, what it is given on standard input, and how much of its answer is kept."""

    argv: tuple[str, ...]
    stdin: bytes = b""
    limit_bytes: int = LIMIT


@dataclass(frozen=True, slots=True)
class Result:
    """What a command wrote and how it ended. `code` 127: there is no such command; from 129 on: a signal ended it;
    None: it was cut off.
    """

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
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(_SECONDS, stop)
    timer.start()
    try:
        out = process.stdout.read(limit + 1) if process.stdout else b""
        if len(out) > limit:
            process.kill()
        code = process.wait()
    finally:
        timer.cancel()
    if late.is_set() or len(out) > limit:
        return None, out
    return (code if code >= 0 else _BY_SIGNAL - code), out


class SshReader:
    """Runs commands over one SSH connection. Use as a context manager; a failed login shows in `unavailable`."""

    def __init__(self, address: Address, access: SshAccess, vantage: str) -> None:
        self.name = f"ssh from {vantage}"
        self.unavailable: Outcome | None = None
        self._address = address
        self._access = access
        self._loop = asyncio.new_event_loop()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._logins = 0

    def __enter__(self) -> Self:
        try:
            self._log_in()
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
        self._hang_up()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def run(self, command: Run) -> Result:
        """Runs one command through the login shell, each word quoted. Where the connection breaks, or takes no command,
        it is run over another, a few times for one machine. Raises OSError where that breaks, too.
        """
        try:
            return self._once(command)
        except ConnectionError:
            if self._logins >= _LOGINS:
                raise
        self._hang_up()
        try:
            self._log_in()
        except (asyncssh.Error, asyncssh.KeyImportError, ValueError) as fault:
            raise ConnectionError(str(fault)) from fault
        return self._once(command)

    def _once(self, command: Run) -> Result:
        try:
            return self._wait(self._run(command), _SECONDS)
        except TimeoutError:
            if within_permission(_SECONDS) <= 0:
                raise WindowEndedError from None
            return Result(None, "", "took too long")
        except asyncssh.Error as fault:
            raise ConnectionError(str(fault)) from fault

    def _log_in(self) -> None:
        """Raises what stands in the way; a connection that broke before anybody was known is tried once more."""
        while True:
            self._logins += 1
            try:
                login = logged_in(str(self._address), self._access)
                self._connection = self._wait(login, self._access.timeout_seconds + 5)
            except (asyncssh.ConnectionLost, ConnectionResetError):
                if self._logins >= _LOGINS:
                    raise
            else:
                return

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.abort()
            with contextlib.suppress(asyncssh.Error, OSError):
                self._wait(self._connection.wait_closed(), 5)
        self._connection = None

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
            code = process.returncode  # of one that a signal ended, its number below nought
            if code is None:
                raise ConnectionError("a command ended and nobody said how")
            texts = (each.decode("utf-8", "replace") for each in (out, err))
            return Result(code if code >= 0 else _BY_SIGNAL - code, *texts)


async def _bounded(stream: asyncssh.SSHReader[bytes], limit: int) -> bytes:
    """At most one byte more than the limit."""
    data = bytearray()
    while len(data) <= limit and (chunk := await stream.read(65_536)):
        data += chunk
    return bytes(data[: limit + 1])
