"""Rules about sites, software of systems that stay, and controls that only infrastructure can put right."""

import datetime
from collections import defaultdict

from auditor.errors import NotFoundError
from auditor.model.inventory import Site, System
from auditor.model.reason import because
from auditor.model.verdict import Verdict
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.verdicts import Status
from auditor.plan.run import PlanRun
from auditor.plan.upgrades.context import Found, UpgradeContext, asking, cited
from auditor.plan.upgrades.rules import (
    AnyRule,
    CircuitRule,
    Clause,
    SoftwareRule,
    UpgradeRules,
    VerdictRule,
)
from auditor.plan.upgrades.shape import Upgrade, Urgency

_OPEN = (Status.FAIL, Status.WARN)
_DOUBTFUL = (Status.UNKNOWN, Status.MANUAL, Status.ERROR)


def judge_estate(context: UpgradeContext, rules: UpgradeRules) -> Found:
    """Everything that is not a single asset."""
    items: list[Upgrade] = []
    unjudged: list[tuple[str, str]] = []
    for rule in rules.rules:
        found = _judge(context, rule, rules)
        items += found.items
        unjudged += found.unjudged
    return Found(tuple(items), tuple(unjudged))


def _judge(context: UpgradeContext, rule: AnyRule, rules: UpgradeRules) -> Found:
    if isinstance(rule, CircuitRule):
        return _circuits(context, rule)
    if isinstance(rule, SoftwareRule):
        return _software(context, rule)
    return _verdicts(context, rule, rules) if isinstance(rule, VerdictRule) else Found()


def _circuits(context: UpgradeContext, rule: CircuitRule) -> Found:
    items, unjudged = [], []
    for site in sorted(context.sites.values(), key=lambda one: one.id):
        if site.kind not in rule.sites:
            continue
        own = [one for one in context.run.inventory.circuits if one.site == site.id]
        if not own:
            unjudged.append(("upgrade_no_circuits", site.id))
            continue
        chosen = [one for one in own if one.medium == rule.medium]
        routes = len({one.route for one in chosen})
        if len(chosen) < rule.circuits or routes < rule.routes:
            items.append(_circuit_item(context, rule, site, len(chosen), routes))
    return Found(tuple(items), tuple(unjudged))


def _circuit_item(context: UpgradeContext, rule: CircuitRule, site: Site, circuits: int, routes: int) -> Upgrade:
    law = _control_law(context.run, rule.control) if rule.control else rule.law
    return Upgrade(
        id=f"{rule.action}/circuit/{site.id}",
        action=rule.action,
        what="circuit",
        site=site.id,
        rule=rule.id,
        control=rule.control or "",
        **cited(law),
        why=(because("upgrade_circuits", rule.circuits, rule.routes, circuits, routes),),
        urgency=rule.urgency,
        owner=site.organisation,
        evidence=tuple(f"inv:/circuits/{one.id}" for one in context.run.inventory.circuits if one.site == site.id),
    )


def _control_law(run: PlanRun, control: str) -> Clause | None:
    """The best-known clause of those in force for the control's verdicts in this run."""
    clauses = [clause for verdict in run.result.verdicts if verdict.control == control for clause in verdict.law]
    if not clauses:
        return None
    best = min(clauses, key=lambda one: (list(Confidence).index(one.confidence), one.instrument, one.clause))
    return Clause(instrument=best.instrument, clause=best.clause, confidence=best.confidence)


def _software(context: UpgradeContext, rule: SoftwareRule) -> Found:
    items, unjudged = [], []
    for system in context.staying():
        technology = system.technology
        ends = getattr(technology, f"{rule.of}_support_ends") if technology else None
        if ends is None:
            unjudged.append((f"upgrade_no_{rule.of}_date", system.id))
        elif ends <= context.today + datetime.timedelta(days=rule.within_days):
            items.append(_software_item(context, rule, system, ends))
    return Found(tuple(items), tuple(unjudged))


def _software_item(context: UpgradeContext, rule: SoftwareRule, system: System, ends: datetime.date) -> Upgrade:
    ended = ends <= context.today
    code = f"upgrade_{rule.of}_{'ended' if ended else 'ends'}"
    name = getattr(system.technology, rule.of) or "–"
    grave = ended and bool(context.grave([system.id]))
    return Upgrade(
        id=f"{rule.action}/{rule.of}/{system.id}",
        action=rule.action,
        what=rule.of,
        site=system.site or "",
        serves=(system.id,),
        rule=rule.id,
        **cited(rule.law),
        why=(because(code, system.id, name, ends),),
        urgency=rule.grave_urgency or rule.urgency if grave else rule.urgency,
        due=None if ended else ends,
        owner=system.operator or system.owner,
        evidence=(f"inv:/systems/{system.id}/technology",),
    )


def _verdicts(context: UpgradeContext, rule: VerdictRule, rules: UpgradeRules) -> Found:
    try:
        control = context.run.catalogue.find(rule.control).id
    except NotFoundError:
        return Found(unjudged=(("upgrade_control_absent", rule.control),))
    own = [one for one in context.run.result.verdicts if one.control == control]
    counted = [one for one in own if one.subject.system not in context.leaving]
    if not own:
        return Found(unjudged=(("upgrade_control_unjudged", control),))
    by_site: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in counted:
        if verdict.status in _OPEN:
            by_site[context.site_of(verdict.subject)].append(verdict)
    items = tuple(_verdict_item(context, rule, rules, site, by_site[site]) for site in sorted(by_site))
    doubtful = any(one.half_known or (one.status in _DOUBTFUL and not one.requested) for one in counted)
    return Found(items, (("upgrade_control_unknown", control),) if doubtful else ())


def _verdict_item(
    context: UpgradeContext, rule: VerdictRule, rules: UpgradeRules, site: str, verdicts: list[Verdict]
) -> Upgrade:
    serves = tuple(sorted({one.subject.system for one in verdicts if one.subject.system}))
    urgency: Urgency = rule.grave_urgency or rule.urgency if context.grave(serves) else rule.urgency
    control = verdicts[0].control
    reasons = [because("upgrade_control", control, len(verdicts))]
    kinds = [kind.value for kind in rules.opinion.kinds] if rules.opinion else []
    place = context.sites.get(site)
    ask = bool(rules.opinion and rule.what in kinds and rule.action in rules.opinion.actions)
    ask = ask and place is not None and place.kind == "data_centre"
    if ask and rules.opinion:
        reasons.append(asking(context, rules.opinion))
    return Upgrade(
        id=f"{rule.action}/{rule.what}/{site or 'province'}",
        action=rule.action,
        what=rule.what,
        site=site,
        serves=serves,
        rule=rule.id,
        control=control,
        **cited(_control_law(context.run, control)),
        why=tuple(reasons),
        urgency=urgency,
        due=min((one.due for one in verdicts if one.due), default=None),
        million_vnd=_cost(context, control, verdicts),
        owner=context.keeper(site),
        evidence=tuple(dict.fromkeys(piece.id for one in verdicts for piece in one.evidence)),
        ask_ndc=ask,
    )


def _cost(context: UpgradeContext, control: str, verdicts: list[Verdict]) -> int | None:
    """What was entered for each subject; None unless all of them have a cost."""
    named = {cost.subject: cost.million_vnd for cost in context.run.planning.costs if cost.control == control}
    costs = [named.get(one.subject.id, named.get("")) for one in verdicts]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None
