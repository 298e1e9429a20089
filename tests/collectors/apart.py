"""Networks that tests make for themselves: machines in namespaces, what a program says in one, orders for agents."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from auditor.collectors.job import Job


def said_apart(module: str, *words: str, seconds: float = 120) -> Any:
    """What a module of the tests prints last, as JSON, when it is started in a network of its own."""
    command = ["unshare", "--net", sys.executable, "-m", module, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def job_for(
    prefixes: Iterable[str],
    ports: Iterable[str],
    *,
    rate: int = 2000,
    paper: Mapping[str, Any] = MappingProxyType({}),
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Job:
    """An order under one paper for some prefixes and ports; `paper` and `more` add to the paper and to the order."""
    given = {
        "id": "p",
        "owner": "o",
        "document": "1",
        "allowed_by": "a",
        "valid_from": "2020-01-01",
        "valid_until": "2099-12-31",
        "areas": [{"prefixes": list(prefixes)}],
        "ports": list(ports),
    }
    place = {"collection": "c", "vantage_id": "v", "vantage": "v", "zone": "z", "domain": "province"}
    scope = {"scope": {"authorisations": [given | dict(paper)]}, "rates": {"packets_per_second": rate}}
    return Job.model_validate(place | scope | dict(more))


def run(*words: str, given: str = "") -> None:
    """Runs a command, or raises CalledProcessError."""
    subprocess.run(words, input=given, text=True, check=True, capture_output=True, timeout=30)


class Machine:
    """One namespace, kept by a process that ends with it."""

    def __init__(self, *words: str) -> None:
        self._process = subprocess.Popen(["unshare", "--net", *words], stdout=subprocess.PIPE, text=True)
        self.pid = str(self._process.pid)

    def run(self, *words: str, given: str = "") -> None:
        """Runs a command there."""
        run("nsenter", "-t", self.pid, "-n", *words, given=given)

    def leg(self, name: str, *addresses: str) -> None:
        """Gives an interface its addresses and brings it up."""
        for address in addresses:
            self.run("ip", "addr", "add", address, "dev", name, *(["nodad"] if ":" in address else []))
        self.run("ip", "link", "set", name, "up")

    def said(self) -> None:
        """Waits for the process to be ready."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def end(self) -> None:
        """Ends the process, and the namespace with it."""
        self._process.kill()
        self._process.wait(10)


def wait_for_namespace(machine: Machine) -> None:
    """Waits until the process of a machine is in a network of its own."""
    own = Path("/proc/self/ns/net").readlink()
    while Path(f"/proc/{machine.pid}/ns/net").readlink() == own:
        pass
