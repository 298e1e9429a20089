"""From an inventory folder and facts folders to the results of both worlds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.audit.confirming import confirmed_policies
from auditor.errors import PlanningError
from auditor.estate import Worlds
from auditor.inventory import load
from auditor.inventory.confirmations import NONE_TOLD, ToldConfirmations, load_confirmations
from auditor.inventory.places import places
from auditor.inventory.planning import planning_of
from auditor.model.planning import Planning
from auditor.model.settings import Settings
from auditor.model.verdict import RunResult
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.compiled import load as load_policies
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import EngineChoice, evaluate
from auditor.policy.tailoring import tailored


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one evaluation read and said. `results` holds the open result and, where labels exist, the labelled one."""

    worlds: Worlds
    compiled: CompiledPolicies
    params: Mapping[str, Mapping[str, Any]]
    results: tuple[RunResult, ...]
    planning: Planning
    places: Mapping[str, str]

    @property
    def open(self) -> RunResult:
        """The result about the open world."""
        return self.results[0]

    @property
    def labelled(self) -> RunResult | None:
        """The result about the labelled world, where there is one."""
        return self.results[1] if len(self.results) > 1 else None


@dataclass(frozen=True, slots=True)
class Declared:
    """An inventory folder, read and parted once: the worlds without observations, and what stands beside them."""

    worlds: Worlds
    planning: Planning
    places: Mapping[str, str]
    confirmations: ToldConfirmations = NONE_TOLD

    @classmethod
    def of(cls, folder: Path) -> "Declared":
        """Read a folder. Raises InventoryError and PlanningError with every fault."""
        inventory = load(folder)
        planning = planning_of(folder, inventory)
        return cls(Worlds(inventory, planning=planning), planning, places(folder), load_confirmations(folder))


def worlds_of(folder: Path) -> Worlds:
    """The worlds of a folder, to be measured: a faulty planning file is no reason not to. Raises InventoryError."""
    inventory = load(folder)
    try:
        return Worlds(inventory, planning=planning_of(folder, inventory))
    except PlanningError:
        return Worlds(inventory)


def evaluate_facts(  # noqa: PLR0913  # what is judged, by what, as of when, and who waits for it
    declared: Declared,
    facts_folders: Sequence[Path],
    clocks: Clocks,
    settings: Settings,
    choice: EngineChoice | None = None,
    compiled: CompiledPolicies | None = None,
    *,
    before: Callable[[], None] | None = None,
) -> Evaluation:
    """Read facts and judge what is declared by them, with `compiled` policies or else those of the settings.

    `before` is called when everything is read and nothing is judged yet. Raises the errors of each room.
    """
    from auditor.collectors import read_facts

    policies = confirmed_policies(compiled or policies_of(settings), declared.confirmations, clocks)
    facts = read_facts(facts_folders)
    worlds = declared.worlds.observed(facts.observations)
    if before is not None:
        before()
    params = tailored(policies.catalogue, clocks.as_of, settings)
    results = evaluate(worlds, facts, policies, params, clocks, choice or engine_of(settings))
    return Evaluation(worlds, policies, params, results, declared.planning, declared.places)


def engine_of(settings: Settings) -> EngineChoice:
    """The engine that an installation judges with unless told otherwise."""
    return EngineChoice(settings.engine, settings.workers, settings.opa)


def policies_of(settings: Settings) -> CompiledPolicies:
    """The compiled policies of an installation: the shipped ones, with its own controls where it has any.

    Raises PolicyError when they are absent or stale, IntegrityError when a file was changed.
    """
    return load_policies(Path(settings.policies) if settings.policies else None)
