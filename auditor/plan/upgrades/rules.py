"""The rules of the upgrade list, as `policies/migration/upgrade_rules.yaml` or a province's own file writes them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from auditor.inventory.explain import Fault
from auditor.model.base import Document, Identifier, Text
from auditor.model.control import ControlId
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.declared import AssetKind
from auditor.plan.shared.rule_files import read_rules
from auditor.plan.upgrades.shape import Action, Urgency

FILE_NAME = "upgrade_rules.yaml"

Permille = Annotated[int, Field(ge=1, le=1000)]
Horizon = Annotated[int, Field(ge=0, le=3660)]


class Clause(Document):
    """The text a rule rests on, with how well it is known."""

    instrument: Identifier
    clause: Text
    confidence: Confidence


class Rule(Document):
    """What every rule says. `grave_urgency` is for what serves a system of level 3 or above that stays."""

    id: Identifier
    action: Action
    urgency: Urgency
    grave_urgency: Urgency | None = None
    law: Clause | None = None


class AssetRule(Rule):
    """A rule about single assets of some kinds."""

    kinds: Annotated[tuple[AssetKind, ...], Field(min_length=1)]


class SupportRule(AssetRule):
    """The maker's support has ended, or ends within so many days of the run's date."""

    test: Literal["support"]
    within_days: Horizon


class CapacityRule(AssetRule):
    """So much of the capacity is used, in permille, or more."""

    test: Literal["capacity"]
    above_permille: Permille


class RedundancyRule(AssetRule):
    """Nothing takes over when the asset fails, and a system of level 3 or above that stays hangs on it."""

    test: Literal["redundancy"]


class FeatureRule(AssetRule):
    """The asset lacks a feature; of each inner list one is enough.

    `where` is `tslcd` for what stands in the dedicated network, `elsewhere` for everything else.
    """

    test: Literal["features"]
    where: Literal["tslcd", "elsewhere"]
    features: Annotated[tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...], Field(min_length=1)]


class CircuitRule(Rule):
    """A site of these kinds has fewer circuits of a medium, or fewer routes among them, than it needs."""

    test: Literal["circuits"]
    sites: Annotated[tuple[Literal["data_centre", "office", "commune_office"], ...], Field(min_length=1)]
    medium: Literal["fibre", "copper", "radio", "satellite"]
    circuits: Annotated[int, Field(ge=1, le=16)]
    routes: Annotated[int, Field(ge=1, le=16)]
    control: ControlId | None = None


class SoftwareRule(Rule):
    """Operating system or database of a system that stays is out of support within so many days."""

    test: Literal["software"]
    of: Literal["os", "dbms"]
    within_days: Horizon


class VerdictRule(Rule):
    """A control that only infrastructure can put right is not met, for what stays or for the province as a whole."""

    test: Literal["verdict"]
    control: ControlId
    what: Identifier


AnyRule = Annotated[
    SupportRule | CapacityRule | RedundancyRule | FeatureRule | CircuitRule | SoftwareRule | VerdictRule,
    Field(discriminator="test"),
]


class Opinion(Document):
    """Which items call for an opinion of the National Data Center before money is spent."""

    kinds: tuple[AssetKind, ...]
    actions: tuple[Action, ...]
    law: Clause


class UpgradeRules(Document):
    """All rules, in the order in which their reasons are given."""

    rules: tuple[AnyRule, ...]
    opinion: Opinion | None = None


def upgrade_rules(path: Path | None = None) -> UpgradeRules:
    """The rules of a file, else the shipped ones.

    Raises PlanningError with file and line for a rule that is malformed or written twice.
    """
    return read_rules(path, FILE_NAME, UpgradeRules, _twice)


def _twice(rules: UpgradeRules) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, rule in enumerate(rules.rules):
        if rule.id in seen:
            yield Fault(("rules", place, "id"), "is there twice", rule.id, "Give each rule a name of its own.")
        seen.add(rule.id)
