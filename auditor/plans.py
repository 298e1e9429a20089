"""The composition root of the migration plan: wires a stored run, the planning file and what is made from them."""

from dataclasses import replace
from pathlib import Path

import orjson

from auditor.audit import own_systems, report_input
from auditor.inventory.planning import load_planning
from auditor.migration.movement import movement
from auditor.migration.source import PlanSource
from auditor.migration.upgrades import upgrade_rules, upgrades
from auditor.model.plan.movement import Movement
from auditor.model.plan.upgrades import Upgrades
from auditor.model.planning import Planning
from auditor.model.vocab import Label
from auditor.reports.interface import ReportInput
from auditor.store.runs import RunStore, StoredRun


def plan_source(store: RunStore, run: StoredRun, planning: Path | None = None) -> PlanSource:
    """Everything a plan may use, from the store alone; `planning` replaces the stored planning file.

    Raises PlanningError for a faulty planning file, and the store's errors.
    """
    source = report_input(store, run)
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
        places=orjson.loads(store.part(run, "places")) if "places" in run.parts else {},
    )


def plan_report(store: RunStore, run: StoredRun) -> ReportInput:
    """What the pages of a plan take names and evidence from: the run as reports see it, with its own systems only."""
    source = report_input(store, run)
    labelled = source.result.run.label is not Label.NONE
    return replace(source, inventory=own_systems(source.inventory, labelled=labelled))


def plan_upgrades(source: PlanSource, rules: Path | None = None) -> Upgrades:
    """What the data centre must upgrade, replace or add; `rules` replaces the shipped rules.

    Raises PlanningError for a faulty file of rules.
    """
    return upgrades(source, upgrade_rules(rules))


def plan_movement(source: PlanSource) -> Movement:
    """How far every system that moves or has moved has got, declared beside measured."""
    return movement(source)
