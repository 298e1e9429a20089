"""A room of its own for one reader and the real program: mounts and network that nobody else sees.

`asked(kind, inputs)` starts this file in new namespaces. There `/etc` is a layer over the machine's, `emptied` folders
are new and empty, and a `tree` of programs that are not installed lies over `/usr`; for each input its files are
written, its programs started, the reader asks the machine as on any host, and the commands of `truth` are run. Nothing
outside is changed.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from auditor.collectors.agent.settings import Interview
from auditor.collectors.agent.transports import LocalReader
from tests.collectors.kinds.cases import shown

ROOT = Path(__file__).parents[3]
SECONDS = 900


@dataclass(frozen=True, kw_only=True)
class Input:
    """One machine: files by path, modes of some, what sets it up, programs that run, what to ask the real program.

    `ready` is a path that is there when the programs do.
    """

    files: dict[str, str] = field(default_factory=dict)
    modes: dict[str, int] = field(default_factory=dict)
    setup: Sequence[Sequence[str]] = ()
    start: Sequence[Sequence[str]] = ()
    ready: str = ""
    truth: Sequence[Sequence[str]] = ()
    accounts: Sequence[str] = ()


APART = ROOT / ".tools/apart/usr"
"""Programs that exclude installed ones, unpacked by `scripts/install-apart`."""


def asked(
    kind: str, inputs: Sequence[Input], *, emptied: Sequence[str], tree: Path | None = None
) -> list[dict[str, Any]]:
    """For each input `found`, outcomes by platform as in `reading.json`, and `truth`, code, out and err of each."""
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    alone = ["--mount", "--net", "--ipc", "--pid", "--fork", "--mount-proc"]  # else others' programs are listed, too
    command = ["unshare", *user, *alone, sys.executable, "-m", __name__]
    with tempfile.TemporaryDirectory() as layer:
        order = {"kind": kind, "emptied": list(emptied), "inputs": [asdict(each) for each in inputs], "layer": layer}
        order["tree"] = str(tree or "")
        done = subprocess.run(
            command, input=json.dumps(order), capture_output=True, text=True, check=False, cwd=ROOT, timeout=SECONDS
        )
    assert done.returncode == 0, done.stderr[-3000:]
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def _mounted(layer: Path, emptied: Sequence[str], tree: str) -> None:
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", layer], check=True)
    for folder, lower in (("/etc", "/etc"), *([("/usr", f"{tree}:/usr")] if tree else [])):
        upper, work = layer / f"over{folder}", layer / f"work{folder}"
        upper.mkdir(parents=True)
        work.mkdir(parents=True)
        over = f"lowerdir={lower},upperdir={upper},workdir={work}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", over, folder], check=True)
    for folder in emptied:
        if not folder.startswith("/etc/"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "none", folder], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)


def _written(given: dict[str, Any], emptied: Sequence[str]) -> None:
    for folder in map(Path, emptied):
        if folder.is_file():
            folder.unlink()
        for path in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    for name, text in given["files"].items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, mode in given["modes"].items():
        Path(name).chmod(mode)


@contextlib.contextmanager
def _started(commands: Sequence[Sequence[str]], ready: str) -> Iterator[None]:
    null = subprocess.DEVNULL
    running = [subprocess.Popen(words, stdout=null, stderr=null, start_new_session=True) for words in commands]
    if running and not ready:
        time.sleep(0.5)
    for _ in range(1000):
        if not ready or Path(ready).exists() or any(process.poll() is not None for process in running):
            break
        time.sleep(0.02)
    try:
        yield
    finally:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)  # else what a shell started goes on writing files
            process.wait(10)


def _outcomes(kind: str, accounts: Sequence[str]) -> dict[str, Any]:
    interview = Interview(LocalReader(), {}, tuple(accounts))
    return {found.detail: shown({"": found.outcome}) for found in interview.read(kind, "here")}


def main() -> None:
    """Takes an order on standard input and writes what was found on standard output."""
    order = json.load(sys.stdin)
    _mounted(Path(order["layer"]), order["emptied"], order["tree"])
    told = []
    for given in order["inputs"]:
        _written(given, order["emptied"])
        for words in given["setup"]:
            subprocess.run(words, capture_output=True, check=True)
        with _started(given["start"], given["ready"]):
            found = _outcomes(order["kind"], given["accounts"])
            each = [subprocess.run(words, capture_output=True, text=True, check=False) for words in given["truth"]]
        told.append({"found": found, "truth": [[done.returncode, done.stdout, done.stderr] for done in each]})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
