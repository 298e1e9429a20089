"""Services and certificates, each from every vantage that looked at them before the move.

A service that answers where it did not before is no gain: nobody can tell whether it was meant to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.model.facts import Http, Observation, Ports, Tls
from auditor.model.inventory import Endpoint
from auditor.model.reason import Reason, because
from auditor.model.vocab.measurements import State
from auditor.plan.parity.pair import Pair
from auditor.plan.parity.shape import Check, Standing
from auditor.plan.run import PlanRun
from auditor.plan.shared.counterparts import endpoint_port

_SENT_IN_VAIN = frozenset({State.REFUSED, State.FILTERED, State.TIMEOUT})
_FAULT = 500
_FAILS, _SILENT, _ANSWERS = "fails", "silent", "answers"
_Seen = Literal["fails", "silent", "answers"] | None


@dataclass(frozen=True, slots=True, order=True)
class _Look:
    """One way of looking from one place."""

    kind: str
    vantage: str
    ipv6: bool


_Finder = Callable[[str, str], list[Observation]]
"""Finds looks of a kind at a subject."""

_Looks = dict[_Look, list[Observation]]


def service_checks(pair: Pair) -> Iterator[Check]:
    """One check for each service, way of looking and vantage; one that cannot tell where nobody ever looked."""
    for endpoint in pair.services:
        before = _service_looks(pair.seen_before, endpoint.id)
        after = [_service_looks(pair.seen_after, name) for name in pair.endpoints_after(endpoint.id)]
        looks = set(before).union(*after)
        if not after:
            yield _check("service", endpoint.id, ("cannot_tell", because("no_successor", endpoint.id)), ())
        elif not looks:
            yield _check("service", endpoint.id, ("cannot_tell", because("service_not_looked", endpoint.id)), ())
        else:
            yield from _services(endpoint, (before, after), sorted(looks), pair.before.vantages)


def _services(
    endpoint: Endpoint, found: tuple[_Looks, list[_Looks]], looks: Iterable[_Look], vantages: frozenset[str]
) -> Iterator[Check]:
    before, after = found
    for look in looks:
        seen = _seen(before.get(look, ()), endpoint.id)
        now = [_seen(one.get(look, ()), endpoint.id) for one in after]
        if look not in before and look.vantage not in vantages and set(now) == {_ANSWERS}:
            continue  # a vantage that is new has nothing to be compared with
        evidence = [*before.get(look, ()), *(item for one in after for item in one.get(look, ()))]
        name = f"{endpoint.id}@{look.vantage}/{look.kind}{'/ipv6' if look.ipv6 else ''}"
        yield _check("service", name, _service_standing(look.vantage, seen, now), evidence)


def _service_standing(vantage: str, before: _Seen, after: list[_Seen]) -> tuple[Standing, Reason]:
    if before == _ANSWERS and set(after) & {_FAILS, _SILENT}:
        return "degraded", because("service_lost", vantage)
    if before is None:
        return "cannot_tell", because("service_not_seen_before", vantage)
    if None in after:
        return "cannot_tell", because("service_not_seen_after", vantage)
    if set(after) == {before}:
        return "at_parity", because(f"service_{before}", vantage)
    if before == _FAILS and set(after) == {_ANSWERS}:
        return "improved", because("service_mended", vantage)
    return "cannot_tell", because("service_otherwise", vantage)


def _service_looks(seen: _Finder, endpoint: str) -> _Looks:
    host, _ = endpoint_port(endpoint)
    found: _Looks = defaultdict(list)
    swept = (observation for observation in seen("ports", host) if observation.vantage != host)
    for observation in (*seen("http", endpoint), *seen("tls", endpoint), *swept):
        data = observation.typed()
        ipv6 = isinstance(data, Http) and data.over_ipv6
        found[_Look(observation.kind, observation.vantage, ipv6)].append(observation)
    return found


def _seen(looks: Iterable[Observation], endpoint: str) -> _Seen:
    """The worst that the looks say; None where none of them tells anything."""
    port = endpoint_port(endpoint)[1]
    said = {_answer(look, port) for look in looks}
    worst_first: tuple[_Seen, ...] = ("fails", "silent", "answers")
    return next((one for one in worst_first if one in said), None)


def _answer(look: Observation, port: str) -> _Seen:
    data = look.typed()
    if isinstance(data, Ports):
        if port in data.open:
            return "answers"
        return "silent" if look.state is State.OK and port in data.swept else None
    if isinstance(data, Http):
        return "fails" if data.status >= _FAULT else "answers"
    if isinstance(data, Tls) and (data.offered or look.state is State.OK):
        return "answers" if data.offered else "silent"
    return "silent" if look.state in _SENT_IN_VAIN else None


def certificate_checks(pair: Pair) -> Iterator[Check]:
    """One check for each service behind TLS and each vantage: chain, name and last day of its certificate."""
    for endpoint in pair.services:
        before = _certificates(pair.seen_before, endpoint.id)
        after = [_certificates(pair.seen_after, name) for name in pair.endpoints_after(endpoint.id)]
        vantages = sorted(set(before).union(*after))
        if not vantages and endpoint.tls:
            why = because("certificate_not_looked", endpoint.id)
            yield _check("certificate", endpoint.id, ("cannot_tell", why), ())
        for vantage in vantages:
            was = _sound(before.get(vantage, []), pair.before.run)
            now = [_sound(one.get(vantage, []), pair.after.run) for one in after]
            evidence = [*before.get(vantage, ()), *(item for one in after for item in one.get(vantage, ()))]
            yield _check("certificate", f"{endpoint.id}@{vantage}", _certificate_standing(vantage, was, now), evidence)


def _certificates(seen: _Finder, endpoint: str) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = defaultdict(list)
    for observation in seen("tls", endpoint):
        found[observation.vantage].append(observation)
    return found


def _sound(looks: Iterable[Observation], run: PlanRun) -> bool | None:
    """Whether the certificate holds on the day of the run; None where a look leaves any of it open."""
    today = run.result.run.as_of.toordinal()
    answers = {_holds(data, today) for look in looks if isinstance(data := look.typed(), Tls)}
    return next((one for one in (False, None, True) if one in answers), None)


def _holds(data: Tls, today: int) -> bool | None:
    expired = data.not_after_day is not None and data.not_after_day < today
    if data.chain_valid is False or data.name_valid is False or expired:
        return False
    known = data.chain_valid and data.name_valid and data.not_after_day is not None
    return True if known else None


def _certificate_standing(vantage: str, before: bool | None, after: list[bool | None]) -> tuple[Standing, Reason]:  # noqa: FBT001  # a value of three, not a switch
    if before and False in after:
        return "degraded", because("certificate_broken", vantage)
    if before is None or not after or None in after:
        return "cannot_tell", because("certificate_not_known", vantage)
    if not before and all(after):
        return "improved", because("certificate_mended", vantage)
    return "at_parity", because("certificate_sound" if before else "certificate_as_bad", vantage)


def _check(
    kind: Literal["service", "certificate"],
    name: str,
    told: tuple[Standing, Reason],
    evidence: Iterable[Observation],
) -> Check:
    standing, why = told
    ids = tuple(sorted({observation.id for observation in evidence}))
    return Check(kind=kind, id=name, standing=standing, why=why, evidence=ids)
