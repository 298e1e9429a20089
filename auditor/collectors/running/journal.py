"""The journal of a running collection: what is finished is on the disk before the next thing is begun."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Self

import orjson
from pydantic import ValidationError

from auditor.collectors.planning.plan import CollectionPlan
from auditor.collectors.running.folder import PROBES, disk_refused
from auditor.errors import CollectError
from auditor.model.base import Document
from auditor.model.facts import Observation
from auditor.model.facts.steady import ClockComparison, SteadyClock
from auditor.writing import own_folder, write_whole, written_on

JOURNAL = "journal.jsonl"


class Begun(Document):
    """When work of a collection was begun, by the steady clock of the computer."""

    clock: SteadyClock
    at_us: int


@dataclass(slots=True)
class Gathered:
    """What a collection has so far: observations by document, finished units by vantage, versions of tools, what time
    servers told, and when each start of it was.
    """

    collection: str
    started_at: str
    done: dict[str, set[str]] = field(default_factory=dict)
    documents: dict[str, dict[str, Observation]] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)
    comparisons: list[ClockComparison] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)

    def add(self, document: str, observations: list[Observation]) -> None:
        """Adds observations; one measured again replaces what an interrupted run left."""
        self.documents.setdefault(document, {}).update({item.id: item for item in observations})


class Journal:
    """Appends to the journal and the log of probes. Use as a context manager.

    Raises CollectError when the folder holds another collection, and when the disk refuses.
    """

    def __init__(self, folder: Path, plan: CollectionPlan, *, resume: bool) -> None:
        self._path = folder / JOURNAL
        self._probes_path = folder / PROBES
        self._plan = plan
        self._folder = folder
        self.gathered = self._open(resume=resume)
        self._file: BinaryIO | None = None
        self._probes: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._file = written_on(self._path)
            self._probes = written_on(self._probes_path)
        except OSError as fault:
            raise disk_refused(self._path, fault) from fault
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._file, self._probes):
            if file is not None:
                file.close()

    def unit(self, vantage: str, unit: str, parts: list[tuple[str, list[Observation]]]) -> None:
        """Writes everything one piece of work found, and that it is done."""
        for document, observations in parts:
            dumped = [item.model_dump(mode="json", exclude_none=True) for item in observations]
            self._write({"vantage": vantage, "unit": unit, "document": document, "observations": dumped})
            self.gathered.add(document, observations)
        self._write({"vantage": vantage, "unit": unit})
        self._sync()
        self.gathered.done.setdefault(vantage, set()).add(unit)

    def tools(self, versions: dict[str, str]) -> None:
        """Notes versions of what does the looking."""
        self.gathered.tools |= versions
        self._write({"tools": versions})

    def compared(self, comparisons: list[ClockComparison]) -> None:
        """Notes what time servers told, before anything rests on it."""
        self._write({"compared": [item.model_dump(mode="json") for item in comparisons]})
        self._sync()
        self.gathered.comparisons += comparisons

    def begins(self, begun: Begun) -> None:
        """Notes one more start."""
        self._write({"begun": begun.model_dump(mode="json")})
        self._sync()
        self.gathered.begun.append(begun)

    def probe(self, sent: dict[str, Any]) -> None:
        """One line of the log of probes."""
        if self._probes is not None:
            try:
                self._probes.write(orjson.dumps(sent, option=orjson.OPT_SORT_KEYS) + b"\n")
            except OSError as fault:
                raise disk_refused(self._probes_path, fault) from fault

    def _write(self, message: dict[str, Any]) -> None:
        if self._file is None:
            raise AssertionError("the journal is used as a context manager")
        try:
            self._file.write(orjson.dumps(message) + b"\n")
        except OSError as fault:
            raise disk_refused(self._path, fault) from fault

    def _sync(self) -> None:
        for file in (self._file, self._probes):
            if file is not None:
                try:
                    file.flush()
                    os.fsync(file.fileno())
                except OSError as fault:
                    raise disk_refused(self._path, fault) from fault

    def _open(self, *, resume: bool) -> Gathered:
        started = self._plan.made_at.isoformat(timespec="seconds").replace("+00:00", "Z")
        if self._path.exists():
            if not resume:
                raise CollectError(
                    f"{self._folder} holds a collection that was interrupted",
                    remedy="Continue it with --resume, or choose another folder with -o.",
                )
            return self._replay()
        head = {
            "collection": self._plan.id,
            "started_at": started,
            "inventory": self._plan.inventory_digest,
            "scope": self._plan.scope_digest,
        }
        try:
            own_folder(self._folder)
            write_whole(self._path, orjson.dumps(head) + b"\n")
        except OSError as fault:
            raise disk_refused(self._path, fault) from fault
        return Gathered(self._plan.id, started)

    def _replay(self) -> Gathered:
        """Reads what was finished. A last line cut short by a crash is dropped, and its unit done again."""
        data = self._path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) != len(data):
            write_whole(self._path, whole)
        lines = whole.splitlines()
        try:
            head = orjson.loads(lines[0])
            same = (head["inventory"], head["scope"]) == (self._plan.inventory_digest, self._plan.scope_digest)
            gathered = Gathered(head["collection"], head["started_at"])
            for line in lines[1:]:
                _replay_line(gathered, orjson.loads(line))
        except (IndexError, KeyError, TypeError, orjson.JSONDecodeError, ValidationError) as fault:
            raise CollectError(
                f"{self._path} cannot be read", remedy="Choose another folder with -o and collect anew."
            ) from fault
        if not same:
            raise CollectError(
                "inventory or scope changed since the interrupted collection",
                remedy="Choose another folder with -o and collect anew.",
            )
        return gathered


def _replay_line(gathered: Gathered, message: dict[str, Any]) -> None:
    if "observations" in message:
        gathered.add(message["document"], [Observation.model_validate(item) for item in message["observations"]])
    elif "unit" in message:
        gathered.done.setdefault(message["vantage"], set()).add(message["unit"])
    elif "tools" in message:
        gathered.tools |= message["tools"]
    elif "compared" in message:
        gathered.comparisons += [ClockComparison.model_validate(item) for item in message["compared"]]
    elif "begun" in message:
        gathered.begun.append(Begun.model_validate(message["begun"]))
