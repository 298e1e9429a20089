"""What a reader of settings brings home, and the state that follows from it: worked out here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.vocab.measurements import State


class Cause(Document):
    """Why a measurement ended as it did: a code and its arguments, said in either language by the reports."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    args: tuple[Annotated[str, Field(max_length=300)], ...] = ()


class Passed(Document):
    """An address of a machine at which nobody was let in to read its settings, and the code of why."""

    address: Text
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class Cover(Document):
    """What a reading rests on. `read`: programs asked and files read. `not_read`: what was seen to be there and left
    unread, such as blocks nobody claims to understand; it does not spoil what was read. `tried`: platforms that were
    looked for where none was found. `at`: the address at which it was logged in, where that was over SSH; `passed` are
    those that were tried before.
    """

    read: tuple[Text, ...] = ()
    not_read: tuple[Text, ...] = ()
    tried: tuple[Text, ...] = ()
    at: Text = ""
    passed: tuple[Passed, ...] = ()


class Unread(Document):
    """A field of the kind that could not be read whole. `where` is the program, file or line; `code` says why."""

    field: Text
    where: Text = ""
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


_NOTHING = Cover()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, what that rests on, and what was not. A reader cannot say how its look ended.

    `cause` explains a reading without data, or one that is whole and still wants a word, as "nothing rotates here".
    """

    data: Document | None = None
    cover: Cover = _NOTHING
    unread: tuple[Unread, ...] = ()
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one question to a machine brought nothing, or not everything."""

    state: State
    cause: Cause


def ended(reading: Reading, faults: Sequence[Fault]) -> tuple[State, Cause | None]:
    """State and cause of a look. `faults` are those of the questions that were not answered, in the order asked.

    Nothing unread and every question answered is `ok`; something read is `partial`; nothing read is what the first
    unanswered question says, or else that the answer could not be understood.
    """
    if reading.data is None:
        if faults:
            return faults[0].state, reading.cause or faults[0].cause
        return State.PARSE_ERROR, reading.cause or Cause(code="unreadable")
    if not reading.unread and not faults:
        return State.OK, reading.cause
    return State.PARTIAL, reading.cause or _first(reading, faults)


def _first(reading: Reading, faults: Sequence[Fault]) -> Cause:
    if faults:
        return faults[0].cause
    first = reading.unread[0]
    return Cause(code=first.code, args=(first.where,) if first.where else ())
