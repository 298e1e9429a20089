"""Several looks made one: what silence means once other looks are known, and what several collections say together."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from auditor.collectors.agent.sweep import SILENT
from auditor.collectors.running.carried import carried
from auditor.collectors.running.folder import FactsFolder
from auditor.collectors.running.names import where_names_lead
from auditor.errors import FactsError
from auditor.model.base import EndpointId, digest
from auditor.model.facts import KINDS, Cause, EstateFacts, Observation, Ports, Reach, Services, Snmp, SystemFacts
from auditor.model.facts.steady import ClockComparison
from auditor.model.facts_set import Collection, FactsSet
from auditor.model.vocab.measurements import State
from auditor.model.vocab.subjects import SubjectKind

TOGETHER = datetime.timedelta(hours=24)
"""How far apart a silent sweep and the sign of life that gives it meaning may lie."""

Signs = Mapping[str, Sequence[datetime.datetime]]
"""When each host was seen alive, by its id."""

_NAMED = 5
"""How many machines a cause names."""
_OF_A_MACHINE = (SubjectKind.HOST, SubjectKind.ENDPOINT)
_UNPROVEN = frozenset(name for name, kind in KINDS.items() if kind.subject not in _OF_A_MACHINE) | {"egress"}
"""Kinds that show no life of a machine: those about something else, and attempts that it makes itself."""


def read_facts(folders: Sequence[Path]) -> FactsSet:
    """Reads, checks and merges facts folders.

    A machine's own time that no time server was asked beside is told by comparisons of any folder (`carried`). Of two
    observations with one id the newer stands alone only if it finished; otherwise both stay, the older under its
    id and instant, and old evidence ages as it must. Answers at addresses that a service's name does not lead to are
    left out. Raises FactsError and IntegrityError as `FactsFolder`.
    """
    if not folders:
        raise FactsError("no facts folder was given", remedy="Name at least one folder that `auditor collect` wrote.")
    found = sorted((FactsFolder(folder) for folder in folders), key=lambda item: (item.manifest.started_at, item.path))
    collections = tuple(_collection(folder) for folder in found)
    merged: dict[str, Observation] = {}
    for collection in collections:
        comparisons = _comparisons(found, openly=collection.manifest.label.is_open)
        for observation in collection.observations:
            merge(merged, carried(observation, comparisons))
    observations = tuple(sorted(where_names_lead(settle_together(merged.values())), key=lambda item: item.id))
    return FactsSet(
        observations=observations,
        collections=collections,
        digest=digest(sorted({part.sha256 for folder in found for part in folder.manifest.parts})),
        complete=all(folder.manifest.complete for folder in found),
    )


def _collection(folder: FactsFolder) -> Collection:
    parts: list[SystemFacts | EstateFacts] = [*folder.systems(), folder.estate()]
    return Collection(folder.manifest, tuple(observation for part in parts for observation in part.observations))


def _comparisons(folders: Sequence[FactsFolder], *, openly: bool) -> tuple[ClockComparison, ...]:
    """When computers were held against time servers: of every folder for one of the labelled world, and of open folders
    only for an open one, whose facts nothing labelled may change.
    """
    known = (folder for folder in folders if folder.manifest.label.is_open or not openly)
    return tuple(one for folder in known for one in folder.clocks().comparisons)


def merge(merged: dict[str, Observation], observation: Observation) -> None:
    """Adds one observation to those known by id."""
    other = merged.get(observation.id)
    if other is None or other == observation:
        merged[observation.id] = observation
        return
    older, newer = sorted((other, observation), key=lambda item: item.observed_at)
    newer = _not_narrower(newer, older)
    merged[newer.id] = newer
    if newer.state is not State.OK:
        instant = older.observed_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        kept = older.model_copy(update={"id": f"{older.id}@{instant}"[:200]})
        merged[kept.id] = kept


def _not_narrower(newer: Observation, older: Observation) -> Observation:
    """The newer look; one that did not try a port which the older one found open does not show that it is closed by
    now, and so is no finished one.
    """
    if newer.state is not State.OK or not (isinstance(newer.data, Ports) and isinstance(older.data, Ports)):
        return newer
    untried = sorted(set(older.data.open) - set(newer.data.swept))
    if not untried:
        return newer
    cause = Cause(code="narrower_than_before", args=tuple(untried[:_NAMED]))
    return newer.model_copy(update={"state": State.PARTIAL, "cause": cause})


def settle(observations: Iterable[Observation]) -> list[Observation]:
    """Lets a silent sweep count as finished where another look of about the same time shows that the host is alive.

    To a host that is switched off every port is closed; only life elsewhere makes silence here an answer.
    """
    known = list(observations)
    alive = _signs_of_life(known)
    return [_settled(item, alive) for item in known]


def settle_together(observations: Iterable[Observation]) -> list[Observation]:
    """`settle`; and tries into another zone that nobody answered no longer count as finished where no look of about the
    same time shows one of the machines tried to be alive.

    For everything that is known together: one collection need not have looked at the machines that another one did.
    """
    known = list(observations)
    alive = _signs_of_life(known)
    return [_doubted(_settled(item, alive), alive) for item in known]


def _signs_of_life(known: Iterable[Observation]) -> Signs:
    alive: dict[str, list[datetime.datetime]] = {}
    for item in known:
        if item.kind not in _UNPROVEN and _shows_life(item):
            alive.setdefault(EndpointId(item.subject).host, []).append(item.observed_at)
    return alive


def _shows_life(item: Observation) -> bool:
    if item.data is None or _silent(item):
        return False
    match item.data:
        case Ports(open=opened):
            return item.state is State.OK or bool(opened)
        case Snmp(answered=answered):
            return bool(answered)
        case Services(services=services):
            return bool(services)
    return True


def _silent(item: Observation) -> bool:
    return item.kind == "ports" and item.cause is not None and item.cause.code == SILENT


def _settled(item: Observation, alive: Signs) -> Observation:
    if _silent(item) and item.state is State.FILTERED and _lives(item.subject, item, alive):
        return item.model_copy(update={"state": State.OK})
    return item


def _doubted(item: Observation, alive: Signs) -> Observation:
    if isinstance(item.data, Reach) and item.state is State.OK and not item.data.answered:
        hosts = _declared({one.target for one in item.data.tried})
        if hosts and not any(_lives(host, item, alive) for host in hosts):
            cause = Cause(code="targets_not_seen_alive", args=hosts[:_NAMED])
            return item.model_copy(update={"state": State.FILTERED, "cause": cause})
    return item


def _declared(targets: set[str]) -> tuple[str, ...]:
    """The machines among targets, none where one is a bare address, as those on the Internet are: that they answer
    somebody is why they were chosen.
    """
    return () if any("/" in target for target in targets) else tuple(sorted(targets))


def _lives(host: str, item: Observation, alive: Signs) -> bool:
    return any(abs(sign - item.observed_at) <= TOGETHER for sign in alive.get(host, ()))
