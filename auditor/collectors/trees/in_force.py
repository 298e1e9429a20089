"""Whether a program that runs can have read its files as they are now: when it began, and when they last changed.

A program that reads its files when it starts holds to what stood there then, whatever they say since.
"""

import re
from dataclasses import dataclass

from auditor.collectors.asks import Answer, Command, Trouble
from auditor.collectors.trees import processes

_AGED = ("-o", "netns=,etimes=,comm=,args=")
_FILE = re.compile(r"([0-9]{1,12}) (/\S.*)")
_NOW = re.compile(r"([0-9]{1,12})")
_SLACK = 1
"""Seconds by which two clocks that count whole ones may differ."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is asked of one program: its processes with their ages, and the clock with its files, in this order."""

    name: str
    ages: Command
    files: Command

    def began(self, ages: Answer, files: Answer) -> dict[str, int]:
        """When each of its processes in the network that was asked began, by its command line, in seconds since 1970;
        of two with the same line the first.
        """
        clock = _NOW.fullmatch(files.text.partition("\n")[0].strip())
        listed = processes.parse(ages.text, " ".join(self.ages.words[:6]))
        if clock is None:
            return {}
        mine = [row for row in listed.rows if row.name == self.name]
        found: dict[str, int] = {}
        for row in mine:
            moment = int(clock[1]) - int(row.user)
            found[row.line] = min(moment, found.get(row.line, moment))
        return found


def program(name: str, shell_words: str) -> Program:
    """A program by its name and its files, as a shell writes them."""
    ages = Command(
        id=f"ps {name}, with ages",
        words=("ps", "-ww", "-p", "1", "-C", f"{name},ps", *_AGED),
        accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
    )
    files = Command(
        id=f"files of {name}, with their days",
        # it ends badly where one of the files is not there
        words=("sh", "-c", f"date +%s; stat -c '%Z %n' {shell_words} 2>/dev/null; true"),
        accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
    )
    return Program(name, ages, files)


def changes(files: Answer) -> dict[str, int]:
    """When each file that is there last changed, its rights included, in seconds since 1970."""
    rows = (_FILE.fullmatch(line) for line in files.text.splitlines()[1:])
    return {row[2]: int(row[1]) for row in rows if row}


def newer(changed: dict[str, int], began: int) -> str:
    """The first of some files that changed after a moment, empty for none."""
    return next((path for path, moment in sorted(changed.items()) if moment > began + _SLACK), "")
