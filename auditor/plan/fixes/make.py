"""The set of fixes for some systems: what each clears, who does it, what it costs, and what it leads to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal

from auditor.model.control import PAPER, ControlMeta
from auditor.model.planning import FixCost
from auditor.model.reason import Reason, because
from auditor.model.verdict import Subject, Verdict
from auditor.model.vocab.subjects import OwnerRole, SubjectKind
from auditor.plan.fixes.cover import Price, least_cover
from auditor.plan.fixes.shape import Fix, FixSet, Outcome
from auditor.plan.run import PlanRun
from auditor.plan.shared.acts import INVENTORY, POLICY, Act, CandidateFixes, Demand
from auditor.plan.shared.clearance import Clearance, Clearances, Clearing, load_clearances
from auditor.plan.shared.fix_rules import FixRules, load_rules
from auditor.plan.shared.gates import counted_verdicts, gating, passes, stops
from auditor.plan.shared.selection import known_systems, selected_systems

Aim = Literal["ready", "conditional"]


def make(run: PlanRun) -> FixSet:
    """For the chosen systems or wave, or all.

    Raises NotFoundError for what is not there, UsageError for both at once, PlanningError for faulty rules.
    """
    chosen = run.choices
    systems = selected_systems(run, wave=chosen.wave, systems=chosen.systems)
    return fixes(run, systems, chosen.to, wave=chosen.wave, rules=load_rules(chosen.fix_rules, run.catalogue))


def fixes(
    run: PlanRun,
    systems: Sequence[str],
    to: Aim,
    *,
    wave: str = "",
    rules: FixRules | None = None,
) -> FixSet:
    """The smallest set that readies these systems (ids of the run's inventory), `wave` being where they came from.

    What a control says about the wave itself belongs to it. To `ready` everything open is cleared, to `conditional`
    only what makes a system blocked or unknown. A system about which nothing was judged stays unknown in `outcome`: no
    fix readies what no control looked at. Raises NotFoundError for a system the run does not have.
    """
    gates = gating(run.catalogue)
    judged = counted_verdicts((run.result,), gates)
    chosen = known_systems(run, systems)
    about = [*(verdict for name in chosen for verdict in judged.get(name, ())), *_of_wave(judged.get("", ()), wave)]
    opened = [verdict for verdict in about if not passes(verdict)]
    workshop = CandidateFixes(run, rules or load_rules(), opened)
    demands = [workshop.demand(verdict) for verdict in opened if to == "ready" or stops(verdict)]
    prices = _prices(opened, workshop, run.planning.costs, demands)
    cover = least_cover(chain.from_iterable(demand.wants for demand in demands), prices)
    writer = _Writer(run, gates, demands, prices, load_clearances(run.choices.clearances, run.catalogue))
    made = sorted((writer.fix(act) for act in cover.acts), key=_rank)
    assume = tuple(sorted({f"{d.verdict.control}@{d.verdict.subject.id}=pass" for d in demands}))
    return FixSet(
        run=run.result.run.id,
        wave=wave,
        systems=chosen,
        to=to,
        fixes=tuple(made),
        million_vnd=sum(fix.million_vnd or 0 for fix in made),
        unpriced=sum(fix.million_vnd is None for fix in made),
        days=sum(fix.days or 0 for fix in made),
        proven=cover.proven,
        outcome=_outcome(run, chosen, assume),
        assume=assume,
    )


def _of_wave(verdicts: Iterable[Verdict], wave: str) -> Iterable[Verdict]:
    return (verdict for verdict in verdicts if (verdict.subject.kind, verdict.subject.id) == (SubjectKind.WAVE, wave))


def _outcome(run: PlanRun, systems: Sequence[str], assume: Iterable[str]) -> tuple[Outcome, ...]:
    """By the one rule of readiness, so that the promise and a what-if cannot differ."""
    before, after = (
        {item.id: item.state for item in run.asked(assumed=laid).readiness.systems} for laid in ((), tuple(assume))
    )
    return tuple(Outcome(system=name, before=before[name], after=after[name]) for name in systems)


def _paid(acts: Collection[Act], control: str) -> Iterator[Act]:
    """Those that what was entered for the control pays for."""
    own = [act for act in acts if act.control in ("", control) and act.kind != "measure"]
    mending = any(act.kind == "mend" for act in own)
    return (act for act in own if act.kind == "mend" or not mending)


def _prices(
    opened: Iterable[Verdict], workshop: CandidateFixes, costs: Sequence[FixCost], demands: Iterable[Demand]
) -> dict[Act, Price]:
    """What was entered for putting a control right. One act is paid once: at the dearest of what it is done for.

    A measurement has no price: what was entered is for putting the fault right that it may find. Nor has a record that
    a fault wants beside being put right.
    """
    entered: dict[Act, list[FixCost]] = defaultdict(list)
    wanted = {act for demand in demands for want in demand.wants for act in want}
    for verdict in opened:
        cost = cost_of(costs, verdict.control, verdict.subject.id)
        acts = {act for want in workshop.demand(verdict).wants for act in want & wanted}
        if cost:
            for act in _paid(acts, verdict.control):
                entered[act].append(cost)
    return {
        act: Price(max(cost.million_vnd for cost in found), max(cost.days for cost in found))
        for act, found in entered.items()
    }


def cost_of(costs: Iterable[FixCost], control: str, subject: str) -> FixCost | None:
    """What was entered for this subject, else for each subject of the control; the last entry counts."""
    fitting = {cost.subject: cost for cost in costs if cost.control == control and cost.subject in (subject, "")}
    return fitting.get(subject) or fitting.get("")


class _Writer:
    """Turns acts back into fixes."""

    def __init__(
        self,
        run: PlanRun,
        gates: Mapping[str, ControlMeta],
        demands: Iterable[Demand],
        prices: Mapping[Act, Price],
        clearances: Clearances,
    ) -> None:
        self._instruments = run.catalogue.instruments
        self._costs = run.planning.costs
        self._gates = gates
        self._prices = prices
        self._estate = run.estate
        self._clearing = Clearing(clearances, run.estate)
        self._served: dict[Act, dict[tuple[str, Subject], Verdict]] = defaultdict(dict)
        self._ways: dict[Act, int] = {}
        for demand in demands:
            for want in demand.wants:
                for act in want:
                    self._served[act][demand.verdict.control, demand.verdict.subject] = demand.verdict
                    self._ways[act] = min(len(want), self._ways.get(act, len(want)))

    def fix(self, act: Act) -> Fix:
        """One act as a fix, from the verdicts that want it."""
        served = sorted(self._served[act].values(), key=_gravity)
        first, price = served[0], self._prices.get(act, Price())
        control = act.control or first.control
        rule = self._clearing.of(self._gates[control], first, self._estate.systems.get(first.subject.system))
        subjects = {(verdict.subject.kind, verdict.subject.id): verdict.subject for verdict in served}
        return Fix(
            kind=act.kind,
            control=control,
            clears=tuple(subjects[key] for key in sorted(subjects)),
            systems=tuple(sorted({verdict.subject.system for verdict in served} - {""})),
            status=first.status,
            severity=first.severity,
            clearer=rule.clearer,
            owner=self._owner(served),
            million_vnd=price.million_vnd,
            days=price.days,
            why=tuple(self._why(act, served, rule)),
            controls=tuple(sorted({verdict.control for verdict in served})),
            what=act.what,
            place=act.place,
        )

    def _owner(self, served: Iterable[Verdict]) -> str:
        """The one organisation all of it falls to; empty where it falls to several, or to nobody named."""
        owners = {self._owner_of(verdict) for verdict in served}
        return owners.pop() if len(owners) == 1 else ""

    def _owner_of(self, verdict: Verdict) -> str:
        return self._estate.holder(OwnerRole(self._gates[verdict.control].owner_role), verdict.subject.system)

    def _why(self, act: Act, served: Sequence[Verdict], rule: Clearance) -> Iterable[Reason]:
        yield _task(act)
        if len(served) > 1:
            yield because("fix_serves", len(served), *sorted({verdict.control for verdict in served}))
        if self._ways[act] > 1:
            yield because("fix_one_way", self._ways[act])
        if act.kind == "measure":
            yield because("fix_may_find")
            if any(cause.code == "incomplete" for verdict in served for cause in verdict.causes):
                yield because("fix_incomplete")
            yield from self._if_found(served)
        if rule.law:
            instrument = self._instruments.get(rule.law.instrument)
            number = instrument.number if instrument else rule.law.instrument
            yield because("fix_clearer_law", number, rule.law.clause, rule.law.confidence.value)

    def _if_found(self, served: Iterable[Verdict]) -> Iterable[Reason]:
        """What putting right would cost, where somebody entered it, once for each control."""
        told: set[str] = set()
        for verdict in served:
            cost = cost_of(self._costs, verdict.control, verdict.subject.id)
            if cost and verdict.control not in told:
                told.add(verdict.control)
                yield because("fix_if_found", verdict.control, cost.million_vnd, cost.days)


def _task(act: Act) -> Reason:
    if act.kind == "mend":
        if act.what == POLICY:
            return because("fix_policy", act.control)
        return because("fix_site" if act.at == "site" else "fix_mend", act.control, act.place)
    if act.kind == "record":
        if act.what == INVENTORY:
            return because("fix_declare", act.control, act.place)
        return because("fix_record", f"{PAPER}{act.what}", act.place)
    code = {"zone": "fix_measure_zone", "host": "fix_measure_host"}.get(act.at, "fix_measure")
    return because(code, act.what, act.place)


def _gravity(verdict: Verdict) -> tuple[int, int, str, str]:
    return verdict.status.rank, verdict.severity.rank, verdict.control, verdict.subject.id


def _rank(fix: Fix) -> tuple[int, int, str, str, str]:
    return fix.status.rank, fix.severity.rank, fix.control, fix.what, fix.place
