"""One stored run opened once: what a plan is made from, and every part of it made at most once.

Parts are reached by their names in `parts`, never by import, so that a verb pays only for what it asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeVar

import orjson

from auditor.errors import NotFoundError
from auditor.estate import Cover, Estate
from auditor.estate.matrix import matrix
from auditor.inventory.places import planning_places
from auditor.inventory.planning import load_planning
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.population import Population
from auditor.model.readiness import Readiness
from auditor.model.requests import Requests
from auditor.model.tick import Tick
from auditor.model.verdict import RunResult
from auditor.pages.interface import ReportInput
from auditor.plan.changes.shape import Changes
from auditor.plan.checklist.shape import Checklists
from auditor.plan.decisions.shape import Decisions
from auditor.plan.document.shape import PlanDocument
from auditor.plan.fixes.shape import FixSet
from auditor.plan.history.shape import BurnUp
from auditor.plan.movement.shape import Movement
from auditor.plan.parity.shape import Parity
from auditor.plan.parts import PARTS
from auditor.plan.portfolio.shape import Portfolio
from auditor.plan.shared.chosen import chosen_waves
from auditor.plan.tasks.shape import TaskList
from auditor.plan.upgrades.shape import Upgrades
from auditor.plan.waves.shape import PlannedWave, WavePlan
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import parse_catalogue
from auditor.store.runs import RunStore, StoredRun
from auditor.store.ticks import TickLog

_Made = TypeVar("_Made")

PAST_RUNS = 24
"""How many runs of the store a history goes back, the run itself among them."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody asks of a plan, beyond which run.

    `assumed` are verdicts laid over the run as passed (`ID=pass`, `ID@subject=pass`); `proposal` stands in place of the
    adopted waves; the files replace those shipped. `entries` is how many entries of the log of answers count.
    """

    wave: str = ""
    systems: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    owner: str = ""
    most: str = ""
    to: Literal["ready", "conditional"] = "ready"
    replan: bool = False
    proposal: WavePlan | None = None
    decision_rules: Path | None = None
    upgrade_rules: Path | None = None
    fix_rules: Path | None = None
    clearances: Path | None = None
    lines: Path | None = None
    form: Path | None = None
    entries: int | None = None
    before: "PlanRun | None" = None


@dataclass(frozen=True)
class PlanRun:
    """One run with everything a plan may use; nothing else is read.

    `inventory` holds the run's own systems: unlabelled ones, or the labelled ones of a restricted run with what
    surrounds them. `places` says where each line of inventory and planning file stood when the run was made,
    `parameters` the run's merged values by control and name; where they are missing, those of the catalogue hold.
    `given` holds parts, `nights` and
    `ticks` that somebody has made already. `store` is where the run's past and its log of answers lie.
    """

    result: RunResult
    inventory: Inventory
    planning: Planning
    catalogue: Catalogue
    observations: Mapping[str, Observation]
    matrix: Matrix
    places: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    choices: Choices = Choices()
    given: Mapping[str, Any] = field(default_factory=dict)
    store: RunStore | None = None
    stored: StoredRun | None = None

    def place(self, pointer: str) -> str:
        """`file:line` of the pointer or of the nearest thing around it; the pointer itself when nothing is known."""
        steps = pointer.split("/")
        for length in range(len(steps), 0, -1):
            if found := self.places.get("/".join(steps[:length])):
                return found
        return pointer

    def asked(self, **choices: Any) -> "PlanRun":
        """The same run with other choices; parts are made anew."""
        return replace(self, choices=replace(self.choices, **choices), given={})

    def part(self, name: str) -> Any:
        """The part of that name, as it was given or made from this run. Raises the errors of its room."""
        return (
            self.given[name]
            if name in self.given
            else import_module(f"auditor.plan.{PARTS[name].name}.make").make(self)
        )

    @cached_property
    def estate(self) -> Estate:
        """The run's inventory, indexed."""
        return Estate(self.inventory)

    @cached_property
    def cover(self) -> Cover:
        """What labels cover of it."""
        return Cover(self.estate)

    @cached_property
    def readiness(self) -> Readiness:
        """Every system's readiness, under what is assumed."""
        return self._typed(Readiness, "readiness")

    @cached_property
    def movement(self) -> Movement:
        """How far each system that moves or has moved has got."""
        return self._typed(Movement, "movement")

    @cached_property
    def decisions(self) -> Decisions:
        """What is proposed and decided for every system and data set."""
        return self._typed(Decisions, "decisions")

    @cached_property
    def population(self) -> Population:
        """Every system with its one disposition and state."""
        return self._typed(Population, "population")

    @cached_property
    def waves(self) -> WavePlan:
        """A night for each system that moves, or the demands that leave none."""
        return self._typed(WavePlan, "waves")

    @cached_property
    def nights(self) -> tuple[PlannedWave, ...]:
        """The waves that lists, sheets and papers are made for: those of the chosen proposal, else the adopted ones."""
        if "nights" in self.given:
            return tuple(self.given["nights"])
        return chosen_waves(self.result.run.id, self.cover, self.choices.proposal)

    @cached_property
    def changes(self) -> Changes:
        """Firewall and address changes of the waves, or of the chosen one."""
        return self._typed(Changes, "changes")

    @cached_property
    def parity(self) -> Parity:
        """Whether what moved since the run `choices.before` is as good as it was."""
        return self._typed(Parity, "parity")

    @cached_property
    def upgrades(self) -> Upgrades:
        """What the provincial data centre must upgrade, replace or add."""
        return self._typed(Upgrades, "upgrades")

    @cached_property
    def tasks(self) -> TaskList:
        """How tasks and milestones stand on the day of the run."""
        return self._typed(TaskList, "tasks")

    @cached_property
    def fixes(self) -> FixSet:
        """The smallest set of fixes that readies the chosen systems."""
        return self._typed(FixSet, "fixes")

    @cached_property
    def requests(self) -> Requests:
        """What to ask of whom, of the chosen body or of all."""
        return self._typed(Requests, "requests")

    @cached_property
    def checklist(self) -> Checklists:
        """The checklists of the chosen waves and systems, with the answers of the log."""
        return self._typed(Checklists, "checklist")

    @cached_property
    def document(self) -> PlanDocument:
        """Everything the plan as a paper says."""
        return self._typed(PlanDocument, "document")

    @cached_property
    def history(self) -> BurnUp:
        """How many of the systems to move were how far, run after run."""
        return self._typed(BurnUp, "history")

    @cached_property
    def portfolio(self) -> Portfolio:
        """The leaders' page as data."""
        return self._typed(Portfolio, "portfolio")

    @cached_property
    def log(self) -> TickLog:
        """The log of answers. Raises NotFoundError where the run lies in no store."""
        if self.store is None:
            raise NotFoundError("the run lies in no store", remedy="Open it from one.")
        return TickLog(self.store)

    @cached_property
    def entries(self) -> int:
        """How many entries of the log count: those chosen, else all there are."""
        if self.choices.entries is not None or self.store is None:
            return self.choices.entries or 0
        return self.log.length()

    @cached_property
    def ticks(self) -> Mapping[str, Tick]:
        """The last answer to each line of the checklists; nothing where the run lies in no store."""
        if self.store is None:
            held: Mapping[str, Tick] = self.given.get("ticks", {})
            return held
        return self.log.latest(self.result.run.id, self.entries)

    @cached_property
    def report(self) -> ReportInput:
        """The run as its pages take names, words and evidence from it."""
        return ReportInput(
            result=self.result,
            inventory=self.inventory,
            catalogue=self.catalogue,
            observations=self.observations,
            matrix=self.matrix,
            readiness=self.readiness,
            population=self.population,
            requests=self.requests,
            parameters=self.parameters,
        )

    def earlier(self, limit: int = PAST_RUNS) -> tuple[StoredRun, ...]:
        """The runs of the store before this one, oldest first, at most `limit - 1`."""
        if self.store is None or self.stored is None:
            return ()
        sequence = self.stored.sequence
        past = [other for other in self.store.list() if other.sequence < sequence]
        return tuple(reversed(past[: max(limit - 1, 0)]))

    def _typed(self, kind: type[_Made], name: str) -> _Made:
        found = self.part(name)
        if not isinstance(found, kind):
            raise TypeError(f"the part {name!r} is a {type(found).__name__}")
        return found


def open_run(
    store: RunStore, stored: StoredRun, choices: Choices | None = None, planning: Path | None = None
) -> PlanRun:
    """A run of the store with its own systems; `planning` replaces the stored planning file.

    Raises PlanningError for a faulty planning file, and the store's errors.
    """
    result = store.result(stored)
    whole = whole_inventory(store, stored)
    seen = tuple(Observation.model_validate(row) for row in orjson.loads(store.part(stored, "facts")))
    return PlanRun(
        result=result,
        inventory=own_systems(whole, result),
        planning=load_planning(planning, whole) if planning else stored_planning(store, stored),
        catalogue=parse_catalogue(orjson.loads(store.part(stored, "catalogue"))),
        observations={observation.id: observation for observation in seen},
        matrix=matrix(whole, seen),
        places=_places(store, stored, planning),
        parameters=orjson.loads(store.part(stored, "params")),
        choices=choices or Choices(),
        store=store,
        stored=stored,
    )


def whole_inventory(store: RunStore, stored: StoredRun) -> Inventory:
    """The inventory of a run with everything around its own systems."""
    return Inventory.model_validate(orjson.loads(store.part(stored, "inventory")))


def own_systems(inventory: Inventory, result: RunResult) -> Inventory:
    """The inventory with the run's own systems: a labelled run carries everything around those that a label covers and
    speaks only of them, and of the open ones whose readiness the open run may not tell.
    """
    if result.run.label.is_open:
        return inventory
    cover, told = Cover(Estate(inventory)), set(result.withheld)
    chosen = (system for system in inventory.systems if cover.covers("systems", system.id) or system.id in told)
    return inventory.model_copy(update={"systems": tuple(chosen)})


def stored_planning(store: RunStore, stored: StoredRun) -> Planning:
    """The planning file of a run; an empty one where none was kept."""
    if "planning" not in stored.parts:
        return Planning()
    return Planning.model_validate(orjson.loads(store.part(stored, "planning")))


def _places(store: RunStore, run: StoredRun, planning: Path | None) -> dict[str, str]:
    """Lines of the stored inventory and planning file; of the planning file that replaces it, where one does."""
    stored: dict[str, str] = orjson.loads(store.part(run, "places")) if "places" in run.parts else {}
    if planning is None:
        return stored
    kept = {pointer: place for pointer, place in stored.items() if pointer.partition("/")[0] != "planning"}
    return kept | planning_places(planning)
