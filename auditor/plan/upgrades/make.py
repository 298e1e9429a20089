"""What the provincial data centre must upgrade, replace or add, for its connections and for what stays."""

from collections import defaultdict
from collections.abc import Iterable

from auditor.model.population import Population
from auditor.model.reason import Reason, because
from auditor.plan.run import PlanRun
from auditor.plan.upgrades.assets import URGENCIES, judge_assets
from auditor.plan.upgrades.context import UpgradeContext
from auditor.plan.upgrades.estate import judge_estate
from auditor.plan.upgrades.rules import UpgradeRules, upgrade_rules
from auditor.plan.upgrades.shape import Upgrades

__all__ = ["UpgradeRules", "upgrade_rules", "upgrades"]


def make(run: PlanRun) -> Upgrades:
    """By the chosen rules, else those shipped. Raises PlanningError for a faulty file of rules."""
    return upgrades(run, upgrade_rules(run.choices.upgrade_rules), run.population)


def upgrades(run: PlanRun, rules: UpgradeRules, population: Population) -> Upgrades:
    """The list, most urgent first. What cannot be judged for want of data is in `unjudged`, never left out."""
    context = UpgradeContext.of(run, population.leaving)
    assets, estate = judge_assets(context, rules), judge_estate(context, rules)
    items = sorted((*assets.items, *estate.items), key=lambda item: (URGENCIES.index(item.urgency), item.id))
    worth = [item for item in items if item.worth_it]
    missing = [] if run.inventory.assets else [because("upgrade_no_assets")]
    return Upgrades(
        run=run.result.run.id,
        items=tuple(items),
        unjudged=(*missing, *_gathered((*assets.unjudged, *estate.unjudged))),
        million_vnd=sum(item.million_vnd or 0 for item in worth),
        unpriced=sum(item.million_vnd is None for item in worth),
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> tuple[Reason, ...]:
    """One reason for each code, with everything it is true of."""
    things: dict[str, list[str]] = defaultdict(list)
    for code, thing in pairs:
        if thing not in things[code]:
            things[code].append(thing)
    return tuple(because(code, *names) for code, names in things.items())
