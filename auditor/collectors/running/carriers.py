"""Carries a work order to its vantage and brings the agent's lines back: child, namespace, SSH or folder."""

import asyncio
import contextlib
import os
import queue
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import asyncssh
import orjson

from auditor.collectors.job import Job
from auditor.collectors.login import logged_in
from auditor.collectors.running.folder import BUNDLES, RESULT
from auditor.errors import CollectError
from auditor.model.base import canonical
from auditor.model.settings import Vantage
from auditor.text.harmless import from_target
from auditor.writing import own_folder, write_whole

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one line of an agent."""

_NAMESPACE = re.compile(r"^[A-Za-z0-9._-]{1,80}$")
_PROCESS = re.compile(r"^pid:[1-9][0-9]{0,9}$")
_STOP_SECONDS = 5.0
_DEFAULT_COMMAND = ("auditor-agent",)


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an agent."""

    vantage: str
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """An agent is gone. `fault` says why when it did not finish its work."""

    vantage: str
    fault: str = ""


Event = Line | Ended
Inbox = queue.Queue[Event]


class Carrier(Protocol):
    """Runs one order somewhere and puts its events into the inbox, `Ended` last and always."""

    def start(self, inbox: Inbox) -> None:
        """Begins; returns at once. Raises CollectError when the place cannot be reached at all."""
        ...

    def stop(self) -> None:
        """Ends the agent and what it started."""
        ...


def carrier(vantage: Vantage, job: Job, folder: Path) -> Carrier:
    """The way to a vantage. `folder` is the collection's, where bundles are put. Raises CollectError for settings that
    name no namespace.
    """
    match vantage.kind:
        case "local":
            return ChildAgent(vantage.id, command(vantage), job)
        case "netns":
            return ChildAgent(vantage.id, [*enter(vantage.namespace), *command(vantage)], job)
        case "ssh":
            return SshAgent(vantage, job)
        case "bundle":
            return Bundle(vantage.id, job, folder / BUNDLES / vantage.id)


def command(vantage: Vantage) -> list[str]:
    """The agent's command; the default means the agent of this very installation."""
    if vantage.agent_command == _DEFAULT_COMMAND:
        return [sys.executable, "-m", "auditor.collectors.agent"]
    return list(vantage.agent_command)


def enter(namespace: str) -> list[str]:
    """The command that enters a network namespace: a name under /run/netns, or `pid:N`, whose files are entered too.

    Raises CollectError for anything else.
    """
    if _PROCESS.match(namespace):
        return ["nsenter", "--target", namespace.removeprefix("pid:"), "--net", "--mount", "--uts", "--"]
    if _NAMESPACE.match(namespace) and namespace not in {".", ".."}:
        return ["nsenter", f"--net=/run/netns/{namespace}", "--"]
    raise CollectError(
        f"{from_target(namespace)!r} names no network namespace", remedy="Write a name under /run/netns, or pid:N."
    )


class ChildAgent:
    """An agent as a child process in a session of its own, so that one signal reaches everything it started."""

    def __init__(self, vantage: str, argv: list[str], job: Job) -> None:
        self._vantage = vantage
        self._argv = argv
        self._order = job.handed_over()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: list[bytes] = []

    def start(self, inbox: Inbox) -> None:
        """Starts the child. Raises CollectError when there is no such program."""
        environment = {key: os.environ[key] for key in ("PATH", "HOME", "PYTHONPATH") if key in os.environ}
        try:
            process = subprocess.Popen(
                self._argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**environment, "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
        except OSError as fault:
            raise CollectError(
                f"the agent of vantage {self._vantage} cannot be started: {fault}",
                remedy="See agent_command and namespace of the vantage in auditor.yaml.",
            ) from fault
        self._process = process
        reader = threading.Thread(target=self._errors_of, args=(process,), daemon=True)
        reader.start()
        threading.Thread(target=self._pump, args=(process, inbox, reader), daemon=True).start()

    def stop(self) -> None:
        """Asks the agent's whole session to end, and insists after a few seconds."""
        process = self._process
        if process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
                break

    def _errors_of(self, process: subprocess.Popen[bytes]) -> None:
        if process.stderr is not None:
            for line in process.stderr:
                self._errors = [*self._errors[-4:], line[:500]]

    def _pump(self, process: subprocess.Popen[bytes], inbox: Inbox, errors: threading.Thread) -> None:
        """The order is written here, so that an agent that dies at once cannot hold up the others."""
        ended = False
        with process:
            if process.stdin is None or process.stdout is None:
                raise AssertionError("pipes were asked for")
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(self._order)
                process.stdin.flush()
            while line := process.stdout.readline(LONGEST_LINE):
                message = decode(line)
                if message is None:
                    self.stop()
                    break
                ended = ended or "end" in message
                inbox.put(Line(self._vantage, message))
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            errors.join(_STOP_SECONDS)
        said = from_target(b" ".join(self._errors).strip()[-300:])
        inbox.put(Ended(self._vantage, "" if ended else said or f"the agent ended with code {process.returncode}"))


def decode(line: bytes) -> dict[str, Any] | None:
    """One line of an agent; None for what is none, after which nothing of that agent is believed."""
    try:
        message = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return message if isinstance(message, dict) else None


class SshAgent:
    """An agent on another machine, over SSH with known hosts enforced."""

    def __init__(self, vantage: Vantage, job: Job) -> None:
        if vantage.ssh is None or not vantage.address:
            raise CollectError(
                f"vantage {vantage.id} has no address or ssh access", remedy="Add address: and ssh: in auditor.yaml."
            )
        self._vantage = vantage
        self._access = vantage.ssh
        self._order = job.handed_over()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[str] | None = None

    def start(self, inbox: Inbox) -> None:
        """Connects in a thread; a failure to connect comes as an event, since other vantages may still work."""
        threading.Thread(target=self._run, args=(inbox,), daemon=True).start()

    def stop(self) -> None:
        """Closes the connection; the agent sees its standard input end and leaves."""
        task = self._task
        if task is not None:
            self._loop.call_soon_threadsafe(task.cancel)

    def _run(self, inbox: Inbox) -> None:
        self._task = self._loop.create_task(self._converse(inbox))
        try:
            fault = self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            fault = "stopped"
        except (OSError, asyncssh.Error, ValueError) as error:
            fault = from_target(f"{type(error).__name__}: {error}")
        finally:
            self._loop.close()
        inbox.put(Ended(self._vantage.id, fault))

    async def _converse(self, inbox: Inbox) -> str:
        ended = False
        async with await logged_in(self._vantage.address, self._access) as connection:
            line = shlex.join(self._vantage.agent_command)
            async with connection.create_process(line, encoding=None) as process:
                process.stdin.write(self._order)
                async for raw in _lines(process.stdout):
                    message = decode(raw)
                    if message is None:
                        return "the agent wrote something that is no message"
                    ended = ended or "end" in message
                    inbox.put(Line(self._vantage.id, message))
        return "" if ended else "the agent ended before its work was done"


async def _lines(stream: asyncssh.SSHReader[bytes]) -> Any:
    """Lines of a stream, none longer than the limit."""
    held = b""
    while chunk := await stream.read(65_536):
        *complete, held = (held + chunk).split(b"\n")
        for line in complete:
            yield line
        if len(held) > LONGEST_LINE:
            return


class Bundle:
    """A folder to carry to a place nobody can reach from here, and the results read back from it."""

    def __init__(self, vantage: str, job: Job, folder: Path) -> None:
        self._vantage = vantage
        self._job = job
        self._folder = folder

    def start(self, inbox: Inbox) -> None:
        """Reads `result.jsonl` if it was brought back; otherwise writes the order and how to carry it out."""
        result = self._folder / RESULT
        if result.is_file():
            ended = False
            for message in self._messages(result):
                ended = ended or "end" in message
                inbox.put(Line(self._vantage, message))
            inbox.put(Ended(self._vantage, "" if ended else "the result brought back is not complete"))
            return
        own_folder(self._folder.parent)
        own_folder(self._folder)
        write_whole(self._folder / "job.json", canonical(self._job.model_dump(mode="json", by_alias=True)))
        write_whole(self._folder / "README.txt", _CARRY.encode())
        inbox.put(Ended(self._vantage, f"carry {self._folder.name} to its place and bring result.jsonl back"))

    def stop(self) -> None:
        """Nothing runs."""

    def _messages(self, result: Path) -> Iterator[dict[str, Any]]:
        with result.open("rb") as lines:
            while line := lines.readline(LONGEST_LINE):
                message = decode(line)
                if message is None:
                    return
                yield message


_CARRY = """Mang thư mục này tới máy đo trong vùng mạng, chạy lệnh dưới đây, mang tệp result.jsonl trở lại thư mục này
rồi chạy lại `auditor collect ... --resume`.

Carry this folder to the measuring machine in its zone, run the command below, bring result.jsonl back into this
folder and run `auditor collect ... --resume` again.

    auditor-agent --job job.json --output result.jsonl
"""
