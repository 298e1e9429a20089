"""A list of processes, as `ps -o netns=,uid=,comm=,args=` writes it: those in the network that was asked.

Process 1 and `ps` itself are to be among those that were asked for: the first shows that processes of others are shown
at all, the second in which network the question was put.
"""

import re
from dataclasses import dataclass

COLUMNS = ("-o", "netns=,uid=,comm=,args=")

_ROW = re.compile(r"\s*([0-9]+|-)\s+([0-9]+)\s+(\S+)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: the number of its account, its program and its whole command line. `here`: its network could be
    seen, and is the one that was asked.
    """

    user: str
    name: str
    line: str
    here: bool


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of the same network, and those of which it cannot be seen. `seen`: those of others were shown."""

    rows: tuple[Process, ...]
    seen: bool


def parse(text: str, asked: str) -> Processes:
    """`asked` is how the line of `ps` itself begins. Lines of other forms are left out, and what
    has ended.
    """
    rows = [row.groups() for row in map(_ROW.fullmatch, text.splitlines()) if row]
    home, asker = next(
        ((space, user) for space, user, name, line in rows if name == "ps" and line.startswith(asked)), ("-", "")
    )
    mine = [Process(user, name, line, space == home != "-") for space, user, name, line in rows if space in {home, "-"}]
    others = asker == "0" or any(user != asker for _, user, _, _ in rows)
    return Processes(
        tuple(row for row in mine if row.name != "ps" and not row.line.endswith("<defunct>")), bool(asker) and others
    )
