"""Whole verdicts out of the rows of `policies/main`, which tell once what many subjects share.

A row holds the control, kind, status and law of all its subjects, and of each what its status can have: to write and
read whole objects for each was a tenth of what a document cost.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditor.errors import EngineError

_SHARED = ("control", "kind", "status", "law")
_OWN = ("findings", "causes", "duties", "flags", "due_days")
_FINDING = ("status", "observed", "expected", "evidence", "duties")


def verdicts_of(rows: Any) -> list[dict[str, Any]]:
    """One verdict for each subject of each row. Raises EngineError when an answer is no list of rows."""
    if not isinstance(rows, list):
        raise EngineError(f"the policies answered {type(rows).__name__}, not a list of rows of verdicts")
    try:
        return [verdict for row in rows for verdict in _of_row(row)]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise EngineError(f"the policies answered something that is no list of rows of verdicts: {error}") from error


def _of_row(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    shared = {name: row[name] for name in _SHARED}
    for subject, told in row["subjects"].items():
        own = _named(_OWN, told, required=1)
        findings = [{"subject": subject} | _named(_FINDING, finding, required=4) for finding in own["findings"]]
        rest: dict[str, Any] = {name: own.get(name, []) for name in _OWN[1:]}
        yield shared | {"subject": subject, "findings": findings} | rest


def _named(names: Sequence[str], told: Any, *, required: int) -> dict[str, Any]:
    """Values by their names in order; the last names may have none. Raises ValueError for too few or too many."""
    if not isinstance(told, list) or not required <= len(told) <= len(names):
        raise ValueError(f"{told!r} does not tell {', '.join(names)}")
    return dict(zip(names, told, strict=False))
