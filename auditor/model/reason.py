"""Why something stands in a plan, as a code and its arguments."""

from typing import Annotated

from pydantic import Field

from auditor.model.base import Document

Argument = Annotated[str, Field(max_length=300)]


class Reason(Document):
    """`code` names a sentence of the reports, `args` fill it in order: ids, ISO dates and plain integers as text."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    args: tuple[Argument, ...] = ()


def because(code: str, *args: object) -> Reason:
    """A reason with its arguments as text."""
    return Reason(code=code, args=tuple(str(arg)[:300] for arg in args))
