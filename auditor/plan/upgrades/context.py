"""What the rules of the upgrade list look at: systems that stay, where things stand, and how an item is made."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.model.inventory import Asset, Site, System
from auditor.model.reason import Reason, because
from auditor.model.verdict import Subject
from auditor.model.vocab.declared import AssetKind
from auditor.model.vocab.subjects import SubjectKind
from auditor.plan.run import PlanRun
from auditor.plan.upgrades.rules import AnyRule, Clause, Opinion
from auditor.plan.upgrades.shape import Action, Upgrade

GRAVE_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What fired, and what could not be judged: things by the code that says why."""

    items: tuple[Upgrade, ...] = ()
    unjudged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UpgradeContext:
    """One run and the systems that leave the provincial data centre; every other one counts as staying."""

    run: PlanRun
    leaving: frozenset[str]
    systems: Mapping[str, System] = field(default_factory=dict)
    sites: Mapping[str, Site] = field(default_factory=dict)

    @classmethod
    def of(cls, run: PlanRun, leaving: frozenset[str]) -> "UpgradeContext":
        """`leaving` are ids of systems."""
        return cls(run, leaving, run.estate.systems, run.estate.sites)

    @property
    def today(self) -> datetime.date:
        """The day whose law and dates apply."""
        return self.run.result.run.as_of

    def staying(self) -> tuple[System, ...]:
        """Systems that go on needing the provincial data centre."""
        return tuple(system for name, system in sorted(self.systems.items()) if name not in self.leaving)

    def grave(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the systems that stay and are known to be of level 3 or above."""
        found = (self.systems[name] for name in names if name in self.systems and name not in self.leaving)
        return tuple(system.id for system in found if system.level is not None and system.level >= GRAVE_LEVEL)

    def only_leaving(self, asset: Asset) -> bool:
        """Whether everything the asset serves, as far as this run shows, leaves."""
        return bool(asset.serves) and all(name in self.leaving for name in asset.serves)

    def site_of(self, subject: Subject) -> str:
        """Id of the site a subject stands at, or empty."""
        if subject.kind is SubjectKind.SITE:
            return subject.id
        estate = self.run.estate
        zone = estate.zones.get(estate.zone_of_subject(subject.kind, subject.id))
        if zone or subject.kind in (SubjectKind.ZONE, SubjectKind.NETWORK):
            return zone.site if zone else ""
        system = self.systems.get(subject.system)
        return (system.site or "") if system else ""

    def keeper(self, site: str) -> str:
        """Organisation that keeps a site, or empty."""
        return self.sites[site].organisation if site in self.sites else ""


def asset_item(context: UpgradeContext, rule: AnyRule, asset: Asset, why: Reason, opinion: Opinion | None) -> Upgrade:
    """An item about one asset; what serves only systems that leave is not worth it."""
    worth_it = not context.only_leaving(asset)
    reasons = [why]
    if not worth_it:
        reasons.append(because("upgrade_serves_leaving", *asset.serves))
    ask = worth_it and asks_ndc(context, opinion, asset.kind, rule.action, asset.site)
    if ask and opinion:
        reasons.append(asking(context, opinion))
    grave = context.grave(asset.serves)
    support = asset.support_ends
    return Upgrade(
        id=f"{rule.action}/{asset.kind.value}/{asset.id}",
        action=rule.action,
        what=asset.kind.value,
        asset=asset.id,
        site=asset.site,
        serves=asset.serves,
        rule=rule.id,
        **cited(rule.law),
        why=tuple(reasons),
        urgency=(rule.grave_urgency or rule.urgency if grave else rule.urgency) if worth_it else "later",
        due=support if support and support > context.today and rule.test == "support" else None,
        million_vnd=asset.cost_million_vnd if rule.action == "replace" else None,
        owner=asset.owner,
        evidence=(f"inv:/assets/{asset.id}",),
        worth_it=worth_it,
        ask_ndc=ask,
    )


def asks_ndc(context: UpgradeContext, opinion: Opinion | None, kind: AssetKind, action: Action, site: str) -> bool:
    """Whether the item is new or greater physical capacity of a data centre."""
    place = context.sites.get(site)
    known = place is not None and place.kind == "data_centre"
    return opinion is not None and known and kind in opinion.kinds and action in opinion.actions


def asking(context: UpgradeContext, opinion: Opinion) -> Reason:
    """Why the National Data Center is to be asked, with how well the text is known."""
    law = opinion.law
    instrument = context.run.catalogue.instruments.get(law.instrument)
    return because(
        "upgrade_ask_ndc", instrument.number if instrument else law.instrument, law.clause, law.confidence.value
    )


def cited(law: Clause | None) -> dict[str, object]:
    """The clause as an item's fields; nothing for a rule of ours."""
    if law is None:
        return {}
    return {"instrument": law.instrument, "clause": law.clause, "confidence": law.confidence}
