"""The end of a collection: what is still missing, the parts of the folder, and its cover sheet last."""

import datetime
import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor import __version__
from auditor.collectors.interface import Progress
from auditor.collectors.looks import ESTATE, looks
from auditor.collectors.outcome import failed
from auditor.collectors.planning.plan import CollectionPlan
from auditor.collectors.running.aside import Aside
from auditor.collectors.running.exchanges import read_exchanges
from auditor.collectors.running.folder import (
    CLOCKS_FILE,
    ESTATE_FILE,
    MANIFEST,
    PROBES,
    dumped,
    system_file,
    write_part,
)
from auditor.collectors.running.imports import read_imports
from auditor.collectors.running.journal import Gathered
from auditor.collectors.running.merge import settle
from auditor.collectors.session import Clock
from auditor.model.facts import ClockFacts, EstateFacts, Manifest, Observation, SystemFacts, VantageRecord
from auditor.model.vocab.measurements import State
from auditor.text.harmless import from_target

Placed = tuple[str, Observation]
"""A document and an observation that joins it."""

_HERE = ""
"""What is found without a vantage: in the plan, or in files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A collection whose agents are gone: its plan, its folder, what it gathered and what went wrong by vantage."""

    plan: CollectionPlan
    output: Path
    gathered: Gathered
    faults: Mapping[str, str]
    interrupted: bool

    def written(self, aside: Aside, given: Sequence[Placed], observer: Progress, clock: Clock) -> Manifest:
        """Writes every part, the manifest last."""
        missing = self._missing()
        unsearched = self._unsearched()
        exports, notes = read_imports(self.plan, clock())
        calls, doubts = read_exchanges(self.plan, clock())
        for text in (*notes, *doubts):
            observer.note("import", text)
        documents = self._documents([*missing, *((ESTATE, item) for item in (*exports, *calls))], given, aside)
        parts = [write_part(self.output, *part) for part in _parts(self.plan, documents)]
        if self.gathered.comparisons:
            parts.append(write_part(self.output, CLOCKS_FILE, ClockFacts(comparisons=tuple(self.gathered.comparisons))))
        probes = self.output / PROBES
        parts.append(write_part(self.output, PROBES, probes.read_bytes() if probes.exists() else b""))
        manifest = Manifest(
            id=self.gathered.collection,
            started_at=datetime.datetime.fromisoformat(self.gathered.started_at),
            finished_at=clock().replace(microsecond=0),
            complete=not (missing or self.interrupted or self.faults or self.plan.partial),
            operator=_operator(),
            tool_version=__version__,
            tools=dict(sorted(self.gathered.tools.items())),
            vantages=tuple(
                VantageRecord(id=vantage.id, zone=vantage.zone, kind=vantage.kind)
                for vantage in (*(order.vantage for order in self.plan.orders), *self.plan.scanned_from)
            ),
            scope_digest=self.plan.scope_digest,
            inventory_digest=self.plan.inventory_digest,
            parts=tuple(parts),
            unsearched=unsearched,
            label=self.plan.label,
        )
        write_part(self.output, MANIFEST, dumped(manifest))
        return manifest

    def _missing(self) -> list[Placed]:
        """Looks that were promised and have no observation: never silence."""
        found = {item.id for items in self.gathered.documents.values() for item in items.values()}
        missing = []
        for order in self.plan.orders:
            name = order.vantage.id
            done = self.gathered.done.get(name, set())
            code = "interrupted" if self.interrupted and name not in self.faults else "agent_failed"
            outcome = failed(State.NOT_TRIED, code, name, *([self.faults[name]] if name in self.faults else []))
            missing += [
                (look.document, look.observed(outcome))
                for unit, promised in looks(order.job).items()
                if unit not in done
                for look in promised
            ]
        return [(document, item) for document, item in missing if item.id not in found]

    def _unsearched(self) -> tuple[str, ...]:
        """Prefixes that were to be searched for machines nobody declared, and were not."""
        return tuple(
            str(search.prefix)
            for order in self.plan.orders
            for search in order.job.discovery
            if f"discovery/{search.prefix}" not in self.gathered.done.get(order.vantage.id, set())
        )

    def _documents(self, more: list[Placed], given: Sequence[Placed], aside: Aside) -> dict[str, list[Observation]]:
        """Everything by document, settled over all of them."""
        documents: dict[str, dict[str, Observation]] = {name: {} for name in (ESTATE, *self.plan.labels)}
        refused = ((item.document, item.observation) for item in self.plan.refused)
        beside = aside.shown(_HERE, [(document, [item]) for document, item in (*refused, *more)])
        for document, items in beside:
            documents.setdefault(document, {}).update({item.id: item for item in items})
        for document, item in given:
            documents.setdefault(document, {})[item.id] = item
        for document, known in self.gathered.documents.items():
            documents.setdefault(document, {}).update(known)
        settled = {item.id: item for item in settle(i for items in documents.values() for i in items.values())}
        return {name: [settled[key] for key in sorted(items)] for name, items in documents.items()}


def _operator() -> str:
    try:
        return from_target(getpass.getuser(), 80)
    except (OSError, KeyError, ImportError):
        return ""


def _parts(
    plan: CollectionPlan, documents: Mapping[str, list[Observation]]
) -> list[tuple[str, SystemFacts | EstateFacts]]:
    parts: list[tuple[str, SystemFacts | EstateFacts]] = []
    for name, observations in sorted(documents.items()):
        if name == ESTATE:
            parts.append((ESTATE_FILE, EstateFacts(observations=tuple(observations))))
        else:
            label = plan.labels.get(name, "none")
            facts = SystemFacts(system=name, label=label, observations=tuple(observations))
            parts.append((system_file(name), facts))
    return parts
