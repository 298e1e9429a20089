"""JSON Schemas of what the auditor writes for other programs: facts, verdicts, readiness, plans.

Shipped under `policies/schemas/published`; each document names its schema and major version, and a reader refuses a
major version it does not know.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from auditor.model.base import Document
from auditor.model.facts import ClockFacts, EstateFacts, Manifest, SystemFacts
from auditor.model.groups import RunDocument
from auditor.model.readiness import Readiness
from auditor.model.requests import Requests
from auditor.plan.changes.shape import Changes
from auditor.plan.checklist.shape import Checklists
from auditor.plan.decisions.shape import Decisions
from auditor.plan.document.shape import PlanDocument
from auditor.plan.fixes.shape import FixSet
from auditor.plan.movement.shape import Movement
from auditor.plan.parity.shape import Parity
from auditor.plan.portfolio.shape import Portfolio
from auditor.plan.tasks.shape import TaskList
from auditor.plan.upgrades.shape import Upgrades
from auditor.plan.waves.shape import WavePlan

PUBLISHED: Mapping[str, type[Document]] = {
    "facts-manifest-2.json": Manifest,
    "facts-system-2.json": SystemFacts,
    "facts-estate-2.json": EstateFacts,
    "facts-clocks-2.json": ClockFacts,
    "verdicts-2.json": RunDocument,
    "readiness-1.json": Readiness,
    "decisions-1.json": Decisions,
    "movement-1.json": Movement,
    "fixes-1.json": FixSet,
    "tasks-1.json": TaskList,
    "requests-1.json": Requests,
    "waves-1.json": WavePlan,
    "checklist-1.json": Checklists,
    "changes-1.json": Changes,
    "upgrades-1.json": Upgrades,
    "parity-1.json": Parity,
    "portfolio-1.json": Portfolio,
    "document-1.json": PlanDocument,
}


def published_schemas() -> dict[str, bytes]:
    """Every schema as the bytes of its file, by file name."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return {name: orjson.dumps(_schema(model), option=options) for name, model in PUBLISHED.items()}


def _schema(model: type[Document]) -> dict[str, Any]:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | model.model_json_schema(by_alias=True, mode="serialization")
