"""At most five actions that need direction: verdicts grouped by what mends them, the gravest first."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.model.control import ControlMeta
from auditor.model.verdict import Verdict
from auditor.model.vocab.declared import OrganisationKind
from auditor.model.vocab.verdicts import Severity, Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, control_title
from auditor.text.harmless import for_page
from auditor.text.vocabulary import ROLE, word
from auditor.text.words import Bilingual, same, say

MOST_ACTIONS = 5
LONGEST_REMEDY = 150
Tier = Literal["grave_fail", "fail", "unknown", "manual", "warn"]
TIERS: tuple[Tier, ...] = ("grave_fail", "unknown", "manual", "fail", "warn")
"""Order of attention: grave faults; grave things nobody could conclude on; records to be supplied; the rest."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation that can act, and for how many of the action's verdicts."""

    name: Bilingual
    verdicts: int


@dataclass(frozen=True, slots=True)
class LeaderAction:
    """Verdicts that one kind of action would settle."""

    tier: Tier
    severity: Severity
    titles: tuple[Bilingual, ...]
    controls: tuple[str, ...]
    verdicts: int
    waived: int
    systems: tuple[Bilingual, ...]
    units: tuple[Unit, ...]
    proposal: Bilingual
    due: datetime.date | None


def leader_actions_of(report: ReportInput, names: Names, most: int = MOST_ACTIONS) -> tuple[LeaderAction, ...]:
    """The gravest actions, ordered by tier, severity, number of systems and number of verdicts."""
    controls = report.catalogue.by_id
    groups: dict[tuple[Tier, str], list[Verdict]] = {}
    for verdict in report.result.verdicts:
        tier = _tier(verdict)
        control = controls.get(verdict.control)
        if tier and control:
            groups.setdefault((tier, control.remedy_vi), []).append(verdict)
    actions = [_action(tier, members, controls, names) for (tier, _), members in groups.items()]
    return tuple(sorted(actions, key=_rank)[:most])


def _tier(verdict: Verdict) -> Tier | None:
    grave = verdict.severity.grave
    if verdict.status is Status.FAIL:
        return "grave_fail" if grave else "fail"
    if verdict.status in (Status.UNKNOWN, Status.ERROR) and grave:
        return "unknown"
    if verdict.status is Status.MANUAL:
        return None if verdict.requested else "manual"
    return "warn" if verdict.status is Status.WARN else None


def _rank(action: LeaderAction) -> tuple[int, int, int, int, tuple[str, ...]]:
    return (
        TIERS.index(action.tier),
        action.severity.rank,
        -len(action.systems),
        -action.verdicts,
        action.controls,
    )


def _action(tier: Tier, verdicts: Sequence[Verdict], controls: Mapping[str, ControlMeta], names: Names) -> LeaderAction:
    cited = [controls[name] for name in sorted({verdict.control for verdict in verdicts})]
    systems = sorted({verdict.subject.system for verdict in verdicts if verdict.subject.system})
    return LeaderAction(
        tier=tier,
        severity=min((verdict.severity for verdict in verdicts), key=lambda severity: severity.rank),
        titles=tuple(control_title(control) for control in cited),
        controls=tuple(control.id for control in cited),
        verdicts=len(verdicts),
        waived=sum(verdict.waiver is not None for verdict in verdicts),
        systems=tuple(names.system(name) for name in systems),
        units=units_of(verdicts, controls, names),
        proposal=_proposal(tier, cited[0]),
        due=min((verdict.due for verdict in verdicts if verdict.due), default=None),
    )


def units_of(verdicts: Iterable[Verdict], controls: Mapping[str, ControlMeta], names: Names) -> tuple[Unit, ...]:
    """Who can act, most verdicts first; the role's name where the inventory names nobody."""
    tally: Counter[Bilingual] = Counter()
    for verdict in verdicts:
        tally[unit_name(controls[verdict.control].owner_role, verdict, names)] += 1
    return tuple(Unit(name, n) for name, n in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0].vi)))


def unit_name(role: str, verdict: Verdict, names: Names) -> Bilingual:
    """The organisation in that role for the verdict's system, or the role itself."""
    unit = names.unit(role, verdict.subject)
    if not unit and role == "cipher":
        ciphers = [item for item in names.estate.inventory.organisations if item.kind is OrganisationKind.PARTY]
        unit = ciphers[0].id if len(ciphers) == 1 else ""
    return names.organisation(unit) if unit else word(ROLE, role)


def _proposal(tier: Tier, control: ControlMeta) -> Bilingual:
    remedy = Bilingual(for_page(control.remedy_vi, LONGEST_REMEDY), for_page(control.remedy, LONGEST_REMEDY))
    if tier == "unknown":
        return say("Allow and arrange the measurement, then review again; if found: {remedy}", remedy=remedy)
    if tier == "manual":
        return say("Have the records entered by number and date, then review again")
    return remedy if remedy.vi else same("–")
