"""Reads back a proposal of waves that somebody saved."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.errors import PlanningError, Problem
from auditor.model.plan.waves import WavePlan

_REMEDY = "Save one with `auditor plan waves --format json > FILE`."
_MOST_BYTES = 64_000_000
_MOST_FAULTS = 5
_SHOWN = 80


def saved_waves(path: Path) -> WavePlan:
    """The proposal in a file of `plan waves --format json`.

    Raises PlanningError naming the file and what is wrong for one that cannot be read, is too long, or holds anything
    else. Whether it belongs to a run is for `chosen_waves` to say.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise PlanningError([Problem(path, None, "", f"cannot be read: {error.strerror}")]) from error
    if len(content) > _MOST_BYTES:
        raise PlanningError([Problem(path, None, "", f"is longer than {_MOST_BYTES} bytes", remedy=_REMEDY)])
    try:
        return WavePlan.model_validate_json(content)
    except ValidationError as error:
        raise PlanningError(
            [_problem(path, fault) for fault in error.errors(include_url=False)[:_MOST_FAULTS]]
        ) from None


def _problem(path: Path, fault: Any) -> Problem:
    key = ".".join(str(step) for step in fault["loc"])
    value = "" if fault["type"] in ("missing", "json_invalid") else str(fault["input"])[:_SHOWN]
    return Problem(path, None, key, str(fault["msg"]), value, _REMEDY)
