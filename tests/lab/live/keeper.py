"""The one lab that the tests share, and how to talk to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = Callable[..., dict[str, Any]]


class Keeper:
    """Has the lab up for whoever needs it, and brings it up again only after somebody took it down."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._machines: dict[str, int] = {}

    def machines(self) -> dict[str, int]:
        """First process of each machine by name; the lab is up."""
        if not self._machines:
            assert self._answer("up")["state"] == "up"
            self._machines = {name: int(pid) for name, pid in self._answer("status")["machines"].items()}
        return self._machines

    def take_down(self) -> None:
        """The lab is down, and nobody, neither of the lab's own nor of those who measured it, is left in it."""
        networks = {network_of(pid) for pid in self._machines.values()}
        self._machines = {}
        assert self._answer("down")["left"] == []
        assert {} == {pid: network for pid, network in _networks().items() if network in networks}


def network_of(pid: int) -> str:
    """The network namespace of a process."""
    return str(Path(f"/proc/{pid}/ns/net").readlink())


def _networks() -> dict[int, str]:
    """Network namespace of every process of this computer."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            found[int(place.name)] = network_of(int(place.name))
        except OSError:
            continue  # it has ended meanwhile
    return found
