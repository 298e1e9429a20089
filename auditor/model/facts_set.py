"""Facts as the evaluator takes them: merged from one or more folders, checked, and named by one digest."""

from dataclasses import dataclass

from auditor.model.facts import Manifest, Observation


@dataclass(frozen=True, slots=True)
class FactsSet:
    """All observations of the folders, their manifests, the digest of all, and whether every collection finished."""

    observations: tuple[Observation, ...]
    manifests: tuple[Manifest, ...]
    digest: str
    complete: bool
