"""Parity of every system that moved between two runs."""

import datetime
from collections.abc import Iterable, Iterator

from auditor.errors import NotFoundError, UsageError
from auditor.model.inventory import System
from auditor.model.reason import Reason, because
from auditor.plan.parity.controls import control_checks
from auditor.plan.parity.data import data_checks
from auditor.plan.parity.pair import Pair, Side
from auditor.plan.parity.services import certificate_checks, service_checks
from auditor.plan.parity.shape import Check, Parity, Standing, SystemParity
from auditor.plan.run import PlanRun
from auditor.plan.shared.instances import Seen, names_at_new, old_silent
from auditor.plan.shared.parallel import kept_until

_STANDINGS: dict[bool | None, Standing] = {True: "at_parity", False: "degraded", None: "cannot_tell"}


def make(run: PlanRun) -> Parity:
    """The run beside the one before the move. Raises UsageError without one, and as `parity`."""
    if run.choices.before is None:
        raise UsageError("parity compares two runs", remedy="Name a run from before the move.")
    return parity(run.choices.before, run, *run.choices.systems[:1])


def parity(before: PlanRun, after: PlanRun, system: str = "") -> Parity:
    """Every system cut over between the two runs, or one of them.

    A system moved when a wave it is in has its night between the runs, or when one of its data sets is declared cut
    over in the later run and was not in the earlier. Raises UsageError for runs in the wrong order or of different
    labels, NotFoundError for a system that did not move between them.
    """
    _comparable(before, after)
    pairs = list(_moved(before, after))
    if system:
        pairs = [pair for pair in pairs if pair.now.id == system]
        if not pairs:
            raise NotFoundError(
                f"no system {system!r} moved between the two runs",
                remedy="Take a run from before the night of its wave and one from after it.",
            )
    judged = tuple(_judged(pair) for pair in sorted(pairs, key=lambda one: one.now.id))
    return Parity(before=before.result.run.id, after=after.result.run.id, systems=judged)


def _comparable(before: PlanRun, after: PlanRun) -> None:
    first, second = before.result.run, after.result.run
    if first.evaluated_at >= second.evaluated_at:
        raise UsageError(
            f"run {second.id} was not judged after run {first.id}", remedy="Name the run before the move first."
        )
    if first.label.is_open is not second.label.is_open:
        raise UsageError(
            f"run {first.id} has the label {first.label.value}, run {second.id} the label {second.label.value}",
            remedy="Compare two runs of one store.",
        )


def _moved(before: PlanRun, after: PlanRun) -> Iterator[Pair]:
    known = before.estate.systems
    nights = _nights(before, after)
    sides = Side(before), Side(after)
    for now in after.inventory.systems:
        was = next((known[name] for name in (now.id, *now.formerly) if name in known), None)
        if was is not None and (now.id in nights or _settled(after, now) - _settled(before, was)):
            yield Pair(*sides, was, now, nights.get(now.id))


def _nights(before: PlanRun, after: PlanRun) -> dict[str, datetime.date]:
    """The last night between the two runs for each system of a wave."""
    first, last = before.result.run.as_of, after.result.run.as_of
    waves = sorted(after.inventory.waves, key=lambda wave: wave.date)
    return {name: wave.date for wave in waves if first <= wave.date <= last for name in wave.systems}


def _settled(run: PlanRun, system: System) -> set[str]:
    """Data sets of the system that are declared to be in use at the new place."""
    return {
        item.id for item in run.inventory.data_sets if item.system == system.id and item.move and item.move.state.over
    }


def _judged(pair: Pair) -> SystemParity:
    checks = [
        *control_checks(pair),
        *data_checks(pair),
        *service_checks(pair),
        *_old_instance(pair),
        *_names(pair),
        *certificate_checks(pair),
    ]
    return SystemParity(system=pair.now.id, standing=_whole(checks), checks=tuple(checks))


def _whole(checks: Iterable[Check]) -> Standing:
    """Degraded if anything is, else nobody can tell if anything is open or nothing was compared."""
    found = {check.standing for check in checks}
    order: tuple[Standing, ...] = ("degraded", "cannot_tell", "improved", "at_parity")
    return next((standing for standing in order if standing in found), "cannot_tell")


def _old_instance(pair: Pair) -> Iterator[Check]:
    """Whether the old machines are silent, from the day on which they have to be."""
    after = pair.after.run
    if pair.night is None or after.result.run.as_of > kept_until(after, [pair.now.id], pair.night):
        yield _check("old_instance", pair, old_silent(after, pair.now))


def _names(pair: Pair) -> Iterator[Check]:
    dropped = sorted(set(pair.was.domains) - set(pair.now.domains))
    if dropped:
        yield _check("dns", pair, Seen(holds=None, why=(because("names_dropped", *dropped),)))
    if pair.now.domains:
        yield _check("dns", pair, names_at_new(pair.after.run, pair.now))


def _check(kind: str, pair: Pair, seen: Seen) -> Check:
    early = pair.night is not None and not all(pair.since_night(one.observed_at) for one in seen.evidence)
    if seen.holds and early:
        seen = Seen(holds=None, why=(because("seen_before_night"),), evidence=seen.evidence)
    why: Reason = seen.why[0] if seen.why else because("not_judged_after")
    evidence = tuple(sorted(observation.id for observation in seen.evidence))
    return Check.model_validate(
        {"kind": kind, "id": pair.now.id, "standing": _STANDINGS[seen.holds], "why": why, "evidence": evidence}
    )
