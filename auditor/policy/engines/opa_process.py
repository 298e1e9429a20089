"""An OPA server as a child process: loopback, a port of the kernel's choice, a bearer token, a life within ours."""

import io
import os
import secrets
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import deque
from hashlib import sha256
from pathlib import Path

from auditor.errors import EngineError
from auditor.policy.opa_binary import find_opa

_START_SECONDS = 30.0
_POLL_SECONDS = 0.01
_LOG_LINES = 60
_LOG_LINE_BYTES = 2000

# Only who shows the token is let in; the file holds the token's digest, not the token.
_AUTHORISATION = """package system.authz

default allow := false

allow if crypto.sha256(input.identity) == "{digest}"
"""

# Asks the kernel to kill this process when the one that started it ends, however it ends, then becomes OPA. Before the
# kernel was asked that process may already have gone; then there is nobody to serve.
_LAUNCHER = """
import ctypes, os, signal, sys
if ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0) != 0:
    sys.exit("the kernel refused to tie OPA's life to ours")
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""


class OpaProcess:
    """A running OPA that has loaded a bundle's policies. The kernel ties it to the thread that started it."""

    def __init__(self, bundle: bytes, *, opa: Path | None = None) -> None:
        binary = opa or find_opa()
        self.token = secrets.token_urlsafe(32)
        self._folder = tempfile.TemporaryDirectory(prefix="auditor-opa-")
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        try:
            unpack_policies(bundle, Path(self._folder.name))
            digest = sha256(self.token.encode()).hexdigest()
            Path(self._folder.name, "authorisation.rego").write_text(
                _AUTHORISATION.format(digest=digest), encoding="utf-8"
            )
            self._process = _start(binary, self._folder.name)
        except BaseException:
            self._folder.cleanup()
            raise
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        try:
            self.port = self._wait_for_port()
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self._process.pid

    def obituary(self) -> str:
        """How the server ended and its last words, or an empty string while it runs."""
        try:
            code = self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            return ""
        self._reader.join(timeout=1)
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        words = "\n".join(self._log)
        return f"OPA {how}" + (f"; its last words:\n{words}" if words else "")

    def close(self) -> None:
        """End the server and remove its files; safe to call twice."""
        if self._process.poll() is None:
            self._process.kill()  # it holds nothing worth saving, and a grace period would delay every end of a run
        self._process.wait()
        self._reader.join(timeout=1)
        if self._process.stdout:
            self._process.stdout.close()
        self._folder.cleanup()

    def _read_log(self) -> None:
        stream = self._process.stdout
        while stream and (line := stream.readline(_LOG_LINE_BYTES)):
            self._log.append(line.decode("utf-8", "replace").rstrip())

    def _wait_for_port(self) -> int:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise EngineError(f"OPA did not start: {self.obituary()}", remedy="Run `auditor policy check`.")
            if port := listening_port(self._process.pid):
                return port
            time.sleep(_POLL_SECONDS)
        raise EngineError(f"OPA did not listen within {_START_SECONDS:g} s")


def _start(binary: Path, folder: str) -> subprocess.Popen[bytes]:
    server = [str(binary), "run", "--server", "--addr=127.0.0.1:0", "--authentication=token", "--authorization=basic"]
    quiet = ["--log-level=error", "--skip-version-check", "."]
    command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(os.getpid()), *server, *quiet]
    try:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={}, cwd=folder
        )
    except OSError as error:
        raise EngineError(f"OPA could not be started: {error}") from error


def unpack_policies(bundle: bytes, folder: Path) -> None:
    """Write the Rego files of a bundle below a folder. Raises EngineError when it is no bundle."""
    for name, text in bundle_policies(bundle).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)


def bundle_policies(bundle: bytes) -> dict[str, bytes]:
    """The Rego files of a bundle by path. Raises EngineError when the bytes are no bundle or a path leads out of it."""
    found = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(bundle)) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.name.endswith(".rego") else None
                if content is None:
                    continue
                path = Path(member.name.lstrip("/"))
                if ".." in path.parts:
                    raise EngineError(f"the compiled bundle names a path outside itself: {member.name}")
                found[str(path)] = content.read()
    except tarfile.TarError as error:
        raise EngineError(
            f"the compiled bundle cannot be read: {error}", remedy="Run `auditor policy build`."
        ) from error
    return found


_LISTEN = "0A"


def listening_port(pid: int) -> int:
    """The TCP port a process of ours listens on at an IPv4 address, from proc(5); 0 while there is none."""
    try:
        sockets = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
        rows = Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return 0
    for row in rows:
        fields = row.split()
        if fields[3] == _LISTEN and f"socket:[{fields[9]}]" in sockets:
            return int(fields[1].rpartition(":")[2], 16)
    return 0
