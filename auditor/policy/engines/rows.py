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
    for subject, findings, (causes, duties, flags, due_days) in _alike(row["alike"]) if "alike" in row else _apart(row):
        yield {
            "control": control,
            "kind": kind,
            "status": status,
            "law": law,
            "subject": subject,
            "findings": findings,
            "causes": causes,
            "duties": duties,
            "flags": flags,
            "due_days": due_days,
        }


_Beside = tuple[list[Any], list[Any], list[Any], list[Any]]
"""Causes, duties, flags and due days of a subject, each in order."""


def _apart(row: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]], _Beside]]:
    for subject, told in row["subjects"].items():
        findings, beside = _parts(told)
        yield subject, _sorted([_finding(subject, finding) for finding in findings]), beside


def _alike(groups: list[Any]) -> Iterator[tuple[str, list[dict[str, Any]], _Beside]]:
    """Subjects of which one thing or nothing is said together: what each has of its own is where its pointers lead."""
    for subjects, told, fields in groups:
        findings, beside = _parts(told)
        said = [_finding("", finding) for finding in findings]
        for subject in subjects:
            own = [_pointer([name, subject, field]) for name, field in fields]
            mine = [one | {"subject": subject, "evidence": sorted([*one["evidence"], *own])} for one in said]
            yield subject, mine, beside


def _parts(told: Any) -> tuple[list[Any], _Beside]:
    """Findings of a subject and what is told beside them; what its status cannot have is empty."""
    if not isinstance(told, list):
        raise TypeError(f"{told!r} does not tell findings, causes, duties, flags, due days")
    if len(told) == 1:  # a settled one, as most are
        return told[0], ([], [], [], [])
    findings, causes, duties, *rest = told
    flags, due_days = rest or ([], [])
    return findings, (_sorted([_cause(one) for one in causes]), _sorted(duties), _sorted(flags), _sorted(due_days))


def _finding(subject: str, told: Any) -> dict[str, Any]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r} does not tell status, observed, expected, evidence, duties")
    status, observed, expected, evidence, *duties = told
    finding = {
        "subject": subject,
        "status": status,
        "observed": ordered(observed),
        "expected": ordered(expected),
        "evidence": _pieces(evidence),
    }
    if duties:
        (named,) = duties
        finding["duties"] = _sorted(named)
    return finding


def _pieces(told: list[Any]) -> list[str]:
    """Ids of observations as they are, pointers as text; each names a thing and is there once."""
    pieces = [piece if isinstance(piece, str) else _pointer(piece) for piece in told]
    if len(pieces) > 1:
        pieces.sort()
    return pieces


def _pointer(parts: list[str]) -> str:
    """The text of a pointer that `lib.finding` made: list, id (escaped as RFC 6901 has it), rest of the way."""
    name, *within = parts
    if within and ("~" in within[0] or "/" in within[0]):
        within[0] = within[0].replace("~", "~0").replace("/", "~1")
    return "/".join(("inv:", name, *within))


def _cause(told: dict[str, Any]) -> dict[str, Any]:
    """A cause may name a piece of evidence among its arguments."""
    arguments = told["args"]
    if any(isinstance(argument, list) for argument in arguments):
        return told | {"args": _written(arguments)}
    return told


def _written(arguments: list[Any]) -> list[Any]:
    return [_pointer(argument) if isinstance(argument, list) else argument for argument in arguments]


def _sorted(members: list[Any]) -> list[Any]:
    """A set whose members are in order themselves; most have one or none."""
    return ordered(members) if len(members) > 1 else members
