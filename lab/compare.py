"""Holds an audit's verdicts against the truth table.

A false pass says pass where a careful human would not; a false fail says fail where a careful human would not. Every
other difference, and every subject that one side has and the other lacks, is a mismatch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lab.causes import Cause, causes_of, told
from lab.shares import Unknowns, unknowns
from lab.truth import Expected

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Difference:
    """One control and subject where the audit and the truth differ; an absent side is an empty string. `causes` are
    those of the verdict found.
    """

    control: str
    kind: str
    subject: str
    expected: str
    found: str
    reason: str
    causes: tuple[Cause, ...] = ()

    def __str__(self) -> str:
        """The difference on one line."""
        wanted, said = self.expected or "nothing", told(self.found, self.causes)
        line = f"{self.control} {self.kind} {self.subject}: expected {wanted}, found {said}"
        return f"{line} ({self.reason})" if self.reason else line


@dataclass(frozen=True)
class Comparison:
    """Every difference, sorted by what it means."""

    compared: int
    false_passes: tuple[Difference, ...]
    false_fails: tuple[Difference, ...]
    mismatches: tuple[Difference, ...]
    unexplained: tuple[Key, ...]
    unknowns: Unknowns

    @property
    def sound(self) -> bool:
        """True when nothing differs and every unknown says why."""
        return not (self.false_passes or self.false_fails or self.mismatches or self.unexplained)


def compare(expected: Iterable[Expected], verdicts: Iterable[Mapping[str, Any]]) -> Comparison:
    """Compares by control, subject kind and subject id; `verdicts` are those of the published JSON."""
    truth = {(row.control, row.kind, row.subject): row for row in expected}
    found: dict[Key, Mapping[str, Any]] = {
        (v["control"], v["subject"]["kind"], v["subject"]["id"]): v for v in verdicts
    }
    passes: list[Difference] = []
    fails: list[Difference] = []
    others: list[Difference] = []
    for key in sorted(truth.keys() | found.keys()):
        row, verdict = truth.get(key), found.get(key)
        wanted, said = row.status if row else "", verdict["status"] if verdict else ""
        if wanted == said:
            continue
        control, kind, subject = key
        reason = row.reason if row else ""
        difference = Difference(control, kind, subject, wanted, said, reason, causes_of(verdict))
        (passes if said == "pass" else fails if said == "fail" else others).append(difference)
    unexplained = [key for key, v in sorted(found.items()) if v["status"] == "unknown" and not v["causes"]]
    share = unknowns(([row.status], found[key]["status"] if key in found else "") for key, row in truth.items())
    return Comparison(
        len(truth.keys() & found.keys()), tuple(passes), tuple(fails), tuple(others), tuple(unexplained), share
    )
