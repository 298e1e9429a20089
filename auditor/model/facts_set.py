"""Facts as the evaluator takes them: merged from one or more folders, checked, and named by one digest."""

from collections.abc import Callable
from dataclasses import dataclass

from auditor.model.facts import Manifest, Observation

CUT_OFF = frozenset({"interrupted", "agent_failed"})
"""Causes of observations that stand for looks which were promised and never made."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One folder: its cover sheet and its observations, as they were collected."""

    manifest: Manifest
    observations: tuple[Observation, ...] = ()

    def finished(self, is_open: Callable[[Observation], bool]) -> bool:
        """Whether everything open that it promised was done.

        A folder that holds nothing open tells nothing of the open world. One that was cut off for reasons that stand in
        none of its observations may lack anything.
        """
        if self.manifest.complete or not self.manifest.label.is_open:
            return True
        if self.observations and not any(map(is_open, self.observations)):
            return True
        missing = [item for item in self.observations if item.cause is not None and item.cause.code in CUT_OFF]
        return bool(missing) and not self.manifest.unsearched and not any(map(is_open, missing))


@dataclass(frozen=True, slots=True)
class FactsSet:
    """All observations of the folders, the folders one by one, the digest of all, and whether every collection
    finished.
    """

    observations: tuple[Observation, ...]
    collections: tuple[Collection, ...]
    digest: str
    complete: bool

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """The cover sheet of each folder."""
        return tuple(collection.manifest for collection in self.collections)

    def complete_openly(self, is_open: Callable[[Observation], bool]) -> bool:
        """Whether every collection finished what it promised of the open world: covered looks make no difference."""
        if not self.collections:
            return self.complete
        return all(collection.finished(is_open) for collection in self.collections)
