"""How a kind of fact is read from one platform: which asks, and a pure function from their answers to a reading."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from auditor.collectors.asks import Answer, Answers, Ask, Command, Series, Trouble
from auditor.model.facts.reading import Cause, Cover, Fault, Reading, Unread
from auditor.model.inventory import Endpoint, Host
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target


class Fit(StrEnum):
    """Whether a machine is of a platform, as far as it can be told."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Platform:
    """A make of machine or program. `recognises` judges by the answers to a dialect's asks; `transport` says how one
    asks it. `defaults` are what a setting means that its configuration does not name.
    """

    id: str
    transport: str
    recognises: Callable[[Answers], Fit]
    defaults: Mapping[str, str]


Readings = Reading | Mapping[str, Reading]
"""One reading, or one for each subject where the kind is not about the machine itself."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the inventory says of a machine, for deciding what is wanted of it."""

    host: Host
    endpoints: tuple[Endpoint, ...]


def always(_: Machine) -> bool:
    """Wanted of every machine."""
    return True


def serves_web(machine: Machine) -> bool:
    """Declared as a web server, or as the place of a web endpoint."""
    return "web" in machine.host.roles or any(endpoint.purpose == "web" for endpoint in machine.endpoints)


def is_gateway(machine: Machine) -> bool:
    """Declared as the gateway of some zone."""
    return "gateway" in machine.host.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Blocks that are read whole: those of one ask's text whose first line is like `opens`. `foreign` is a statement of
    that grammar which no program knows.
    """

    ask: str
    opens: str
    foreign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One kind as one platform tells it. `tool` is what observations say was asked.

    `claims` are the blocks that `read` understands whole: a foreign line in one of them makes the reading partial, and
    all other blocks go into its cover as not read. `truth` is the program that the answers come from, or one that gives
    the same answer in another way, for comparing. `compared`: the vantage asks a time server just before the asks.
    """

    kind: str
    platform: Platform
    asks: tuple[Ask, ...]
    read: Callable[[Answers], Readings]
    tool: str
    truth: str
    claims: tuple[Claim, ...] = ()
    wanted: Callable[[Machine], bool] = always
    compared: bool = False

    @property
    def of_network(self) -> bool:
        """It tells the truth also where only the network, and not the files, is the machine's own."""
        return any(ask.of_network for ask in self.asks)

    def faults(self, answers: Answers) -> list[Fault]:
        """What stood in the way of each ask that was not answered, in order."""
        return [fault for ask in self.asks if (fault := fault_of(ask, answers[ask])) is not None]

    def unanswered(self, answers: Answers) -> list[tuple[str, str]]:
        """Ids of the asks that were not answered, or not whole, each with the code of what stood in the way."""
        return [(ask.id, fault.cause.code) for ask in self.asks if (fault := fault_of(ask, answers[ask])) is not None]


def fault_of(ask: Ask, answer: Answer) -> Fault | None:
    """Why an ask counts as not answered, or not whole; None for an answer."""
    if answer.trouble in {None, Trouble.NEEDLESS} or answer.trouble in ask.accepts:
        return _part_missing(ask, answer)
    return _fault(*_SAID_AS[answer.trouble], ask.id)


_SAID_AS: Mapping[Trouble, tuple[State, str]] = MappingProxyType(
    {
        Trouble.MISSING: (State.NOT_TRIED, "not_installed"),
        Trouble.DENIED: (State.NO_PERMISSION, "not_permitted"),
        Trouble.CUT: (State.TIMEOUT, "command_cut_off"),
        Trouble.TIMEOUT: (State.TIMEOUT, "command_cut_off"),
        Trouble.FAILED: (State.NOT_TRIED, "command_failed"),
        Trouble.ELSEWHERE: (State.NOT_TRIED, "configuration_not_offered"),
    }
)


def why(answer: Answer, otherwise: str = "not_told") -> str:
    """The code of what stood in the way of an answer; `otherwise` where nothing did, or there is no such thing."""
    if answer.trouble in {None, Trouble.NEEDLESS, Trouble.MISSING}:
        return otherwise
    return _SAID_AS[answer.trouble][1]


def _part_missing(ask: Ask, answer: Answer) -> Fault | None:
    wanting = _not_answered(ask, answer)
    if not wanting:
        return None
    troubles = {each.trouble for path, each in answer.files if path in wanting}
    if troubles <= {Trouble.CUT, Trouble.TIMEOUT}:
        return _fault(State.TIMEOUT, "command_cut_off", wanting[0])
    if isinstance(ask, Series):
        return _fault(State.NOT_TRIED, "command_failed", ask.id)
    state = State.NO_PERMISSION if Trouble.DENIED in troubles else State.NOT_TRIED
    return _fault(state, "file_not_readable", wanting[0])


def _not_answered(ask: Ask, answer: Answer) -> list[str]:
    """Files that are there and could not be read, and questions of a series that were not answered."""
    if not isinstance(ask, Series):
        return list(answer.unread())
    return [words for words, each in answer.files if each.trouble is not None and each.trouble not in ask.accepts]


def _fault(state: State, code: str, *args: str) -> Fault:
    return Fault(state, Cause(code=code, args=tuple(from_target(arg) for arg in args)))


def unreadable(message: str) -> Reading:
    """A reading of nothing, from an answer that is not what its program writes."""
    return Reading(cause=Cause(code="unreadable", args=(from_target(message),)))


def cover_of(answers: Answers, asks: Iterable[Ask], not_read: Iterable[str] = ()) -> Cover:
    """What was read, by ask or by file, and what was seen and left unread."""
    read: list[str] = []
    left: list[str] = []
    for ask in asks:
        answer = answers[ask]
        if answer.files and not isinstance(ask, Command):
            before = f"{ask.id} " * isinstance(ask, Series)
            read += [f"{before}{path}" for path in answer.texts()]
            left += [f"{before}{path}" for path in _not_answered(ask, answer)]
        elif answer.ok and not isinstance(ask, Series):
            read.append(ask.id)
    return Cover(read=_told(read), not_read=_told([*left, *not_read]))


_MOST_TOLD = 100


def _told(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(from_target(place) for place in places))[:_MOST_TOLD]


def gap(field: str, where: str, code: str) -> Unread:
    """A field that could not be read whole."""
    return Unread(field=field, where=from_target(where), code=code)
