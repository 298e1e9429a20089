"""Makes rules of the ways that open and close: dates, basis, evidence, and the reason in a code."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.model.matrix import MatrixState
from auditor.model.reason import Reason, because
from auditor.plan.changes.planner import ChangePlanner, End, affected
from auditor.plan.changes.shape import RuleChange
from auditor.plan.changes.ways import Asker, Bundle, Way, bundles
from auditor.plan.run import PlanRun
from auditor.plan.shared.parallel import kept_until
from auditor.plan.waves.shape import PlannedWave

Action = Literal["open", "keep", "close"]


@dataclass(frozen=True, slots=True)
class Making:
    """The wave that rules are made for. Of a finished one nothing is left to open."""

    run: PlanRun
    planner: ChangePlanner
    wave: PlannedWave
    systems: tuple[str, ...]
    done: bool


def rules_of(making: Making, asker: Asker, opens: set[Way], closes: set[Way]) -> list[RuleChange]:
    """The rules one flow, link or copy needs in a wave."""
    if asker.kind == "copy":
        return [] if making.done else list(_rules(making, asker, "open", opens))
    opened = [] if making.done else list(_rules(making, asker, "open", opens))
    kept = [rule for rule in _rules(making, asker, "keep", closes) if not _over(making, rule)]
    return [*opened, *kept, *_rules(making, asker, "close", closes)]


def _over(making: Making, rule: RuleChange) -> bool:
    return making.done and rule.expires is not None and rule.expires < making.run.result.run.as_of


def _rules(making: Making, asker: Asker, action: Action, ways: set[Way]) -> Iterator[RuleChange]:
    for number, bundle in enumerate(bundles(ways), start=1):
        systems = affected(making.systems, (*bundle.sources, *bundle.targets))
        start, expires = _days(making, asker, action, systems)
        seen = _seen(making.run, asker, bundle)
        yield RuleChange(
            id=f"{making.wave.id}/{action}/{asker.kind}/{asker.id}/{number}",
            action=action,
            wave=making.wave.id,
            systems=systems,
            from_zone=bundle.sources[0].zone,
            to_zone=bundle.targets[0].zone,
            from_addresses=_addresses(bundle.sources),
            to_addresses=_addresses(bundle.targets),
            ports=bundle.ports,
            why=_why(asker, action, bundle, (systems, expires)),
            start=start,
            expires=expires,
            basis="declared_and_seen" if seen else "declared",
            flow=asker.id if asker.kind == "flow" else "",
            link=_link(making.planner, asker, bundle),
            evidence=seen,
        )


def _days(
    making: Making, asker: Asker, action: Action, systems: Iterable[str]
) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of a rule; what is open by the night stays so, a copy's way only as long as old and new do."""
    kept = kept_until(making.run, systems, making.wave.date)
    if asker.kind == "copy":
        return making.run.planning.bandwidth.start, kept
    if action == "close":
        return kept + datetime.timedelta(days=1), None
    return making.wave.date, kept if action == "keep" else None


def _addresses(ends: Iterable[End]) -> tuple[str, ...]:
    return tuple(sorted({address for end in ends for address in end.addresses}))


def _why(asker: Asker, action: Action, bundle: Bundle, rule: tuple[Iterable[str], datetime.date | None]) -> Reason:
    systems, expires = rule
    if not all(end.addresses for end in (*bundle.sources, *bundle.targets)):
        return because("address_not_entered", asker.id, *systems)
    if asker.kind == "copy":
        return because("copy_needs", asker.id)
    if action == "keep":
        return because("kept_for_parallel", asker.id, expires or "")
    return because(f"{asker.kind}_{'needs' if action == 'open' else 'left_over'}", asker.id)


def _seen(run: PlanRun, asker: Asker, bundle: Bundle) -> tuple[str, ...]:
    """Observations that showed the flow in use on every port of the rule; empty where any port was not seen."""
    if asker.kind != "flow":
        return ()
    entries = [
        entry
        for entry in run.matrix.entries
        if entry.flow == asker.id and entry.state is MatrixState.SEEN_ALLOWED and entry.port in bundle.ports
    ]
    every = {entry.port for entry in entries} == set(bundle.ports)
    return tuple(sorted({name for entry in entries for name in entry.evidence})) if every else ()


def _link(planner: ChangePlanner, asker: Asker, bundle: Bundle) -> str:
    """The declared link that a rule serves: the one that asks, else the first between the systems of its two sides."""
    if asker.kind == "link":
        return asker.id
    sources, targets = ({name for end in ends for name in end.systems} for ends in (bundle.sources, bundle.targets))
    links = planner.inventory.links
    return next((link.id for link in links if link.source in sources and link.target in targets), "")
