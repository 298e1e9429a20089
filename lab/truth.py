"""Expands the truth table: one expected verdict for every control and subject, with the reason wherever it is not the
default.

A file of `lab/truth/` says per control: its kind of `subject`; `default`, the status of those it applies to; `rules`,
tried in order, each with `when` (attribute: allowed values) and a status; `except`, single subjects. An exception
outranks a rule. `unplanted` says why the lab holds no pair of fault and sound twin of it. `waiting.yaml` lists the rows
that are unknown only because a look is not built yet.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from lab.errors import LabError
from lab.subjects import Subject, subjects, undeclared_hosts

FOLDER = Path(__file__).parent / "truth"
WAITING = "waiting.yaml"
FAULTS = Path(__file__).parent / "faults.yaml"
WRITTEN_FOR = "2026-11-22"
"""The day whose law the table speaks of; the inventory's papers are dated for it too. An audit held against the table
is made `--as-of` this day, whenever it is made.
"""
NO_MATTER = frozenset({"not_applicable", "not_in_force"})
"""Statuses of rows that do not apply."""

STATUSES = frozenset({"pass", "warn", "fail", "unknown", "manual", "not_applicable", "not_in_force", "error"})


@dataclass(frozen=True)
class Expected:
    """The verdict a careful human would give."""

    control: str
    kind: str
    subject: str
    status: str
    reason: str

    def as_dict(self) -> dict[str, str]:
        """The row as a mapping."""
        return asdict(self)


@dataclass(frozen=True)
class Waiting:
    """A row that is unknown only because a look is not built yet."""

    control: str
    kind: str
    subject: str
    look: str
    why: str


@dataclass(frozen=True)
class Planted:
    """One planted fault, or its sound twin."""

    id: str
    control: str
    kind: str
    subject: str
    planted: str
    built_in: str
    status: str
    reason: str


def _matches(when: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    """Whether every attribute has one of the allowed values; a list attribute needs one member among them."""
    for key, wanted in when.items():
        value = about.get(key)
        allowed = wanted if isinstance(wanted, list) else [wanted]
        held = value if isinstance(value, list) else [value]
        if not any(one in allowed for one in held):
            return False
    return True


def verdict(control: str, entry: Mapping[str, Any], subject: Subject) -> Expected:
    """The expected verdict of one control on one subject. Raises LabError for a status that is not one of the eight."""
    exception = entry.get("except", {}).get(subject.id)
    rules = (
        [exception] if exception else [rule for rule in entry.get("rules", []) if _matches(rule["when"], subject.about)]
    )
    chosen = rules[0] if rules else {"status": entry["default"], "reason": ""}
    if chosen["status"] not in STATUSES:
        raise LabError(f"truth of {control}: {subject.id} has the unknown status {chosen['status']!r}")
    return Expected(control, subject.kind, subject.id, chosen["status"], chosen.get("reason", ""))


def controls(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """The table before it is expanded, by control."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(path for path in folder.glob("*.yaml") if path.name != WAITING):
        for control, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if control in found:
                raise LabError(f"{path.name} speaks of {control} a second time")
            found[control] = entry
    return found


def table(folder: Path = FOLDER) -> tuple[Expected, ...]:
    """One row per control and subject. Raises LabError for an exception that names no subject."""
    everything, strangers = subjects(), undeclared_hosts()
    rows: list[Expected] = []
    for control, entry in controls(folder).items():
        mine = [subject for subject in everything if subject.kind == entry["subject"]]
        mine += strangers if entry.get("undeclared") else []
        names = {subject.id for subject in mine}
        if lost := set(entry.get("except", {})) - names:
            raise LabError(f"truth of {control} excepts what the lab does not have: {', '.join(sorted(lost))}")
        rows += [verdict(control, entry, subject) for subject in mine]
    return tuple(rows)


def waiting(folder: Path = FOLDER) -> tuple[Waiting, ...]:
    """The rows that wait for a look, in the order of their file."""
    looks = yaml.safe_load((folder / WAITING).read_text(encoding="utf-8"))
    return tuple(Waiting(**row, look=look, why=entry["why"]) for look, entry in looks.items() for row in entry["rows"])


def planted(path: Path = FAULTS) -> tuple[tuple[Planted, Planted], ...]:
    """Every planted fault with its sound twin."""
    pairs = []
    for pair in yaml.safe_load(path.read_text(encoding="utf-8")):
        common = {"control": pair["control"], "kind": pair["kind"]}
        fault = Planted(id=pair["id"], **common, **pair["fault"])
        twin = Planted(id=f"{pair['id']}-twin", **common, **pair["twin"])
        pairs.append((fault, twin))
    return tuple(pairs)
