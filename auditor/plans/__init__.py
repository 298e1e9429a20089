"""The composition root of the migration plan: wires a stored run, the planning file and what is made from them.

The solver is imported by the two verbs that need it; files to print are wired in `pages` and `checklists`, so that
nobody else pays for their libraries.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import orjson

from auditor.audit import own_systems, report_input
from auditor.errors import IntegrityError, NotFoundError, PlanningError
from auditor.inventory.document import read_document
from auditor.inventory.places import planning_places
from auditor.inventory.planning import load_planning
from auditor.migration.changes import changes
from auditor.migration.chosen import chosen_waves
from auditor.migration.clearance import load_clearances
from auditor.migration.decisions import decision_rules, decisions
from auditor.migration.document import Parts, plan_document
from auditor.migration.history import burn_up, point
from auditor.migration.movement import movement
from auditor.migration.nftables import ruleset
from auditor.migration.parity import parity
from auditor.migration.population import population
from auditor.migration.portfolio import Parts as PortfolioParts
from auditor.migration.portfolio import portfolio
from auditor.migration.readiness import readiness
from auditor.migration.source import PlanSource
from auditor.migration.upgrades import upgrade_rules, upgrades
from auditor.model.plan.changes import Changes
from auditor.model.plan.decisions import Decisions
from auditor.model.plan.document import PlanDocument
from auditor.model.plan.fixes import FixSet
from auditor.model.plan.history import BurnUp, BurnUpPoint, Unreadable
from auditor.model.plan.movement import Movement
from auditor.model.plan.parity import Parity
from auditor.model.plan.population import Population
from auditor.model.plan.portfolio import Portfolio
from auditor.model.plan.reason import because
from auditor.model.plan.upgrades import Upgrades
from auditor.model.plan.waves import WavePlan
from auditor.model.planning import Planning
from auditor.model.readiness import Readiness
from auditor.model.vocab import Label
from auditor.reports.content.estate import Estate
from auditor.reports.interface import ReportInput
from auditor.reports.plan.sentence import said
from auditor.reports.plan.sentences import SENTENCES
from auditor.store.runs import RunStore, StoredRun
from auditor.text.words import Language


def plan_source(store: RunStore, run: StoredRun, planning: Path | None = None) -> PlanSource:
    """Everything a plan may use, from the store alone; `planning` replaces the stored planning file.

    Raises PlanningError for a faulty planning file, and the store's errors.
    """
    source = report_input(store, run, compared=False)
    inventory = own_systems(source.inventory, labelled=source.result.run.label is not Label.NONE)
    stored = (
        Planning.model_validate(orjson.loads(store.part(run, "planning"))) if "planning" in run.parts else Planning()
    )
    return PlanSource(
        result=source.result,
        inventory=inventory,
        planning=load_planning(planning, source.inventory) if planning else stored,
        catalogue=source.catalogue,
        observations=source.observations,
        matrix=source.matrix,
        places=_places(store, run, planning),
        parameters=source.parameters,
    )


def _places(store: RunStore, run: StoredRun, planning: Path | None) -> dict[str, str]:
    """Lines of the stored inventory and planning file; of the planning file that replaces it, where one does."""
    stored: dict[str, str] = orjson.loads(store.part(run, "places")) if "places" in run.parts else {}
    if planning is None:
        return stored
    kept = {pointer: place for pointer, place in stored.items() if pointer.partition("/")[0] != "planning"}
    return kept | planning_places(planning)


def plan_report(store: RunStore, run: StoredRun) -> ReportInput:
    """What the pages of a plan take names and evidence from: the run as reports see it, with its own systems only."""
    source = report_input(store, run)
    labelled = source.result.run.label is not Label.NONE
    return replace(source, inventory=own_systems(source.inventory, labelled=labelled))


def plan_readiness(
    source: PlanSource, systems: Sequence[str], assumed: Sequence[str] = (), clearances: Path | None = None
) -> Readiness:
    """Readiness of the systems named, with assumptions laid over the run; `clearances` replaces the shipped rules."""
    rules = load_clearances(clearances, source.catalogue)
    judged = readiness((source.result,), source.inventory, source.catalogue, assumed, rules)
    return judged.model_copy(update={"systems": tuple(item for item in judged.systems if item.id in set(systems))})


def plan_fixes(
    source: PlanSource,
    systems: Sequence[str],
    to: Literal["ready", "conditional"],
    *,
    wave: str = "",
    clearances: Path | None = None,
    rules: Path | None = None,
) -> FixSet:
    """The smallest set of fixes that readies the systems named; `clearances` and `rules` replace the shipped ones.

    Raises NotFoundError for a system the run does not have, PlanningError for faulty rules.
    """
    from auditor.migration.fixes import fixes
    from auditor.migration.fixes.rules import load_rules

    clearing, covering = load_clearances(clearances, source.catalogue), load_rules(rules, source.catalogue)
    return fixes(source, systems, to, wave=wave, clearances=clearing, rules=covering)


def history(store: RunStore, run: StoredRun, limit: int = 24) -> BurnUp:
    """Readiness over the last `limit` runs of the store up to this one, oldest first.

    A past run that cannot be read is named with the reason. Raises the store's errors for the run itself.
    """
    latest = _point(plan_source(store, run))
    points, unreadable = [], []
    past = [other for other in store.list() if other.sequence < run.sequence]
    for other in reversed(past[: max(limit - 1, 0)]):
        try:
            points.append(_point(plan_source(store, other)))
        except IntegrityError:
            unreadable.append(Unreadable(run=other.id, why=because("history_changed")))
        except NotFoundError:
            unreadable.append(Unreadable(run=other.id, why=because("history_lacks")))
        except (ValueError, KeyError, TypeError):  # stored by a version whose shapes this one does not read
            unreadable.append(Unreadable(run=other.id, why=because("history_shape")))
    return burn_up([*points, latest], unreadable)


def _point(source: PlanSource) -> BurnUpPoint:
    return point(source.result.run, plan_population(source))


def plan_upgrades(source: PlanSource, rules: Path | None = None) -> Upgrades:
    """What the data centre must upgrade, replace or add; `rules` replaces the shipped rules.

    Raises PlanningError for a faulty file of rules.
    """
    return upgrades(source, upgrade_rules(rules), plan_population(source))


def plan_population(source: PlanSource) -> Population:
    """Every system of the run with its one disposition and state."""
    judged = readiness((source.result,), source.inventory, source.catalogue)
    return population(plan_decisions(source), movement(source), judged)


def plan_movement(source: PlanSource) -> Movement:
    """How far every system that moves or has moved has got, declared beside measured."""
    return movement(source)


def saved_waves(path: Path | None) -> WavePlan | None:
    """The proposal that `plan waves --format json` wrote. Raises PlanningError for a file that is none."""
    return read_document(path, WavePlan, PlanningError)[0] if path else None


def proposed_waves(source: PlanSource, *, replan: bool = False) -> WavePlan:
    """A night for each system that moves, or the demands that leave none. Raises PlanningError, MigrationError."""
    from auditor.migration.waves import plan_waves

    return plan_waves(source, replan=replan)


def plan_changes(source: PlanSource, proposal: Path | None = None, wave: str = "") -> Changes:
    """Firewall and address changes of the chosen waves, or of one. Raises PlanningError, NotFoundError for a wave."""
    waves = chosen_waves(source, saved_waves(proposal))
    found = changes(source, waves)
    if not wave:
        return found
    if wave not in {one.id for one in waves}:
        raise NotFoundError(f"there is no wave {wave!r}", remedy=f"There are: {', '.join(one.id for one in waves)}.")
    return found.model_copy(
        update={
            key: tuple(one for one in getattr(found, key) if one.wave == wave)
            for key in ("rules", "addresses", "questions")
        }
    )


def nft_text(changes_: Changes, source: ReportInput, language: Language) -> str:
    """The change list as nftables text, its reasons as remarks in the language asked for."""
    estate = Estate.of(source.inventory)
    return ruleset(changes_, lambda why: said(why, estate, SENTENCES).of(language))


def plan_parity(before: PlanSource, after: PlanSource, system: str = "") -> Parity:
    """Whether what moved between two runs is as good as it was. Raises UsageError, NotFoundError."""
    return parity(before, after, system)


def plan_decisions(source: PlanSource, rules: Path | None = None) -> Decisions:
    """What is proposed and decided for every system and data set; `rules` replaces the shipped rules.

    Raises PlanningError for a faulty file of rules.
    """
    return decisions(source, decision_rules(rules))


def plan_paper(source: PlanSource, proposal: Path | None = None) -> PlanDocument:
    """Everything the plan as a document says, for the adopted waves or a saved proposal.

    Raises PlanningError for a file that is no proposal or one of another run.
    """
    chosen = saved_waves(proposal)
    decided = plan_decisions(source)
    return plan_document(
        Parts(
            source=source,
            readiness=readiness((source.result,), source.inventory, source.catalogue),
            decisions=decided,
            movement=movement(source),
            waves=chosen_waves(source, chosen),
            upgrades=plan_upgrades(source),
            proposed=chosen is not None,
        )
    )


def plan_portfolio(
    store: RunStore, run: StoredRun, proposal: Path | None = None, planning: Path | None = None
) -> Portfolio:
    """The leaders' page as data, for the adopted waves or a saved proposal, with the run's past.

    Raises PlanningError for a faulty planning file, one that is no proposal or one of another run, and the store's
    errors.
    """
    source = plan_source(store, run, planning)
    chosen = saved_waves(proposal)
    decided = plan_decisions(source)
    return portfolio(
        PortfolioParts(
            source=source,
            waves=chosen_waves(source, chosen),
            decisions=decided,
            movement=movement(source),
            readiness=readiness((source.result,), source.inventory, source.catalogue),
            upgrades=plan_upgrades(source),
            burn_up=history(store, run),
            proposal=chosen,
        )
    )
