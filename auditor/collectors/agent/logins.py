"""At which address of a machine its settings are read, and what is told of those that let nobody in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.collectors.agent.settings import Found
from auditor.collectors.outcome import Outcome
from auditor.collectors.scope import Address
from auditor.model.facts.reading import Cause, Cover, Passed
from auditor.model.vocab.measurements import State

MOST_LOGINS = 4
"""Addresses of one machine at which a login is tried."""

_STRANGER = "host_key_unknown"
_LEADS_ON = frozenset({State.TIMEOUT, State.REFUSED, State.FILTERED, State.PARSE_ERROR})
"""Nobody answers there, or not as SSH does. A refused login is an answer, and is tried nowhere else."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An address, and why nobody was let in there."""

    address: Address
    outcome: Outcome

    @property
    def is_stranger(self) -> bool:
        """What answers there has another key than the known one."""
        return self.outcome.cause is not None and self.outcome.cause.code == _STRANGER

    @property
    def leads_on(self) -> bool:
        """Whether the next address is tried."""
        return self.is_stranger or self.outcome.state in _LEADS_ON

    @property
    def told(self) -> Passed:
        """As a cover has it."""
        cause = self.outcome.cause
        return Passed(address=str(self.address), code=cause.code if cause else self.outcome.state.value)


def let_in(found: Mapping[str, Sequence[Found]], address: Address, tried: Sequence[Tried]) -> dict[str, list[Found]]:
    """What was read at an address after others let nobody in. Of a whole look the cause is a key that nobody knows."""
    return {
        kind: [replace(each, outcome=_at(each.outcome, address, tried)) for each in all_]
        for kind, all_ in found.items()
    }


def _at(outcome: Outcome, address: Address, tried: Sequence[Tried]) -> Outcome:
    cover = (outcome.cover or Cover()).model_copy(update={"at": str(address), "passed": _passed(tried)})
    stranger = next((str(each.address) for each in tried if each.is_stranger), None)
    said = None if stranger is None else Cause(code="host_key_unknown_at", args=(stranger,))
    return replace(outcome, cover=cover, unread=outcome.unread or (), cause=outcome.cause or said)


def shut_out(tried: Sequence[Tried]) -> Outcome:
    """Nobody was let in anywhere. A machine with another key is told before one that is silent, and a refused login."""
    strangers = [each for each in tried if each.is_stranger]
    answered = [each for each in tried if not each.leads_on]
    chosen = (*strangers, *answered, *tried)[0].outcome
    return replace(chosen, cover=Cover(passed=_passed(tried)), unread=()) if len(tried) > 1 else chosen


def _passed(tried: Sequence[Tried]) -> tuple[Passed, ...]:
    return tuple(each.told for each in tried)
