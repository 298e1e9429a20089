"""Whole verdicts out of the rows of `policies/main`, which tell once what many subjects share.

A row holds the control, kind, status and law of all its subjects, and of each what its status can have: to write and
read whole objects for each was a tenth of what a document cost. Sets come out in canonical order, as `ordered` has
them. Here it is known which values are sets, and most have one member or none, so that this takes a quarter of what
walking each whole verdict again took, which was a seventh of a document's cost.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.errors import EngineError
from auditor.policy.engines.ordering import ordered


def verdicts_of(rows: Any) -> list[dict[str, Any]]:
    """One verdict for each subject of each row, each in canonical order (`ordered`), themselves in none.

    Raises EngineError when an answer is no list of rows.
    """
    if not isinstance(rows, list):
        raise EngineError(f"the policies answered {type(rows).__name__}, not a list of rows of verdicts")
    try:
        return [verdict for row in rows for verdict in _of_row(row)]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise EngineError(f"the policies answered something that is no list of rows of verdicts: {error}") from error


def _of_row(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Written out name by name: a large document has tens of thousands, and merging objects took twice as long."""
    control, kind, status, law = row["control"], row["kind"], row["status"], _sorted(row["law"])
    for subject, told in row["subjects"].items():
        findings, causes, duties, flags, due_days = _own(told)
        yield {
            "control": control,
            "kind": kind,
            "status": status,
            "law": law,
            "subject": subject,
            "findings": _sorted([_finding(subject, finding) for finding in findings]),
            "causes": _sorted(causes),
            "duties": _sorted(duties),
            "flags": _sorted(flags),
            "due_days": _sorted(due_days),
        }


def _own(told: Any) -> tuple[list[Any], list[Any], list[Any], list[Any], list[Any]]:
    """Findings, causes, duties, flags and due days of a subject; what its status cannot have is empty."""
    if not isinstance(told, list):
        raise TypeError(f"{told!r} does not tell findings, causes, duties, flags, due days")
    if len(told) == 1:  # a settled one, as most are
        return told[0], [], [], [], []
    findings, causes, duties, *rest = told
    flags, due_days = rest or ([], [])
    return findings, causes, duties, flags, due_days


def _finding(subject: str, told: Any) -> dict[str, Any]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r} does not tell status, observed, expected, evidence, duties")
    status, observed, expected, evidence, *duties = told
    finding = {
        "subject": subject,
        "status": status,
        "observed": ordered(observed),
        "expected": ordered(expected),
        "evidence": _sorted(evidence),
    }
    if duties:
        (named,) = duties
        finding["duties"] = _sorted(named)
    return finding


def _sorted(members: list[Any]) -> list[Any]:
    """A set whose members are in order themselves; most have one or none."""
    return ordered(members) if len(members) > 1 else members
