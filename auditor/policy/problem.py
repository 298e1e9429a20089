"""One fault of a policies folder, and what OPA's own words say of one."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from auditor.errors import PolicyError


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """One fault of the policies folder: where, what, how to mend it. A warning does not make the check fail."""

    place: str
    message: str
    remedy: str = ""
    warning: bool = False

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}"
        return f"{text}. {self.remedy}" if self.remedy else text


@dataclass(frozen=True, slots=True)
class OpaError:
    """One of the errors that OPA lists as JSON: its file as OPA was told of it, or empty, and its line from 1."""

    file: str
    row: int
    message: str


def opa_errors(refused: PolicyError) -> Iterator[OpaError]:
    """What OPA found, of a command that was asked for JSON; nothing where it answered otherwise."""
    _, _, words = refused.message.partition("\n")
    try:
        errors = orjson.loads(words)["errors"]
        for one in errors:
            place = one.get("location") or {}
            message = f"{one.get('code', 'error')}: {one['message']}"
            yield OpaError(str(place.get("file", "")), int(place.get("row", 1)), message)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return
