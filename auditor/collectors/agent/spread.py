"""One question put to each address of a machine: what each answer says of the others."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.scope import Address
from auditor.model.facts.addressed import Addressed, addressed
from auditor.model.vocab.measurements import State

_MOST_TOLD = 20
_NOBODY_THERE = frozenset({"port_not_open", "connection_refused"})


def spread(
    found: Mapping[Address, Outcome], first: Address, beyond: Iterable[str], silent: Collection[Address]
) -> dict[Address, Outcome]:
    """Every outcome worth an observation, `first` at the front. An address that refuses has nothing to be asked, and
    one of `silent` nothing that can be reached; any other that taught nothing is left out, as its siblings say, and so
    are those in `beyond`, which were never asked.
    """
    shut = {address for address, outcome in found.items() if _refuses(outcome)} | set(silent)
    left = [str(address) for address, outcome in found.items() if outcome.data is None and address not in shut]
    left += beyond
    told = [first, *(address for address in found if address != first and address not in shut)]
    return {address: _said(found[address], address, left, silent) for address in told}


def _refuses(outcome: Outcome) -> bool:
    """Whether nothing takes connections there. Whoever takes one and breaks it off, or refuses an answer, is there."""
    return outcome.state is State.REFUSED and outcome.cause is not None and outcome.cause.code in _NOBODY_THERE


def _said(outcome: Outcome, address: Address, left: list[str], silent: Collection[Address]) -> Outcome:
    """The outcome with the address it is about; not whole where others were left out."""
    if not isinstance(outcome.data, Addressed):
        return outcome
    quiet = {"addresses_silent": tuple(map(str, silent))} if silent else {}
    data = outcome.data.model_copy(update=addressed([address], left) | quiet)
    if not left or (outcome.state is not State.OK and not outcome.unread):
        return replace(outcome, data=data)
    # a look that only left a field unread would be one that is whole for whoever does not read that field
    return replace(outcome, state=State.PARTIAL, data=data, cause=left_out(left).cause, unread=None)


def left_out(addresses: Iterable[object]) -> Outcome:
    """What some addresses that brought nothing make of a look that is otherwise whole."""
    return failed(State.PARTIAL, "addresses_left_out", *map(str, list(addresses)[:_MOST_TOLD]))
