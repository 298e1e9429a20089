"""Rules about single assets: support, capacity, redundancy, features."""

import datetime
import re
from collections.abc import Callable, Mapping

from auditor.model.inventory import Asset
from auditor.model.reason import Reason, because
from auditor.model.vocab.declared import NetworkKind
from auditor.plan.upgrades.context import Found, UpgradeContext, asset_item
from auditor.plan.upgrades.rules import (
    AnyRule,
    AssetRule,
    CapacityRule,
    FeatureRule,
    RedundancyRule,
    SupportRule,
    UpgradeRules,
)
from auditor.plan.upgrades.shape import Upgrade

PERMILLE = 1000
PERCENT = 10

Judged = Reason | str | None
"""Why a rule fires, the code of what is missing to judge, or None where the rule is met or does not apply."""


def judge_assets(context: UpgradeContext, rules: UpgradeRules) -> Found:
    """Every asset by every rule for its kind."""
    items: list[Upgrade] = []
    unjudged: list[tuple[str, str]] = []
    for asset in sorted(context.run.inventory.assets, key=lambda one: one.id):
        found, missing = _asset(context, rules, asset)
        items += _merged(found)
        unjudged += [(code, asset.id) for code in missing]
    return Found(tuple(items), tuple(unjudged))


def _asset(context: UpgradeContext, rules: UpgradeRules, asset: Asset) -> tuple[list[Upgrade], list[str]]:
    """Of several rules of one test the first that fires counts: support that has ended is not also about to end."""
    fired: dict[str, Upgrade] = {}
    missing: dict[str, None] = {}
    for rule in rules.rules:
        if not isinstance(rule, AssetRule) or asset.kind not in rule.kinds or rule.test in fired:
            continue
        judged = _judge(context, rule, asset)
        if isinstance(judged, str):
            missing[judged] = None
        elif judged:
            fired[rule.test] = asset_item(context, rule, asset, judged, rules.opinion)
    return list(fired.values()), list(missing)


def _judge(context: UpgradeContext, rule: AnyRule, asset: Asset) -> Judged:
    return _TESTS[rule.test](context, rule, asset)


def _support(context: UpgradeContext, rule: AnyRule, asset: Asset) -> Judged:
    if not isinstance(rule, SupportRule):
        return None
    if asset.support_ends is None:
        return "upgrade_no_support_date"
    if asset.support_ends > context.today + datetime.timedelta(days=rule.within_days):
        return None
    ended = asset.support_ends <= context.today
    return because("upgrade_support_ended" if ended else "upgrade_support_ends", asset.support_ends)


def _capacity(context: UpgradeContext, rule: AnyRule, asset: Asset) -> Judged:
    del context
    if not isinstance(rule, CapacityRule):
        return None
    if not asset.capacity or asset.used is None:
        return "upgrade_no_capacity"
    if asset.used * PERMILLE < rule.above_permille * asset.capacity:
        return None
    return because("upgrade_capacity", asset.used, asset.capacity, asset.unit, rule.above_permille // PERCENT)


def _redundancy(context: UpgradeContext, rule: AnyRule, asset: Asset) -> Judged:
    if not isinstance(rule, RedundancyRule) or asset.redundant_with:
        return None
    if not asset.serves:
        return "upgrade_no_serves"
    if any(other.redundant_with == asset.id for other in context.run.inventory.assets):
        return "upgrade_redundancy_one_sided"
    if grave := context.grave(asset.serves):
        return because("upgrade_single", *grave)
    staying = [name for name in asset.serves if name in context.systems and name not in context.leaving]
    return "upgrade_level_unknown" if any(context.systems[name].level is None for name in staying) else None


def _features(context: UpgradeContext, rule: AnyRule, asset: Asset) -> Judged:
    if not isinstance(rule, FeatureRule):
        return None
    dedicated = _in_dedicated_network(context, asset)
    if rule.where == "tslcd" and dedicated is None:
        return "upgrade_place_unknown"
    if (rule.where == "tslcd") != bool(dedicated):
        return None
    if not asset.features:
        return "upgrade_no_features"
    has = {_plain(feature) for feature in asset.features}
    lacking = [choice for choice in rule.features if not has & {_plain(name) for name in choice}]
    return because("upgrade_feature_missing", *("/".join(choice) for choice in lacking)) if lacking else None


def _in_dedicated_network(context: UpgradeContext, asset: Asset) -> bool | None:
    """None when nobody said which machine the asset is."""
    estate = context.run.estate
    host = estate.hosts.get(asset.host or "")
    if host is None:
        return None
    near = [estate.networks.get(interface.network) for interface in host.interfaces]
    near += [network for network in estate.networks.values() if network.gateway == host.id]
    return any(network is not None and network.kind is NetworkKind.TSLCD for network in near)


def _plain(feature: str) -> str:
    """`SNMP v3`, `snmp-v3` and `snmpv3` are one feature."""
    return re.sub(r"[^a-z0-9]", "", feature.casefold())


_TESTS: Mapping[str, Callable[[UpgradeContext, AnyRule, Asset], Judged]] = {
    "support": _support,
    "capacity": _capacity,
    "redundancy": _redundancy,
    "features": _features,
}


def _merged(items: list[Upgrade]) -> list[Upgrade]:
    """What is replaced need not be upgraded too: the replacement takes over the reasons of the upgrades."""
    replaced = next((item for item in items if item.action == "replace"), None)
    upgraded = [item for item in items if item.action == "upgrade"]
    if len(upgraded) + (replaced is not None) <= 1:
        return items
    first = replaced or upgraded[0]
    others = [item for item in upgraded if item is not first]
    legal = next((item for item in (first, *others) if item.instrument), first)
    whole = first.model_copy(
        update={
            "why": tuple(dict.fromkeys(reason for item in (first, *others) for reason in item.why)),
            "urgency": min((item.urgency for item in (first, *others)), key=URGENCIES.index),
            "instrument": legal.instrument,
            "clause": legal.clause,
            "confidence": legal.confidence,
            "ask_ndc": any(item.ask_ndc for item in (first, *others)),
        }
    )
    return [whole, *(item for item in items if item.action == "add")]


URGENCIES = ("now", "before_moves", "within_a_year", "later", "unknown")
"""From the most urgent."""
