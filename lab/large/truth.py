"""The verdicts of the large lab's scenes, written down before the auditor first saw them, and what was changed since.

A row of `truth/*.yaml`: `control`, `kind`, `subject` (`{v}` the variant; `{x}` the address of its neighbour of that
suffix; `{m1}` that of its first further address; two of them where fault and twin are judged as different subjects),
the status of `fault` and of `twin`, each with its reason; `a|b` where the law leaves two open. `changed.yaml` keeps
the old value of every row that was changed after a run, with the reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from lab.causes import Cause, causes_of, told
from lab.errors import LabError
from lab.large.scenes import Variant, scenes
from lab.shares import Unknowns, unknowns
from lab.truth import STATUSES

FOLDER = Path(__file__).parent / "truth"
CHANGED = Path(__file__).parent / "changed.yaml"
Row = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """One verdict that a careful human would give; `statuses` has more than one where the law leaves it open."""

    scene: str
    faulty: bool
    control: str
    kind: str
    subject: str
    statuses: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Wrong:
    """A row that the audit judged otherwise. `said` is empty where the audit has no such row; `causes` are those of
    its verdict.
    """

    row: Expected
    said: str
    causes: tuple[Cause, ...] = ()

    @property
    def sort(self) -> str:
        """What kind of error it is."""
        named = {"pass": "false pass", "fail": "false fail", "warn": "false warn", "unknown": "false unknown"}
        if self.said == "not_applicable" and "not_applicable" not in self.row.statuses:
            return "false pass" if self.row.faulty else "other"
        return named.get(self.said, "missing" if not self.said else "other")

    def as_dict(self) -> dict[str, object]:
        """The row as a mapping."""
        causes = [asdict(cause) for cause in self.causes]
        return asdict(self.row) | {"said": self.said, "causes": causes, "sort": self.sort}

    def __str__(self) -> str:
        """The row on one line."""
        row = self.row
        wanted = " or ".join(row.statuses)
        line = f"{row.control} {row.kind} {row.subject}: {wanted}, said {told(self.said, self.causes)}"
        return f"{self.sort}: {line} ({row.reason})"


def read(folder: Path = FOLDER) -> dict[str, list[Row]]:
    """Rows by scene, as written. Raises LabError where two files speak of one scene."""
    found: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for scene, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if scene in found:
                raise LabError(f"{path.name} speaks of {scene} a second time")
            found[scene] = rows
    return found


def _subject(pattern: str, variant: Variant) -> str:
    words = {"v": variant.name}
    for machine in variant.machines:
        suffix = machine.name.removeprefix(f"{variant.name}-")
        words[suffix] = str(machine.v4_address)
        words |= {f"m{n}": str(machine.net.address4(o)) for n, o in enumerate(machine.more, 1)}
    return pattern.format_map(words)


def table() -> tuple[Expected, ...]:
    """Every row, both sides. Raises LabError for a status that is none, and for a scene without rows or the reverse."""
    written, found = read(), []
    known = {scene.id for scene in scenes()}
    if odd := known ^ set(written):
        raise LabError(f"scenes without verdicts, or verdicts without a scene: {', '.join(sorted(odd))}")
    for scene in scenes():
        for row in written[scene.id]:
            subjects = row["subject"] if isinstance(row["subject"], list) else [row["subject"]] * 2
            for variant, side, pattern in zip((scene.fault, scene.twin), ("fault", "twin"), subjects, strict=True):
                statuses = tuple(str(row[side]).split("|"))
                if set(statuses) - STATUSES:
                    raise LabError(f"{scene.id} has the unknown status {row[side]!r}")
                reason = str(row.get("why" if side == "fault" else "twin_why") or f"sound beside: {scene.what}")
                subject = _subject(pattern, variant)
                found.append(
                    Expected(scene.id, side == "fault", row["control"], row["kind"], subject, statuses, reason)
                )
    return tuple(found)


@dataclass(frozen=True)
class Comparison:
    """The rows that the audit judged otherwise, and how many of those that apply it said to be unknown."""

    wrong: tuple[Wrong, ...]
    unknowns: Unknowns


def compare(rows: Iterable[Expected], verdicts: Iterable[Mapping[str, Any]]) -> Comparison:
    """Holds rows against an audit; `verdicts` are those of the published JSON."""
    by_key = {(v["control"], v["subject"]["kind"], v["subject"]["id"]): v for v in verdicts}
    said = [(row, by_key.get((row.control, row.kind, row.subject))) for row in rows]
    found = [Wrong(row, verdict["status"] if verdict else "", causes_of(verdict)) for row, verdict in said]
    wrong = tuple(one for one in found if one.said not in one.row.statuses)
    return Comparison(wrong, unknowns((one.row.statuses, one.said) for one in found))
