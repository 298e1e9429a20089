"""Everything that can be looked at, found by its file: dialects of settings, questions to services.

Modules are imported when somebody collects, never for `--help`. What lies here is derived and nowhere written twice:
which kinds are read from settings, which asks there are (and so all that an agent may run), which tell the truth about
a network alone, and which questions a service is asked.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from auditor.collectors.asks import Ask, Command, Folder, Includes, Series
from auditor.collectors.dialect import Dialect, Machine
from auditor.collectors.questions import Question
from auditor.model.facts import KINDS
from auditor.model.vocab.measurements import Basis
from auditor.model.vocab.subjects import SubjectKind

_KINDS = "auditor.collectors.kinds"
_NETWORK = "auditor.collectors.network"


@cache
def dialects() -> Mapping[str, tuple[Dialect, ...]]:
    """Dialects by kind, in the order of their files' names. Raises ValueError for one that stands in a wrong place, is
    there twice, or gives the name of another's ask to one of its own.
    """
    found: dict[str, tuple[Dialect, ...]] = {}
    for kind in _names(_KINDS):
        values = tuple(_values(f"{_KINDS}.{kind}", "DIALECT"))
        if values:
            found[kind] = values
    check_dialects(found)
    return MappingProxyType(found)


@cache
def questions() -> Mapping[str, Question]:
    """Questions to services by kind. Raises ValueError for two of one kind, or a kind that is not about endpoints."""
    found: dict[str, Question] = {}
    for question in _values(_NETWORK, "QUESTION"):
        if question.kind in found or KINDS[question.kind].subject is not SubjectKind.ENDPOINT:
            raise ValueError(f"a second or misplaced question of kind {question.kind}")
        found[question.kind] = question
    return MappingProxyType(found)


@cache
def asks() -> Mapping[str, Ask]:
    """Every ask of every dialect by its id: all that is ever run or read on a machine, and nothing else."""
    return MappingProxyType({ask.id: ask for ask in _asks(d for each in dialects().values() for d in each)})


def of(kind: str) -> tuple[Dialect, ...]:
    """The dialects of one kind; none for a kind that is not read from settings."""
    return dialects().get(kind, ())


def wanted(machine: Machine) -> tuple[str, ...]:
    """Kinds of settings that are wanted of a machine."""
    return tuple(kind for kind, each in dialects().items() if any(dialect.wanted(machine) for dialect in each))


def of_network(kind: str) -> bool:
    """Whether a kind tells the truth also where only the network, and not the files, is the machine's own."""
    return any(dialect.of_network for dialect in of(kind))


def compared(kind: str) -> bool:
    """Whether a kind is held against a time server, which the vantage then asks as well."""
    return any(dialect.compared for dialect in of(kind))


def basis(kind: str) -> Basis:
    """What observations of a kind rest on when they come from a look of ours: settings, or a measurement."""
    return Basis.CONFIGURED if kind in dialects() else Basis.MEASURED


def check_dialects(found: Mapping[str, Iterable[Dialect]]) -> None:
    """Raises ValueError for what no registry can hold."""
    for kind, each in found.items():
        platforms = [dialect.platform.id for dialect in each]
        if kind not in KINDS or len(platforms) != len(set(platforms)):
            raise ValueError(f"{kind} is no kind, or is read twice from one platform: {', '.join(platforms)}")
        if any(dialect.kind != kind for dialect in each):
            raise ValueError(f"a dialect of another kind stands in the folder {kind}")
    known: dict[str, Ask] = {}
    for ask in _asks(dialect for each in found.values() for dialect in each):
        if known.setdefault(ask.id, ask) != ask:
            raise ValueError(f"two different asks are called {ask.id}")


def _asks(each: Iterable[Dialect]) -> Iterator[Ask]:
    return (ask for dialect in each for ask in dialect.asks)


def _names(package: str) -> list[str]:
    return [module.name for module in iter_modules(import_module(package).__path__)]


def _values(package: str, name: str) -> Iterator[Any]:
    for module in _names(package):
        value = getattr(import_module(f"{package}.{module}"), name, None)
        if value is not None:
            yield value


def words_of(ask: Ask) -> str:
    """An ask in one line, as a dry run and a page show it."""
    match ask:
        case Command(words=words, otherwise=otherwise):
            return shlex.join(words) + (f", or else {words_of(otherwise)}" if otherwise else "")
        case Folder(path=path, suffix=suffix):
            return f"{path}/*{suffix}"
        case Includes(mains=mains):
            return f"{' or '.join(mains)} and what it includes"
        case Series(words=words, otherwise=otherwise):
            return f"{shlex.join(words)} ..." + (f", or else {words_of(otherwise)} ..." if otherwise else "")
        case _:
            return " or ".join(ask.paths)
