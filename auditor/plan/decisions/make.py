"""What is to become of each system and data set: proposed by rules kept as data, decided by people.

The first rule that fires proposes. A person's decision stands before it, except where the law forbids it: what holds
state secrets is kept isolated or gets a zone of its own, whatever anyone writes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from auditor.law.instruments import Standing, standing
from auditor.model.inventory import DataSet, System
from auditor.model.reason import Reason, because
from auditor.model.vocab.moves import Decision
from auditor.plan.decisions.conditions import (
    Answer,
    DataFacts,
    SystemFacts,
    data_answer,
    secrets_of,
    system_answer,
)
from auditor.plan.decisions.duplicates import Merge, data_merges, system_merges
from auditor.plan.decisions.rules import (
    FOLLOW,
    DataRule,
    DecisionRules,
    SystemRule,
    decision_rules,
)
from auditor.plan.decisions.shape import Decisions, Proposal, RuleLaw
from auditor.plan.run import PlanRun

__all__ = ["DecisionRules", "decision_rules", "decisions"]

_Standing = Literal["agrees", "differs", "undecided", "forbidden"]


@dataclass(frozen=True, slots=True)
class _Fired:
    """The rule that fired, or none, with the facts and what was missing on the way to it."""

    decision: Decision | None
    rule: str
    why: tuple[Reason, ...]
    law: tuple[RuleLaw, ...]
    early: bool


def make(run: PlanRun) -> Decisions:
    """By the chosen rules, else those shipped. Raises PlanningError for a faulty file of rules."""
    return decisions(run, decision_rules(run.choices.decision_rules))


def decisions(run: PlanRun, rules: DecisionRules) -> Decisions:
    """Systems in order of id, then data sets in order of id."""
    inventory = run.inventory
    held: dict[str, list[DataSet]] = defaultdict(list)
    for data in inventory.data_sets:
        held[data.system].append(data)
    secrets = {system.id: secrets_of(system, held[system.id]) for system in inventory.systems}
    secret = frozenset(name for name, why in secrets.items() if why)
    merges = system_merges(run.estate, secret)
    systems = {
        system.id: _system(run, rules, system, held[system.id], merges.get(system.id))
        for system in sorted(inventory.systems, key=lambda item: item.id)
    }
    of_systems = {data.id: secrets.get(data.system, ()) for data in inventory.data_sets}
    data_secret = frozenset(data.id for data in inventory.data_sets if _secrets_of_data(data, of_systems))
    merging = data_merges(run.estate, data_secret)
    data_sets = [
        _data_set(run, rules, data, (_secrets_of_data(data, of_systems), merging.get(data.id)), systems)
        for data in sorted(inventory.data_sets, key=lambda item: item.id)
        if data.system in systems
    ]
    return Decisions(run=run.result.run.id, items=(*systems.values(), *data_sets))


def _secrets_of_data(data: DataSet, of_systems: Mapping[str, tuple[Reason, ...]]) -> tuple[Reason, ...]:
    """Its own label, and whatever makes its system secret."""
    own = () if data.label.is_open else (because(f"fact_label_{data.label.value}", data.id),)
    return tuple(dict.fromkeys((*own, *of_systems.get(data.id, ()))))


def _system(
    run: PlanRun, rules: DecisionRules, system: System, held: Sequence[DataSet], merge: Merge | None
) -> Proposal:
    facts = SystemFacts(system, held, merge, run.result.run.as_of)
    answers = [(rule, system_answer(rule.when, facts)) for rule in rules.systems]
    fired = _dated(run, _first(answers, facts.secrets, system.id))
    return _proposal(run, system, fired, merge, facts.secrets)


def _data_set(
    run: PlanRun,
    rules: DecisionRules,
    data: DataSet,
    known: tuple[tuple[Reason, ...], Merge | None],
    systems: Mapping[str, Proposal],
) -> Proposal:
    secrets, merge = known
    facts = DataFacts(data, secrets, merge)
    answers = [(rule, data_answer(rule.when, facts)) for rule in rules.data_sets]
    fired = _dated(run, _first(answers, secrets, data.id, systems[data.system]))
    return _proposal(run, data, fired, merge, secrets)


def _proposal(
    run: PlanRun, thing: System | DataSet, fired: _Fired, merge: Merge | None, secrets: tuple[Reason, ...]
) -> Proposal:
    """What the rule that fired proposes, beside what people decided."""
    kind: Literal["system", "data_set"] = "system" if isinstance(thing, System) else "data_set"
    stand = _standing(thing.decision, fired.decision, secrets)
    return Proposal(
        kind=kind,
        id=thing.id,
        label=thing.label,
        declared=thing.decision,
        proposed=fired.decision,
        rule=fired.rule,
        why=(*fired.why, *_against(thing.decision, stand)),
        law=fired.law,
        standing=stand,
        final=None if stand == "forbidden" else thing.decision,
        early=fired.early,
        consolidate_into=merge.into if merge and fired.decision is Decision.CONSOLIDATE else "",
        line="" if stand == "agrees" else run.place(f"{kind}s/{thing.id}/decision"),
    )


def _first(
    answers: Sequence[tuple[SystemRule | DataRule, Answer]],
    secrets: tuple[Reason, ...],
    name: str,
    system: Proposal | None = None,
) -> _Fired:
    """The first rule that holds; rules before it that only lack data are named, since they might have decided."""
    missing: list[Reason] = []
    for rule, answer in answers:
        if answer.holds is None:
            missing += [because("rule_open", rule.id), *answer.why]
        if answer.holds:
            return _guarded(_fired(rule, answer, tuple(dict.fromkeys(missing)), system), secrets, name)
    return _Fired(None, "", (because("rule_none", name), *dict.fromkeys(missing)), (), early=False)


def _fired(rule: SystemRule | DataRule, answer: Answer, missing: tuple[Reason, ...], system: Proposal | None) -> _Fired:
    ours = (because("rule_ours", rule.id),) if rule.origin == "ours" else ()
    why = (because(rule.reason, rule.id), *answer.why, *ours, *missing)
    if rule.decide == FOLLOW and system is not None:
        decision = system.final or system.proposed
        return _Fired(decision, rule.id, (because(rule.reason, system.id), *why[1:]), rule.law, system.early)
    return _Fired(Decision(rule.decide), rule.id, why, rule.law, rule.early)


def _guarded(fired: _Fired, secrets: tuple[Reason, ...], name: str) -> _Fired:
    """Reading the rules refuses those that could move secrets; what is proposed is looked at once more all the same."""
    if not secrets or fired.decision is None or fired.decision.keeps_secrets:
        return fired
    return _Fired(None, "", (because("rule_secret_only", name), *secrets), (), early=False)


def _standing(declared: Decision | None, proposed: Decision | None, secrets: tuple[Reason, ...]) -> _Standing:
    """Where no rule says anything, nothing speaks against what people decided."""
    if declared is None:
        return "undecided"
    if secrets and not declared.keeps_secrets:
        return "forbidden"
    return "agrees" if proposed in (None, declared) else "differs"


def _dated(run: PlanRun, fired: _Fired) -> _Fired:
    """Clauses of a text that is not in force on the run's date are not leant on, and the reasons say so."""
    stood = [(entry, _text_stands(run, entry.instrument)) for entry in fired.law]
    gone = tuple(because(f"law_{how.value}", entry.instrument) for entry, how in stood if how is not Standing.IN_FORCE)
    law = tuple(entry for entry, how in stood if how is Standing.IN_FORCE)
    return replace(fired, law=law, why=(*fired.why, *dict.fromkeys(gone)))


def _text_stands(run: PlanRun, name: str) -> Standing:
    """A text of a province's own rules that the law tables do not have is taken as that file gives it."""
    text = run.catalogue.instruments.get(name)
    if text is None:
        return Standing.IN_FORCE
    return standing(text.effective_from, text.effective_to, run.result.run.as_of)


def _against(declared: Decision | None, standing: _Standing) -> tuple[Reason, ...]:
    if standing == "forbidden" and declared is not None:
        return (because("decision_forbidden", declared.value),)
    if standing == "differs" and declared is not None:
        return (because("decision_differs", declared.value),)
    return ()
