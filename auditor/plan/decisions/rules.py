"""The rules of decision, as `policies/migration/decision_rules.yaml` or a province's own file writes them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from auditor.inventory.explain import Fault
from auditor.model.base import Document, Identifier
from auditor.model.vocab.declared import SystemKind, Trait
from auditor.model.vocab.moves import Decision
from auditor.plan.decisions.shape import RuleLaw
from auditor.plan.shared.rule_files import read_rules

FILE_NAME = "decision_rules.yaml"

FOLLOW = "follow_system"
"""The decision of a data set that goes where its system goes."""

Level = Annotated[int, Field(ge=1, le=5)]
Scope = Literal["province", "department", "commune", "party"]
Role = Literal["system_of_record", "copy", "cache", "client"]
ReasonCode = Literal[
    "rule_secret",
    "rule_edge",
    "rule_national_master",
    "rule_portal_closed",
    "rule_duplicate",
    "rule_place_bound",
    "rule_unsupported",
    "rule_core_at_ndc",
    "rule_early",
    "rule_key",
    "rule_late",
    "rule_little_used",
    "rule_cloud_first",
    "rule_follows_system",
    "rule_own",
]
DataDecision = Literal[
    "migrate",
    "retain_idc",
    "retain_isolated",
    "special_zone",
    "replace_national",
    "modernise_first",
    "consolidate",
    "retire",
    "follow_system",
]


class SystemWhen(Document):
    """All that is said must hold. A list holds when one of it fits, `any_of` when one of its parts does.

    `secret` means a label, a declaration of secrets or a labelled data set; `software_ended` that the support of the
    operating system or database ended before the date of the run; `national_source` that some, or all, of the system's
    data sets name a national database which holds the master; `holds_master` that some data set is a system of record
    for which no national database is named; `duplicate` that another system does the same work.
    """

    secret: bool | None = None
    kinds: tuple[SystemKind, ...] = ()
    not_kinds: tuple[SystemKind, ...] = ()
    scopes: tuple[Scope, ...] = ()
    traits: tuple[Trait, ...] = ()
    no_traits: tuple[Trait, ...] = ()
    level_at_least: Level | None = None
    level_at_most: Level | None = None
    serves_citizens: bool | None = None
    key_system: bool | None = None
    software_ended: bool | None = None
    cloud_licence: bool | None = None
    national_source: Literal["some", "all"] | None = None
    holds_master: bool | None = None
    duplicate: bool | None = None
    any_of: tuple["SystemWhen", ...] = ()


class DataWhen(Document):
    """The same for a data set. `secret` also holds where its system is secret."""

    secret: bool | None = None
    roles: tuple[Role, ...] = ()
    national_source: bool | None = None
    writable: bool | None = None
    shared: bool | None = None
    duplicate: bool | None = None
    any_of: tuple["DataWhen", ...] = ()


class _Rule(Document):
    """What both kinds of rule say. `reason` names the sentence for it; `early` asks for an early wave.

    `origin` is `ours` where no text commands it, whatever `law` it leans on.
    """

    id: Identifier
    early: bool = False
    reason: ReasonCode
    origin: Literal["law", "ours"]
    law: tuple[RuleLaw, ...] = ()


class SystemRule(_Rule):
    """What to propose for a system of which all of `when` holds."""

    when: SystemWhen
    decide: Decision


class DataRule(_Rule):
    """What to propose for a data set of which all of `when` holds."""

    when: DataWhen
    decide: DataDecision


class DecisionRules(Document):
    """All rules in order; the first that fires decides."""

    systems: Annotated[tuple[SystemRule, ...], Field(min_length=1)]
    data_sets: Annotated[tuple[DataRule, ...], Field(min_length=1)]


def decision_rules(path: Path | None = None) -> DecisionRules:
    """The shipped rules, or those of a file.

    Raises PlanningError with every fault: unknown conditions and decisions, an id used twice, a rule that can never be
    reached, and any rule by which something with state secrets could be decided to move.
    """
    return read_rules(
        path,
        FILE_NAME,
        DecisionRules,
        lambda rules: [*_faults("systems", rules.systems), *_faults("data_sets", rules.data_sets)],
    )


def _faults(name: str, rules: Sequence[SystemRule | DataRule]) -> Iterator[Fault]:
    seen: set[str] = set()
    guarded = False
    for n, rule in enumerate(rules):
        place = name, n
        if rule.id in seen:
            yield Fault((*place, "id"), "is used twice", rule.id, "Give each rule an id of its own.")
        seen.add(rule.id)
        yield from _each(place, rule)
        yield from _secrets(place, rule, guarded=guarded)
        guarded = guarded or _guards(rule)
        if rule.when == type(rule.when)() and n + 1 < len(rules):
            message = "has no condition, so no rule after it is ever reached"
            yield Fault((*place, "when"), message, rule.id, "Put it last or give it a condition.")


def _each(place: tuple[str, int], rule: SystemRule | DataRule) -> Iterator[Fault]:
    if rule.early and rule.decide != Decision.MIGRATE:
        yield Fault((*place, "early"), "stands beside a decision other than migrate", rule.decide, "Strike it.")
    if rule.decide == Decision.CONSOLIDATE and not rule.when.duplicate:
        message = "consolidates without knowing into what"
        yield Fault((*place, "decide"), message, rule.decide, "Add `duplicate: true` under `when:`.")
    if rule.origin == "law" and not rule.law:
        message = "says that the law commands it, and names no clause"
        yield Fault((*place, "origin"), message, rule.id, "Add `law:` or write `origin: ours`.")


def _secrets(place: tuple[str, int], rule: SystemRule | DataRule, *, guarded: bool) -> Iterator[Fault]:
    """A rule may move something only if what holds secrets cannot come as far as that rule."""
    if _keeps_secrets(rule) or rule.when.secret is False or (guarded and rule.when.secret is None):
        return
    message = "would let something with state secrets be decided otherwise than retain_isolated or special_zone"
    remedy = "Put it behind a rule whose only condition is `secret: true`, or add `secret: false` under `when:`."
    yield Fault((*place, "decide"), message, rule.decide, remedy)


def _guards(rule: SystemRule | DataRule) -> bool:
    """Whether everything with secrets ends at this rule."""
    return rule.when == type(rule.when)(secret=True) and _keeps_secrets(rule)


def _keeps_secrets(rule: SystemRule | DataRule) -> bool:
    """What follows its system is no answer by itself."""
    return rule.decide != FOLLOW and Decision(rule.decide).keeps_secrets
